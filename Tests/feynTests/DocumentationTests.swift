import Foundation
import Testing

/// README.md and docs/*.md: what they print is printed, what they link to is there.
///
/// A block marked `console` is a session: each line that begins with `$ ` is run by a shell, in one
/// scratch directory per page, and what follows up to the next such line is its output, whole and
/// to the letter. Lines that end in `\` go on. What is shown and not to be run is marked otherwise.
@Suite struct DocumentationTests {
  /// The directory of Package.swift.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// README.md and the pages in docs/, by their path in the package.
  static let pages: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: root.path + "/docs")
    return ["README.md"]
      + (names ?? []).filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
  }()

  /// The commands of all sessions of a page, each with what it prints.
  static func sessions(in text: String) -> [(command: String, output: String)] {
    var runs: [(command: String, output: String)] = []
    var isInside = false
    var goesOn = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = line == "```console"
      } else if isInside, goesOn || line.hasPrefix("$ ") {
        if goesOn {
          runs[runs.count - 1].command += "\n" + line
        } else {
          runs.append((String(line.dropFirst(2)), ""))
        }
        goesOn = line.hasSuffix("\\")
      } else if isInside {
        runs[runs.count - 1].output += line + "\n"
      }
    }
    return runs
  }

  /// `FEYN_RECORD=1 swift test -c release --filter DocumentationTests` writes what is printed now.
  static func record(_ page: URL) throws {
    let scratch = try TemporaryDirectory()
    var runs = sessions(in: try String(contentsOf: page, encoding: .utf8))[...]
    var lines: [String] = []
    var state = (isInside: false, goesOn: false)
    for line in try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n") {
      let isCommand = state.isInside && (state.goesOn || line.hasPrefix("$ "))
      if line.hasPrefix("```") { state.isInside = line == "```console" }
      guard isCommand || !state.isInside || line.hasPrefix("```") else { continue }
      lines.append(line)
      state.goesOn = isCommand && line.hasSuffix("\\")
      guard isCommand, !state.goesOn, let run = runs.popFirst() else { continue }
      let output = try Program.shell(run.command, directory: scratch.path).output
      if !output.isEmpty { lines.append(String(output.dropLast())) }
    }
    try lines.joined(separator: "\n").write(to: page, atomically: true, encoding: .utf8)
  }

  @Test(arguments: pages)
  func `a page's examples print what it says`(page: String) throws {
    let file = Self.root.appending(path: page)
    if ProcessInfo.processInfo.environment["FEYN_RECORD"] != nil { try Self.record(file) }
    let text = try String(contentsOf: file, encoding: .utf8)
    let scratch = try TemporaryDirectory()
    for example in Self.sessions(in: text) {
      let run = try Program.shell(example.command, directory: scratch.path)
      #expect(run.code == 0, "\(example.command): \(run.errors)")
      #expect(run.output == example.output, "\(page): \(example.command)")
    }
  }

  @Test func `the README names every command`() throws {
    let text = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    for command in try ProgramTests.commands() {
      #expect(text.contains("`\(command)`") || text.contains("feyn \(command) "), "\(command)")
    }
  }

  @Test func `the README and the tutorial have examples`() throws {
    for (page, least) in [("README.md", 3), ("docs/tutorial.md", 20)] {
      let text = try String(contentsOf: Self.root.appending(path: page), encoding: .utf8)
      #expect(Self.sessions(in: text).count >= least, "\(page)")
    }
  }

  @Test(arguments: pages)
  func `every page that a page links to exists`(page: String) throws {
    let file = Self.root.appending(path: page)
    let text = try String(contentsOf: file, encoding: .utf8)
    for link in text.matches(of: /\]\(([^):#]+)[^)]*\)/) where !link.output.1.hasPrefix("http") {
      let target = file.deletingLastPathComponent().appending(path: String(link.output.1)).path
      #expect(FileManager.default.fileExists(atPath: target), "\(page): \(link.output.1)")
    }
  }

  @Test func `the table of notation names types and options that exist`() throws {
    let text = try String(
      contentsOf: Self.root.appending(path: "docs/notation.md"), encoding: .utf8)
    let find = "grep -rhoE 'public (struct|enum|final class) [A-Za-z]+' Sources"
    let types = Set(
      try Program.shell(find, directory: Self.root.path).output.split(separator: "\n").compactMap {
        $0.split(separator: " ").last.map(String.init)
      })
    var options = ""
    for name in try ProgramTests.commands() { options += try Program.run(name, "--help").output }
    #expect(types.count > 50)
    for row in text.split(separator: "\n").filter({ $0.hasPrefix("|") }) {
      for name in row.matches(of: /`([A-Z][A-Za-z]+)`/) {
        #expect(types.contains(String(name.output.1)), "\(row)")
      }
      for flag in row.matches(of: /`(--[a-z-]+)`/) {
        #expect(options.contains("\n  \(flag.output.1)"), "\(row)")
      }
    }
  }

  /// Drawn by `scripts/gallery`; a plot says what drew it.
  @Test func `the gallery shows a picture of every command that draws, drawn by the line above it`()
    throws
  {
    let text = try String(
      contentsOf: Self.root.appending(path: "docs/gallery.md"), encoding: .utf8)
    let lines = text.matches(of: /\n {4}(feyn .*) --(?:plot|picture|output) ([a-z-]+\.svg)\n/)
    for name in try ProgramTests.commands() where name != "merge" {
      let help = try Program.run(name, "--help").output
      guard help.contains("\n  --plot <") || help.contains("\n  --picture <") else { continue }
      #expect(lines.contains { ($0.output.1 + " ").hasPrefix("feyn \(name) ") }, "\(name)")
    }
    for line in lines where !line.output.1.hasPrefix("feyn export") {
      let path = "docs/pictures/gallery/\(line.output.2)"
      #expect(text.contains("(pictures/gallery/\(line.output.2))"))
      let picture = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
      #expect(picture.replacing("'", with: "").contains("| \(line.output.1)"), "\(path)")
    }
  }
}
