import Figures

/// Which program, called how, made an output.
///
/// Only what can change the result: the number of threads, quiet and the names of output files are
/// left out, so that the same result is the same bytes.
struct Provenance: Hashable, Sendable {
  static let version = "0.1.0"
  /// The day of that version, on manual pages; CITATION.cff has the same.
  static let date = "2026-11-20"

  /// The words after `feyn` that matter.
  let arguments: [String]
  var seed: UInt64

  private static let withoutEffect: Set<String> = [
    "threads", "quiet", "output", "plot", "seed", "directory", "checkpoint", "every", "resume",
    "slabs",
  ]
  private static let flags: Set<String> = ["quiet", "resume", "slabs"]

  /// - Parameter omitted: options that have no effect in this call, beyond those that never have.
  init(command: String, words: [String], seed: UInt64, without omitted: Set<String> = []) {
    var kept = [command]
    var rest = words[...]
    while let word = rest.popFirst() {
      let name = word.hasPrefix("--") ? String(word.dropFirst(2).prefix { $0 != "=" }) : ""
      guard Self.withoutEffect.contains(name) || omitted.contains(name) else {
        kept.append(word)
        continue
      }
      if !Self.flags.contains(name), !word.contains("=") { rest = rest.dropFirst() }
    }
    arguments = kept
    self.seed = seed
  }

  /// As one would type it.
  var commandLine: String { (["feyn"] + arguments.map(Self.quoted)).joined(separator: " ") }

  /// What stands behind the comment sign of a table, a TSV file, a drawing.
  var comment: String { "feyn \(Self.version) | \(commandLine) | seed \(seed)" }

  var json: JSON { .object(record) }

  var record: Record {
    [
      "program": "feyn", "version": .string(Self.version), "command": .string(commandLine),
      "seed": Int(exactly: seed).map { .integer($0) } ?? .exact(seed),
    ]
  }

  private static func quoted(_ word: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+:,./%@")
    if !word.isEmpty, word.allSatisfy({ plain.contains($0) }) { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
