import Foundation
import Testing

/// What meets a person at a terminal, and nobody else.
@Suite struct ComfortTests {
  /// A terminal of some width, by `script` of util-linux.
  private static func terminal(_ command: String, columns: Int) throws -> Program {
    try Program.shell(
      "env -u NO_COLOR -u CLICOLOR TERM=xterm script -qec 'stty cols \(columns); \(command)' /dev/null | tr -d '\\r'"
    )
  }

  static let hasTerminal =
    (try? Program.shell("script --version | grep -q util-linux").code == 0) ?? false

  @Test(.enabled(if: hasTerminal))
  func `one wide row is turned on a terminal, and stays a line in a pipe`() throws {
    let command = "feyn count --left 4 --right 6"
    let shown = try Self.terminal("NO_COLOR=1 " + command, columns: 60).output
    #expect(shown.contains("\nnoncrossing           42\n"), "\(shown)")
    let lines = shown.split(separator: "\n").dropFirst()
    #expect(lines.allSatisfy { $0.count <= 60 })
    let piped = try Program.shell(command).output
    #expect(piped.split(separator: "\n").count == 3)
  }

  @Test(.enabled(if: hasTerminal))
  func `several wide rows come in pieces with the names of the rows`() throws {
    let shown = try Self.terminal("NO_COLOR=1 feyn count --order 2", columns: 70).output
    let lines = shown.split(separator: "\n").dropFirst()
    #expect(lines.allSatisfy { $0.count <= 70 }, "\(shown)")
    #expect(lines.count { $0.hasPrefix("left  ") } >= 2, "\(shown)")
  }

  @Test(
    .enabled(if: hasTerminal),
    arguments: [
      ("", true), ("NO_COLOR=1 ", false), ("NO_COLOR= ", true), ("CLICOLOR=0 ", false),
      ("TERM=dumb ", false), ("TERM= ", false),
    ])
  func `colours are for terminals whose owner does not object`(
    environment: String, isRich: Bool
  ) throws {
    for command in ["feyn count --left 1 --right 1", "feyn --help", "feyn nonsense"] {
      let shown = try Self.terminal(environment + command, columns: 200).output
      #expect(shown.contains("\u{1B}[") == isRich, "\(environment)\(command): \(shown)")
    }
    #expect(!(try Program.run("--help").output.contains("\u{1B}")))
  }

  @Test(arguments: [
    ("enumerate --left 2 --right 2 --class basic,crosing", "did you mean 'crossing'?"),
    ("band --time 1", "unknown option '--time'; did you mean '--microscopic-time'?"),
    ("boltzmann --time 1", "for example --momentum "),
    ("resolvent", "for example --energy 1"),
  ])
  func `a message says what to type instead`(line: String, part: String) throws {
    let run = try Program.run(line.split(separator: " ").map(String.init))
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.errors.contains(part) && run.errors.split(separator: "\n").count == 1)
  }

  @Test func `the help lists every exit code that scripts rely on`() throws {
    let page = try Program.run("--help").output
    let codes = page.components(separatedBy: "EXIT CODES:\n")[1]
      .components(separatedBy: "\n\n")[0].split(separator: "\n")
      .compactMap { Int($0.split(separator: " ")[0]) }
    #expect(codes == [0, 64, 65, 70, 73, 130])
  }

  @Test func `bash completes commands, options, values, lists and what follows an equals sign`()
    throws
  {
    let script = """
      feyn completions bash > c.bash; . ./c.bash
      try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _feyn; echo "${COMPREPLY[*]}"; }
      try feyn cou; try feyn help lad; try feyn ladder --var; try feyn ladder --variant dec
      try feyn ladder --variant = non; try feyn enumerate --class basic,not-ru
      """
    let directory = try TemporaryDirectory()
    try script.write(toFile: directory.path + "/t.sh", atomically: true, encoding: .utf8)
    let run = try Program.shell("bash t.sh", directory: directory.path)
    #expect(
      run.output == """
        count
        ladder
        --variant
        decorated
        noncrossing
        basic,not-rungless

        """, "\(run.errors)")
  }

  static let hasFish = (try? Program.shell("command -v fish").code == 0) ?? false

  @Test(.enabled(if: hasFish)) func `fish completes commands, values and lists`() throws {
    let line =
      "feyn completions fish > c.fish; for x in 'feyn cou' 'feyn ladder --variant dec'"
      + " 'feyn enumerate --class basic,not-ru'; do HOME=. fish -N -c"
      + " \"source c.fish; complete -C \\\"$x\\\"\" | cut -f1; done"
    let directory = try TemporaryDirectory()
    let run = try Program.shell(line, directory: directory.path)
    #expect(run.output == "count\ndecorated\nbasic,not-rungless\n", "\(run.errors)")
  }

  @Test(arguments: [
    ("wigner --eta 1 --microscopic-time 1 --start site --size 8 --realisations 4", "from 4 realis"),
    (
      "simulate --size 4 --eta 1 --time 1 --start site --entropy --realisations 16",
      "from 2 blocks of 8 realisations are rough: what two errors hold else takes 14 of them"
        + " (Student's t, 1 degree of freedom)"
    ),
  ])
  func `error bars that mean little are said to`(line: String, note: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let run = try Program.run(words)
    #expect(run.code == 0 && run.errors.contains("note: error bars \(note)"), "\(run.errors)")
    let many = try Program.run(words.dropLast() + ["80"])
    #expect(many.code == 0 && many.errors.isEmpty, "\(many.errors)")
  }

  @Test func `numbers in messages are those that people would write`() throws {
    let late = try Program.run(
      "ladder", "--variant", "noncrossing", "--crossing-order", "6", "--eta", "0.2", "--time", "4",
      "--momentum", "0.1,0.2,0.3")
    #expect(late.code == 64 && late.errors.contains("got 100 at η = 0.2"), "\(late.errors)")
    let verdict = try Program.run("crossing", "--dimension", "1", "--epsilon", "0.4:0.1:/1.3")
    #expect(verdict.output.contains("for ε from 0.4 to 0.107732\n"), "\(verdict.output)")
    let wide = try Program.run(
      "simulate", "--size", "32", "--dimension", "1", "--eta", "1", "--time", "1", "--start",
      "packet:0.1,3")
    #expect(wide.errors.contains("at most L/15 = 2.13 on"), "\(wide.errors)")
  }
}
