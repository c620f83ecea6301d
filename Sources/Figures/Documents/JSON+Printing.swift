extension JSON {
  /// The value on one line, without superfluous blanks.
  public var compact: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// The value for eyes and machines: outer containers one entry per line, inner ones compact.
  ///
  /// - Parameter depth: how many levels are opened; rows of a table come out one per line with 2.
  public func pretty(depth: Int = 2) -> String {
    var text = ""
    write(to: &text, depth: depth, indent: "")
    return text
  }

  private func write(to text: inout String, depth: Int, indent: String) {
    let inner = indent + "  "
    switch self {
    case .array(let elements) where depth > 0 && elements.contains(where: \.isContainer):
      text += "[\n"
      for (position, element) in elements.enumerated() {
        text += position == 0 ? inner : ",\n" + inner
        element.write(to: &text, depth: depth - 1, indent: inner)
      }
      text += "\n" + indent + "]"
    case .object(let record)
    where depth > 0
      && (indent.isEmpty || record.entries.contains { $0.value.isContainer }):
      text += "{\n"
      for (position, entry) in record.entries.enumerated() {
        text += position == 0 ? inner : ",\n" + inner
        Self.write(entry.key, to: &text)
        text += ": "
        entry.value.write(to: &text, depth: depth - 1, indent: inner)
      }
      text += "\n" + indent + "}"
    default:
      write(to: &text)
    }
  }

  private var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }

  /// Appends the compact form.
  public func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += value.isFinite ? value.description : "null"
    case .string(let value): Self.write(value, to: &text)
    case .array(let elements):
      text += "["
      for (position, element) in elements.enumerated() {
        if position > 0 { text += "," }
        element.write(to: &text)
      }
      text += "]"
    case .object(let record):
      text += "{"
      for (position, entry) in record.entries.enumerated() {
        if position > 0 { text += "," }
        Self.write(entry.key, to: &text)
        text += ":"
        entry.value.write(to: &text)
      }
      text += "}"
    }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
