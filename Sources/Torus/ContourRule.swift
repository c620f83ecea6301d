#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Nodes for the integral over one momentum of a function of `z − 2 cos 2πp`, Im z ≥ 0.
///
///     ∫dp f(z − 2 cos 2πp) = (1/π) ∫_0^π dθ (1 + ia cos θ) f(z − 2 cos w),   w = θ + ia sin θ
///
/// On this path `Im(−2 cos w) = 2 sin θ sinh(a sin θ) ≥ 0`: the argument of f moves up, away from
/// the singularities of f on the real axis, and touches their height only at θ = 0 and π, where it
/// is z ∓ 2. So for f analytic in the upper half plane the integral converges even at real z.
///
/// Let δ be the distance of z ∓ 2 from the nearest singularity of f; the integrand is analytic and
/// periodic in a strip of half width about √δ/2. Where δ is of order 1 the trapezoid rule with
/// 40/√δ nodes is at rounding; closer by, Gauss panels are halved towards both ends until they
/// resolve √δ, and the cost grows like its logarithm only.
struct ContourRule {
  /// `cos w` at the nodes.
  private(set) var cosine: [Complex] = []
  /// The weights, with sum 1 as p runs over the torus.
  private(set) var weight: [Complex] = []
  /// The points w, for other harmonics `cos mw`.
  private(set) var point: [Complex] = []

  /// - Parameters:
  ///   - z: the outer argument.
  ///   - singularities: the real points where f is singular.
  ///   - nodes: Gauss nodes per panel.
  ///   - harmonic: the degree of a further factor `cos mw`, for which the path is kept low.
  init(at z: Complex, singularities: [Double], nodes: Int, harmonic: Int = 0) {
    let lift = min(1, 3 / Double(max(1, harmonic)))
    let distance =
      singularities.map { v in
        min((z - Complex(v + 2)).modulus, (z - Complex(v - 2)).modulus)
      }.min() ?? 1
    // f is singular near θ² = distance
    let scale = min(distance, 1).squareRoot()
    if 40 < Double(6 * nodes - harmonic) * scale * lift {
      let trapezoid = Int(40 / (scale * lift)) + harmonic
      let g = Double.pi / Double(trapezoid)
      for k in 0..<trapezoid {
        append((Double(k) + 0.5) * g, weight: g, lift: lift, mirrored: false)
      }
      return
    }
    let inner = max(scale / 2, 1e-8)
    let rule = Self.rules(nodes)
    var edge = Double.pi / 2
    var edges = [edge]
    while edge > inner {
      edge /= 2
      edges.append(edge)
    }
    edges.append(0)
    for k in 1..<edges.count {
      let (low, high) = (edges[k], edges[k - 1])
      for (x, g) in zip(rule.nodes, rule.weights) {
        let θ = (low + high) / 2 + (high - low) / 2 * x
        append(θ, weight: g * (high - low) / 2, lift: lift, mirrored: false)
        append(θ, weight: g * (high - low) / 2, lift: lift, mirrored: true)
      }
    }
  }

  private mutating func append(_ θ: Double, weight g: Double, lift: Double, mirrored: Bool) {
    let (s, c) = (sin(θ), cos(θ))
    let height = lift * s
    let sign: Double = mirrored ? -1 : 1
    // cos(θ + ih) = cos θ cosh h − i sin θ sinh h; θ → π − θ changes the sign of cos θ
    cosine.append(Complex(sign * c * cosh(height), -s * sinh(height)))
    weight.append(g / Double.pi * Complex(1, sign * lift * c))
    point.append(Complex(mirrored ? Double.pi - θ : θ, height))
  }

  private static let sixteen = GaussLegendre(16)
  private static let twentyFour = GaussLegendre(24)

  private static func rules(_ n: Int) -> GaussLegendre {
    switch n {
    case 16: sixteen
    case 24: twentyFour
    default: GaussLegendre(n)
    }
  }
}
