public import Torus

/// Estimators with standard errors from independent samples, summed in their order.
public enum Statistics {
  /// The mean and `s/√R`, s² the unbiased variance.
  public static func mean(_ samples: [Double]) -> (value: Double, error: Double) {
    let count = Double(samples.count)
    let mean = samples.reduce(0, +) / count
    let squares = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / (count * (count - 1))).squareRoot())
  }

  /// An unbiased estimate of `|E a|²` and its jackknife error.
  ///
  /// `|ā|²` exceeds `|E a|²` by var(a)/R on average. The mean of `conj a_k a_l` over pairs k ≠ l
  /// does not: with `S = Σ a_k`, `Q = Σ |a_k|²` it is `(|S|² − Q)/(R(R−1))`. Leaving out sample k
  /// gives U_k, and the jackknife error squared is `(R−1)/R Σ (U_k − Ū)²` (B. Efron, C. Stein,
  /// Ann. Statist. 9, 586 (1981)). The estimate can be negative where the truth is below its error.
  public static func squaredMean(_ samples: [Complex]) -> (value: Double, error: Double) {
    precondition(samples.count >= 3, "leaving one out must leave a pair")
    let count = Double(samples.count)
    let sum = samples.reduce(Complex.zero, +)
    let squares = samples.reduce(0) { $0 + $1.norm }
    let value = (sum.norm - squares) / (count * (count - 1))
    let left = samples.map { a in
      ((sum - a).norm - (squares - a.norm)) / ((count - 1) * (count - 2))
    }
    let mean = left.reduce(0, +) / count
    let spread = left.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (value, ((count - 1) / count * spread).squareRoot())
  }
}
