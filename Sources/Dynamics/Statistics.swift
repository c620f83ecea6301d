public import Torus

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
}
