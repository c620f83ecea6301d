public import Exact

/// Counts that rest on the connected graphs, computed modulo primes.
///
/// `C_k`, the connected graphs of k contractions (OEIS A000699), satisfy
///
///     C_1 = 1,    C_k = (k−1) Σ_{0<i<k} C_i C_{k−i}
///
/// and depend on no split. A component of crossing contractions with a points on the left line and
/// b on the right leaves gaps between its points, and everything else lies in the gaps.
extension GraphCounts {
  /// Connected and irreducible graphs; the latter rest on the former.
  ///
  /// A graph is connected if it is one component of crossing contractions, and irreducible if
  /// vertices 1, n, n+1 and N lie in one component, with any graphs in its other gaps:
  ///
  ///     Σ_k C_k Σ_{a+b=2k} [x^{n−a}] D(x²)^{a−1} [x^{ñ−b}] D(x²)^{b−1},    D(y) = Σ (2m−1)!! y^m
  ///
  /// with a, b ≥ 1 where n, ñ ≥ 1. For ñ = 0 these are the indecomposable pairings, OEIS A000698.
  public var connectedAndIrreducible: (connected: Integer, irreducible: Integer) {
    let leftGaps = Self.gapFillings(left)
    let rightGaps = left == right ? leftGaps : Self.gapFillings(right)
    let fields = Self.fields(order)
    let residues = fields.map { field -> (connected: UInt, irreducible: UInt) in
      let connected = Self.connectedNumbers(order, in: field)
      let a = leftGaps.map { $0.residue(modulo: field.modulus) }
      let b = left == right ? a : rightGaps.map { $0.residue(modulo: field.modulus) }
      // a[i] belongs to (n mod 2) + 2i points of the component on the left line, and so for b.
      let irreducible = (0...order).reduce(UInt(0)) { sum, k in
        let index = k - left % 2
        guard index >= 0, index <= a.count + b.count - 2 else { return sum }
        let least = max(0, index - b.count + 1)
        let fillings =
          left == right
          ? field.selfConvolution(a, at: index, from: least)
          : field.convolution(a, b, at: index, over: least..<min(index, a.count - 1) + 1)
        return field.sum(sum, field.product(connected[k], fillings))
      }
      return (connected[order], irreducible)
    }
    return (
      Integer(residues: residues.map(\.connected), in: fields),
      Integer(residues: residues.map(\.irreducible), in: fields)
    )
  }

  /// One component of crossing contractions.
  var connected: Integer {
    Self.exactly(below: order) { field in Self.connectedNumbers(order, in: field)[order] }
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
      let count = max(left, right) + 1
      let inverses = field.inverses(count)
      let slope = Self.logarithmicSlope(count / 2 + 1, in: field)
      let a = Self.skeletonPolynomial(left, slope: slope, inverses: inverses, in: field)
      let b =
        left == right
        ? a : Self.skeletonPolynomial(right, slope: slope, inverses: inverses, in: field)
      var sum: UInt = 0
      var moment: UInt = 1  // ⟨X^{2m}⟩ where m = (left mod 2) + index
      for index in 0...a.count + b.count - 2 {
        if index + left % 2 > 0 {
          moment = field.product(moment, UInt(2 * (index + left % 2) - 1))
        }
        let least = max(0, index - b.count + 1)
        let coefficient =
          left == right
          ? field.selfConvolution(a, at: index, from: least)
          : field.convolution(a, b, at: index, over: least..<min(index, a.count - 1) + 1)
        sum = field.sum(sum, field.product(moment, coefficient))
      }
      return sum
    }
  }

  /// The first coefficients of D'/D = (1 − y − 1/D)/2y², modulo a prime.
  ///
  /// The inverse E = 1/D satisfies `E_k = (2k−3) E_{k−1} − Σ_{0<i<k} E_i E_{k−i}`.
  static func logarithmicSlope(_ count: Int, in field: PrimeField) -> [UInt] {
    var inverse: [UInt] = [1, field.residue(-1)]
    inverse.reserveCapacity(count + 2)
    for k in 2..<max(count + 2, 2) {
      inverse.append(
        field.difference(
          field.product(UInt(2 * k - 3), inverse[k - 1]),
          field.selfConvolution(inverse, at: k, from: 1)))
    }
    let half = field.inverse(2)
    return inverse[2...].map { field.product(half, field.difference(0, $0)) }
  }

  /// The coefficients of `g_a` at x^j for j = a mod 2, and on by steps of 2 up to a.
  ///
  /// The power P = D^{−(a+1)} from `k P_k = −(a+1) Σ_{0≤j<k} S_j P_{k−1−j}`, S = D'/D.
  static func skeletonPolynomial(
    _ a: Int, slope: [UInt], inverses: [UInt], in field: PrimeField
  ) -> [UInt] {
    let count = a / 2 + 1
    let exponent = field.residue(-(a + 1))
    var power: [UInt] = [1]
    power.reserveCapacity(count)
    for k in 1..<max(count, 1) {
      let sum = field.convolution(power, slope, at: k - 1, over: 0..<k)
      power.append(field.product(field.product(exponent, sum), inverses[k]))
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
      let sum = field.selfConvolution(numbers, at: k, from: 1)
      numbers.append(field.product(UInt(k - 1), sum))
    }
    return numbers
  }

  /// The number in `0…(2n̄−1)!!` whose residues `body` computes.
  private static func exactly(below order: Int, _ body: (PrimeField) -> UInt) -> Integer {
    let fields = fields(order)
    return Integer(residues: fields.map(body), in: fields)
  }

  /// Primes enough for a number up to (2n̄−1)!!.
  private static func fields(_ order: Int) -> [PrimeField] {
    PrimeField.fields(exceeding: Integer.pairings(order).bitWidth)
  }
}
