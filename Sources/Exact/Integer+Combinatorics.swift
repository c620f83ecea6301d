import CGMP

extension Integer {
  /// `n!`
  public static func factorial(_ n: Int) -> Integer {
    precondition(n >= 0, "a factorial needs n ≥ 0, got \(n)")
    return Integer { __gmpz_fac_ui($0, UInt(n)) }
  }

  /// `(2m−1)!! = 1·3·5⋯(2m−1)`, the number of perfect matchings of 2m points; 1 for m = 0.
  public static func pairings(_ m: Int) -> Integer {
    precondition(m >= 0, "a number of pairs is at least 0, got \(m)")
    return m == 0 ? 1 : Integer { __gmpz_2fac_ui($0, UInt(2 * m - 1)) }
  }

  /// `n(n−1)⋯(n−k+1)/k!`; 0 for `k < 0` and `k > n`.
  public static func binomial(_ n: Int, _ k: Int) -> Integer {
    precondition(n >= 0, "a binomial coefficient needs n ≥ 0, got \(n)")
    guard k >= 0, k <= n else { return 0 }
    return Integer { __gmpz_bin_uiui($0, UInt(n), UInt(k)) }
  }

  /// `C(2m, m)/(m+1)`, the number of noncrossing matchings of 2m points.
  public static func catalan(_ m: Int) -> Integer {
    precondition(m >= 0, "a Catalan number needs m ≥ 0, got \(m)")
    return binomial(2 * m, m).dividedExactly(by: Integer(m + 1))
  }
}
