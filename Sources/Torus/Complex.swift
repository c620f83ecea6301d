#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A complex number in double precision, `real + i·imaginary`.
///
/// Same layout as C's `double complex` and `fftw_complex`: two adjacent doubles. Products and
/// quotients are the schoolbook formulas; nothing here guards against overflow of intermediate
/// results, since every quantity of feyn is of moderate size.
@frozen
public struct Complex: Hashable, Sendable {
  public var real: Double
  public var imaginary: Double

  @inlinable @inline(__always)
  public init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  public static let zero = Complex(0, 0)
  public static let one = Complex(1, 0)
  public static let i = Complex(0, 1)

  /// The conjugate, `real − i·imaginary`.
  @inlinable @inline(__always)
  public var conjugate: Complex { Complex(real, -imaginary) }

  /// The square of the modulus.
  @inlinable @inline(__always)
  public var norm: Double { real * real + imaginary * imaginary }

  /// The modulus.
  @inlinable @inline(__always)
  public var modulus: Double { norm.squareRoot() }

  /// Multiplies by `i^power`, exactly.
  @inlinable @inline(__always)
  public func timesPower(ofI power: Int) -> Complex {
    switch power & 3 {
    case 0: self
    case 1: Complex(-imaginary, real)
    case 2: Complex(-real, -imaginary)
    default: Complex(imaginary, -real)
    }
  }
}

// MARK: - Arithmetic

extension Complex {
  @inlinable @inline(__always)
  public static func + (a: Complex, b: Complex) -> Complex {
    Complex(a.real + b.real, a.imaginary + b.imaginary)
  }

  @inlinable @inline(__always)
  public static func - (a: Complex, b: Complex) -> Complex {
    Complex(a.real - b.real, a.imaginary - b.imaginary)
  }

  @inlinable @inline(__always)
  public static prefix func - (a: Complex) -> Complex { Complex(-a.real, -a.imaginary) }

  @inlinable @inline(__always)
  public static func * (a: Complex, b: Complex) -> Complex {
    Complex(
      a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }

  @inlinable @inline(__always)
  public static func * (a: Double, b: Complex) -> Complex { Complex(a * b.real, a * b.imaginary) }

  @inlinable @inline(__always)
  public static func * (a: Complex, b: Double) -> Complex { Complex(a.real * b, a.imaginary * b) }

  @inlinable @inline(__always)
  public static func / (a: Complex, b: Double) -> Complex { Complex(a.real / b, a.imaginary / b) }

  @inlinable @inline(__always)
  public static func / (a: Complex, b: Complex) -> Complex { a * b.conjugate / b.norm }

  @inlinable @inline(__always)
  public static func += (a: inout Complex, b: Complex) { a = a + b }

  @inlinable @inline(__always)
  public static func -= (a: inout Complex, b: Complex) { a = a - b }

  @inlinable @inline(__always)
  public static func *= (a: inout Complex, b: Complex) { a = a * b }
}

// MARK: - Elementary functions

extension Complex {
  /// `e^{iθ}`.
  public static func phase(_ angle: Double) -> Complex { Complex(cos(angle), sin(angle)) }

  /// `e^z`.
  public static func exp(_ z: Complex) -> Complex {
    #if canImport(Darwin)
      let scale = Darwin.exp(z.real)
    #else
      let scale = Glibc.exp(z.real)
    #endif
    return scale * phase(z.imaginary)
  }

  /// The principal square root, real part ≥ 0.
  public static func squareRoot(_ z: Complex) -> Complex {
    let modulus = z.modulus
    guard modulus > 0 else { return .zero }
    let a = ((modulus + abs(z.real)) / 2).squareRoot()
    let b = abs(z.imaginary) / (2 * a)
    let sign: Double = z.imaginary < 0 ? -1 : 1
    return z.real >= 0 ? Complex(a, sign * b) : Complex(b, sign * a)
  }
}

extension Complex: CustomStringConvertible {
  public var description: String { "\(real)\(imaginary < 0 ? "-" : "+")\(abs(imaginary))i" }
}
