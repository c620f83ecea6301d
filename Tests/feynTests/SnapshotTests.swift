import Foundation
import Testing

/// Help pages as they were last looked at, in Snapshots/*.txt.
///
/// `FEYN_RECORD=1 swift test -c release --filter SnapshotTests` writes them anew.
@Suite struct SnapshotTests {
  static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots").path

  @Test(arguments: ["", "study", "completions"])
  func `the help is the one that was looked at`(command: String) throws {
    let words = command.isEmpty ? ["--help"] : [command, "--help"]
    let page = try Program.run(words).output
    let file = "\(Self.directory)/help\(command.isEmpty ? "" : "-" + command).txt"
    if ProcessInfo.processInfo.environment["FEYN_RECORD"] != nil {
      try FileManager.default.createDirectory(
        atPath: Self.directory, withIntermediateDirectories: true)
      try page.write(toFile: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == page)
  }
}
