#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
internal import Torus

/// One point after another.
struct CrossingSampleRule: Sendable {
  typealias Vector = SIMD4<Double>

  let dimension: Int
  let ε: Double
  let energies: [Double]
  /// 2πu.
  let shift: Vector
  /// Whether the closed forms of the nearest-neighbour hopping apply.
  let isNearest: Bool
  let constant: Double
  /// Offsets and twice the amplitudes.
  let hops: [(offset: Vector, amplitude: Double)]
  /// The largest component of an offset.
  let range: Int
  /// In one dimension, where each resolvent is large: it depends on nothing else.
  private var line: [AxisPeaks] = []
  /// In one dimension, the sums of momenta at which the last two denominators are small at once.
  private var sums: [Double] = []
  /// The steps of the Kronecker sequence.
  let steps: [Double]
  /// Chances of the rules of the last momentum.
  let pairChance: Double
  let axisChance: Double

  init(
    dispersion: Dispersion, epsilon: Double, energies: [Double], shift: Momentum
  ) {
    dimension = dispersion.dimension
    ε = epsilon
    self.energies = energies
    self.shift = Self.vector(shift.components.map { 2 * Double.pi * $0 })
    constant = dispersion.constant
    hops = dispersion.hops.map { hop in
      (Self.vector(hop.offset.map(Double.init)), 2 * hop.amplitude)
    }
    range = dispersion.hops.reduce(1) { $1.offset.reduce($0) { max($0, abs($1)) } }
    isNearest =
      dimension >= 2 && dispersion == .nearestNeighbour(dimension: dispersion.dimension)
    // powers of the root of x^{n+1} = x + 1 (M. Roberts), n coordinates
    let coordinates = (energies.count - 1) * (dimension + 1)
    var root = 1.5
    for _ in 0..<100 { root = pow(1 + root, 1 / Double(coordinates + 1)) }
    steps = (1...coordinates).map { pow(root, -Double($0)) }
    let pairs = isNearest ? 0.6 : 0
    pairChance = pairs / Double(max(1, dimension * (dimension - 1) / 2))
    axisChance = (1 - pairs) / Double(2 * dimension)
    if dimension == 1 {
      line = energies.map { peaks(0, .zero, $0) }
      let centres = line.suffix(2).map { $0.peaks.map(\.centre) }
      sums = centres[0].flatMap { a in centres[1].map { a + $0 } }
    }
  }

  private static func vector(_ components: [Double]) -> Vector {
    var vector = Vector.zero
    for (axis, x) in components.enumerated() { vector[axis] = x }
    return vector
  }

  /// The mean over the points of one batch.
  func mean(_ count: Int, random: Philox) -> Double {
    mean(count, random: random, of: value)
  }

  /// The mean of `1/|e − E − iε|`.
  func norm(_ energy: Double, _ count: Int, random: Philox) -> Double {
    mean(count, random: random) { uniforms in
      var next = 0
      return first(energy, uniforms, &next, rest: shift, sharesMomentum: false).weight
    }
  }

  private func mean(_ count: Int, random: Philox, of body: ([Double]) -> Double) -> Double {
    var offsets = steps
    for j in offsets.indices { offsets[j] = random.uniforms(UInt64(j)).x }
    var uniforms = offsets
    var sum = 0.0
    for i in 0..<count {
      for j in uniforms.indices {
        let x = offsets[j] + steps[j] * Double(i)
        uniforms[j] = max(x - x.rounded(.down), 1e-16)
      }
      sum += body(uniforms)
    }
    return sum / Double(count)
  }

  /// One sample of the integral.
  private func value(_ uniforms: [Double]) -> Double {
    var weight = 1.0
    var rest = shift
    var next = 0
    for (index, energy) in energies.dropLast(2).enumerated() {
      let sample = self.first(
        energy, uniforms, &next, rest: rest, sharesMomentum: index == energies.count - 3)
      weight *= sample.weight
      rest -= sample.point
    }
    return weight * pair(uniforms, next, rest)
  }

  /// One of the momenta before the last two, and its resolvent over the density of its rules.
  ///
  /// In one dimension the rest of the shift decides whether the last two resolvents can be large at
  /// once; the momentum before them is drawn half the time towards those places.
  private func first(
    _ energy: Double, _ uniforms: [Double], _ next: inout Int, rest: Vector, sharesMomentum: Bool
  ) -> (point: Vector, weight: Double) {
    var p = Vector.zero
    let start = next
    for axis in 0..<dimension { p[axis] = 2 * Double.pi * uniforms[start + 1 + axis] }
    next += dimension + 1
    if dimension == 1, sharesMomentum {
      let own = line[energies.count - 3]
      let common = AxisPeaks(zeros: sums.map { rest[0] - $0 }, width: ε)
      let rule = uniforms[start] < 0.5 ? own : common
      p[0] = rule.angle(uniforms[start + 1])
      let density = Double.pi * (own.density(p[0]) + common.density(p[0]))
      return (p, resolvent(dispersion(p) - energy) / density)
    }
    let axis = min(Int(uniforms[start] * Double(dimension)), dimension - 1)
    let point = along(axis, p, energy, uniforms[start + 1 + axis])
    let e = dispersion(point)
    var density = 0.0
    for axis in 0..<dimension { density += axisDensity(axis, point, e, energy) }
    return (point, resolvent(e - energy) * Double(dimension) / density)
  }

  func dispersion(_ p: Vector) -> Double {
    if isNearest {
      var e = 0.0
      for axis in 0..<dimension { e += cosine(p, axis) }
      return e
    }
    return hops.reduce(constant) { $0 + $1.amplitude * cos(($1.offset * p).sum()) }
  }

  func cosine(_ p: Vector, _ axis: Int) -> Double { 2 * cos(p[axis]) }

  func resolvent(_ distance: Double) -> Double {
    1 / (distance * distance + ε * ε).squareRoot()
  }
}

// MARK: - The rule of one axis

extension CrossingSampleRule {
  /// The density of the one axis rule, in units of the torus.
  func axisDensity(_ axis: Int, _ p: Vector, _ e: Double, _ energy: Double) -> Double {
    guard isNearest else { return 2 * Double.pi * peaks(axis, p, energy).density(p[axis]) }
    let θ = abs(p[axis] - 2 * Double.pi * (p[axis] / (2 * Double.pi)).rounded())
    let rule = ResolventAxis(b: energy - e + cosine(p, axis), ε: ε)
    return Double.pi * rule.density(θ)
  }

  /// Replaces one coordinate by that of the one axis rule.
  func along(_ axis: Int, _ p: Vector, _ energy: Double, _ uniform: Double) -> Vector {
    var point = p
    guard isNearest else {
      point[axis] = peaks(axis, p, energy).angle(uniform)
      return point
    }
    let rule = ResolventAxis(b: energy - dispersion(p) + cosine(p, axis), ε: ε)
    let folded = 2 * uniform - 1
    let angle = rule.angle(abs(folded))
    point[axis] = folded < 0 ? -angle : angle
    return point
  }

  /// Where the resolvent is large along an axis through p.
  private func peaks(_ axis: Int, _ p: Vector, _ energy: Double) -> AxisPeaks {
    if let index = energies.firstIndex(of: energy), index < line.count { return line[index] }
    var f = TrigonometricPolynomial(
      constant: constant - energy, waves: Array(repeating: (0, 0), count: range))
    var others = p
    others[axis] = 0
    for hop in hops {
      let phase = (hop.offset * others).sum()
      let m = Int(hop.offset[axis])
      if m == 0 {
        f.constant += hop.amplitude * cos(phase)
      } else {
        f.waves[abs(m) - 1].cosine += hop.amplitude * cos(phase)
        f.waves[abs(m) - 1].sine -= (m < 0 ? -hop.amplitude : hop.amplitude) * sin(phase)
      }
    }
    return AxisPeaks(f, ε: ε)
  }
}

// MARK: - The last pair

extension CrossingSampleRule {
  /// One sample of the last two denominators, w the sum of their momenta.
  private func pair(_ uniforms: [Double], _ start: Int, _ w: Vector) -> Double {
    var q = Vector.zero
    for axis in 0..<dimension { q[axis] = 2 * Double.pi * uniforms[start + 1 + axis] }
    let choice = uniforms[start]
    let (first, second) = (energies[energies.count - 2], energies[energies.count - 1])
    var index = Int(choice / axisChance)
    if !isNearest { index = min(index, 2 * dimension - 1) }
    if index < dimension {
      return weighted(along(index, q, first, uniforms[start + 1 + index]), w)
    }
    if index < 2 * dimension {
      index -= dimension
      // q = w − q', q' by the rule of the second denominator
      return weighted(w - along(index, w - q, second, uniforms[start + 1 + index]), w)
    }
    let pairs = dimension * (dimension - 1) / 2
    let number = min(Int((choice - 0.4) / pairChance), pairs - 1)
    let (a, b) = Self.pairs[number]
    let other = w - q
    let restFirst = dispersion(q) - cosine(q, a) - cosine(q, b)
    let restSecond = dispersion(other) - cosine(other, a) - cosine(other, b)
    let α = energyDraw(first - restFirst, uniforms[start + 1 + a])
    let β = energyDraw(second - restSecond, uniforms[start + 1 + b])
    var sum = 0.0
    CurveIntersection(φ: w[a], ψ: w[b]).forEach(α: α, β: β) { x, y in
      var point = q
      point[a] = x
      point[b] = y
      sum += weighted(point, w)
    }
    return sum
  }

  private static let pairs = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]

  /// An energy of two axes, in [−4, 4], drawn around its target.
  private func energyDraw(_ target: Double, _ uniform: Double) -> Double {
    let low = asinh((-4 - target) / ε)
    return target + ε * sinh(low + uniform * (asinh((4 - target) / ε) - low))
  }

  /// The density of `energyDraw` at an energy.
  private func energyDensity(_ target: Double, _ energy: Double) -> Double {
    resolvent(energy - target) / (asinh((4 - target) / ε) - asinh((-4 - target) / ε))
  }

  /// The two denominators over the density of all rules together.
  private func weighted(_ q: Vector, _ w: Vector) -> Double {
    let (first, second) = (energies[energies.count - 2], energies[energies.count - 1])
    let other = w - q
    let (e, f) = (dispersion(q), dispersion(other))
    var density = 0.0
    for axis in 0..<dimension {
      density +=
        axisDensity(axis, q, e, first) + axisDensity(axis, other, f, second)
    }
    density *= axisChance
    guard isNearest else { return resolvent(e - first) * resolvent(f - second) / density }
    for (a, b) in Self.pairs.prefix(dimension * (dimension - 1) / 2) {
      let α = cosine(q, a) + cosine(q, b)
      let β = cosine(other, a) + cosine(other, b)
      // ∂(α, β)/∂(x, y), β as a function of w − q
      let jacobian = 4 * (sin(q[a]) * sin(other[b]) - sin(q[b]) * sin(other[a]))
      density +=
        pairChance * 4 * Double.pi * Double.pi * abs(jacobian)
        * energyDensity(first - e + α, α) * energyDensity(second - f + β, β)
    }
    return resolvent(e - first) * resolvent(f - second) / density
  }
}
