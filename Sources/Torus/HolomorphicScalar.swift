/// What a closed formula needs of its argument: complex numbers, or such with a derivative.
///
/// Written once over this protocol, a formula gives its value at `Complex` and its value with the
/// exact derivative at `Jet`. Kept internal, so that the compiler specialises every use.
protocol HolomorphicScalar {
  init(_ constant: Complex)
  /// The number itself, without its derivative: what branches are chosen by.
  var base: Complex { get }
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self
  /// The principal square root.
  static func squareRoot(_ a: Self) -> Self
}

extension HolomorphicScalar {
  @inline(__always)
  static func * (a: Double, b: Self) -> Self { Self(Complex(a)) * b }

  @inline(__always)
  static func + (a: Double, b: Self) -> Self { Self(Complex(a)) + b }

  @inline(__always)
  static func - (a: Double, b: Self) -> Self { Self(Complex(a)) - b }

  @inline(__always)
  static func - (a: Self, b: Double) -> Self { a - Self(Complex(b)) }

  @inline(__always)
  static func + (a: Self, b: Double) -> Self { a + Self(Complex(b)) }

  @inline(__always)
  static func / (a: Double, b: Self) -> Self { Self(Complex(a)) / b }
}

extension Complex: HolomorphicScalar {
  init(_ constant: Complex) { self = constant }
  var base: Complex { self }
}

/// A value and its first derivative with respect to one complex variable.
struct Jet: HolomorphicScalar {
  var value: Complex
  var slope: Complex

  init(_ value: Complex, slope: Complex) {
    self.value = value
    self.slope = slope
  }

  init(_ constant: Complex) { self.init(constant, slope: .zero) }

  var base: Complex { value }

  static func + (a: Jet, b: Jet) -> Jet { Jet(a.value + b.value, slope: a.slope + b.slope) }

  static func - (a: Jet, b: Jet) -> Jet { Jet(a.value - b.value, slope: a.slope - b.slope) }

  static prefix func - (a: Jet) -> Jet { Jet(-a.value, slope: -a.slope) }

  static func * (a: Jet, b: Jet) -> Jet {
    Jet(a.value * b.value, slope: a.value * b.slope + a.slope * b.value)
  }

  static func / (a: Jet, b: Jet) -> Jet {
    let quotient = a.value / b.value
    return Jet(quotient, slope: (a.slope - quotient * b.slope) / b.value)
  }

  static func squareRoot(_ a: Jet) -> Jet {
    let root = Complex.squareRoot(a.value)
    return Jet(root, slope: a.slope / (2 * root))
  }
}
