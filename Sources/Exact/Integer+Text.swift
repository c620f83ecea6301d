import CGMP

extension Integer: CustomStringConvertible, LosslessStringConvertible {
  /// Decimal digits with a leading minus where negative.
  public var description: String {
    if case .small(let value) = storage { return String(value) }
    return withGMP { number in
      let capacity = Int(__gmpz_sizeinbase(number, 10)) + 2
      return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
        _ = __gmpz_get_str(buffer.baseAddress, 10, number)
        return String(cString: buffer.baseAddress!)
      }
    }
  }

  /// Reads decimal digits with an optional sign in front and nothing else.
  public init?(_ description: String) {
    if let word = Int(description) {
      self.init(word)
      return
    }
    var digits = Array(description.utf8)
    if digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    let body = digits.first == UInt8(ascii: "-") ? digits.dropFirst() : digits[...]
    guard !body.isEmpty, body.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    self.init { number in
      let text = digits.map { CChar(bitPattern: $0) } + [0]
      _ = __gmpz_set_str(number, text, 10)
    }
  }
}
