#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Where two level curves of the dispersion of two axes meet.
///
///     2 cos x + 2 cos y = α,    2 cos(x − φ) + 2 cos(y − ψ) = β
///
/// With σ = (x+y)/2, δ = (x−y)/2 the left sides are 4 cos σ cos δ and 4 cos(σ−σ0) cos(δ−δ0).
/// Eliminating δ leaves a trigonometric polynomial of degree 2 in τ = 2σ,
///
///     A²C² − 2AB cos δ0 cC + B²c² = sin²δ0 c²C²,   c = cos σ, C = cos(σ−σ0), A = α/4, B = β/4
///
/// that is a quartic in the tangent of the half angle, measured from where the polynomial is
/// largest. Its real roots are found between those of its derivative, so that none is missed but
/// double ones; two Newton steps on the two equations restore what elimination lost.
public struct CurveIntersection: Sendable {
  public let φ: Double
  public let ψ: Double
  private let σ0: Double
  private let δ0: Double
  private let cosσ0: Double
  private let cosδ0: Double
  private let sinδ0: Double

  public init(φ: Double, ψ: Double) {
    self.φ = φ
    self.ψ = ψ
    σ0 = (φ + ψ) / 2
    δ0 = (φ - ψ) / 2
    cosσ0 = cos(σ0)
    cosδ0 = cos(δ0)
    sinδ0 = sin(δ0)
  }

  /// Calls `body` with each intersection (x, y), at most four.
  ///
  /// Where the curves nearly coincide, φ and ψ near multiples of 2π, none may be found.
  public func forEach(α: Double, β: Double, _ body: (Double, Double) -> Void) {
    let (A, B) = (α / 4, β / 4)
    let S = sinδ0 * sinδ0
    guard S > 1e-24 else { return }
    // F(τ) = f0 + f1c cos τ + f1s sin τ + f2c cos 2τ + f2s sin 2τ
    let (c0, s0) = (cosσ0, sin(σ0))
    let (c00, s00) = (c0 * c0 - s0 * s0, 2 * s0 * c0)
    let (a2, b2, ab) = (A * A / 2, B * B / 2, A * B * cosδ0)
    // (cos σ0 + cos(τ−σ0))² = cos²σ0 + ½ + 2 cos σ0 cos(τ−σ0) + ½ cos(2τ−2σ0)
    let f0 = a2 + b2 - ab * c0 - S / 4 * (c0 * c0 + 0.5)
    let f1c = a2 * c00 + b2 - ab * c0 - S / 2 * c0 * c0
    let f1s = a2 * s00 - ab * s0 - S / 2 * c0 * s0
    let f2c = -S / 8 * c00
    let f2s = -S / 8 * s00
    func value(_ c: Double, _ s: Double) -> Double {
      f0 + f1c * c + f1s * s + f2c * (c * c - s * s) + f2s * 2 * s * c
    }
    // the direction of the largest value goes to infinity
    var best = (size: -1.0, c: 1.0, s: 0.0)
    for (c, s) in Self.directions {
      let size = abs(value(c, s))
      if size > best.size { best = (size, c, s) }
    }
    guard best.size > 0 else { return }
    // τ = θ + τ0, τ0 = best + π
    let (c, s) = (-best.c, -best.s)
    let (cc, ss) = (c * c - s * s, 2 * s * c)
    let (g1c, g1s) = (f1c * c + f1s * s, f1s * c - f1c * s)
    let (g2c, g2s) = (f2c * cc + f2s * ss, f2s * cc - f2c * ss)
    let quartic = Quartic(
      f0 + g1c + g2c, 2 * g1s + 4 * g2s, 2 * f0 - 6 * g2c, 2 * g1s - 4 * g2s, f0 - g1c + g2c)
    let τ0 = atan2(s, c)
    quartic.forEachRoot { t in
      let σ = (τ0 + 2 * atan(t)) / 2
      let (c, C) = (cos(σ), cos(σ - σ0))
      // the better conditioned of the two expressions of δ
      let δ: Double
      if abs(c) > 1e-9, abs(C) > 1e-9 {
        δ = atan2((B / C - A * cosδ0 / c) / sinδ0, A / c)
      } else {
        return
      }
      var (x, y) = (σ + δ, σ - δ)
      for _ in 0..<3 {
        let (ax, ay) = (-2 * sin(x), -2 * sin(y))
        let (bx, by) = (-2 * sin(x - φ), -2 * sin(y - ψ))
        let determinant = ax * by - ay * bx
        guard abs(determinant) > 1e-14 else { break }
        let a = 2 * cos(x) + 2 * cos(y) - α
        let b = 2 * cos(x - φ) + 2 * cos(y - ψ) - β
        let (dx, dy) = ((a * by - b * ay) / determinant, (b * ax - a * bx) / determinant)
        guard abs(dx) + abs(dy) < 0.1 else { break }
        x -= dx
        y -= dy
      }
      body(x, y)
    }
  }

  private static let directions: [(Double, Double)] = (0..<8).map {
    (cos(Double($0) * .pi / 4), sin(Double($0) * .pi / 4))
  }
}
