import Foundation
import Testing

@Suite struct ReadmeTests {
  /// The README, beside Package.swift.
  static let text = try? String(
    contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "README.md"),
    encoding: .utf8)

  @Test func `its examples print what it says`() throws {
    let text = try #require(Self.text)
    let blocks = text.components(separatedBy: "```console\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    #expect(blocks.count == 3)
    for block in blocks {
      for example in block.components(separatedBy: "$ ").dropFirst() {
        let lines = example.split(separator: "\n", maxSplits: 1).map(String.init)
        let run = try Program.shell(lines[0])
        #expect(run.code == 0, "\(lines[0]): \(run.errors)")
        #expect(run.output == lines[1], "\(lines[0])")
      }
    }
  }

  @Test func `every page that it links to exists`() throws {
    let text = try #require(Self.text)
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    for link in text.matches(of: /\]\(([^):]+)\)/) {
      let page = root.appending(path: String(link.output.1)).path
      #expect(FileManager.default.fileExists(atPath: page), "\(link.output.1)")
    }
  }
}
