import Foundation
import Testing

/// Every option of every command, with values that are right, at a boundary and wrong.
///
/// Commands and options are read off the help pages, choices off the completions of bash: all come
/// from the specifications that the parser uses, so that what is added to them is walked as well.
/// Each run is the example of its page with one option set. Long runs are interrupted.
@Suite struct EveryOptionTests {
  struct Option {
    let flag: String
    let valueName: String?
    let defaultText: String?
    let choices: [String]
    /// Whether it stands among the options that commands have in common.
    let isCommon: Bool

    var isPath: Bool { ["FILE", "DIRECTORY"].contains(valueName) }
  }

  struct Page {
    let command: String
    let example: [String]
    let options: [Option]

    init(of command: String) throws {
      self.command = command
      let text = try Program.run(command, "--help").output
      let choices = Self.choices[command] ?? [:]
      // a paragraph for each option, as long as lines are indented further
      var paragraphs: [(text: String, isCommon: Bool)] = []
      var isCommon = false
      for line in text.split(separator: "\n") {
        if line.hasPrefix("COMMON OPTIONS") { isCommon = true }
        if line.hasPrefix("EXAMPLE") { break }
        if line.hasPrefix("  --") {
          paragraphs.append((line.trimmingCharacters(in: .whitespaces), isCommon))
        } else if line.hasPrefix("      "), !paragraphs.isEmpty {
          paragraphs[paragraphs.count - 1].text +=
            " " + line.trimmingCharacters(in: .whitespaces)
        }
      }
      options = paragraphs.map { paragraph in
        let words = paragraph.text.split(separator: " ")
        let value =
          words.count > 1 && words[1].hasPrefix("<") ? words[1].dropFirst().dropLast() : nil
        let given = paragraph.text.firstMatch(of: /default: ([^;)]*)\)/)?.1
        return Option(
          flag: String(words[0]), valueName: value.map(String.init),
          // some defaults are described, not spelled out
          defaultText: given.flatMap { $0.contains(" ") ? nil : String($0) },
          choices: choices[String(words[0])] ?? [],
          isCommon: paragraph.isCommon)
      }
      let line = text.split(separator: "\n").last { $0.hasPrefix("  $ feyn ") }
      example = (line.map { String($0.dropFirst(9)).replacing("'", with: "") } ?? command)
        .split(separator: " ").map(String.init)
    }

    /// By command and flag the words that a value may be.
    static let choices: [String: [String: [String]]] = {
      var choices: [String: [String: [String]]] = [:]
      var command = ""
      let script = (try? Program.run("completions", "bash").output) ?? ""
      for line in script.split(separator: "\n") {
        if let name = line.wholeMatch(of: /\ {4}([a-z-]+)\)/)?.1 { command = String(name) }
        if let option = line.firstMatch(of: /^ +(--[a-z-]+)\).*compgen.* -W "([^"]*)"/) {
          choices[command, default: [:]][String(option.1)] =
            option.2.split(separator: " ").map(String.init)
        }
      }
      return choices
    }()

    /// The example on one thread, without the option.
    func words(without option: Option) -> [String] {
      var words = example
      if let place = words.firstIndex(of: option.flag) {
        words.removeSubrange(place...(place + (option.valueName == nil ? 0 : 1)))
      }
      for common in [["--threads", "1"], ["--quiet"]]
      where option.flag != common[0] && options.contains(where: { $0.flag == common[0] }) {
        words += common
      }
      return words
    }
  }

  static let commands: [String] = {
    let text = (try? Program.run("--help").output) ?? ""
    let list = text.split(separator: "\n").drop { $0 != "COMMANDS:" }.dropFirst()
    return list.prefix { $0.hasPrefix("  ") && !$0.hasPrefix("  See") }
      .map { String($0.split(separator: " ")[0]) }
  }()

  /// Neither a crash, nor a line too many, nor half a result.
  private func check(
    _ words: [String], _ page: Page, _ directory: String
  ) throws -> Program {
    let run = try Program.run(words, directory: directory, patience: 0.1)
    let said = "feyn \(words.joined(separator: " ")): \(run.code) \(run.errors.prefix(300))"
    #expect([0, 64, 65, 73, 130].contains(run.code), "\(said)")
    if [64, 65, 73].contains(run.code) {
      #expect(run.output.isEmpty, "\(said)")
      #expect(run.errors.split(separator: "\n").count == 1, "\(said)")
      #expect(run.errors.hasPrefix("feyn \(page.command): "), "\(said)")
    }
    if run.code == 0, words.contains("--quiet") { #expect(run.errors.isEmpty, "\(said)") }
    return run
  }

  @Test func `the help pages name commands and options`() throws {
    #expect(Self.commands.count > 25 && Self.commands.contains("crossing"))
    let page = try Page(of: "crossing")
    let method = try #require(page.options.first { $0.flag == "--method" })
    #expect(method.choices == ["lattice", "torus", "sample"] && method.defaultText == "lattice")
    let classes = try #require(try Page(of: "enumerate").options.first { $0.flag == "--class" })
    #expect(classes.choices.contains("decorated") && classes.valueName == "CLASSES")
    #expect(page.options.contains { $0.flag == "--json" && $0.isCommon && $0.valueName == nil })
    #expect(page.example.first == "crossing")
  }

  @Test(arguments: Self.commands)
  func `any value of any option gives a result or one line that names it`(command: String) throws {
    let page = try Page(of: command)
    let scratch = try TemporaryDirectory()
    // the parts that are merged are files
    let isRunnable = command != "merge"
    for option in page.options {
      let words = page.words(without: option)
      guard option.valueName != nil else {
        let refused = try check(words + [option.flag + "=x"], page, scratch.path)
        #expect(refused.code == 64 && refused.errors.contains(option.flag))
        if isRunnable { _ = try check(words + [option.flag], page, scratch.path) }
        continue
      }
      for wrong in option.isPath ? [""] : option.isCommon ? ["§"] : ["§", "-1e999"] {
        let refused = try check(words + [option.flag + "=" + wrong], page, scratch.path)
        guard isRunnable else { continue }
        #expect(refused.code == 64, "\(command) \(option.flag)=\(wrong): \(refused.code)")
        #expect(refused.errors.contains(option.flag), "\(refused.errors)")
      }
      if option.isPath {
        _ = try check(words + [option.flag + "=no/such/file.svg"], page, scratch.path)
      } else if !option.isCommon, isRunnable {
        let ends = option.choices.count > 1 ? [option.choices[0], option.choices.last!] : []
        for value in (option.choices.isEmpty ? ["0", "1", "1e300"] : []) + ends {
          _ = try check(words + [option.flag + "=" + value], page, scratch.path)
        }
      }
    }
  }

  /// What the page says of a default is what is done without the option.
  @Test(arguments: Self.commands.filter { $0 != "merge" })
  func `a default that is spelled out changes nothing`(command: String) throws {
    let page = try Page(of: command)
    let scratch = try TemporaryDirectory()
    func result(_ run: Program) -> [Substring] {
      run.output.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("//") }
    }
    var plainRuns: [[String]: Program] = [:]
    for option in page.options {
      guard let text = option.defaultText, option.valueName != nil else { continue }
      let words = page.words(without: option)
      let plain =
        try plainRuns[words] ?? Program.run(words, directory: scratch.path, patience: 0.4)
      plainRuns[words] = plain
      guard plain.code == 0 else { continue }
      let given = try Program.run(
        words + [option.flag, text], directory: scratch.path, patience: 0.8)
      // an option that goes with another may be refused without it
      guard given.code == 0 else { continue }
      #expect(result(plain) == result(given), "\(command) \(option.flag) \(text)")
    }
  }
}
