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
  /// The steps of the Kronecker sequence.
  let steps: [Double]
  /// Chances of the rules of the last momentum.
  let pairChance: Double
  let axisChance: Double

  init(dimension: Int, epsilon: Double, energies: [Double], shift: Momentum) {
    self.dimension = dimension
    ε = epsilon
    self.energies = energies
    var angles = Vector.zero
    for (axis, u) in shift.components.enumerated() { angles[axis] = 2 * Double.pi * u }
    self.shift = angles
    // powers of the root of x^{n+1} = x + 1 (M. Roberts), n coordinates
    let coordinates = (energies.count - 1) * (dimension + 1)
    var root = 1.5
    for _ in 0..<100 { root = pow(1 + root, 1 / Double(coordinates + 1)) }
    steps = (1...coordinates).map { pow(root, -Double($0)) }
    pairChance = 0.6 / Double(dimension * (dimension - 1) / 2)
    axisChance = 0.2 / Double(dimension)
  }

  /// The mean over the points of one batch.
  func mean(_ count: Int, random: Philox) -> Double {
    var offsets = steps
    for j in offsets.indices { offsets[j] = random.uniforms(UInt64(j)).x }
    var uniforms = offsets
    var sum = 0.0
    for i in 0..<count {
      for j in uniforms.indices {
        let x = offsets[j] + steps[j] * Double(i)
        uniforms[j] = max(x - x.rounded(.down), 1e-16)
      }
      sum += value(uniforms)
    }
    return sum / Double(count)
  }

  /// One sample of the integral.
  private func value(_ uniforms: [Double]) -> Double {
    var weight = 1.0
    var rest = shift
    var next = 0
    for energy in energies.dropLast(2) {
      let p = momentum(uniforms, &next)
      let axis = min(Int(uniforms[next - dimension - 1] * Double(dimension)), dimension - 1)
      let point = along(axis, p, energy, uniforms[next - dimension + axis])
      let e = dispersion(point)
      var density = 0.0
      for axis in 0..<dimension { density += axisDensity(axis, point, e, energy) }
      weight *= resolvent(e - energy) * Double(dimension) / density
      rest -= point
    }
    return weight * pair(uniforms, next, rest)
  }

  /// Reads the choice and d coordinates; the coordinates as angles in [0, 2π).
  private func momentum(_ uniforms: [Double], _ next: inout Int) -> Vector {
    var p = Vector.zero
    for axis in 0..<dimension { p[axis] = 2 * Double.pi * uniforms[next + 1 + axis] }
    next += dimension + 1
    return p
  }

  private func cosine(_ p: Vector, _ axis: Int) -> Double { 2 * cos(p[axis]) }

  private func dispersion(_ p: Vector) -> Double {
    var e = 0.0
    for axis in 0..<dimension { e += cosine(p, axis) }
    return e
  }

  private func resolvent(_ distance: Double) -> Double {
    1 / (distance * distance + ε * ε).squareRoot()
  }

  /// The density of the one axis rule, in units of the torus.
  private func axisDensity(_ axis: Int, _ p: Vector, _ e: Double, _ energy: Double) -> Double {
    let θ = abs(p[axis] - 2 * Double.pi * (p[axis] / (2 * Double.pi)).rounded())
    let rule = ResolventAxis(b: energy - e + cosine(p, axis), ε: ε)
    return Double.pi * rule.density(θ)
  }

  /// Replaces one coordinate by that of the one axis rule.
  private func along(_ axis: Int, _ p: Vector, _ energy: Double, _ uniform: Double) -> Vector {
    var point = p
    let rule = ResolventAxis(b: energy - dispersion(p) + cosine(p, axis), ε: ε)
    let folded = 2 * uniform - 1
    let angle = rule.angle(abs(folded))
    point[axis] = folded < 0 ? -angle : angle
    return point
  }

  /// One sample of the last two denominators, w the sum of their momenta.
  private func pair(_ uniforms: [Double], _ start: Int, _ w: Vector) -> Double {
    var next = start
    let q = momentum(uniforms, &next)
    let choice = uniforms[start]
    let (first, second) = (energies[energies.count - 2], energies[energies.count - 1])
    var index = Int(choice / axisChance)
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
