import Testing

import Exact

struct IntegerTests {
  /// Values around the edges where the machine word ends.
  static let edges: [Integer] = [
    0, 1, -1, 2, -2, 7, Integer(Int.max), Integer(Int.min), Integer(Int.max) + 1,
    Integer(Int.min) - 1, Integer(UInt.max), Integer(2).power(200), -Integer(3).power(90),
  ]

  @Test func `words stay words and larger values return to words`() {
    let beyond = Integer(Int.max) + 1
    #expect(Int(exactly: beyond) == nil)
    #expect(Int(exactly: beyond - 1) == Int.max)
    #expect(beyond - 1 == Integer(Int.max))
    #expect((beyond - 1).hashValue == Integer(Int.max).hashValue)
    #expect(Integer(UInt.max).description == "18446744073709551615")
  }

  @Test func `satisfies the ring laws where words overflow`() {
    for a in Self.edges {
      for b in Self.edges {
        #expect(a + b == b + a)
        #expect(a * b == b * a)
        #expect(a - b == -(b - a))
        #expect(a + b - b == a)
        #expect((a + b) * (a - b) == a * a - b * b)
        #expect((a < b) == ((b - a).signum() > 0))
        if b != 0 {
          let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
          #expect(quotient * b + remainder == a)
          #expect(remainder.magnitude < b.magnitude)
          #expect((a * b).dividedExactly(by: b) == a)
          #expect(a.greatestCommonDivisor(b).signum() >= 0)
        }
      }
    }
  }

  @Test func `text is read back`() {
    for a in Self.edges {
      #expect(Integer(a.description) == a)
    }
    #expect(Integer("2").map { $0.power(100).description } == "1267650600228229401496703205376")
    for text in ["", "-", "+", "1e5", "12 ", "0x10", "99999999999999999999z", "--1"] {
      #expect(Integer(text) == nil)
    }
    #expect(Integer("+99999999999999999999") == Integer("99999999999999999999"))
  }

  @Test func `conversion to floating point keeps magnitude and sign`() {
    #expect(Double(Integer(2).power(100)) == 0x1p100)
    #expect(Double(-Integer(2).power(1023)) == -0x1p1023)
    #expect(Double(Integer(10).power(400)) == .infinity)
    #expect(Double(Integer(-17)) == -17)
  }

  @Test func `residues are never negative`() {
    for a in Self.edges {
      let residue = a.residue(modulo: 97)
      #expect(residue < 97)
      #expect((a - Integer(residue)) % 97 == 0)
    }
  }

  @Test func `binomials satisfy the triangle of Pascal`() {
    for n in 1...80 {
      for k in 0...n {
        #expect(
          Integer.binomial(n, k) == .binomial(n - 1, k) + .binomial(n - 1, k - 1))
      }
    }
    #expect(Integer.binomial(5, 6) == 0)
    #expect(Integer.binomial(5, -1) == 0)
  }

  @Test func `double factorials are the products of odd numbers`() {
    var product: Integer = 1
    for m in 0...60 {
      if m > 0 { product *= Integer(2 * m - 1) }
      #expect(Integer.pairings(m) == product)
      #expect(product * Integer(2).power(m) * .factorial(m) == .factorial(2 * m))
    }
  }

  @Test func `Catalan numbers satisfy their convolution`() {
    for m in 1...40 {
      var sum: Integer = 0
      for k in 0..<m { sum += .catalan(k) * .catalan(m - 1 - k) }
      #expect(Integer.catalan(m) == sum)
    }
  }
}
