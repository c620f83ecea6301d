import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What is proved of the band matrix dynamics: a superposition of heat kernels, d = 1.
///
/// In powers of H without backtracking `e^{−itH/2} = Σ_n α_n(t) U_n(H/2)`, with Chebyshev's
/// polynomials of the second kind and `α_n(t) = 2(−i)^n (n+1) J_{n+1}(t)/t`, and for W → ∞ the nth
/// power walks n steps, each uniform on 1 ≤ |x| ≤ W:
///
///     E |ψ_t(x)|² → Σ_n |α_n(t)|² P(x after n steps)  →  ∫_0^1 dλ (4/π) λ²/√(1−λ²) G(λt, x)
///
/// with G the heat kernel of variance `λt·σ²`, σ² = (W+1)(2W+1)/6 the variance of one step, as t → ∞.
/// Proved for `1 ≪ t ≪ W^{1/3}`.
///
/// Source: L. Erdős, A. Knowles, Comm. Math. Phys. 303, 509 (2011), Theorem 3.1.
public struct BandDiffusion: Hashable, Sendable {
  public let width: Int

  public init(width: Int) { self.width = width }

  /// σ², the variance of one step.
  public var stepVariance: Double { Double((width + 1) * (2 * width + 1)) / 6 }

  /// `W^{1/3}`, which t has to be far below for the theorem.
  public var provedBelow: Double { cbrt(Double(width)) }

  /// `|α_n(t)|²` for n = 0, 1, …: they add up to 1.
  public func steps(time t: Double) -> [Double] {
    guard t != 0 else { return [1] }
    let bessel = Bessel.orders(upTo: Bessel.cutoff(t), at: t)
    return (0..<bessel.count - 1).map { n in
      let α = 2 * Double(n + 1) * bessel[n + 1] / t
      return α * α
    }
  }

  /// The mean square displacement of the walks, `σ² Σ_n n |α_n(t)|²`: the limit W → ∞ at fixed t.
  public func walk(time t: Double) -> Double {
    stepVariance * steps(time: t).enumerated().reduce(0) { $0 + Double($1.0) * $1.1 }
  }

  /// The mean square displacement of the heat kernels, `(8/3π) t σ²`.
  public func displacement(time t: Double) -> Double { 8 / (3 * Double.pi) * t * stepVariance }

  /// The superposition of heat kernels at distance x.
  ///
  /// With λ = sin θ the weight is `(4/π) sin²θ dθ` on (0, π/2), and a Gauss rule sees a smooth
  /// function but for the heat kernel's essential singularity at λ = 0, where it vanishes (x ≠ 0) or
  /// the weight does.
  public func density(time t: Double, at x: Double) -> Double {
    let (nodes, weights) = Self.rule
    return zip(nodes, weights).reduce(0) { sum, point in
      let λ = sin(point.0)
      let variance = λ * t * stepVariance
      let kernel = exp(-x * x / (2 * variance)) / (2 * Double.pi * variance).squareRoot()
      return sum + point.1 * 4 / Double.pi * λ * λ * kernel
    }
  }

  private static let rule = GaussLegendre(400).on(0, Double.pi / 2)
}
