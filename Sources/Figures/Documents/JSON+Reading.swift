/// Why a text is no JSON document, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Both count from 1; columns are bytes.
  public let line: Int
  public let column: Int
  public let problem: String

  public var description: String { "line \(line), column \(column): \(problem)" }
}

extension JSON {
  /// Reads one JSON document (RFC 8259), strictly: no trailing commas, comments, duplicate keys.
  ///
  /// A number without fraction and exponent that fits is an integer, any other a double.
  public init(reading text: some StringProtocol) throws(JSONError) {
    var reader = JSONReader(text)
    self = try reader.document()
  }
}

/// A recursive-descent reader over the bytes of a document.
private struct JSONReader {
  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

  mutating func document() throws(JSONError) -> JSON {
    let value = try self.value()
    skipBlanks()
    guard place == bytes.count else { throw failure("nothing may follow the document") }
    return value
  }

  private func failure(_ problem: String) -> JSONError {
    let before = bytes[..<place]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return JSONError(line: line, column: place - start + 1, problem: problem)
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipBlanks() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func value() throws(JSONError) -> JSON {
    skipBlanks()
    guard let byte = next else { throw failure("a value is missing") }
    switch Unicode.Scalar(byte) {
    case "{": return try object()
    case "[": return try array()
    case "\"": return .string(try string())
    case "t": return try word("true", .bool(true))
    case "f": return try word("false", .bool(false))
    case "n": return try word("null", .null)
    case "-", "0"..."9": return try number()
    default: throw failure("expected a value")
    }
  }

  private mutating func word(_ text: String, _ value: JSON) throws(JSONError) -> JSON {
    guard bytes[place...].starts(with: text.utf8) else {
      throw failure("expected true, false or null")
    }
    place += text.utf8.count
    return value
  }

  private mutating func nested(
    _ body: (inout JSONReader) throws(JSONError) -> JSON
  ) throws(JSONError) -> JSON {
    guard depth < 100 else { throw failure("nested more than 100 deep") }
    depth += 1
    place += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(JSONError) -> JSON {
    try nested { (reader) throws(JSONError) in
      var record = Record()
      reader.skipBlanks()
      if reader.take("}") { return .object(record) }
      while true {
        reader.skipBlanks()
        guard reader.next == UInt8(ascii: "\"") else {
          throw reader.failure("expected a key in double quotes")
        }
        let start = reader.place
        let key = try reader.string()
        guard record[key] == nil else {
          reader.place = start
          throw reader.failure("the key \"\(key)\" is there twice")
        }
        reader.skipBlanks()
        guard reader.take(":") else { throw reader.failure("expected ':' after a key") }
        record.append(key, try reader.value())
        reader.skipBlanks()
        if reader.take("}") { return .object(record) }
        guard reader.take(",") else { throw reader.failure("expected ',' or '}'") }
      }
    }
  }

  private mutating func array() throws(JSONError) -> JSON {
    try nested { (reader) throws(JSONError) in
      var elements: [JSON] = []
      reader.skipBlanks()
      if reader.take("]") { return .array(elements) }
      while true {
        elements.append(try reader.value())
        reader.skipBlanks()
        if reader.take("]") { return .array(elements) }
        guard reader.take(",") else { throw reader.failure("expected ',' or ']'") }
      }
    }
  }

  private mutating func digits() -> Int {
    let start = place
    while let byte = next, (0x30...0x39).contains(byte) { place += 1 }
    return place - start
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = place
    var isInteger = true
    _ = take("-")
    let leadsWithZero = next == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !(leadsWithZero && whole > 1) else { throw failure("malformed number") }
    if take(".") {
      isInteger = false
      guard digits() > 0 else { throw failure("expected a digit after the point") }
    }
    if take("e") || take("E") {
      isInteger = false
      _ = take("+") || take("-")
      guard digits() > 0 else { throw failure("expected a digit in the exponent") }
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if isInteger, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw failure("the number \(text) is out of range")
    }
    return .number(value)
  }

  private mutating func string() throws(JSONError) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = next {
      switch Unicode.Scalar(byte) {
      case "\"":
        place += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw failure("a string is not valid UTF-8")
        }
        return string
      case "\\":
        place += 1
        text.append(contentsOf: Array(String(try escape()).utf8))
      case _ where byte < 0x20:
        throw failure("a control character in a string must be escaped")
      default:
        text.append(byte)
        place += 1
      }
    }
    throw failure("a string does not end")
  }

  private mutating func escape() throws(JSONError) -> Character {
    guard let byte = next else { throw failure("a string does not end") }
    place += 1
    switch Unicode.Scalar(byte) {
    case "\"": return "\""
    case "\\": return "\\"
    case "/": return "/"
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      var units = [try hexadecimal()]
      if (0xD800..<0xDC00).contains(units[0]), take("\\"), take("u") {
        units.append(try hexadecimal())
      }
      guard let text = String(validating: units, as: UTF16.self), let first = text.first else {
        throw failure("an escape is no character")
      }
      return first
    default:
      place -= 1
      throw failure("unknown escape")
    }
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt16 {
    guard place + 4 <= bytes.count,
      let value = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    else { throw failure("expected four hexadecimal digits") }
    place += 4
    return value
  }
}
