#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Torus

/// The momentum integrals of a region over one angle, where all closed forms see it alike.
///
/// For every graph with n̄ = 3 that needs an angle, and for the maximally crossed ones, each closed
/// form pairs momenta with `u ± u' = θ + p0`-like sums, so its modulus depends on `γ = θ − κp0` alone,
/// evenly and in the same way on every axis. Measured from there,
///
///     F_j = (1/M) Σ_{γ ∈ [0,π]} [B_j(γ) + B_j(−γ)] · Π_v J_0(2|W_v(γ)|),   W_v(γ) = Σ Z e^{irγ},
///
/// with B_j the factor of the fixed momentum, folded once per time of it: half the angles, and
/// closed forms once for all axes. A mode μ of a J-vertex whose momentum is the variable of a closed form
/// turns that into `i^m h_m(|W|²)·W̄^m`, m = |μ| (W^m where μ counts against v). Since W(−γ) is the conjugate
/// of W(γ), its real part goes with the even and its imaginary part with the odd fold of B_j, and those
/// two rows, too, are the same for all axes.
struct MirrorSheet: MomentumSheet {
  let kernel: TimeKernel
  let region: TimeRegion
  /// M/2 + 1, the angles 2πk/M, k = 0…M/2.
  private let half: Int
  /// The momentum that the angle is; on which line, and where among its variables.
  private let fixedIsLeft: Bool
  private let fixedIndex: Int
  /// Per axis and angle, γ then −γ: `±2 cos u` of the fixed momentum.
  private let cosines: [Double]
  /// Per axis, per mode of it, γ then −γ: `e^{iμu_J}/M` with the weights of the folded rule; `i^m/M`
  /// where the momentum of the J-vertex is the variable, to which W is relative then.
  private let weights: [[[Complex]]]
  /// Per axis, per mode of it: what the odd fold enters with, ∓i; zero where it does not.
  private let oddFactors: [[Complex]]
  /// The columns of folded factors, in the order of axes and modes: even, then odd where it enters.
  private let columns: [Column]
  private let columnCount: Int
  /// The orders m ≥ 1 of the closed form of the J-vertex.
  private let orders: [Int]
  /// `cos rγ` and `sin rγ` of the angles for r = −2…2.
  private let rotations: [[Complex]]
  /// Per class: the variables of either line with their r.
  private let left: [Members]
  private let right: [Members]
  /// The classes both lines take part in, then that of the J-vertex where it has modes; the rest belongs
  /// to one of them.
  private let paired: [Int]
  /// The number of those without modes.
  private let plainCount: Int

  private typealias Members = [(variable: Int, rotation: Int)]

  /// Where the folded factors of a mode begin, and the rows that they meet in `combine`.
  private struct Column {
    var place: Int
    var evenRow: Int
    var oddRow: Int?
  }

  /// κ, or nil if the graph or the setting do not allow this form.
  static func center(of kernel: TimeKernel) -> Int? {
    let angles = kernel.angles
    // it is measured from the momentum that the angle is, which a free p0 leaves open
    guard kernel.sharesTimes, kernel.packet == nil, !kernel.form.startIsFree, angles.count == 1
    else { return nil }
    var center: Int?
    for number in 0..<angles.variables {
      let members = angles.momenta.filter { $0.variable == number }
      for member in members.dropFirst() {
        // relative angle r·θ + c·p0 = r(θ − κp0)
        let r = member.sign * member.coefficients[0] - members[0].sign * members[0].coefficients[0]
        let c = member.sign * member.constant - members[0].sign * members[0].constant
        guard r != 0, c % r == 0, center == nil || center == -c / r else { return nil }
        center = -c / r
      }
    }
    return center ?? 0
  }

  init(kernel: TimeKernel, region: TimeRegion, size h: Double) {
    self.kernel = kernel
    self.region = region
    let angles = kernel.angles
    let center = Self.center(of: kernel)!
    let half = kernel.points(size: h, region: region) / 2 + 2
    self.half = half
    let count = 2 * (half - 1)
    func isFixed(_ variable: TimeRegion.Variable) -> Bool {
      kernel.form.groups[variable.group].open != 0 && angles.momenta[variable.group].variable == nil
    }
    let onLeft = region.left.firstIndex(where: isFixed)
    fixedIsLeft = onLeft != nil
    fixedIndex = onLeft ?? region.right.firstIndex(where: isFixed)!
    let fixed = onLeft.map { region.left[$0].group } ?? region.right[fixedIndex].group
    func angle(_ momentum: Angles.Momentum, _ axis: Int, _ γ: Double) -> Double {
      let θ = Double(center) * kernel.start[axis] + γ
      return Double(momentum.constant) * kernel.start[axis]
        + (momentum.coefficients.isEmpty ? 0 : Double(momentum.coefficients[0]) * θ)
    }
    let sign = onLeft != nil ? 2.0 : -2.0
    let grid = (0..<half).map { 2 * Double.pi * Double($0) / Double(count) }
    let signed = grid + grid.map { -$0 }
    cosines = (0..<kernel.dimension).flatMap { axis in
      signed.map { sign * cos(angle(angles.momenta[fixed], axis, $0)) }
    }
    let jMomentum = angles.momenta[kernel.form.jGroup]
    let isPlain = kernel.modes.allSatisfy { $0 == [0] }
    let jVariable = isPlain ? nil : jMomentum.variable
    weights = (0..<kernel.dimension).map { axis in
      kernel.modes[axis].map { μ in
        signed.enumerated().map { index, γ in
          let k = index % half
          // 0 and π are their own mirror images
          let weight = (k == 0 || k == half - 1 ? 0.5 : 1) / Double(count)
          guard μ != 0 else { return Complex(weight) }
          // relative to itself the momentum of the J-vertex has no phase
          return jVariable == nil
            ? weight * Complex.phase(Double(μ) * angle(jMomentum, axis, γ))
            : Complex(weight).timesPower(ofI: abs(μ))
        }
      }
    }
    oddFactors = kernel.modes.map { modes in
      modes.map { μ in
        jVariable == nil || μ == 0 ? .zero : Complex(0, μ * jMomentum.sign > 0 ? -1 : 1)
      }
    }
    let orders =
      jVariable == nil ? [] : Set(kernel.modes.joined().map(abs)).subtracting([0]).sorted()
    self.orders = orders
    var columns: [Column] = []
    var place = 0
    for μ in kernel.modes.joined() {
      let order = orders.firstIndex(of: abs(μ))
      columns.append(
        Column(
          place: place, evenRow: order.map { 1 + 2 * $0 } ?? 0, oddRow: order.map { 2 + 2 * $0 }))
      place += order == nil ? 1 : 2
    }
    self.columns = columns
    columnCount = place
    rotations = (-2...2).map { r in grid.map { Complex.phase(Double(r) * $0) } }
    func members(_ variables: [TimeRegion.Variable], _ number: Int) -> Members {
      let reference =
        number == jVariable ? jMomentum : angles.momenta.first { $0.variable == number }!
      return variables.enumerated().compactMap { index, variable in
        let momentum = angles.momenta[variable.group]
        guard momentum.variable == number else { return nil }
        let r =
          momentum.sign * momentum.coefficients[0] - reference.sign * reference.coefficients[0]
        return (index, r)
      }
    }
    let lefts = (0..<angles.variables).map { members(region.left, $0) }
    let rights = (0..<angles.variables).map { members(region.right, $0) }
    left = lefts
    right = rights
    let shared = (0..<angles.variables).filter {
      !lefts[$0].isEmpty && !rights[$0].isEmpty && $0 != jVariable
    }
    plainCount = shared.count
    paired = shared + (jVariable.map { [$0] } ?? [])
  }

  /// The folded factors of the fixed momentum and its time.
  struct Memory {
    fileprivate var time = Double.nan
    fileprivate var folded: [Double]
  }

  func memory(isLeft: Bool) -> Memory {
    Memory(folded: Array(repeating: 0, count: isLeft == fixedIsLeft ? 2 * half * columnCount : 0))
  }

  /// Own closed forms, the folded factors of the fixed momentum (on its line), and the parts of W.
  var blockLength: Int { half * (1 + 2 * columnCount + 2 * paired.count) }

  func narrowed(to size: Double) -> MirrorSheet {
    MirrorSheet(kernel: kernel, region: region, size: size)
  }

  func fill(
    _ block: UnsafeMutablePointer<Double>, times: UnsafePointer<Double>, isLeft: Bool,
    memory: inout Memory
  ) -> Complex {
    let classes = isLeft ? left : right
    let sign: Double = isLeft ? 1 : -1
    kernel.tables[0].coefficients.withUnsafeBufferPointer { buffer in
      let table = buffer.baseAddress!
      for k in 0..<half { block[k] = 1 }
      for (number, members) in classes.enumerated()
      where !members.isEmpty && !paired.contains(number) {
        if members.count == 1 {
          let x = times[members[0].variable]
          let factor = SquaredBessel.value(table, at: x * x)
          for k in 0..<half { block[k] *= factor }
        } else {
          for k in 0..<half {
            var w = Complex.zero
            for member in members {
              w += times[member.variable] * rotations[member.rotation + 2][k]
            }
            block[k] *= SquaredBessel.value(table, at: w.norm)
          }
        }
      }
    }
    var part = block + half
    if isLeft == fixedIsLeft {
      let x = times[fixedIndex]
      if x != memory.time {
        memory.time = x
        memory.folded.withUnsafeMutableBufferPointer { fold($0.baseAddress!, at: x) }
      }
      memory.folded.withUnsafeBufferPointer {
        part.update(from: $0.baseAddress!, count: 2 * half * columnCount)
      }
    }
    part += 2 * half * columnCount
    for number in paired {
      for k in 0..<half {
        part[k] = 0
        part[half + k] = 0
      }
      for member in classes[number] {
        let x = sign * times[member.variable]
        rotations[member.rotation + 2].withUnsafeBufferPointer { rotation in
          for k in 0..<half {
            part[k] += x * rotation[k].real
            part[half + k] += x * rotation[k].imaginary
          }
        }
      }
      part += 2 * half
    }
    var angle = 0.0
    let energy = isLeft ? kernel.energies.left : -kernel.energies.right
    for (index, variable) in (isLeft ? region.left : region.right).enumerated()
    where kernel.form.groups[variable.group].open == 0 {
      angle += energy * times[index]
    }
    return FastPhase.value(angle)
  }

  /// The factors of the fixed momentum at its time x, γ and −γ together.
  private func fold(_ columns: UnsafeMutablePointer<Double>, at x: Double) {
    var column = columns
    for axis in 0..<kernel.dimension {
      for k in 0..<half {
        let plus = FastPhase.value(x * cosines[2 * half * axis + k])
        let minus = FastPhase.value(x * cosines[2 * half * axis + half + k])
        var target = column + k
        func put(_ value: Complex) {
          target[0] = value.real
          target[half] = value.imaginary
          target += 2 * half
        }
        for mode in weights[axis].indices {
          let (a, b) = (plus * weights[axis][mode][k], minus * weights[axis][mode][half + k])
          put(a + b)
          let odd = oddFactors[axis][mode]
          if odd != .zero { put(odd * (a - b)) }
        }
      }
      column += 2 * half * oddFactors[axis].reduce(0) { $0 + ($1 == .zero ? 1 : 2) }
    }
  }

  func combine(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>) -> Complex {
    let folded = fixedIsLeft ? left : right
    let modeCount = columns.count
    let rowCount = 1 + 2 * orders.count
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: rowCount * half) { rows in
      let product = rows.baseAddress!
      let first = half * (1 + 2 * columnCount)
      kernel.tables[0].coefficients.withUnsafeBufferPointer { buffer in
        let table = buffer.baseAddress!
        for k in 0..<half {
          var factor = left[k] * right[k]
          var part = first + k
          for _ in 0..<plainCount {
            let a = left[part] + right[part]
            let b = left[part + half] + right[part + half]
            factor *= SquaredBessel.value(table, at: a * a + b * b)
            part += 2 * half
          }
          product[k] = factor
        }
      }
      if !orders.isEmpty { fillModeRows(product, left, right, first + 2 * half * plainCount) }
      let source = UnsafePointer(product)
      func dot(_ place: Int, _ row: Int) -> Complex {
        BesselSheet.dot(folded + half * (1 + 2 * place), source + half * row, half)
      }
      guard modeCount > kernel.dimension || !orders.isEmpty else {
        // one mode per axis: only a constant or a single product of modes
        guard kernel.terms.count == 1 else { return kernel.total { axis, _ in dot(axis, 0) } }
        var total = kernel.terms[0].coefficient
        for axis in 0..<kernel.dimension { total *= dot(axis, 0) }
        return total
      }
      return withUnsafeTemporaryAllocation(of: Complex.self, capacity: modeCount) { sums in
        columns.withUnsafeBufferPointer { columns in
          for mode in 0..<modeCount {
            let column = columns[mode]
            var sum = dot(column.place, column.evenRow)
            if let oddRow = column.oddRow { sum += dot(column.place + 1, oddRow) }
            sums[mode] = sum
          }
        }
        return kernel.total { axis, index in sums[kernel.modeOffsets[axis] + index] }
      }
    }
  }

  /// The closed form of the J-vertex: `h_0` into the first row, then `h_m·Re W^m` and `h_m·Im W^m` of each
  /// order into the next ones.
  private func fillModeRows(
    _ rows: UnsafeMutablePointer<Double>, _ left: UnsafePointer<Double>,
    _ right: UnsafePointer<Double>, _ part: Int
  ) {
    for (index, order) in orders.enumerated() {
      let real = rows + half * (1 + 2 * index)
      let imaginary = real + half
      kernel.tables[order].coefficients.withUnsafeBufferPointer { buffer in
        let table = buffer.baseAddress!
        for k in 0..<half {
          let w = Complex(
            left[part + k] + right[part + k], left[part + half + k] + right[part + half + k])
          let factor = rows[k] * SquaredBessel.value(table, at: w.norm)
          var power = w
          for _ in 1..<order { power *= w }
          real[k] = factor * power.real
          imaginary[k] = factor * power.imaginary
        }
      }
    }
    kernel.tables[0].coefficients.withUnsafeBufferPointer { buffer in
      let table = buffer.baseAddress!
      for k in 0..<half {
        let a = left[part + k] + right[part + k]
        let b = left[part + half + k] + right[part + half + k]
        rows[k] *= SquaredBessel.value(table, at: a * a + b * b)
      }
    }
  }
}
