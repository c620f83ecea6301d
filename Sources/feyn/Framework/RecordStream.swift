import Figures

/// Records that are printed as they come, so that memory does not grow with their number.
final class RecordStream {
  private let output: OutputText
  private let columns: [(key: String, width: Int)]
  private let provenance: Provenance
  private let printsJSON: Bool
  private var isFirst = true

  init(
    output: OutputText, columns: [(key: String, width: Int)], provenance: Provenance,
    printsJSON: Bool
  ) throws {
    self.output = output
    self.columns = columns
    self.provenance = provenance
    self.printsJSON = printsJSON
    if !printsJSON {
      try output.write("# \(provenance.comment)\n\(line(columns.map(\.key)))\n")
    }
  }

  /// Prints one record: the first JSON object also carries the provenance.
  func append(_ record: Record) throws {
    guard printsJSON else {
      try output.write(line(columns.map { record.text($0.key) }) + "\n")
      return
    }
    var record = record
    if isFirst { record.append("provenance", provenance.json) }
    isFirst = false
    try output.write(JSON.object(record).compact + "\n")
  }

  /// Cells side by side, each as wide as its column, the last one as it is.
  private func line(_ cells: [String]) -> String {
    var text = ""
    for (position, (cell, column)) in zip(cells, columns).enumerated() {
      text += cell
      guard position + 1 < columns.count else { break }
      text += String(repeating: " ", count: max(0, column.width - cell.count) + 2)
    }
    return text
  }
}
