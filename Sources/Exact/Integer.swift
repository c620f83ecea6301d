import CGMP

/// An integer of any size, exact.
///
/// A value that fits a machine word is kept as one and costs no allocation; anything larger is a
/// GMP number behind an immutable box. The form is canonical: a value that fits a word is never
/// boxed, so equality and hashing look at one representation.
///
/// It deliberately does not conform to `BinaryInteger`: the words and bit patterns which that
/// protocol asks for have no use in counting, and its generic algorithms would be slow here.
public struct Integer: Sendable {
  @usableFromInline
  enum Storage: Sendable {
    case small(Int)
    case big(Box)
  }

  @usableFromInline var storage: Storage

  @inlinable
  public init(_ value: Int) { storage = .small(value) }

  public init(_ value: UInt) {
    self.init { __gmpz_set_ui($0, value) }
  }

  /// Takes the result of a GMP computation, in canonical form.
  @usableFromInline
  init(_ box: Box) {
    if __gmpz_fits_slong_p(box.pointer) != 0 {
      storage = .small(__gmpz_get_si(box.pointer))
    } else {
      storage = .big(box)
    }
  }

  /// What `body` writes into a fresh GMP number.
  init(_ body: (mpz_ptr) -> Void) {
    let box = Box()
    body(box.pointer)
    self.init(box)
  }

  /// A GMP number on the heap, never changed once it is part of an `Integer`.
  @usableFromInline
  final class Box: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<__mpz_struct>

    init() {
      pointer = .allocate(capacity: 1)
      __gmpz_init(pointer)
    }

    deinit {
      __gmpz_clear(pointer)
      pointer.deallocate()
    }
  }

  /// Calls `body` with a GMP view of the value, on the stack where the value is one word.
  func withGMP<Result>(_ body: (mpz_srcptr) -> Result) -> Result {
    switch storage {
    case .big(let box):
      return withExtendedLifetime(box) { body(box.pointer) }
    case .small(let value):
      var limb = mp_limb_t(value.magnitude)
      return withUnsafeMutablePointer(to: &limb) { limb in
        var number = __mpz_struct(
          _mp_alloc: 1, _mp_size: CInt(value.signum()), _mp_d: limb)
        return withUnsafePointer(to: &number) { body($0) }
      }
    }
  }
}

extension Integer: ExpressibleByIntegerLiteral {
  @inlinable
  public init(integerLiteral value: Int) { self.init(value) }
}

extension Integer {
  /// −1, 0 or 1.
  public func signum() -> Int {
    switch storage {
    case .small(let value): value.signum()
    case .big(let box): Int(cgmp_sign(box.pointer))
    }
  }

  public var isEven: Bool {
    switch storage {
    case .small(let value): value & 1 == 0
    case .big(let box): __gmpz_divisible_2exp_p(box.pointer, 1) != 0
    }
  }

  /// Bits of the magnitude; 0 for 0.
  public var bitWidth: Int {
    signum() == 0 ? 0 : withGMP { Int(__gmpz_sizeinbase($0, 2)) }
  }

  /// The magnitude's low 64 bits.
  public var lowWord: UInt {
    switch storage {
    case .small(let value): value.magnitude
    case .big(let box): __gmpz_get_ui(box.pointer)
    }
  }
}

extension Int {
  /// The value if it fits a word.
  @inlinable
  public init?(exactly integer: Integer) {
    guard case .small(let value) = integer.storage else { return nil }
    self = value
  }
}

extension Double {
  /// The value, rounded towards zero; infinite beyond the range of `Double`.
  public init(_ integer: Integer) {
    switch integer.storage {
    case .small(let value): self = Double(value)
    case .big(let box):
      guard integer.bitWidth <= 1024 else {
        self = integer.signum() < 0 ? -.infinity : .infinity
        return
      }
      self = __gmpz_get_d(box.pointer)
    }
  }
}
