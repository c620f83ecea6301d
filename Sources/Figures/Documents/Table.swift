/// Rows of named values: for machines an array of objects, for people aligned columns.
public struct Table: Hashable, Sendable {
  public var rows: [Record]

  public init(_ rows: [Record] = []) { self.rows = rows }

  public mutating func append(_ row: Record) { rows.append(row) }

  public var json: JSON { .array(rows.map { .object($0) }) }

  /// Every key, in the order of first occurrence.
  public var keys: [String] {
    var keys: [String] = []
    for row in rows { for key in row.keys where !keys.contains(key) { keys.append(key) } }
    return keys
  }

  /// The keys but those of errors, which stand behind their numbers.
  private var shownKeys: [String] {
    let keys = self.keys
    return keys.filter { key in
      !(key.hasSuffix(Record.errorSuffix)
        && keys.contains(String(key.dropLast(Record.errorSuffix.count))))
    }
  }

  /// A heading and one line per row; numbers to the right, text to the left, two blanks between.
  public var lines: [String] { lines(of: shownKeys) }

  /// The table in pieces that are no wider than a terminal, each with its heading.
  ///
  /// The columns that name a row, the first ones that tell all rows apart, stand at the left of every
  /// piece. `nil` where one row alone is too wide: it reads better as a list.
  public func blocks(width: Int) -> [[String]]? {
    let all = shownKeys
    func isFit(_ lines: [String]) -> Bool { lines.allSatisfy { $0.count <= width } }
    if isFit(lines) { return [lines] }
    guard rows.count > 1 else { return nil }
    let names = (1...min(3, all.count)).first { count in
      Set(rows.map { row in all.prefix(count).map { row.text($0) } }).count == rows.count
    }
    let head = Array(all.prefix(names ?? 1))
    var blocks: [[String]] = []
    var piece: [String] = []
    for key in all.dropFirst(head.count) {
      if !piece.isEmpty, !isFit(lines(of: head + piece + [key])) {
        blocks.append(lines(of: head + piece))
        piece = []
      }
      piece.append(key)
    }
    return blocks + [lines(of: head + piece)]
  }

  private func lines(of shown: [String]) -> [String] {
    let cells = rows.map { row in shown.map { row.text($0) } }
    let widths = shown.indices.map { column in
      cells.reduce(shown[column].count) { max($0, $1[column].count) }
    }
    let isText = shown.map { key in
      rows.contains {
        switch $0[key] {
        case .string(let text): text.contains { !"0123456789+-/".contains($0) }
        case .array, .object: true
        default: false
        }
      }
    }
    return ([shown] + cells).map { line in
      let padded = line.indices.map { column in
        let gap = String(repeating: " ", count: widths[column] - line[column].count)
        return isText[column] ? line[column] + gap : gap + line[column]
      }
      return padded.joined(separator: "  ").trimmingTrailingBlanks
    }
  }

  /// Tab-separated values with a comment line before the heading; numbers round-trip.
  public func tsv(comment: String) -> String {
    let keys = self.keys
    var text = "# \(comment)\n" + keys.joined(separator: "\t") + "\n"
    for row in rows {
      text += keys.map { (row[$0] ?? .null).bare }.joined(separator: "\t") + "\n"
    }
    return text
  }
}

extension Record {
  /// What people see under a key; `–` where there is nothing.
  public func text(_ key: String) -> String {
    if case .number(let value) = self[key], case .number(let error) = self[key + Self.errorSuffix] {
      return NumberText.uncertain(value, error: error)
    }
    return (self[key] ?? .null).text
  }

  /// One line per entry, keys aligned, numbers with their uncertainties.
  public var lines: [String] {
    let shown = keys.filter { key in
      !(key.hasSuffix(Self.errorSuffix)
        && self[String(key.dropLast(Self.errorSuffix.count))] != nil)
    }
    let width = shown.map(\.count).max() ?? 0
    return shown.map { key in
      let gap = String(repeating: " ", count: width - key.count + 2)
      return (key + gap + text(key)).trimmingTrailingBlanks
    }
  }
}

extension JSON {
  /// What people see: `yes`, `–`, 8 digits of a number, the elements of a list side by side,
  /// the filled entries of an object one after the other.
  public var text: String {
    switch self {
    case .null: "–"
    case .bool(let value): value ? "yes" : "no"
    case .integer(let value): String(value)
    case .number(let value): NumberText.general(value)
    case .string(let value): value
    case .array(let elements): elements.map(\.text).joined(separator: " ")
    case .object(let record):
      record.entries.map { ($0.key, $0.value.text) }.filter { !$0.1.isEmpty }
        .map { "\($0.0) \($0.1)" }.joined(separator: "; ")
    }
  }

  /// A cell of a tab-separated file: round-trip numbers, `nan` for nothing, as gnuplot reads it.
  fileprivate var bare: String {
    switch self {
    case .null: "nan"
    case .string(let value): value
    default: compact
    }
  }
}

extension String {
  fileprivate var trimmingTrailingBlanks: String {
    var end = endIndex
    while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
    return String(self[..<end])
  }
}
