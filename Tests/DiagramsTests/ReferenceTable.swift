import Exact
import Foundation

/// Integer sequences stored beside the tests: number, least index, terms.
enum ReferenceTable {
  static func sequences(_ name: String) throws -> [String: [(index: Int, value: Integer)]] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let text = try String(
      contentsOf: folder.appendingPathComponent("Tables/\(name)"), encoding: .utf8)
    var sequences: [String: [(index: Int, value: Integer)]] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t").map(String.init)
      let first = Int(fields[1])!
      sequences[fields[0]] = fields[2].split(separator: ",").enumerated().map {
        (first + $0, Integer(String($1))!)
      }
    }
    return sequences
  }
}
