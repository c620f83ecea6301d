import Figures
import Torus

/// The result of a command: named values and tables, printed as JSON or for people.
struct Document {
  private enum Part {
    case field(String, JSON)
    case table(String, Table)
    case remark(String)
  }

  private var parts: [Part] = []

  mutating func append(_ key: String, _ value: JSON) { parts.append(.field(key, value)) }

  /// Appends a number with its uncertainty, under `key` and `key_error`.
  mutating func append(_ key: String, _ estimate: Estimate) {
    append(key, .number(estimate.value))
    append(key + Record.errorSuffix, .number(estimate.error))
  }

  mutating func append(_ key: String, _ table: Table) { parts.append(.table(key, table)) }

  /// A line for people that JSON leaves out.
  mutating func remark(_ line: String) { parts.append(.remark(line)) }

  /// The named values, in order.
  var fields: [(key: String, value: JSON)] {
    parts.compactMap { if case .field(let key, let value) = $0 { (key, value) } else { nil } }
  }

  /// The tables, in order.
  var tables: [(key: String, table: Table)] {
    parts.compactMap { if case .table(let key, let table) = $0 { (key, table) } else { nil } }
  }

  func json(_ provenance: Provenance) -> JSON {
    var record = Record()
    for part in parts {
      switch part {
      case .field(let key, let value): record.append(key, value)
      case .table(let key, let table): record.append(key, table.json)
      case .remark: break
      }
    }
    record.append("provenance", provenance.json)
    return .object(record)
  }

  /// Fields aligned, tables below a heading of their own if there are several, remarks as they are.
  ///
  /// - Parameter width: of the terminal; wider tables are cut in pieces, or turned if they have one
  ///   row. `nil` for a pipe or a file, where a row stays a line.
  func lines(_ provenance: Provenance, style: TextStyle, width: Int? = nil) -> [String] {
    var lines = [style.faint("# " + provenance.comment)]
    var fields = Record()
    let tables = parts.count { if case .table = $0 { true } else { false } }
    func flush() {
      lines += fields.lines
      fields = Record()
    }
    for part in parts {
      switch part {
      case .field(let key, let value): fields.append(key, value)
      case .remark(let line):
        flush()
        lines.append(line)
      case .table(let key, let table):
        flush()
        if lines.count > 1 { lines.append("") }
        if tables > 1 { lines.append(style.strong(key)) }
        guard let blocks = width.map({ table.blocks(width: $0) }) ?? [table.lines] else {
          lines += table.rows[0].lines
          continue
        }
        for (k, block) in blocks.enumerated() {
          if k > 0 { lines.append("") }
          lines += block.prefix(1).map(style.strong) + block.dropFirst()
        }
      }
    }
    flush()
    return lines
  }
}

extension Record {
  /// Appends a number with its uncertainty, under `key` and `key_error`.
  mutating func append(_ key: String, _ estimate: Estimate) {
    append(key, estimate.value, error: estimate.error)
  }

  /// Appends the parts of a complex number under two keys, each with its uncertainty.
  mutating func append(_ real: String, _ imaginary: String, _ estimate: ComplexEstimate) {
    append(real, estimate.real)
    append(imaginary, estimate.imaginary)
  }
}
