public import Exact

/// How many graphs have a given number of crossings, rungs or immediate recollisions.
extension GraphCounts {
  /// The number of graphs with c pairs of crossing contractions, at index c up to n̄(n̄−1)/2.
  ///
  /// Touchard and Riordan:
  ///
  ///     (1−q)^n̄ Σ_c T(n̄,c) q^c = Σ_{k≥0} (−1)^k q^{k(k+1)/2} [C(2n̄, n̄−k) − C(2n̄, n̄−k−1)]
  ///
  /// It does not depend on the split; OEIS A067311. The same numbers count pairs of nested arcs.
  /// Source: J. Riordan, *The distribution of crossings of chords joining pairs of 2n points on a
  /// circle* (Math. Comp. 29, 1975). Cost: n̄ sums over n̄²/2 numbers.
  public var crossingDistribution: [Integer] {
    let n = order
    var series = [Integer](repeating: 0, count: n * (n - 1) / 2 + 1)
    for k in 0...n where k * (k + 1) / 2 < series.count {
      let term = Integer.binomial(2 * n, n - k) - .binomial(2 * n, n - k - 1)
      series[k * (k + 1) / 2] += k % 2 == 0 ? term : -term
    }
    // Each division by 1 − q is a sum of all earlier coefficients.
    for _ in 0..<n {
      for degree in series.indices.dropFirst() { series[degree] += series[degree - 1] }
    }
    return series
  }

  /// The number of graphs with k rungs, at index k up to min(n, ñ).
  ///
  ///     C(n,k) C(ñ,k) k! (n−k−1)!! (ñ−k−1)!!,    k ≡ n (mod 2)
  public var rungDistribution: [Integer] {
    (0...min(left, right)).map { k in
      guard (left - k) % 2 == 0 else { return 0 }
      return Integer.binomial(left, k) * .binomial(right, k) * .factorial(k)
        * .pairings((left - k) / 2) * .pairings((right - k) / 2)
    }
  }

  /// The number of graphs with k immediate recollisions, at index k up to ⌊n/2⌋ + ⌊ñ/2⌋.
  ///
  /// Of j disjoint recollisions there are `M_j = Σ_{a+b=j} C(n−a,a) C(ñ−b,b)` choices, each in
  /// `(2(n̄−j)−1)!!` graphs; inclusion and exclusion is the shift t → t − 1 of their polynomial. For
  /// ñ = 0 the number without any is OEIS A278990.
  public var recollisionDistribution: [Integer] {
    func choices(_ n: Int) -> [Integer] { (0...n / 2).map { .binomial(n - $0, $0) } }
    var numbers = polynomialProduct(choices(left), choices(right)).enumerated().map { j, chosen in
      chosen * .pairings(order - j)
    }
    for low in numbers.indices {
      for j in stride(from: numbers.count - 2, through: low, by: -1) {
        numbers[j] -= numbers[j + 1]
      }
    }
    return numbers
  }
}
