/// The coefficients of powers of x, from values at small x by polynomial interpolation.
public enum PolynomialFit {
  /// Chebyshev nodes in (0, width).
  public static func nodes(_ count: Int, width: Double) -> [Double] {
    // T_n has its zeros at cos((k + ½)π/n); by halving angles without Foundation
    (0..<count).map { k in
      let x = cosine((Double(k) + 0.5) / Double(count))
      return width / 2 * (1.001 - x)
    }
  }

  /// `cos πx` for 0 ≤ x ≤ 1 by its power series, to rounding.
  private static func cosine(_ x: Double) -> Double {
    let square = Double.pi * x * (Double.pi * x)
    var (term, sum) = (1.0, 1.0)
    for k in 1...20 {
      term *= -square / Double((2 * k - 1) * 2 * k)
      sum += term
    }
    return sum
  }

  /// `c_0, c_1, …` with `Σ c_k x^k` through all values: Newton's differences, then powers.
  public static func coefficients(_ values: [Double], at x: [Double]) -> [Double] {
    let n = values.count
    var table = values
    for k in 1..<n {
      for j in stride(from: n - 1, through: k, by: -1) {
        table[j] = (table[j] - table[j - 1]) / (x[j] - x[j - k])
      }
    }
    var powers = [Double](repeating: 0, count: n)
    for k in stride(from: n - 1, through: 0, by: -1) {
      for j in stride(from: n - 1, through: 1, by: -1) {
        powers[j] = powers[j - 1] - x[k] * powers[j]
      }
      powers[0] = table[k] - x[k] * powers[0]
    }
    return powers
  }
}
