#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Torus

/// The momentum integrals of a region as sums over one position, for graphs with at most one
/// relation between their momenta.
///
/// The Fourier series `e^{2iZ cos u} = Σ_m i^m J_m(2Z) e^{imu}` of each group leaves after the
/// momentum integrals the m that satisfy `Σ_g m_g S_g + μ S_J = 0`, S_g the open contractions of
/// group g. With K groups and n̄ contractions that is a lattice of rank K − n̄: a point for a
/// noncrossing graph, a line `m_g = c_g m − μδ_{gJ}` for one simple crossing, c the circuit of the
/// relation, and
///
///     F^{(μ)} = Σ_m e^{ip(Σm_g + μ)} Π_g i^{m_g} J_{m_g}(2Z_g)
///
/// costs a product of rows of Bessel functions, one from each line, the same for all axes. It needs
/// real Z, one time for each group: no transfer.
struct BesselSheet: MomentumSheet {
  let kernel: TimeKernel
  let region: TimeRegion
  /// The orders m = first, first+1, …, `width` of them.
  let first: Int
  let width: Int
  /// c of each group.
  let circuit: [Int]
  /// The distinct μ of all axes.
  let modes: [Int]
  /// Whether the group of the J-vertex is on the right in this region, where its mode shifts rows.
  let jIsRight: Bool
  /// Per axis and mode of it: the index in `modes`.
  private let rows: [[Int]]
  /// Per axis and mode of it, per m: all phases and signs, real parts then imaginary ones.
  private let phases: [[[Double]]]
  /// Whether μ = 0 throughout: then m and −m share a row and m ≥ 0.
  private let isPlain: Bool
  /// The largest order needed.
  private let order: Int

  /// Whether the graph and the setting allow it.
  static func applies(to kernel: TimeKernel) -> Bool {
    kernel.sharesTimes && kernel.form.relations <= 1
  }

  init(kernel: TimeKernel, region: TimeRegion, size h: Double) {
    self.kernel = kernel
    self.region = region
    let form = kernel.form
    let circuit = form.relation
    self.circuit = circuit
    let modes = Set(kernel.modes.joined()).sorted()
    self.modes = modes
    let largest = modes.map(abs).max() ?? 0
    let isPlain = modes == [0]
    self.isPlain = isPlain
    let elements = circuit.count { $0 != 0 }
    // the smallest of the times of a circuit is at most their mean
    var reach = 0
    if elements > 0 {
      let argument = 4 * h / Double(elements)
      let bessel = Bessel.orders(upTo: Bessel.cutoff(argument), at: argument)
      reach = (bessel.lastIndex { abs($0) > 1e-17 } ?? 0) + largest
    }
    first = isPlain ? 0 : -reach
    width = isPlain ? reach + 1 : 2 * reach + 1
    order = reach + largest
    let jIsRight = region.right.contains { $0.group == form.jGroup }
    self.jIsRight = jIsRight
    rows = kernel.modes.map { $0.map { μ in modes.firstIndex(of: μ)! } }
    let onRight = Set(region.right.map(\.group))
    func phase(_ m: Int, _ μ: Int, _ axis: Int) -> Complex {
      var (sum, power) = (0, 0)
      for (group, c) in circuit.enumerated() where form.groups[group].open != 0 {
        let order = c * m - (group == form.jGroup ? μ : 0)
        sum += order
        power += order
        // J_{−k}(z) = (−1)^k J_k(z), and a right time enters as −2Z
        if order < 0 { power += 2 * order }
        if onRight.contains(group) { power += 2 * order }
      }
      return Complex.phase(kernel.start[axis] * Double(sum + μ)).timesPower(ofI: power)
    }
    let (first, width) = (first, width)
    phases = kernel.modes.enumerated().map { axis, modes in
      modes.map { μ in
        let values = (first..<first + width).map { m in
          isPlain && m > 0 ? phase(m, μ, axis) + phase(-m, μ, axis) : phase(m, μ, axis)
        }
        return values.map(\.real) + values.map(\.imaginary)
      }
    }
  }

  /// Left: per axis and mode the row times its phases. Right: one row per distinct μ.
  var blockLength: Int {
    max(2 * width * kernel.modes.reduce(0) { $0 + $1.count }, width * modes.count)
  }

  func fill(
    _ block: UnsafeMutablePointer<Double>, times: UnsafePointer<Double>, isLeft: Bool
  ) -> Complex {
    let variables = isLeft ? region.left : region.right
    let energy = isLeft ? kernel.energies.left : -kernel.energies.right
    var angle = 0.0
    let count = order + 1
    let distinct = isLeft == jIsRight ? 1 : modes.count
    return withUnsafeTemporaryAllocation(
      of: Double.self, capacity: count + width * distinct
    ) { scratch in
      let bessel = UnsafeMutableBufferPointer(rebasing: scratch[..<count])
      let products = scratch.baseAddress! + count
      for k in 0..<width * distinct { products[k] = 1 }
      for (index, variable) in variables.enumerated() {
        guard kernel.form.groups[variable.group].open != 0 else {
          angle += energy * times[index]
          continue
        }
        Self.fillRow(bessel, at: 2 * times[index])
        let c = circuit[variable.group]
        let isJ = variable.group == kernel.form.jGroup
        for row in 0..<distinct {
          let μ = isJ ? modes[row] : 0
          let target = products + row * width
          if c == 0 {
            let factor = bessel[abs(μ)]
            for k in 0..<width { target[k] *= factor }
          } else if isPlain {
            for k in 0..<width { target[k] *= bessel[k] }
          } else {
            for k in 0..<width { target[k] *= bessel[abs(c * (first + k) - μ)] }
          }
        }
      }
      if isLeft {
        var target = block
        for axis in 0..<kernel.dimension {
          for (index, phases) in phases[axis].enumerated() {
            let product = products + (distinct == 1 ? 0 : rows[axis][index] * width)
            phases.withUnsafeBufferPointer { phases in
              for k in 0..<width {
                target[k] = phases[k] * product[k]
                target[width + k] = phases[width + k] * product[k]
              }
            }
            target += 2 * width
          }
        }
      } else {
        block.update(from: products, count: width * distinct)
      }
      return Complex.phase(angle)
    }
  }

  func combine(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>) -> Complex {
    let row = { (axis: Int, index: Int) in right + (jIsRight ? rows[axis][index] * width : 0) }
    if isPlain {
      var product = kernel.terms[0].coefficient
      for axis in 0..<kernel.dimension {
        product *= Self.dot(left + 2 * width * axis, right, width)
      }
      return product
    }
    return withUnsafeTemporaryAllocation(of: Complex.self, capacity: phases.joined().count) {
      sums in
      var (source, place) = (left, 0)
      for axis in 0..<kernel.dimension {
        for index in kernel.modes[axis].indices {
          sums[place] = Self.dot(source, row(axis, index), width)
          source += 2 * width
          place += 1
        }
      }
      return kernel.total { axis, index in sums[kernel.modeOffsets[axis] + index] }
    }
  }

  /// `Σ_k (re_k + i im_k) row_k`, in four lanes each.
  @inline(__always)
  static func dot(
    _ left: UnsafePointer<Double>, _ row: UnsafePointer<Double>, _ width: Int
  ) -> Complex {
    let imaginary = left + width
    var (re, im) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
    var k = 0
    while k + 4 <= width {
      let r = SIMD4(row[k], row[k + 1], row[k + 2], row[k + 3])
      re += SIMD4(left[k], left[k + 1], left[k + 2], left[k + 3]) * r
      im += SIMD4(imaginary[k], imaginary[k + 1], imaginary[k + 2], imaginary[k + 3]) * r
      k += 4
    }
    var (a, b) = (re.sum(), im.sum())
    while k < width {
      a += left[k] * row[k]
      b += imaginary[k] * row[k]
      k += 1
    }
    return Complex(a, b)
  }

  /// J_0(x), J_1(x), … for x ≥ 0 by Miller's recurrence, begun where J is below 1e-20.
  private static func fillRow(_ values: UnsafeMutableBufferPointer<Double>, at x: Double) {
    let count = values.count
    guard x > 1e-6 else {
      for n in 0..<count { values[n] = n == 0 ? 1 - x * x / 4 : n == 1 ? x / 2 : 0 }
      return
    }
    let start = Int(x + 12 * cbrt(x) + 14)
    for n in min(start + 1, count)..<count { values[n] = 0 }
    var (upper, current, evens) = (0.0, 1e-200, 0.0)
    let inverse = 2 / x
    for n in stride(from: start, to: 0, by: -1) {
      if n < count { values[n] = current }
      if n & 1 == 0 { evens += current }
      (upper, current) = (current, Double(n) * inverse * current - upper)
    }
    values[0] = current
    let scale = 1 / (2 * evens + current)
    for n in 0..<min(count, start + 1) { values[n] *= scale }
  }
}

extension TimeForm {
  /// The number K − n̄ of relations among the momenta of the K groups that depend on a loop.
  var relations: Int { groups.count - 1 - order }

  /// The coefficients c_g of the one relation `Σ c_g S_g = 0` among the groups, or zeros.
  ///
  /// - Precondition: at most one relation.
  var relation: [Int] {
    let loops = groups.indices.filter { groups[$0].open != 0 }
    var circuit = [Int](repeating: 0, count: groups.count)
    guard loops.count > order else { return circuit }
    for basis in Angles.subsets(of: loops, size: order) {
      guard let rows = Angles.coefficients(self, basis: basis) else { continue }
      let outside = loops.first { !basis.contains($0) }!
      circuit[outside] = -1
      for (column, group) in basis.enumerated() { circuit[group] = rows[outside][column] }
      return circuit
    }
    preconditionFailure("the momenta of the groups span the loop momenta")
  }
}
