import Testing

import Exact

struct RationalTests {
  @Test func `fractions are in lowest terms with positive denominator`() {
    #expect(Rational(6, over: -4) == Rational(-3, over: 2))
    #expect(Rational(6, over: -4).description == "-3/2")
    #expect(Rational(8, over: 4).description == "2")
    #expect(Rational(0, over: -7) == 0)
  }

  @Test func `the harmonic series is exact`() {
    var sum: Rational = 0
    for n in 1...20 { sum = sum + Rational(1, over: Integer(n)) }
    #expect(sum == Rational(55_835_135, over: 15_519_504))
    #expect(abs(Double(sum) - 3.597739657143682) < 1e-14)
  }

  @Test func `orders by value`() {
    #expect(Rational(1, over: 3) < Rational(34, over: 101))
    #expect(Rational(-1, over: 2) < Rational(1, over: 3))
    #expect(Rational(2, over: 5) / Rational(-4, over: 5) == Rational(-1, over: 2))
  }
}
