public import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Estimators with standard errors from independent samples, summed in their order.
public enum Statistics {
  /// An estimate with the influence of each sample, `Σ_k influence_k ≈ 0`, `Σ_k influence_k² = error²`.
  public struct Result: Hashable, Sendable {
    public let value: Double
    public let influences: [Double]

    /// The standard error.
    public var error: Double { Statistics.covariance(self, self).squareRoot() }
  }

  /// The covariance of two estimates from the same samples.
  public static func covariance(_ a: Result, _ b: Result) -> Double {
    zip(a.influences, b.influences).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The mean and its error `s/√R`, s² the unbiased variance.
  public static func mean(_ samples: [Double]) -> Result {
    let count = Double(samples.count)
    let mean = samples.reduce(0, +) / count
    let scale = 1 / (count * (count - 1)).squareRoot()
    return Result(value: mean, influences: samples.map { ($0 - mean) * scale })
  }

  /// An unbiased estimate of `|E a|²` and its jackknife error.
  ///
  /// `|ā|²` exceeds `|E a|²` by var(a)/R on average. The mean of `conj a_k a_l` over pairs k ≠ l
  /// does not: with `S = Σ a_k`, `Q = Σ |a_k|²` it is `(|S|² − Q)/(R(R−1))`. Leaving out sample k
  /// gives U_k, and the jackknife error squared is `(R−1)/R Σ (U_k − Ū)²` (B. Efron, C. Stein,
  /// Ann. Statist. 9, 586 (1981)). The estimate can be negative where the truth is below its error.
  public static func squaredMean(_ samples: [Complex]) -> Result {
    precondition(samples.count >= 3, "leaving one out must leave a pair")
    let count = Double(samples.count)
    let sum = samples.reduce(Complex.zero, +)
    let squares = samples.reduce(0) { $0 + $1.norm }
    let value = (sum.norm - squares) / (count * (count - 1))
    let left = samples.map { a in
      ((sum - a).norm - (squares - a.norm)) / ((count - 1) * (count - 2))
    }
    let mean = left.reduce(0, +) / count
    let scale = ((count - 1) / count).squareRoot()
    // leaving out a sample that raises the estimate lowers it
    return Result(value: value, influences: left.map { (mean - $0) * scale })
  }

  /// How many standard errors, estimated from R samples, hold the truth as surely as k known ones do.
  ///
  /// The quantile of Student's law with R − 1 degrees of freedom at the probability of k deviations of the
  /// normal one: for k = 2 it is 14 at R = 2, 4.5 at 3, 2.32 at 10, 2.05 at 40.
  ///
  /// - Precondition: k > 0, R ≥ 2.
  public static func student(_ k: Double, samples R: Int) -> Double {
    precondition(k > 0 && R >= 2, "k = \(k) errors from \(R) samples")
    let outside = erfc(k / 2.0.squareRoot())
    // the larger the number of samples, the nearer to k, from above
    var (low, high) = (k, 2 * k)
    while studentTail(high, degrees: R - 1) > outside { high *= 2 }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if studentTail(middle, degrees: R - 1) > outside { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The probability that |t| is exceeded, ν degrees of freedom.
  ///
  /// With θ = arctan t/√ν a finite sum (Abramowitz and Stegun 26.7.3, 26.7.4), of many terms where ν is large; beyond
  /// ν = 10^4 the normal law is within 1e-3 of it at six deviations.
  private static func studentTail(_ t: Double, degrees ν: Int) -> Double {
    guard ν < 10_000 else { return erfc(t / 2.0.squareRoot()) }
    let θ = atan2(t, Double(ν).squareRoot())
    let (s, c) = (sin(θ), cos(θ))
    let isOdd = ν % 2 == 1
    var term = isOdd ? c : 1
    var sum = ν > 1 ? term : 0
    for k in stride(from: isOdd ? 3 : 2, to: ν, by: 2) {
      term *= Double(k - 1) / Double(k) * c * c
      sum += term
    }
    return 1 - (isOdd ? 2 / Double.pi * (θ + s * sum) : s * sum)
  }
}
