import Foundation
import Testing

/// The parser, through commands that use it.
@Suite struct OptionTests {
  /// The line on stderr, after checking that there is no other and nothing on stdout.
  private func refusal(_ line: String, code: Int32 = 64) throws -> String {
    let run = try Program.shell("feyn \(line)")
    #expect(run.code == code, "\(line): \(run.errors)")
    #expect(run.output.isEmpty && run.errors.split(separator: "\n").count == 1, "\(line)")
    return String(run.errors.dropLast())
  }

  @Test(arguments: [
    (
      "crossing --epsilon 0.4:0.1:2",
      "--epsilon '0.4:0.1:2': expected numbers > 0 separated by commas, or a range like 0.4:0.0125:/2 or 0.1:2:+0.1, at most 10000"
    ),
    ("crossing --epsilon 0.1:0.4:/2", "--epsilon '0.1:0.4:/2': expected numbers > 0"),
    ("crossing --epsilon 0.1:0.4:+0", "--epsilon '0.1:0.4:+0': expected numbers > 0"),
    ("crossing --epsilon 0.1:0.4:-0.1", "--epsilon '0.1:0.4:-0.1': expected numbers > 0"),
    ("crossing --epsilon 0.4:0.1:+0.1", "--epsilon '0.4:0.1:+0.1': expected numbers > 0"),
    ("crossing --epsilon 0.1:1:+1e-5", "--epsilon '0.1:1:+1e-5': expected numbers > 0"),
    ("crossing --epsilon 0.4:0.1:/1", "--epsilon '0.4:0.1:/1': expected numbers > 0"),
    ("crossing --epsilon 0,0.1", "--epsilon '0,0.1': expected numbers > 0"),
    ("crossing --epsilon 0.1,", "--epsilon '0.1,': expected numbers > 0"),
    ("crossing --epsilon 0x10", "--epsilon '0x10': expected numbers > 0"),
    ("crossing --epsilon 1/0", "--epsilon '1/0': expected numbers > 0"),
    ("crossing --epsilon ٣", "--epsilon '٣': expected numbers > 0"),
    (
      "crossing --shift 0.1,0.2",
      "--shift '0.1,0.2': expected 3 components, one per dimension, got 2"
    ),
    ("crossing --dimension 5", "--dimension '5': expected an integer from 1 to 4"),
    ("crossing --dimension 1e0", "--dimension '1e0': expected an integer from 1 to 4"),
    (
      "crossing --method latice",
      "--method 'latice': expected one of lattice, torus, sample; did you mean 'lattice'?"
    ),
    ("crossing --epsilon", "--epsilon needs a value: --epsilon <ε>"),
    ("crossing --epsilon --json", "--epsilon needs a value: --epsilon <ε>"),
    ("crossing --epsilon 0.4 --epsilon=0.2", "--epsilon is given twice, '0.4' and '0.2'"),
    ("crossing --epsiln 0.4", "unknown option '--epsiln'; did you mean '--epsilon'?"),
    ("crossing --json=yes", "--json takes no value, got 'yes'"),
    ("crossing 0.4", "unexpected argument '0.4'"),
    ("crossing --threads 0", "--threads '0': expected an integer from 1 to 1024"),
    ("crossing --seed -1", "--seed '-1': expected an integer from 0 to 18446744073709551615"),
    (
      "boltzmann --time 1 --momentum 0.1,0.2,0.3 --plot picture.gif",
      "--plot 'picture.gif': expected a file name that ends in .svg, .png or .pdf"
    ),
    ("resolvent --epsilon 0.1", "--energy is missing: expected a finite number"),
    ("resolvent --energy 1 --epsilon -0.1", "--epsilon '-0.1': expected numbers > 0 separated"),
    ("study a.json b.json", "unexpected argument 'b.json'"),
    ("completions", "<shell> is missing: bash, zsh or fish."),
  ])
  func `a wrong option is named with its value and what would be right`(
    line: String, message: String
  ) throws {
    let command = try #require(line.split(separator: " ").first)
    let said = try refusal(line)
    #expect(said.hasPrefix("feyn \(command): \(message)"), "\(said)")
    #expect(said.hasSuffix(" (see 'feyn \(command) --help')"), "\(said)")
  }

  @Test func `a value of a million letters is cut short in the message`() throws {
    let run = try Program.shell(
      "head -c 100000 /dev/zero | tr '\\0' x | xargs -s 200000 feyn crossing --epsilon")
    #expect(run.errors.utf8.count < 400 && run.errors.contains("xxx…"))
  }

  @Test func `a control character cannot break the line of an error`() throws {
    let run = try Program.run(["crossing", "--method", "a\nb\u{1B}[31m"])
    #expect(run.code == 64)
    #expect(run.errors.split(separator: "\n").count == 1 && !run.errors.contains("\u{1B}"))
  }

  @Test func `values with a minus sign, fractions and ranges are read`() throws {
    let run = try Program.run(
      "crossing", "--epsilon", "2:0.5:/2", "--energies=-1,0,1/2", "--dimension", "1", "--json")
    #expect(run.code == 0, "\(run.errors)")
    let rows = try #require(try run.json()["rows"] as? [[String: Any]])
    #expect(rows.map { $0["epsilon"] as? Double } == [2, 1, 0.5])
    // the values that one would have typed, not 0.1 + 2·0.1 = 0.30000000000000004
    let steps = try Program.run("resolvent", "--energy", "1", "--epsilon", "0.1:0.4:+0.1", "--json")
    let values = try #require(try steps.json()["rows"] as? [[String: Any]])
    #expect(values.map { $0["epsilon"] as? Double } == [0.1, 0.2, 0.3, 0.4])
  }

  @Test func `says what made an output, without what cannot change it`() throws {
    let run = try Program.run(
      "resolvent", "--energy", "1", "--threads", "2", "--quiet", "--seed", "7", "--json")
    let provenance = try #require(try run.json()["provenance"] as? [String: Any])
    #expect(provenance["command"] as? String == "feyn resolvent --energy 1 --json")
    #expect(provenance["seed"] as? Int == 7)
    let table = try Program.run("resolvent", "--energy=1", "--seed=7")
    #expect(table.output.hasPrefix("# feyn 0.1.0 | feyn resolvent --energy=1 | seed 7\n"))
  }

  @Test func `an output file is what stdout would have been`() throws {
    let directory = try TemporaryDirectory()
    let line = ["resolvent", "--energy", "1", "--json"]
    let file = directory.path + "/a.json"
    let run = try Program.run(line + ["--output", file])
    #expect(run.code == 0 && run.output.isEmpty && run.errors.isEmpty)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == Program.run(line).output)
    #expect(directory.names == ["a.json"])
  }

  @Test func `an output that cannot be written is exit code 73 and leaves nothing`() throws {
    let directory = try TemporaryDirectory()
    for path in [directory.path + "/no/such/file", directory.path, "/dev/full"] {
      let run = try Program.run("resolvent", "--energy", "1", "--output", path)
      #expect(run.code == 73, "\(path)")
      #expect(
        run.output.isEmpty && run.errors.hasPrefix("feyn resolvent: cannot write '\(path)': "))
      #expect(run.errors.split(separator: "\n").count == 1)
    }
    let plot = try Program.run(
      "boltzmann", "--time", "1,2", "--momentum", "0.1,0.2,0.3", "--plot",
      directory.path + "/no/such.svg")
    #expect(plot.code == 73 && plot.output.isEmpty)
    #expect(directory.names.isEmpty)
  }

  @Test func `colours are for terminals and can be refused`() throws {
    guard try Program.shell("command -v script").code == 0 else { return }
    let rich = try Program.shell(
      "unset NO_COLOR; TERM=xterm script -qec 'feyn resolvent --energy 1' /dev/null < /dev/null")
    #expect(rich.output.contains("\u{1B}["))
    for setting in ["NO_COLOR=1 TERM=xterm", "TERM=dumb"] {
      let plain = try Program.shell(
        "\(setting) script -qec 'feyn resolvent --energy 1' /dev/null < /dev/null")
      #expect(!plain.output.contains("\u{1B}["), "\(setting)")
    }
  }
}
