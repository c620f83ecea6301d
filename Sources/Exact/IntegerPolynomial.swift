import CGMP

/// The product of two polynomials with integer coefficients, constant term first.
///
/// Kronecker's substitution: both are evaluated at a power of two so large that the coefficients
/// of the product do not overlap, and one product of long integers does the rest.
public func polynomialProduct(_ a: [Integer], _ b: [Integer]) -> [Integer] {
  guard !a.isEmpty, !b.isEmpty else { return [] }
  let width = { (p: [Integer]) in p.map(\.bitWidth).max()! }
  let terms = Integer(min(a.count, b.count)).bitWidth
  let slot = width(a) + width(b) + terms + 1
  let product = evaluate(a, slot: slot) * evaluate(b, slot: slot)
  return coefficients(of: product, slot: slot, count: a.count + b.count - 1)
}

/// `Σ p_i 2^(i·slot)`, by halves.
private func evaluate(_ p: [Integer], slot: Int) -> Integer {
  func value(_ range: Range<Int>) -> Integer {
    guard range.count > 1 else { return p[range.lowerBound] }
    let middle = (range.lowerBound + range.upperBound) / 2
    let low = value(range.lowerBound..<middle)
    let high = value(middle..<range.upperBound)
    return low + high.shiftedLeft((middle - range.lowerBound) * slot)
  }
  return value(p.indices)
}

/// The coefficients `|p_i| < 2^(slot−1)` of a value of `evaluate`, by halves.
private func coefficients(of value: Integer, slot: Int, count: Int) -> [Integer] {
  guard count > 1 else { return [value] }
  let middle = count / 2
  let (high, low) = value.nearestSplit(at: middle * slot)
  return coefficients(of: low, slot: slot, count: middle)
    + coefficients(of: high, slot: slot, count: count - middle)
}

extension Integer {
  func shiftedLeft(_ bits: Int) -> Integer {
    withGMP { a in Integer { __gmpz_mul_2exp($0, a, UInt(bits)) } }
  }

  /// `high·2^bits + low` with `−2^(bits−1) ≤ low < 2^(bits−1)`.
  func nearestSplit(at bits: Int) -> (high: Integer, low: Integer) {
    let half = Integer(1).shiftedLeft(bits - 1)
    let shifted = self + half
    let high = shifted.withGMP { a in Integer { __gmpz_fdiv_q_2exp($0, a, UInt(bits)) } }
    let rest = shifted.withGMP { a in Integer { __gmpz_fdiv_r_2exp($0, a, UInt(bits)) } }
    return (high, rest - half)
  }

  /// `self + b·factor/divisor`, where the division is known to leave no remainder.
  public func adding(_ b: Integer, times factor: Int, over divisor: Int) -> Integer {
    precondition(divisor > 0, "a divisor is at least 1, got \(divisor)")
    return withGMP { a in
      b.withGMP { b in
        Integer { result in
          __gmpz_mul_si(result, b, factor)
          __gmpz_divexact_ui(result, result, UInt(divisor))
          __gmpz_add(result, a, result)
        }
      }
    }
  }
}
