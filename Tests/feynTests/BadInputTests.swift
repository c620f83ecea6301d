import Foundation
import Testing

/// Every option of every command against values that nothing can be made of.
@Suite struct BadInputTests {
  /// The words of the example on a command's help page, `nil` if it has none.
  static func example(of command: String) throws -> (page: String, words: [String])? {
    let page = try Program.run(command, "--help").output
    guard let start = page.range(of: "EXAMPLE:\n  $ feyn ") else { return nil }
    let line = page[start.upperBound...].prefix { $0 != "\n" }
    var words: [String] = []
    var quoted = false
    var word = ""
    for character in line {
      if character == "'" {
        quoted.toggle()
      } else if character == " ", !quoted {
        words.append(word)
        word = ""
      } else {
        word.append(character)
      }
    }
    return (page, words + [word])
  }

  /// `--name <placeholder>` on a help page, files and directories left out.
  static func options(on page: String) -> [String] {
    page.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("  --"), let open = line.firstIndex(of: "<") else { return nil }
      let placeholder = line[open...].prefix { $0 != ">" }
      guard !["<FILE", "<DIRECTORY"].contains(placeholder) else { return nil }
      return line.dropFirst(2).split(separator: " ").first.map(String.init)
    }
  }

  @Test func `no option takes what is neither number nor word of its own`() throws {
    for command in try ProgramTests.commands() {
      guard let (page, words) = try Self.example(of: command) else { continue }
      for option in Self.options(on: page) {
        for value in ["", "x-y", "nan", "inf", "1e999", "--"] {
          var line = words
          if let place = line.firstIndex(of: option) {
            line[place + 1] = value
          } else {
            line += [option, value]
          }
          let run = try Program.run(line)
          let what = "feyn \(line.joined(separator: " ")): \(run.errors)"
          #expect(run.code == 64, "\(what)")
          #expect(run.output.isEmpty, "\(what)")
          #expect(run.errors.split(separator: "\n").count == 1, "\(what)")
          #expect(run.errors.contains(option), "\(what)")
        }
      }
    }
  }

  @Test func `the same command gives the same bytes with one and two threads`() throws {
    for command in try ProgramTests.commands() {
      guard let (page, words) = try Self.example(of: command), page.contains("--threads") else {
        continue
      }
      let one = try Program.run(words + ["--threads", "1"])
      let two = try Program.run(words + ["--threads", "2"])
      #expect(one.code == 0 && one.output == two.output, "\(command)")
      let json = try Program.run(words + ["--threads", "1", "--json"])
      let again = try Program.run(words + ["--json", "--threads", "2"])
      #expect(json.code == 0 && json.output == again.output, "\(command)")
      for line in json.output.split(separator: "\n") where command == "enumerate" {
        #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "\(line)")
      }
    }
  }

  @Test func `the example of every command can be written to a full disk with one line`() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    for command in try ProgramTests.commands() {
      guard let (_, words) = try Self.example(of: command) else { continue }
      let run = try Program.run(words, standardOutput: "/dev/full")
      #expect(run.code == 73, "\(command): \(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1, "\(command): \(run.errors)")
    }
  }
}
