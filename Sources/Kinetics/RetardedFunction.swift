internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The time transform of functions analytic outside a real interval.
///
///     f(s) = (1/2πi) ∫_{ℝ+iδ} dz e^{−izs} F(z),        F analytic outside [−R, R], F(∞) = 0
///
/// so that `1/(e − z)` becomes `e^{−ies}`. Two routes, both exponentially accurate:
///
/// * `samples`: the trapezoid rule on the line, by one fast Fourier transform, at all times
///   `s = jh` at once. The error of the rule is `e^{−δP}` for the period P = 2π/ΔE. What F has at
///   large |z| is first taken away by an interpolatory sum of 28 poles in [−R, R] with the same
///   first moments, whose transform is known: the rest falls like (R/|z|)^28 and ends at 3R.
/// * `value`: the expansion of `e^{−izs}` in Chebyshev polynomials,
///   `f(s) = Σ_n c_n (−i)^n J_n(Rs)`, c_n read off F on a circle of the Joukowski plane.
struct RetardedFunction {
  let radius: Double

  // MARK: Chebyshev moments

  /// The points z = R(u + 1/u)/2 with Im z > 0 of the circle |u| = q, half of `count` points.
  private func circle(_ count: Int, _ q: Double) -> [(u: Complex, z: Complex)] {
    (0..<count / 2).map { k in
      let u = q * Complex.phase(2 * Double.pi * (Double(k) + 0.5) / Double(count))
      return (u, radius / 2 * (u + .one / u))
    }
  }

  /// The circle on which `count` coefficients are read, with aliases suppressed by 1e-16.
  static func circleSize(_ count: Int) -> (points: Int, modulus: Double) {
    var points = 64
    while points < 4 * count { points *= 2 }
    return (points, exp(37 / Double(points)))
  }

  func circlePoints(for count: Int) -> [Complex] {
    let (points, q) = Self.circleSize(count)
    return circle(points, q).map(\.z)
  }

  /// `c_0 … c_{count−1}` from the values of F at `circlePoints(for: count)`; F(z̄) = conj F(z).
  ///
  ///     F(z) = −(2/R) Σ_n c_n u^{−n} / (u − 1/u),     c_n = (2 − δ_{n0}) ∫T_n(x/R) dμ(x)
  ///
  /// The c_n are real.
  func coefficients(_ count: Int, from values: [Complex]) -> [Double] {
    let (points, q) = Self.circleSize(count)
    let circle = circle(points, q)
    precondition(values.count == circle.count, "one value for each point of the circle")
    var series = [Complex](repeating: .zero, count: points)
    for (k, (u, _)) in circle.enumerated() {
      let term = -radius / 2 * (u - .one / u) * values[k]
      series[k] = term
      series[points - 1 - k] = term.conjugate
    }
    // Σ_k series_k u_k^{n}, u_k = q e^{2πi(k+½)/N}
    FourierTransform.complex(&series, .backward)
    return (0..<count).map { n in
      let turn = Complex.phase(Double.pi * Double(n) / Double(points))
      return (turn * series[n]).real * pow(q, Double(n)) / Double(points)
    }
  }

  /// How many coefficients f(s) needs.
  func coefficientCount(until s: Double) -> Int { Bessel.cutoff(radius * s) + 1 }

  /// `Σ_n c_n (−i)^n J_n(Rs)`.
  func value(_ coefficients: [Double], at s: Double) -> Complex {
    let bessel = Bessel.orders(upTo: coefficients.count - 1, at: radius * s)
    var parts = [0.0, 0, 0, 0]
    for n in coefficients.indices { parts[n & 3] += coefficients[n] * bessel[n] }
    return Complex(parts[0] - parts[2], parts[3] - parts[1])
  }
}
