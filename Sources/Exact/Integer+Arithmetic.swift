import CGMP

extension Integer: AdditiveArithmetic, Numeric, SignedNumeric {
  public init?(exactly source: some BinaryInteger) {
    if let word = Int(exactly: source) {
      self.init(word)
    } else {
      self.init(String(source))
    }
  }

  public static var zero: Integer {
    @inlinable get { Integer(0) }
  }

  public var magnitude: Integer { signum() < 0 ? -self : self }

  @inlinable
  public static func + (a: Integer, b: Integer) -> Integer {
    if case .small(let x) = a.storage, case .small(let y) = b.storage {
      let (sum, overflow) = x.addingReportingOverflow(y)
      if !overflow { return Integer(sum) }
    }
    return slowSum(a, b)
  }

  @inlinable
  public static func - (a: Integer, b: Integer) -> Integer {
    if case .small(let x) = a.storage, case .small(let y) = b.storage {
      let (difference, overflow) = x.subtractingReportingOverflow(y)
      if !overflow { return Integer(difference) }
    }
    return slowDifference(a, b)
  }

  @inlinable
  public static func * (a: Integer, b: Integer) -> Integer {
    if case .small(let x) = a.storage, case .small(let y) = b.storage {
      let (product, overflow) = x.multipliedReportingOverflow(by: y)
      if !overflow { return Integer(product) }
    }
    return slowProduct(a, b)
  }

  public static prefix func - (a: Integer) -> Integer { 0 - a }

  @inlinable
  public static func += (a: inout Integer, b: Integer) { a = a + b }

  @inlinable
  public static func -= (a: inout Integer, b: Integer) { a = a - b }

  @inlinable
  public static func *= (a: inout Integer, b: Integer) { a = a * b }

  @usableFromInline
  static func slowSum(_ a: Integer, _ b: Integer) -> Integer {
    a.withGMP { a in b.withGMP { b in Integer { __gmpz_add($0, a, b) } } }
  }

  @usableFromInline
  static func slowDifference(_ a: Integer, _ b: Integer) -> Integer {
    a.withGMP { a in b.withGMP { b in Integer { __gmpz_sub($0, a, b) } } }
  }

  @usableFromInline
  static func slowProduct(_ a: Integer, _ b: Integer) -> Integer {
    a.withGMP { a in b.withGMP { b in Integer { __gmpz_mul($0, a, b) } } }
  }
}

extension Integer {
  /// Quotient towards zero and the remainder, which has the sign of the dividend.
  public func quotientAndRemainder(
    dividingBy divisor: Integer
  ) -> (quotient: Integer, remainder: Integer) {
    precondition(divisor != 0, "division of \(self) by zero")
    if case .small(let x) = storage, case .small(let y) = divisor.storage, y != -1 {
      let (quotient, remainder) = x.quotientAndRemainder(dividingBy: y)
      return (Integer(quotient), Integer(remainder))
    }
    let quotient = Box()
    let remainder = Box()
    withGMP { a in
      divisor.withGMP { b in __gmpz_tdiv_qr(quotient.pointer, remainder.pointer, a, b) }
    }
    return (Integer(quotient), Integer(remainder))
  }

  public static func / (a: Integer, b: Integer) -> Integer {
    a.quotientAndRemainder(dividingBy: b).quotient
  }

  public static func % (a: Integer, b: Integer) -> Integer {
    a.quotientAndRemainder(dividingBy: b).remainder
  }

  /// The quotient of a division known to leave no remainder, faster than `/` on large numbers.
  public func dividedExactly(by divisor: Integer) -> Integer {
    precondition(divisor != 0, "division of \(self) by zero")
    if case .small(let x) = storage, case .small(let y) = divisor.storage, y != -1 {
      return Integer(x / y)
    }
    return withGMP { a in divisor.withGMP { b in Integer { __gmpz_divexact($0, a, b) } } }
  }

  public func power(_ exponent: Int) -> Integer {
    precondition(exponent >= 0, "a power of an integer has exponent at least 0, got \(exponent)")
    return withGMP { a in Integer { __gmpz_pow_ui($0, a, UInt(exponent)) } }
  }

  /// The greatest common divisor, never negative.
  public func greatestCommonDivisor(_ other: Integer) -> Integer {
    withGMP { a in other.withGMP { b in Integer { __gmpz_gcd($0, a, b) } } }
  }

  /// The value modulo `modulus`, in `0..<modulus`.
  public func residue(modulo modulus: UInt) -> UInt {
    precondition(modulus > 0, "a modulus is at least 1, got \(modulus)")
    return withGMP { __gmpz_fdiv_ui($0, modulus) }
  }
}

extension Integer: Comparable, Hashable {
  @inlinable
  public static func == (a: Integer, b: Integer) -> Bool {
    switch (a.storage, b.storage) {
    case (.small(let x), .small(let y)): x == y
    case (.big, .big): slowComparison(a, b) == 0
    default: false
    }
  }

  @inlinable
  public static func < (a: Integer, b: Integer) -> Bool {
    if case .small(let x) = a.storage, case .small(let y) = b.storage { return x < y }
    return slowComparison(a, b) < 0
  }

  @usableFromInline
  static func slowComparison(_ a: Integer, _ b: Integer) -> CInt {
    a.withGMP { a in b.withGMP { b in __gmpz_cmp(a, b) } }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(bitWidth)
    hasher.combine(signum())
    hasher.combine(lowWord)
  }
}
