import Torus

/// The coefficients of `e^{−itH}` in Chebyshev polynomials of H, in pairs of even and odd degree.
///
/// With `H = b + a h`, a the half-width and b the middle of the spectral interval,
///
///     e^{−itH} = e^{−itb} Σ_k (2 − δ_{k0}) (−i)^k J_k(at) T_k(h)
///
/// (H. Tal-Ezer, R. Kosloff, J. Chem. Phys. 81, 3967 (1984), (2.7)). Pair j holds the real numbers
/// e_j, o_j with `(e_j T_{2j} − i o_j T_{2j+1})` its two terms.
///
/// Beyond k = at the coefficients fall faster than exponentially. The series is cut where what is
/// left out adds up to at most 1e-15, so the error is that of rounding: below 1e-12 for at ≤ 2000.
struct ChebyshevSeries: Hashable, Sendable {
  let pairs: [SIMD2<Double>]

  static let tolerance = 1e-15

  /// - Parameter argument: `at`, of either sign.
  init(argument: Double) {
    let bessel = Bessel.orders(upTo: Bessel.cutoff(argument) + 1, at: argument)
    var tail = 0.0
    var terms = bessel.count
    while terms > 1, tail + 2 * abs(bessel[terms - 1]) <= Self.tolerance {
      tail += 2 * abs(bessel[terms - 1])
      terms -= 1
    }
    pairs = (0..<(terms + 1) / 2).map { j in
      let sign: Double = j % 2 == 0 ? 1 : -1
      let even = (j == 0 ? 1 : 2) * bessel[2 * j]
      let odd = 2 * j + 1 < terms ? 2 * bessel[2 * j + 1] : 0
      return SIMD2(sign * even, sign * odd)
    }
  }
}
