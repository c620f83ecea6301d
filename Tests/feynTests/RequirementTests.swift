import Foundation
import Testing

/// What USAGE shows outside of brackets is what a command insists on, no more and no less.
@Suite struct RequirementTests {
  /// The options outside of brackets on a help page.
  static func needed(on page: String) throws -> Set<String> {
    let start = try #require(page.range(of: "USAGE: "))
    let usage = page[start.upperBound...].components(separatedBy: "\n\n")[0]
    var depth = 0
    let bare = usage.filter { character in
      if character == "[" { depth += 1 }
      defer { if character == "]" { depth -= 1 } }
      return depth == 0
    }
    return Set(bare.matches(of: /--[a-z-]+/).map { String($0.output) })
  }

  @Test func `an option is missed exactly if USAGE shows it without brackets`() throws {
    for command in try ProgramTests.commands() {
      guard let (page, words) = try BadInputTests.example(of: command) else { continue }
      let needed = try Self.needed(on: page)
      let given = words.filter { $0.hasPrefix("--") }
      for option in given where words.last != option {
        let place = words.firstIndex(of: option)!
        guard !words[place + 1].hasPrefix("--") else { continue }
        let run = try Program.run(Array(words[..<place] + words[(place + 2)...]))
        let what = "feyn \(words.joined(separator: " ")) without \(option): \(run.errors)"
        #expect(run.errors.contains("is missing") == needed.contains(option), "\(what)")
        if needed.contains(option) { #expect(run.code == 64, "\(what)") }
      }
      // Nothing is needed that an example can do without.
      if needed.isDisjoint(with: given) { #expect(needed.isEmpty || command == "export") }
    }
  }
}
