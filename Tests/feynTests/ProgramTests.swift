import Foundation
import Testing

@Suite struct ProgramTests {
  /// The names in the list of `feyn --help`.
  static func commands() throws -> [String] {
    let help = try Program.run("--help").output
    let list = try #require(help.split(separator: "COMMANDS:\n").last)
    return list.split(separator: "\n").filter { $0.hasPrefix("  ") }.compactMap {
      $0.split(separator: " ").first.map(String.init)
    }.filter { $0 != "See" }
  }

  @Test func `prints its version`() throws {
    let run = try Program.run("--version")
    #expect(run.output == "feyn 0.1.0\n" && run.errors.isEmpty && run.code == 0)
  }

  @Test func `shows its help where no command is given`() throws {
    #expect(try Program.run().output == Program.run("--help").output)
    #expect(try Self.commands().contains("completions"))
  }

  @Test func `each command has a help page of its own`() throws {
    for name in try Self.commands() {
      let run = try Program.run(name, "--help")
      #expect(run.code == 0 && run.errors.isEmpty, "\(name)")
      #expect(run.output.hasPrefix("OVERVIEW: "), "\(name)")
      #expect(run.output.contains("USAGE: feyn \(name)"), "\(name)")
      #expect(run.output.contains("  -h, --help"), "\(name)")
      #expect(run.output.split(separator: "\n").allSatisfy { !$0.hasSuffix(" ") }, "\(name)")
      #expect(try Program.run("help", name).output == run.output)
    }
  }

  @Test func `the example on each help page prints what it says`() throws {
    for name in try Self.commands() {
      let page = try Program.run(name, "--help").output
      guard let start = page.range(of: "EXAMPLE:\n  $ ") else { continue }
      let lines = page[start.upperBound...].split(
        separator: "\n", omittingEmptySubsequences: false
      ).map { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : String($0) }
      // the runs that come first stand between
      let runs =
        [lines[0]] + lines.dropFirst().prefix { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
      let folder = try TemporaryDirectory()
      let run = try Program.shell(runs.joined(separator: " && "), directory: folder.path)
      #expect(run.code == 0, "\(runs): \(run.errors)")
      #expect(run.output == lines.dropFirst(runs.count).joined(separator: "\n"), "\(runs)")
    }
  }

  @Test func `a command or option that does not exist is refused with the nearest one`() throws {
    let command = try Program.run("completion")
    #expect(command.code == 64 && command.output.isEmpty)
    #expect(
      command.errors
        == "feyn: unknown command 'completion'; did you mean 'completions'? (see 'feyn --help')\n")
    let option = try Program.run("--verson")
    #expect(option.code == 64 && option.errors.contains("did you mean '--version'?"))
    for name in try Self.commands() {
      let run = try Program.run(name, "--no-such-option")
      #expect(run.code == 64 && run.output.isEmpty)
      #expect(run.errors.contains("unknown option '--no-such-option'"), "\(run.errors)")
    }
  }

  @Test func `a full disk on stdout is exit code 73 and one line`() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let run = try Program.run(["completions", "bash"], standardOutput: "/dev/full")
    #expect(run.code == 73)
    #expect(run.errors.hasPrefix("feyn completions: cannot write 'standard output': "))
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completion scripts name every command and are read by their shell`(shell: String) throws {
    let run = try Program.run("completions", shell)
    #expect(run.code == 0)
    for name in try Self.commands() { #expect(run.output.contains(name)) }
    guard try Program.shell("command -v \(shell)").code == 0 else { return }
    let check = try Program.shell("feyn completions \(shell) | \(shell) -n")
    #expect(check.code == 0 && check.errors.isEmpty, "\(check.errors)")
  }

  @Test(arguments: [
    ("feyn sp", "spreading spectrum"), ("feyn crossing --me", "--method"),
    ("feyn crossing --method ''", "lattice torus sample"),
    ("feyn crossing --method = la", "lattice"),
    ("feyn enumerate --class all,de", "all,decorated"), ("feyn help ba", "band"),
    ("feyn simulate --start pa", "packet:"), ("feyn nothing --x", ""),
  ])
  func `bash completes commands, options, values and elements of lists`(
    line: String, completed: String
  ) throws {
    guard try Program.shell("command -v bash").code == 0 else { return }
    let directory = try TemporaryDirectory()
    let run = try Program.shell(
      """
      feyn completions bash > completions; cat > try <<'END'
      source ./completions; COMP_WORDS=(\(line)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _feyn
      echo "${COMPREPLY[*]}"
      END
      bash try
      """, directory: directory.path)
    #expect(run.output == completed + "\n", "\(run.output)\(run.errors)")
  }

  /// Each of these would go on for minutes; what they leave is no table, or a whole one.
  @Test(arguments: [
    "relaxation --momentum 2/24,4/24,7/24 --time 40 --steps 1000000",
    "simulate --size 24 --eta 0.8 --time 1 --start site --realisations 50000 --entropy",
    "wigner --size 96 --dimension 2 --eta 0.8 --microscopic-time 20 --start site --realisations 40000",
    "density --momentum 2/24,4/24,7/24 --time 1 --coordinates x1,x2,x3",
    "boltzmann --time 3 --method particles --particles 1000000000 --momentum 2/24,4/24,7/24",
    "diffusion --energies 20000 --dimension 4", "band --size 3000 --microscopic-time 80",
    "sum --order 3 --eta 0.5 --time 0.5 --momentum 1/12,1/6,7/24 --observable velocity",
    "compare --eta 0.6 --time 1 --momentum 1/8,1/8,2/8 --size 24 --realisations 50000",
    "spectrum --eta 1 --width 0.1 --size 24 --realisations 50000",
    "count --order 500", "enumerate --left 9 --right 9",
  ])
  func `Ctrl-C ends a long run at once`(line: String) throws {
    let directory = try TemporaryDirectory()
    let start = Date()
    let run = try Program.run(
      line.split(separator: " ").map(String.init) + ["--quiet", "--json", "--output", "result"],
      directory: directory.path, patience: 0.7)
    #expect(run.code == 130, "\(line): \(run.code) \(run.errors)")
    #expect(Date().timeIntervalSince(start) < 5, "\(line)")
    #expect(run.errors.split(separator: "\n").count == 1 && run.errors.hasSuffix("interrupted\n"))
    #expect(directory.names == [] || directory.names == ["result"], "\(directory.names)")
  }
}
