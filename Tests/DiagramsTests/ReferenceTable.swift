import Exact
import Foundation

/// Integer sequences stored beside the tests, one a file: where it is from; least index and terms.
enum ReferenceTable {
  static func sequence(_ number: String) throws -> [(index: Int, value: Integer)] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let text = try String(
      contentsOf: folder.appendingPathComponent("Tables/\(number).tsv"), encoding: .utf8)
    let lines = text.split(separator: "\n")
    precondition(lines.count == 2 && lines[0].hasPrefix("# \(number), "), "\(number).tsv")
    let fields = lines[1].split(separator: "\t")
    let first = Int(fields[0])!
    return fields[1].split(separator: ",").enumerated().map {
      (first + $0, Integer(String($1))!)
    }
  }
}
