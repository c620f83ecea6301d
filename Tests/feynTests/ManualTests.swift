import Foundation
import Testing

/// The pages that `feyn manual` writes.
@Suite struct ManualTests {
  @Test func `docs/commands is what the program writes now`() throws {
    let committed = DocumentationTests.root.path + "/docs/commands"
    let scratch = try TemporaryDirectory()
    let run = try Program.run(
      "manual", "--format", "markdown", "--directory",
      ProcessInfo.processInfo.environment["FEYN_RECORD"] == nil ? scratch.path : committed)
    #expect(run.code == 0 && run.output.isEmpty && run.errors.isEmpty)
    guard ProcessInfo.processInfo.environment["FEYN_RECORD"] == nil else { return }
    let names = try FileManager.default.contentsOfDirectory(atPath: committed).sorted()
    #expect(names == scratch.names)
    #expect(names.count == (try ProgramTests.commands()).count + 1)
    for name in scratch.names {
      let written = try String(contentsOfFile: scratch.path + "/" + name, encoding: .utf8)
      let kept = try? String(contentsOfFile: committed + "/" + name, encoding: .utf8)
      #expect(written == kept, "\(name) is not current: FEYN_RECORD=1 writes it anew")
    }
  }

  @Test func `a man page has every option of the help, in plain ASCII`() throws {
    for name in try ProgramTests.commands() {
      let page = try Program.run("manual", name).output
      #expect(page.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }, "\(name)")
      let title = name.uppercased().replacing("-", with: "\\-")
      #expect(page.hasPrefix(".TH FEYN\\-\(title) 1 "), "\(name)")
      let help = try Program.run(name, "--help").output
      for flag in help.matches(of: /\n  (--[a-z-]+)/) {
        let escaped = flag.output.1.replacing("-", with: "\\-")
        #expect(page.contains("\\fB\(escaped)\\fR"), "\(name) \(flag.output.1)")
      }
    }
  }

  /// What the two programs that read man pages say about ours; passed over where neither is there.
  @Test(arguments: [
    "groff -ww -z -man -Tutf8 *.1", "for page in *.1; do mandoc -T lint -W warning $page; done",
  ])
  func `groff and mandoc find nothing to warn about`(check: String) throws {
    let program = check.contains("mandoc") ? "mandoc" : "groff"
    guard try Program.shell("command -v \(program)").code == 0 else { return }
    let scratch = try TemporaryDirectory()
    #expect(try Program.run("manual", "--directory", scratch.path).code == 0)
    #expect(scratch.names.count == (try ProgramTests.commands()).count + 1)
    let run = try Program.shell(check, directory: scratch.path)
    #expect(run.code == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.output)\(run.errors)")
  }

  @Test func `man shows Greek letters, signs and dashes as they are`() throws {
    guard try Program.shell("command -v groff").code == 0 else { return }
    let run = try Program.shell("feyn manual crossing | groff -man -Tutf8 -P-cbou | col -b")
    guard run.code == 0 else { return }
    let line = "I(ε; E1,E2,E3; u) = ∫∫dp dq 1/|e(p)−E1−iε| · 1/|e(q)−E2−iε| · 1/|e(p+q−u)−E3−iε|"
    #expect(run.output.contains(line))
    #expect(run.output.contains("feyn crossing --epsilon 0.4,0.2"))
  }

  @Test func `what it cannot do is refused in one line`() throws {
    for (words, message) in [
      (["manual", "crosing"], "<command> 'crosing': expected the name of a command; did you mean"),
      (["manual", "count", "--directory", "x"], "--directory takes the pages of all commands"),
      (["manual", "--format", "html"], "--format 'html': expected one of man, markdown"),
    ] {
      let run = try Program.run(words)
      #expect(run.code == 64 && run.output.isEmpty)
      #expect(run.message.contains(message), "\(run.errors)")
    }
    let run = try Program.run("manual", "--directory", "/proc/none")
    #expect(run.code == 73 && run.message.contains("/proc/none"))
  }
}
