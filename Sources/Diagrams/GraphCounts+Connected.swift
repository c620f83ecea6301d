import Exact

/// Counts that rest on the connected graphs, computed modulo primes.
///
/// `C_k`, the connected graphs of k contractions (OEIS A000699), satisfy
///
///     C_1 = 1,    C_k = (k−1) Σ_{0<i<k} C_i C_{k−i}
///
/// and depend on no split. A component of crossing contractions with a points on the left line and
/// b on the right leaves gaps between its points, and everything else lies in the gaps.
extension GraphCounts {
  /// One component of crossing contractions.
  var connected: Integer {
    Self.exactly(below: order) { field in Self.connectedNumbers(order, in: field)[order] }
  }

  /// Vertices 1, n, n+1 and N in one component; any graphs in its other gaps.
  ///
  ///     Σ_k C_k Σ_{a+b=2k} [x^{n−a}] D(x²)^{a−1} [x^{ñ−b}] D(x²)^{b−1},    D(y) = Σ (2m−1)!! y^m
  ///
  /// with a, b ≥ 1 where n, ñ ≥ 1. For ñ = 0 these are the indecomposable pairings, OEIS A000698.
  var irreducible: Integer {
    let leftGaps = Self.gapFillings(left)
    let rightGaps = left == right ? leftGaps : Self.gapFillings(right)
    return Self.exactly(below: order) { field in
      let connected = Self.connectedNumbers(order, in: field)
      let a = leftGaps.map { $0.residue(modulo: field.modulus) }
      let b = left == right ? a : rightGaps.map { $0.residue(modulo: field.modulus) }
      // a[i] belongs to (n mod 2) + 2i points of the component on the left line, and so for b.
      return (0...order).reduce(0) { sum, k in
        let index = k - left % 2
        guard index >= 0, index <= a.count + b.count - 2 else { return sum }
        let range = max(0, index - b.count + 1)..<min(index, a.count - 1) + 1
        let fillings = field.convolution(a, b, at: index, over: range)
        return field.sum(sum, field.product(connected[k], fillings))
      }
    }
  }

  /// `[x^{n−a}] D(x²)^{a−1}` for a = n mod 2, and on by steps of 2 up to n.
  ///
  /// The powers follow from the equation `x³u' = u − x` of `u = x D(x²)`: with `q(i,k)` the
  /// coefficient of y^k in D^i,
  ///
  ///     q(i,k) = q(i−1,k) + q(i,k−1)·(i+2k−2)/i
  ///
  /// For n > 0 a component has a point on the line, so that a = 0 gives 0; for n = 0 it gives 1.
  static func gapFillings(_ n: Int) -> [Integer] {
    guard n > 0 else { return [1] }
    var fillings = [Integer](repeating: 0, count: n / 2 + 1)
    // The row of D^i, as far as the last coefficient that some later power needs.
    var row = [Integer](repeating: 0, count: n / 2 + 1)
    row[0] = 1
    for a in 1...n {
      let i = a - 1
      if i > 0 {
        for k in stride(from: 1, through: (n - a) / 2, by: 1) {
          row[k] = row[k].adding(row[k - 1], times: i + 2 * k - 2, over: i)
        }
      }
      if (n - a) % 2 == 0 { fillings[(a - n % 2) / 2] = row[(n - a) / 2] }
    }
    return fillings
  }

  /// No closed interval on one line.
  ///
  /// Any graph is a skeleton with any pairings in the gaps of its lines; Lagrange's inversion of
  /// that relation gives the mean over a standard normal X, `⟨X^{2m}⟩ = (2m−1)!!`,
  ///
  ///     ⟨g_n(X) g_ñ(X)⟩,    g_a(x) = Σ_j (j+1)/(a+1) · [y^{(a−j)/2}] D(y)^{−(a+1)} · x^j
  var skeleton: Integer {
    Self.exactly(below: order) { field in
      let inverses = field.inverses(max(left, right) + 1)
      let a = Self.skeletonPolynomial(left, in: field, inverses: inverses)
      let b =
        left == right ? a : Self.skeletonPolynomial(right, in: field, inverses: inverses)
      var sum: UInt = 0
      var moment: UInt = 1  // ⟨X^{2m}⟩ where 2m = 2·(left mod 2) + 2·index
      for index in 0...a.count + b.count - 2 {
        if index + left % 2 > 0 {
          moment = field.product(moment, UInt(2 * (index + left % 2) - 1))
        }
        let range = max(0, index - b.count + 1)..<min(index, a.count - 1) + 1
        let coefficient = field.convolution(a, b, at: index, over: range)
        sum = field.sum(sum, field.product(moment, coefficient))
      }
      return sum
    }
  }

  /// The coefficients of `g_a` at x^j for j = a mod 2, and on by steps of 2 up to a.
  ///
  /// The power P = D^{−α} from `k P_k = −k Σ D_j P_{k−j} + (1−α) Σ j D_j P_{k−j}`, j = 1…k.
  static func skeletonPolynomial(
    _ a: Int, in field: PrimeField, inverses: [UInt]
  ) -> [UInt] {
    let count = a / 2 + 1
    var series = [UInt](repeating: 1, count: count)
    for m in 1..<max(count, 1) { series[m] = field.product(series[m - 1], UInt(2 * m - 1)) }
    let weighted = series.enumerated().map { field.product(UInt($0), $1) }
    let exponent = field.residue(-a)  // 1 − α, α = a + 1
    var power: [UInt] = [1]
    power.reserveCapacity(count)
    for k in 1..<max(count, 1) {
      let plain = field.convolution(power, series, at: k, over: 0..<k)
      let tilted = field.convolution(power, weighted, at: k, over: 0..<k)
      let quotient = field.product(field.product(exponent, tilted), inverses[k])
      power.append(field.difference(quotient, plain))
    }
    return (0..<count).map { index in
      let j = a % 2 + 2 * index
      return field.product(
        field.product(UInt(j + 1), inverses[a + 1]), power[count - 1 - index])
    }
  }

  /// `C_0 = 0, C_1, …, C_count` modulo a prime.
  static func connectedNumbers(_ count: Int, in field: PrimeField) -> [UInt] {
    var numbers: [UInt] = [0, 1]
    numbers.reserveCapacity(count + 1)
    for k in stride(from: 2, through: count, by: 1) {
      // The sum is symmetric: twice its first half, and the middle where k is even.
      var sum = field.convolution(numbers, numbers, at: k, over: 1..<(k + 1) / 2)
      sum = field.sum(sum, sum)
      if k % 2 == 0 {
        sum = field.sum(sum, field.product(numbers[k / 2], numbers[k / 2]))
      }
      numbers.append(field.product(UInt(k - 1), sum))
    }
    return numbers
  }

  /// The number in `0…(2n̄−1)!!` whose residues `body` computes.
  private static func exactly(below order: Int, _ body: (PrimeField) -> UInt) -> Integer {
    let fields = PrimeField.fields(exceeding: Integer.pairings(order).bitWidth)
    return Integer(residues: fields.map(body), in: fields)
  }
}
