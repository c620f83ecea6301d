internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Nodes on an ellipse around the spectrum of a line, with which functions of energy become functions
/// of time.
///
///     f(t) = −(1/2πi) ∮ dz e^{−izt} F(z) ≈ Σ_a w_a F(z_a),     z = R(u + 1/u)/2,  u = q e^{2πi(a+¼)/N}
///
/// so that `1/(e − z)` becomes `e^{−iet}`, |e| ≤ R. The trapezoid rule in the angle is off by terms of order
/// `q^{−N} = e^{−26}` (`decay`), while the terms grow to `e^{Rt(q−1/q)/2}`: N beyond 3Rt keeps that below 10^4.
///
/// A second line, that of the conjugate wave, takes the conjugate nodes: those never meet the first ones, and
/// an energy integral over both is a Hermitian form, `Σ_ac w_a conj(w_c) Φ(z_a, conj z_c)`.
struct SpectrumContour {
  let points: [Complex]
  let weights: [Complex]

  /// - Parameters:
  ///   - radius: R, the spectrum lies in [−R, R].
  ///   - count: N; at least Rt, to resolve the wave.
  ///   - decay: −log q^{−N}.
  init(radius: Double, time: Double, count: Int, decay: Double) {
    let q = exp(decay / Double(count))
    var (points, weights) = ([Complex](), [Complex]())
    for a in 0..<count {
      let u = q * Complex.phase(2 * Double.pi * (Double(a) + 0.25) / Double(count))
      let z = radius / 2 * (u + .one / u)
      points.append(z)
      weights.append(
        -radius / 2 / Double(count) * ((u - .one / u) * Complex.exp(Complex(0, -time) * z)))
    }
    self.points = points
    self.weights = weights
  }
}
