import Foundation

/// A table of reference values: tab separated, its source in the first line after `#`.
///
///     let table = try ReferenceTable("Tables/DividedDifferences.tsv", beside: #filePath)
public struct ReferenceTable {
  public let source: String
  public let columns: [String]
  public let rows: [[String: String]]

  /// Reads a file named relative to the directory of a test file.
  public init(_ name: String, beside testFile: String) throws {
    let url = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent(
      name)
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    source = String(lines[0].drop { $0 == "#" || $0 == " " })
    let columns = lines[1].split(separator: "\t").map(String.init)
    self.columns = columns
    rows = lines.dropFirst(2).map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(columns, cells))
    }
  }
}
