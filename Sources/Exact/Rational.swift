/// A fraction in lowest terms, exact.
public struct Rational: Hashable, Sendable {
  public let numerator: Integer
  /// At least 1.
  public let denominator: Integer

  public init(_ numerator: Integer, over denominator: Integer = 1) {
    precondition(denominator != 0, "a fraction has a denominator other than 0")
    var divisor = numerator.greatestCommonDivisor(denominator)
    if denominator < 0 { divisor = -divisor }
    self.numerator = numerator.dividedExactly(by: divisor)
    self.denominator = denominator.dividedExactly(by: divisor)
  }
}

extension Rational: ExpressibleByIntegerLiteral, Comparable, CustomStringConvertible {
  public init(integerLiteral value: Int) { self.init(Integer(value)) }

  public static func < (a: Rational, b: Rational) -> Bool {
    a.numerator * b.denominator < b.numerator * a.denominator
  }

  /// `2/5`, or `3` where the denominator is 1.
  public var description: String {
    denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
  }
}

extension Rational: AdditiveArithmetic {
  public static var zero: Rational { 0 }

  public static func + (a: Rational, b: Rational) -> Rational {
    Rational(
      a.numerator * b.denominator + b.numerator * a.denominator,
      over: a.denominator * b.denominator)
  }

  public static func - (a: Rational, b: Rational) -> Rational {
    Rational(
      a.numerator * b.denominator - b.numerator * a.denominator,
      over: a.denominator * b.denominator)
  }

  public static func * (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.numerator, over: a.denominator * b.denominator)
  }

  public static func / (a: Rational, b: Rational) -> Rational {
    Rational(a.numerator * b.denominator, over: a.denominator * b.numerator)
  }

  public static prefix func - (a: Rational) -> Rational { 0 - a }
}

extension Double {
  /// The nearest value up to a relative error of 2^-52, where both parts are in the range of `Double`.
  public init(_ rational: Rational) {
    self = Double(rational.numerator) / Double(rational.denominator)
  }
}
