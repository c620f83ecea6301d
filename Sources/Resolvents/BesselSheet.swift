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
package struct BesselSheet: MomentumSheet {
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
  /// Whether the rows of the left line carry the phases; rather those of the line with fewer points, but
  /// the momentum of a packet is on either line and leaves them on the left.
  private let phasedIsLeft: Bool
  /// Per axis and mode of it, per m: all phases and signs, real parts then imaginary ones.
  private let phases: [[[Double]]]
  /// The number of m in `phases`, and the first of them that is used.
  private let allWidth: Int
  private let skipped: Int
  /// Whether μ = 0 throughout: then m and −m share a row and m ≥ 0.
  private let isPlain: Bool
  /// The momenta of a packet.
  private let packet: PacketRows?
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
    let isPlain = modes == [0] && kernel.packet == nil
    self.isPlain = isPlain
    let reach = Self.reach(circuit, size: h, largest: largest)
    first = isPlain ? 0 : -reach
    width = isPlain ? reach + 1 : 2 * reach + 1
    order = reach + largest
    allWidth = width
    skipped = 0
    let jIsRight = region.right.contains { $0.group == form.jGroup }
    self.jIsRight = jIsRight
    phasedIsLeft = kernel.packet != nil || region.left.count < region.right.count
    rows = kernel.modes.map { $0.map { μ in modes.firstIndex(of: μ)! } }
    let onRight = Set(region.right.map(\.group))
    let isPacket = kernel.packet != nil
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
      // the momentum of a packet is still to be integrated
      let turn = isPacket ? Complex.one : Complex.phase(kernel.start[axis] * Double(sum + μ))
      return turn.timesPower(ofI: power)
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
    packet = kernel.packet.map { packet in
      PacketRows(kernel, packet, orders: first..<first + width, circuit: circuit)
    }
  }

  /// The largest |m| at simplices of size h.
  ///
  /// The arguments 2Z of a circuit of k groups add up to at most 4h. `log J_m` is concave up to its first
  /// zero (a product over zeros), so the product of k such factors is largest where all are equal: terms
  /// with `J_m(4h/k)^k < 1e-17` are left out. One argument beyond that zero leaves less for the others.
  private static func reach(_ circuit: [Int], size h: Double, largest: Int) -> Int {
    let elements = circuit.count { $0 != 0 }
    guard elements > 0 else { return 0 }
    let argument = 4 * h / Double(elements)
    let bessel = Bessel.orders(upTo: Bessel.cutoff(argument), at: argument)
    let least = pow(1e-17, 1 / Double(elements))
    return (bessel.lastIndex { abs($0) > least } ?? 0) + largest
  }

  /// What a point costs, in units of some 10 ns: one row by recurrence, its product with those before, and
  /// the sums of all axes and modes.
  static func cost(_ kernel: TimeKernel, size h: Double) -> Double {
    let largest = kernel.modes.joined().map(abs).max() ?? 0
    let reach = Self.reach(kernel.form.relation, size: h, largest: largest)
    let isPlain = largest == 0 && kernel.packet == nil
    let width = Double(isPlain ? reach + 1 : 2 * reach + 1)
    let modes = Double(kernel.modes.joined().count)
    return 8 + 0.3 * (h + 12 * cbrt(2 * h)) + width * (0.1 + 0.1 * modes)
  }

  func narrowed(to size: Double) -> BesselSheet { BesselSheet(self, size: size) }

  /// A part of the rows of another sheet.
  private init(_ other: BesselSheet, size: Double) {
    (kernel, region, circuit, modes) = (other.kernel, other.region, other.circuit, other.modes)
    (jIsRight, rows, phases) = (other.jIsRight, other.rows, other.phases)
    (isPlain, packet, phasedIsLeft) = (other.isPlain, other.packet, other.phasedIsLeft)
    let largest = modes.reduce(0) { max($0, abs($1)) }
    let reach = min(
      Self.reach(circuit, size: size, largest: largest), other.order - largest)
    first = isPlain ? 0 : -reach
    width = isPlain ? reach + 1 : 2 * reach + 1
    order = reach + largest
    allWidth = other.allWidth
    skipped = other.skipped + first - other.first
  }

  /// Whether the integral over p0 sits in the rows of the right line.
  private var packetIsRight: Bool {
    packet != nil && region.right.contains { kernel.form.groups[$0.group].open == 0 }
  }

  /// On the line with the phases: per axis and mode the row times them. On the other: one row per
  /// distinct μ, or one like those where the momentum of a packet is integrated there.
  var blockLength: Int {
    max(2 * width * kernel.modes.reduce(0) { $0 + $1.count }, width * modes.count)
  }

  /// The products of the rows of the first variables, one more at each stage, and their times.
  struct Memory {
    fileprivate var times: [Double]
    fileprivate var products: [Double]
    fileprivate var bessel: [Double]
  }

  func memory(isLeft: Bool) -> Memory {
    let variables = (isLeft ? region.left : region.right).count
    let stage = width * rowCount(isLeft: isLeft)
    return Memory(
      times: Array(repeating: .nan, count: variables),
      products: Array(repeating: 1, count: (variables + 1) * stage),
      bessel: Array(repeating: 0, count: order + 1))
  }

  /// One row per distinct μ on the line that has the group of the J-vertex.
  private func rowCount(isLeft: Bool) -> Int { isLeft == jIsRight ? 1 : modes.count }

  func fill(
    _ block: UnsafeMutablePointer<Double>, times: UnsafePointer<Double>, isLeft: Bool,
    memory: inout Memory
  ) -> Complex {
    let variables = isLeft ? region.left : region.right
    let energy = isLeft ? kernel.energies.left : -kernel.energies.right
    var angle = 0.0
    let distinct = rowCount(isLeft: isLeft)
    return memory.products.withUnsafeMutableBufferPointer { stages in
      var products = stages.baseAddress!
      var isKnown = true
      var outside: Double?
      for (index, variable) in variables.enumerated() {
        guard kernel.form.groups[variable.group].open != 0 else {
          angle += energy * times[index]
          outside = isLeft ? times[index] : -times[index]
          continue
        }
        let before = products
        products += width * distinct
        isKnown = isKnown && memory.times[index] == times[index]
        if isKnown { continue }
        memory.times[index] = times[index]
        memory.bessel.withUnsafeMutableBufferPointer { Self.fillRow($0, at: 2 * times[index]) }
        memory.bessel.withUnsafeBufferPointer { bessel in
          let c = circuit[variable.group]
          let isJ = variable.group == kernel.form.jGroup
          for row in 0..<distinct {
            let μ = isJ ? modes[row] : 0
            let (source, target) = (before + row * width, products + row * width)
            if c == 0 {
              let factor = bessel[abs(μ)]
              for k in 0..<width { target[k] = source[k] * factor }
            } else if isPlain {
              for k in 0..<width { target[k] = source[k] * bessel[k] }
            } else {
              for k in 0..<width { target[k] = source[k] * bessel[abs(c * (first + k) - μ)] }
            }
          }
        }
      }
      guard isLeft == phasedIsLeft || packetIsRight else {
        block.update(from: products, count: width * distinct)
        return FastPhase.value(angle)
      }
      var target = block
      for axis in 0..<kernel.dimension {
        for (index, phases) in phases[axis].enumerated() {
          let product = products + (distinct == 1 ? 0 : rows[axis][index] * width)
          if isLeft == phasedIsLeft {
            phases.withUnsafeBufferPointer { phases in
              let (re, im) = (
                phases.baseAddress! + skipped, phases.baseAddress! + allWidth + skipped
              )
              for k in 0..<width {
                target[k] = re[k] * product[k]
                target[width + k] = im[k] * product[k]
              }
            }
          } else {
            for k in 0..<width {
              target[k] = product[k]
              target[width + k] = 0
            }
          }
          target += 2 * width
        }
      }
      guard let packet else { return FastPhase.value(angle) }
      if let outside {
        packet.multiply(block, time: outside, skipped: skipped, width: width)
      }
      return .one
    }
  }

  func combine(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>) -> Complex {
    let (phased, other) = phasedIsLeft ? (left, right) : (right, left)
    if isPlain {
      var product = kernel.terms[0].coefficient
      for axis in 0..<kernel.dimension {
        product *= Self.dot(phased + 2 * width * axis, other, width)
      }
      return product
    }
    let bothAreComplex = packetIsRight
    let otherHasModes = jIsRight == phasedIsLeft
    return withUnsafeTemporaryAllocation(of: Complex.self, capacity: phases.joined().count) {
      sums in
      var place = 0
      for axis in 0..<kernel.dimension {
        for index in kernel.modes[axis].indices {
          let source = phased + 2 * width * place
          if bothAreComplex {
            let row = other + 2 * width * place
            sums[place] =
              Self.dot(source, row, width)
              + Self.dot(source, row + width, width).timesPower(ofI: 1)
          } else {
            sums[place] = Self.dot(
              source, other + (otherHasModes ? rows[axis][index] * width : 0), width)
          }
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

  /// J_0(x), J_1(x), … for x ≥ 0 by Miller's recurrence, begun where J is some 1e-20.
  package static func fillRow(_ values: UnsafeMutableBufferPointer<Double>, at x: Double) {
    let count = values.count
    guard x > 1e-6 else {
      for n in 0..<count { values[n] = n == 0 ? 1 - x * x / 4 : n == 1 ? x / 2 : 0 }
      return
    }
    // a third of the exponent is the cube root to 3.3 %
    let root = Double(bitPattern: x.bitPattern / 3 + 0x2A9F_7893_0000_0000)
    let start = Int(x + 12.6 * root + 5)
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
    guard loops.count > loopCount else { return circuit }
    for basis in Angles.subsets(of: loops, size: loopCount) {
      guard let rows = Angles.coefficients(self, basis: basis) else { continue }
      let outside = loops.first { !basis.contains($0) }!
      circuit[outside] = -1
      for (column, group) in basis.enumerated() { circuit[group] = rows[outside][column] }
      return circuit
    }
    preconditionFailure("the momenta of the groups span the loop momenta")
  }
}
