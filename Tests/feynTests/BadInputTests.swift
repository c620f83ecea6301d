import Foundation
import Testing

/// Every option of every command against values that nothing can be made of.
@Suite struct BadInputTests {
  /// The words of the example on a command's help page, `nil` if it has none.
  static func example(of command: String) throws -> (page: String, words: [String])? {
    let page = try Program.run(command, "--help").output
    guard let start = page.range(of: "EXAMPLE:\n  $ feyn ") else { return nil }
    let line = page[start.upperBound...].prefix { $0 != "\n" }
    // an example that needs the files of others is none
    guard line.hasPrefix(command) else { return nil }
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

  /// `--name <VALUE>` on a help page, files and directories left out.
  static func options(on page: String) -> [String] {
    page.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("  --"), let open = line.firstIndex(of: "<") else { return nil }
      let valueName = line[open...].prefix { $0 != ">" }
      guard !["<FILE", "<DIRECTORY"].contains(valueName) else { return nil }
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

  /// Each of these once ended in a crash, or in hours that nobody had asked for.
  @Test(arguments: [
    ("crossing --epsilon 1e18", "--epsilon '1e+18': expected at most 10^4"),
    ("density --time 1e9 --momentum 0.1,0.2,0.3", "--time '1000000000.0': expected at most 10^6"),
    ("density --time 1 --momentum 0.1,0.2,0.3 --width 1e-9", "of memory are needed"),
    ("density --time 1 --momentum 0.1,0.2,0.3 --length 1e19", "of memory are needed"),
    ("density --time 1e6 --momentum 0.1,0.2,0.3 --method shell", "of memory are needed"),
    ("boltzmann --time 1e9 --momentum 0.1,0.2,0.3 --method particles", "--time '1000000000.0'"),
    ("spectrum --eta 1e9 --size 8", "--eta '1000000000.0': expected at most 10^5 times --width"),
    ("wigner --eta 1e9 --microscopic-time 1 --start site", "--microscopic-time: (2d + η)t"),
    (
      "simulate --eta 1e9 --microscopic-time 1 --start momentum:0,0,0 --observable one",
      "--microscopic-time '1': (2d + η)t"
    ),
    ("wigner --plot x.png", "did you mean '--picture'?"),
    ("simulate --side 8", "did you mean '--size'?"),
    ("count --left 2 --right 2 --output=", "--output '': expected the name of a file"),
  ])
  func `what is too large is refused before it begins`(line: String, message: String) throws {
    let run = try Program.run(line.split(separator: " ").map(String.init))
    #expect(run.code == 64 && run.output.isEmpty && run.message.contains(message), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `what cannot be written or drawn is refused before it is computed`() throws {
    // an hour of work, of which nothing is done
    let line = [
      "simulate", "--size", "48", "--eta", "0.1", "--time", "5", "--start", "momentum:0,0,1/4",
      "--quiet",
    ]
    for more in [
      ["--output", "/proc/none/x"], ["--output", "/tmp"], ["--plot", "/proc/none/x.svg"],
      ["--checkpoint", "/proc/none/x.h5"],
    ] {
      let run = try Program.run(line + more)
      #expect(run.code == 73 && run.message.contains(more[1]), "\(run.errors)")
    }
    let bare = try Program.run(line + ["--plot", "x.svg"], environment: ["PATH": "/nowhere"])
    #expect(bare.code == 73 && bare.message.contains("gnuplot is not installed"))
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

  /// What no graph, no lattice and no time can be, command by command.
  @Test(arguments: [
    ("classify 'ab|a'", 65), ("classify ''", 65), ("classify 'aabb'", 65),
    ("classify 'a|b|ab'", 65), ("classify 'aa|a'", 65), ("classify 'a1|a1'", 65),
    ("classify '1-2,3-3' --left 2", 65), ("classify '1-2,2-3' --left 2", 65),
    ("classify '1-3,2-4'", 64), ("classify", 64), ("classify 'ab|ab' 'ab|ab'", 64),
    ("tree 'ab|a'", 65), ("tree 'ab|ab' --eta 0 --time 1", 64),
    ("tree 'ab|ab' --eta 0.5 --time -1", 64),
    ("export 'ab|a' --format dot", 65), ("export 'ab|ab' --format gif", 64),
    ("export 'ab|ab' --format dot --directory /proc/no", 73),
    ("count --left 1 --right 2", 64), ("count --left -1 --right 1", 64),
    ("count --left 0 --right 0", 64), ("count --order 0", 64), ("count", 64),
    ("count --order 2 --left 2", 64),
    ("enumerate --left 1 --right 2", 64), ("enumerate --left 0 --right 0", 64),
    ("enumerate --left 2 --right 2 --part 3/2", 64),
    ("enumerate --left 2 --right 2 --part 0/2", 64),
    ("enumerate --left 2 --right 2 --class crosing", 64),
    ("enumerate --left 2 --right 2 --limit -1", 64),
    ("resolvent --energy 1 --epsilon 0", 64), ("resolvent --energy nan", 64),
    ("crossing --epsilon 0", 64), ("crossing --epsilon -0.1", 64),
    ("crossing --epsilon inf", 64), ("crossing --shift 0,0", 64), ("crossing --energies 1", 64),
    ("amplitude 'ab|a' --eta 0.5 --time 1 --momentum 0.1,0.2,0.3", 65),
    ("amplitude 'ab|ab' --eta 0 --time 1 --momentum 0.1,0.2,0.3", 64),
    ("amplitude 'ab|ab' --eta 0.5 --time 0 --momentum 0.1,0.2,0.3", 64),
    ("amplitude 'ab|ab' --eta nan --time 1 --momentum 0.1,0.2,0.3", 64),
    ("amplitude 'ab|ab' --eta 0.5 --time 1 --momentum 0.1,0.2", 64),
    ("amplitude 'ab|ab' --eta 0.5 --time 1 --momentum 0,0,0 --observable velocity", 64),
    ("sum --order 0 --eta 0.5 --time 1 --momentum 0.1,0.2,0.3", 64),
    ("sum --order 1 --eta -1 --time 1 --momentum 0.1,0.2,0.3", 64),
    ("ladder --eta 0 --time 1 --momentum 0.1,0.2,0.3", 64),
    ("ladder --eta 0.5 --time 0 --momentum 0.1,0.2,0.3", 64),
    ("ladder --eta 0.5 --time 1 --momentum 0.1,0.2", 64),
    ("ladder --eta 0.5 --time 1 --momentum 0.1,x,0.2", 64),
    ("ladder --eta 0.5 --time 1 --momentum 0.1,0.2,0.3 --observable mode:1", 64),
    ("boltzmann --time -1 --momentum 0.1,0.2,0.3", 64),
    ("boltzmann --time inf --momentum 0.1,0.2,0.3", 64),
    ("boltzmann --time 1 --momentum 0.1,0.2", 64),
    ("simulate --size 1 --eta 0.5 --time 1 --start momentum:0,0,0", 64),
    ("simulate --size 8 --eta 0 --time 1 --start momentum:1/8,0,0", 64),
    ("simulate --size 8 --eta 0.5 --time 0 --start momentum:1/8,0,0", 64),
    ("simulate --size 8 --eta 0.5 --time 1 --start momentum:0.1,0,0", 64),
    ("simulate --size 8 --eta 0.5 --time 1 --start momentum:1/8,0", 64),
    ("simulate --size 8 --eta 0.5 --time 1 --start momentum:1/8,0,0 --realisations 0", 64),
    ("compare --eta -1 --time 1 --momentum 1/8,0,0 --size 8", 64),
    ("compare --eta 0.5 --time 1 --momentum 1/8,0 --size 8", 64),
  ])
  func `bad input is an exit code and one line`(line: String, code: Int32) throws {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/out"
    let run = try Program.shell("feyn \(line) --output '\(file)'", directory: directory.path)
    #expect(run.code == code, "\(line): \(run.errors)")
    #expect(run.output.isEmpty, "\(line)")
    #expect(run.errors.split(separator: "\n").count == 1, "\(line): \(run.errors)")
    let command = line.prefix { $0 != " " }
    #expect(run.errors.hasPrefix("feyn \(command): "), "\(run.errors)")
    #expect(directory.names.isEmpty, "\(line) left \(directory.names)")
  }

  /// As long as the system lets an argument be.
  @Test func `a word of a hundred thousand letters is refused in one short line`() throws {
    let run = try Program.run("classify", String(repeating: "ab", count: 50_000))
    #expect(run.code == 65 && run.output.isEmpty)
    #expect(run.errors.utf8.count < 300 && run.errors.split(separator: "\n").count == 1)
    let number = try Program.run(
      "classify", (1...12_000).map(String.init).joined(separator: " ") + " |")
    #expect(number.code == 65 && number.errors.utf8.count < 300)
  }

  @Test func `a reader that leaves ends a stream quietly`() throws {
    let run = try Program.shell("feyn enumerate --left 7 --right 7 --json | head -n 3")
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(run.output.split(separator: "\n").count == 3)
  }
}
