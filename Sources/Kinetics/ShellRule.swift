public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A quadrature rule on the energy surface: nodes V_i with `e(V_i) = E` and positive weights of sum 1.
///
///     ∫dp δ(e(p) − E) g(p) = ρ(E) ⟨g⟩_E ≈ ρ(E) Σ_i w_i g(V_i)
///
/// The last two axes are uniformised: with `k = ε/4`, α = (θ₁+θ₂)/2, β = (θ₁−θ₂)/2 the curve
/// `2cos θ₁ + 2cos θ₂ = ε` is `cos α cos β = k`, and
///
///     sin α = k' sn u,   cos α = dn u,   cos β = k/dn u,   sin β = k' cn u/dn u   (modulus k'² = 1−k²)
///
/// turns δ(e − ε) into the uniform measure of u ∈ [0, 4K): equal weights, exponentially accurate.
/// Each further axis runs over Gauss panels between the points where the remaining density of
/// states is singular, graded towards them. The nodes come with both signs of every velocity.
public struct ShellRule: Sendable {
  public let dimension: Int
  public let energy: Double
  /// `cos 2πV_j` and `sin 2πV_j`, by axis and node.
  public let cosine: [[Double]]
  public let sine: [[Double]]
  /// Positive, sum 1 to rounding.
  public let weight: [Double]
  /// ρ(E) as the rule sees it.
  public let densityOfStates: Double

  /// - Parameters:
  ///   - nodes: Gauss nodes per panel of an outer axis.
  ///   - bandwidth: the largest phase b of functions `e^{ib·c/2}` that are to be integrated.
  /// - Precondition: `|E| < 2d`, and E ≠ 0 in d = 2, where the density of states is infinite.
  public init(dimension: Int, energy: Double, nodes: Int = 24, bandwidth: Double = 0) {
    precondition((1...4).contains(dimension), "the dimension is 1, 2, 3 or 4, got \(dimension)")
    precondition(abs(energy) < Double(2 * dimension), "no shell at the energy \(energy)")
    precondition(
      dimension != 2 || energy != 0, "the shell of energy 0 in d = 2 has infinite weight")
    self.dimension = dimension
    self.energy = energy
    var cosine = [[Double]](repeating: [], count: dimension)
    var sine = cosine
    var weight: [Double] = []
    let extra = Int(bandwidth.rounded(.up))
    Self.visit(dimension, energy, (nodes + extra, extra), prefixes: [[]], weight: 1) {
      prefix, last, w in
      for (j, angle) in prefix.enumerated() {
        cosine[j].append(angle.cosine)
        sine[j].append(angle.sine)
      }
      for (j, angle) in last.enumerated() {
        cosine[prefix.count + j].append(angle.cosine)
        sine[prefix.count + j].append(angle.sine)
      }
      weight.append(w)
    }
    let total = weight.sumInBlocks
    densityOfStates = total
    self.cosine = cosine
    self.sine = sine
    self.weight = weight.map { $0 / total }
  }

  public var count: Int { weight.count }

  /// The group velocity `c_j = −2 sin 2πV_j` of node i along axis j.
  public func velocity(_ axis: Int, _ i: Int) -> Double { -2 * sine[axis][i] }

  /// `⟨g⟩_E`.
  public func average(_ g: (Int) -> Double) -> Double {
    var sum = 0.0
    for i in weight.indices { sum += weight[i] * g(i) }
    return sum
  }

  /// The weight g of an observable at every node; nil if it has none.
  public func values(of observable: Observable, start: Momentum) -> [Double]? {
    guard let modes = observable.weight(start: start) else { return nil }
    return weight.indices.map { i in
      modes.reduce(0) { sum, mode in
        var phase = Complex.one
        for (j, m) in mode.index.enumerated() {
          let turn = Complex(cosine[j][i], m < 0 ? -sine[j][i] : sine[j][i])
          for _ in 0..<abs(m) { phase *= turn }
        }
        return sum + (mode.coefficient * phase).real
      }
    }
  }
}

// MARK: - Construction

extension ShellRule {
  private struct Angle {
    let cosine, sine: Double
  }

  private static func visit(
    _ d: Int, _ energy: Double, _ nodes: (panel: Int, extra: Int), prefixes: [[Angle]],
    weight: Double, _ body: ([Angle], [Angle], Double) -> Void
  ) {
    switch d {
    case 1:
      let sine = max(0, 1 - energy * energy / 4).squareRoot()
      let density = weight / (4 * Double.pi * sine)
      for sign in [1.0, -1] {
        for prefix in prefixes {
          body(prefix, [Angle(cosine: energy / 2, sine: sign * sine)], density)
        }
      }
    case 2: visitPair(energy, nodes.extra, prefixes: prefixes, weight: weight, body)
    default:
      let rule = GaussLegendre(nodes.panel)
      for (a, b) in panels(d, energy) {
        for (θ, g) in rule.graded(from: a, to: b) {
          let w = weight * g / (2 * Double.pi)
          let (cosine, sine) = (cos(θ), sin(θ))
          let both = prefixes.flatMap { prefix in
            [1.0, -1].map { prefix + [Angle(cosine: cosine, sine: $0 * sine)] }
          }
          // the curve of a pair serves both signs; beyond, a sign keeps its nodes together
          for part in d == 3 ? [both] : both.map({ [$0] }) {
            visit(d - 1, energy - 2 * cosine, nodes, prefixes: part, weight: w, body)
          }
        }
      }
    }
  }

  /// The intervals of θ ∈ [0, π] on which the other axes can reach E − 2cos θ, cut where their
  /// density of states is singular.
  private static func panels(_ d: Int, _ energy: Double) -> [(Double, Double)] {
    let below = GreenFunction(dimension: d - 1)
    var cuts = [0, Double.pi]
    for v in below.vanHovePoints {
      let cosine = (energy - v) / 2
      if abs(cosine) < 1 { cuts.append(acos(cosine)) }
    }
    cuts.sort()
    return zip(cuts, cuts.dropFirst()).filter { a, b in
      b - a > 1e-12 && abs(energy - 2 * cos((a + b) / 2)) < below.bandEdge
    }
  }

  /// The curve of two axes, equal weights `ρ_2(ε)/N`.
  private static func visitPair(
    _ ε: Double, _ extra: Int, prefixes: [[Angle]], weight: Double,
    _ body: ([Angle], [Angle], Double) -> Void
  ) {
    let k = ε / 4
    let square = max(0, 1 - k * k)  // k'²
    let mean = arithmeticGeometricMean(1, max(abs(k), 1e-300))
    let quarter = Double.pi / (2 * mean)  // K
    let other = Double.pi / (2 * arithmeticGeometricMean(1, max(square.squareRoot(), 1e-300)))
    // towards ε = 0 the curve turns ever faster where its corners are, in u and for e^{ib·c/2} alike
    let ratio = quarter / other
    let count =
      max(16, 4 * Int((5 * ratio).rounded(.up)))
      + 4 * Int((Double(extra) / 2 * max(1, ratio)).rounded(.up))
    let density = quarter / (2 * Double.pi * Double.pi)
    let amplitude = square.squareRoot()
    // a quarter of the period; the others have the signs of sn and cn exchanged
    let pairs = (0..<count / 4).flatMap { n -> [[Angle]] in
      let u = 4 * quarter * (Double(n) + 0.5) / Double(count)
      let (sn, cn) = jacobi(u, complement: abs(k))
      let dn = (k * k + square * cn * cn).squareRoot()
      return [(sn, cn), (sn, -cn), (-sn, -cn), (-sn, cn)].map { s, c in
        let (sα, cα) = (amplitude * s, dn)
        let (sβ, cβ) = (amplitude * c / dn, k / dn)
        return [
          Angle(cosine: cα * cβ - sα * sβ, sine: sα * cβ + cα * sβ),
          Angle(cosine: cα * cβ + sα * sβ, sine: sα * cβ - cα * sβ),
        ]
      }
    }
    for prefix in prefixes {
      for pair in pairs { body(prefix, pair, weight * density / Double(count)) }
    }
  }

  private static func arithmeticGeometricMean(_ a: Double, _ b: Double) -> Double {
    var (a, b) = (a, b)
    while abs(a - b) > 1e-15 * a { (a, b) = ((a + b) / 2, (a * b).squareRoot()) }
    return a
  }

  /// sn and cn of real u for the modulus whose complement is k, by Landen's descent (Abramowitz and
  /// Stegun 16.4).
  private static func jacobi(_ u: Double, complement k: Double) -> (Double, Double) {
    var (a, b) = (1.0, max(k, 1e-300))
    var ratios: [Double] = []
    while abs(a - b) > 1e-15 * a, ratios.count < 60 {
      let c = (a - b) / 2
      (a, b) = ((a + b) / 2, (a * b).squareRoot())
      ratios.append(c / a)
    }
    var φ = u * a
    for _ in ratios { φ *= 2 }
    for ratio in ratios.reversed() { φ = (φ + asin(ratio * sin(φ))) / 2 }
    return (sin(φ), cos(φ))
  }
}
