import CGMP

/// The integers modulo a prime below 2^58, for recursions whose exact numbers are too long.
///
/// A number known to lie in `0..<B` follows from its residues modulo primes whose product exceeds
/// B (`Integer.init(residues:in:)`); a sum of 4096 products of residues fits 128 bits, so that
/// sums of products are reduced once.
///
/// The primes lie just below 2^58, so that a product is reduced without division: with p = 2^58 − c,
/// `x = 2^58 h + l ≡ c h + l`, three times over.
public struct PrimeField: Hashable, Sendable {
  public let modulus: UInt
  /// c
  @usableFromInline let complement: UInt

  /// The largest primes below 2^58, as many as their product needs to exceed `2^bits`.
  ///
  /// GMP's test (Baillie–PSW) has no exception below 2^64.
  public static func fields(exceeding bits: Int) -> [PrimeField] {
    var fields: [PrimeField] = []
    var candidate: UInt = 1 << 58 - 1
    // Each prime is above 2^57: k of them exceed 2^(57k).
    while fields.count * 57 <= bits {
      if Integer(candidate).withGMP({ __gmpz_probab_prime_p($0, 25) }) != 0 {
        fields.append(PrimeField(modulus: candidate))
      }
      candidate -= 2
    }
    return fields
  }

  /// - Parameter modulus: a prime between 2^58 − 2^20 and 2^58; there are some 26,000 of them.
  init(modulus: UInt) {
    complement = (1 << 58) - modulus
    precondition(complement < 1 << 20, "\(modulus) is not just below 2^58")
    self.modulus = modulus
  }

  /// The residue of any number of 128 bits.
  ///
  /// The first step leaves less than 2^90 + 2^58, the second less than 2^59, the third less than
  /// 2^58 < 2p.
  @inlinable
  public func residue(_ x: UInt128) -> UInt {
    finished((x >> 58) &* UInt128(complement) &+ UInt128(UInt(truncatingIfNeeded: x) & Self.low))
  }

  /// 2^58 − 1
  @inlinable static var low: UInt { 1 << 58 - 1 }

  /// The second and third step.
  @inlinable
  func finished(_ first: UInt128) -> UInt {
    let second =
      UInt(truncatingIfNeeded: first >> 58) &* complement
      &+ (UInt(truncatingIfNeeded: first) & Self.low)
    let third = (second >> 58) &* complement &+ (second & Self.low)
    return third >= modulus ? third &- modulus : third
  }

  @inlinable
  public func sum(_ a: UInt, _ b: UInt) -> UInt {
    let sum = a + b
    return sum >= modulus ? sum - modulus : sum
  }

  @inlinable
  public func difference(_ a: UInt, _ b: UInt) -> UInt { a >= b ? a - b : a + modulus - b }

  @inlinable
  public func product(_ a: UInt, _ b: UInt) -> UInt {
    // The high part of a product of residues is one word: one multiplication less.
    let x = UInt128(a) &* UInt128(b)
    let high = UInt(truncatingIfNeeded: x >> 58)
    return finished(
      UInt128(high) &* UInt128(complement) &+ UInt128(UInt(truncatingIfNeeded: x) & Self.low))
  }

  public func residue(_ value: Int) -> UInt {
    let rest = value.magnitude % modulus
    return value < 0 && rest != 0 ? modulus - rest : rest
  }

  public func inverse(_ a: UInt) -> UInt {
    precondition(a % modulus != 0, "0 has no inverse modulo \(modulus)")
    // a^(p−2), four bits of the exponent at a time.
    var powers: [16 of UInt] = .init(repeating: 1)
    for k in 1..<16 { powers[k] = product(powers[k - 1], a) }
    let exponent = modulus - 2
    var power = powers[Int(exponent >> 56)]
    for shift in stride(from: 52, through: 0, by: -4) {
      for _ in 0..<4 { power = product(power, power) }
      power = product(power, powers[Int(exponent >> UInt(shift) & 15)])
    }
    return power
  }

  /// The inverses of 1…count, with that of k at index k and 0 at index 0.
  public func inverses(_ count: Int) -> [UInt] {
    var table = [UInt](repeating: 0, count: count + 1)
    guard count >= 1 else { return table }
    table[1] = 1
    for k in 2..<max(count + 1, 2) {
      // p = qk + r gives 1/k = −q/r.
      let (quotient, rest) = modulus.quotientAndRemainder(dividingBy: UInt(k))
      table[k] = difference(0, product(quotient, table[Int(rest)]))
    }
    return table
  }

  /// `Σ a[i] b[k−i]` over `i` in `range`, a piece of a coefficient of a product of series.
  public func convolution(_ a: [UInt], _ b: [UInt], at k: Int, over range: Range<Int>) -> UInt {
    guard !range.isEmpty else { return 0 }
    if range.count > 4096 {
      let middle = range.lowerBound + 4096
      return sum(
        convolution(a, b, at: k, over: range.lowerBound..<middle),
        convolution(a, b, at: k, over: middle..<range.upperBound))
    }
    precondition(
      range.lowerBound >= 0 && range.upperBound <= a.count
        && k - range.upperBound + 1 >= 0 && k - range.lowerBound < b.count,
      "a convolution over \(range) at \(k) leaves its series")
    return a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        // Two sums at once: the carries of one do not wait for the other.
        var even: UInt128 = 0
        var odd: UInt128 = 0
        let left = a.baseAddress! + range.lowerBound
        let right = b.baseAddress! + (k - range.lowerBound)
        var i = 0
        while i + 1 < range.count {
          even &+= UInt128(left[i]) &* UInt128(right[-i])
          odd &+= UInt128(left[i + 1]) &* UInt128(right[-i - 1])
          i += 2
        }
        if i < range.count { even &+= UInt128(left[i]) &* UInt128(right[-i]) }
        return residue(even &+ odd)
      }
    }
  }

  /// `Σ a[i] a[k−i]` over `least ≤ i ≤ k − least`, at half the products.
  public func selfConvolution(_ a: [UInt], at k: Int, from least: Int) -> UInt {
    guard k >= 2 * least else { return 0 }
    let half = convolution(a, a, at: k, over: least..<max(least, (k + 1) / 2))
    let twice = sum(half, half)
    return k % 2 == 0 ? sum(twice, product(a[k / 2], a[k / 2])) : twice
  }
}

extension Integer {
  /// The number in `0..<Π p` with the given residue modulo each prime p.
  public init(residues: [UInt], in fields: [PrimeField]) {
    precondition(residues.count == fields.count, "one residue for each prime")
    var value: Integer = 0
    var product: Integer = 1
    for (residue, field) in zip(residues, fields) {
      // value + product·t ≡ residue
      let p = field.modulus
      let t = field.product(
        field.difference(residue, value.residue(modulo: p)),
        field.inverse(product.residue(modulo: p)))
      value += product * Integer(t)
      product *= Integer(p)
    }
    self = value
  }
}
