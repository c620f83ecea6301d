public import Exact

/// The exact numbers of graphs of `Γ_{n,ñ}` by class, without visiting them.
///
/// Proofs are in docs/counting.md. The closed forms cost O(n̄) operations on long integers; nesting
/// O(n²) on short ones; connected, irreducible and skeleton O(n̄²) modulo each of O(n̄) primes.
public struct GraphCounts: Sendable {
  public let left: Int
  public let right: Int

  public init(left: Int, right: Int) throws(PairingError) {
    let shape = try PairingSequence(left: left, right: right)
    self.left = shape.left
    self.right = shape.right
  }

  /// n̄, the number of contractions.
  public var order: Int { (left + right) / 2 }

  public subscript(graphClass: GraphClass) -> Integer {
    switch graphClass {
    case .all: .pairings(order)
    case .basic, .maximallyCrossed: left == right ? 1 : 0
    case .decorated: decorated
    case .noncrossing: .catalan(order)
    case .crossing: .pairings(order) - .catalan(order)
    case .nesting: .pairings(order) - nestingFree
    case .skeleton: skeleton
    case .connected: connected
    case .irreducible: connectedAndIrreducible.irreducible
    case .rungless: left % 2 == 0 ? .pairings(left / 2) * .pairings(right / 2) : 0
    }
  }

  /// The number of graphs with both a crossing and a nesting.
  ///
  /// A graph without crossing is a decorated ladder or has a nesting, never both.
  public var crossingAndNesting: Integer {
    self[.nesting] - (self[.noncrossing] - decorated)
  }

  /// The number of graphs that equal their mirror image; 0 unless n = ñ.
  ///
  /// The reflection maps a contraction to itself, `ℓ ~ N+1−ℓ`, or exchanges two, which two pairs of
  /// vertices `{ℓ, N+1−ℓ}` allow in two ways: `I_n = I_{n−1} + 2(n−1) I_{n−2}`, OEIS A047974.
  public var mirrorSymmetric: Integer {
    guard left == right else { return 0 }
    var (before, last): (Integer, Integer) = (1, 1)
    for n in stride(from: 2, through: left, by: 1) {
      (before, last) = (last, last.adding(before, times: 2 * (n - 1), over: 1))
    }
    return last
  }

  /// The number of graphs up to the reflection, which maps `Γ_{n,ñ}` to `Γ_{ñ,n}` and conjugates amplitudes.
  ///
  /// With n = ñ the orbits are those of a group of two elements, `(all + symmetric)/2` (Burnside). With
  /// n ≠ ñ they are those of `Γ_{n,ñ} ∪ Γ_{ñ,n}`: each has one graph of either split, and there are as many as
  /// graphs of one.
  public var mirrorOrbits: Integer {
    left == right ? (self[.all] + mirrorSymmetric) / 2 : self[.all]
  }

  /// `Σ_k C((n+k)/2, k) C((ñ+k)/2, k)` over `k ≡ n ≡ ñ (mod 2)`: k rungs, recollisions between.
  var decorated: Integer {
    var leftTerm = CentralTerm(left)
    var rightTerm = CentralTerm(right)
    var sum: Integer = 0
    for _ in stride(from: left % 2, through: min(left, right), by: 2) {
      sum += leftTerm.value * rightTerm.value
      leftTerm.advance()
      rightTerm.advance()
    }
    return sum
  }

  /// `C((n+k)/2, k)` for k = n mod 2, and on by steps of 2.
  private struct CentralTerm {
    var value: Integer
    private var top: Int
    private var k: Int

    init(_ n: Int) {
      k = n % 2
      top = (n + k) / 2
      value = .binomial(top, k)
    }

    mutating func advance() {
      value =
        (value * Integer((top + 1) * (top - k)))
        .dividedExactly(by: Integer((k + 1) * (k + 2)))
      top += 1
      k += 2
    }
  }

  /// The number of graphs without a nesting.
  ///
  /// Inclusion and exclusion over disjoint blocks: k ≥ 1 recollisions under an arc fill 2k+2
  /// consecutive vertices of one line. With `w_n(r) = Σ ±(placements that leave r vertices of n)`,
  ///
  ///     Σ_{r,s} w_n(r) w_ñ(s) (r+s−1)!!,    Σ_n w_n(r) x^n = x^r ((1−x⁴)/(1+x⁶))^{r+1}
  var nestingFree: Integer {
    let leftWeights = Self.blockWeights(left)
    let rightWeights = left == right ? leftWeights : Self.blockWeights(right)
    let weights = polynomialProduct(leftWeights, rightWeights)
    var sum: Integer = 0
    for (index, weight) in weights.enumerated() {
      sum += weight * .pairings(left % 2 + index)
    }
    return sum
  }

  /// `w_n(r)` for r = n mod 2, and on by steps of 2 up to n.
  ///
  ///     w_n(r) = [z^h] ((1−z²)/(1+z³))^{r+1} = Σ_i (−1)^{i+j} C(r+1, i) C(r+j, j),   h = (n−r)/2 = 2i+3j
  static func blockWeights(_ n: Int) -> [Integer] {
    stride(from: n % 2, through: n, by: 2).map { r in
      let h = (n - r) / 2
      var sum: Integer = 0
      // j ≡ h mod 2, from the smallest; C(r+j, j) grows along the way.
      for j in stride(from: h % 2, through: h / 3, by: 2) {
        let i = (h - 3 * j) / 2
        guard i <= r + 1 else { continue }
        let term = Integer.binomial(r + 1, i) * .binomial(r + j, j)
        sum += (i + j) % 2 == 0 ? term : -term
      }
      return sum
    }
  }
}
