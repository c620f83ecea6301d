extension JSON {
  /// The value on one line, without superfluous blanks.
  public var compact: String {
    var writer = JSONWriter()
    writer.write(self)
    return writer.text
  }

  /// The value for eyes and machines: outer containers one entry per line, inner ones compact.
  ///
  /// - Parameter depth: how many levels are opened; rows of a table come out one per line with 2.
  public func pretty(depth: Int = 2) -> String {
    var writer = JSONWriter()
    writer.write(self, depth: depth, indent: [])
    return writer.text
  }

  fileprivate var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }
}

/// Gathers the bytes of a document; a string is checked once, at the end.
private struct JSONWriter {
  private var bytes: [UInt8] = []

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func write(_ value: JSON, depth: Int, indent: [UInt8]) {
    let inner = indent + [0x20, 0x20]
    switch value {
    case .array(let elements) where depth > 0 && elements.contains(where: \.isContainer):
      bytes.append(UInt8(ascii: "["))
      for (position, element) in elements.enumerated() {
        newLine(inner, isFirst: position == 0)
        write(element, depth: depth - 1, indent: inner)
      }
      newLine(indent, isFirst: true)
      bytes.append(UInt8(ascii: "]"))
    case .object(let record)
    where depth > 0
      && (indent.isEmpty || record.entries.contains { $0.value.isContainer }):
      bytes.append(UInt8(ascii: "{"))
      for (position, entry) in record.entries.enumerated() {
        newLine(inner, isFirst: position == 0)
        write(entry.key)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(UInt8(ascii: " "))
        write(entry.value, depth: depth - 1, indent: inner)
      }
      newLine(indent, isFirst: true)
      bytes.append(UInt8(ascii: "}"))
    default:
      write(value)
    }
  }

  private mutating func newLine(_ indent: [UInt8], isFirst: Bool) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: indent)
  }

  /// Appends the compact form.
  mutating func write(_ value: JSON) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .integer(let value):
      if 0...9 ~= value {
        bytes.append(UInt8(ascii: "0") + UInt8(value))
      } else {
        append(String(value))
      }
    case .number(let value): append(value.isFinite ? value.description : "null")
    case .string(let value): write(value)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (position, element) in elements.enumerated() {
        if position > 0 { bytes.append(UInt8(ascii: ",")) }
        write(element)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let record):
      bytes.append(UInt8(ascii: "{"))
      for (position, entry) in record.entries.enumerated() {
        if position > 0 { bytes.append(UInt8(ascii: ",")) }
        write(entry.key)
        bytes.append(UInt8(ascii: ":"))
        write(entry.value)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func write(_ string: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case UInt8(ascii: "\n"): append("\\n")
      case UInt8(ascii: "\r"): append("\\r")
      case UInt8(ascii: "\t"): append("\\t")
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
