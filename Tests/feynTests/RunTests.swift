import Foundation
import Testing

/// Parts, checkpoints and HDF5 files, as a user handles them.
@Suite struct RunTests {
  /// Every command that can be cut, small.
  static let long = [
    "simulate --size 6 --eta 0.8 --time 0.5,1 --start momentum:1/6,0,2/6 --realisations 40",
    "simulate --size 6 --eta 0.8 --microscopic-time 1 --start site --observable profile"
      + " --realisations 7",
    "compare --eta 0.8,0.6 --time 0.5 --size 6 --momentum 1/6,0,2/6 --realisations 20",
    "crossing --epsilon 0.4:0.1:/2 --shift 1/4,1/4,1/4",
    "crossing --epsilon 0.4,0.2 --method sample --shift 1/4,1/4,1/4 --samples 20000",
    "sum --order 2 --eta 0.5,0.4 --time 1 --momentum 0.1,0.2,0.3 --observable one",
    "sum --order 2 --samples 1280 --eta 0.5,0.4 --time 1 --momentum 0.1,0.2,0.3 --observable one",
    "boltzmann --time 0.5,1 --momentum 0.1,0.2,0.3 --method particles --particles 20000",
    "amplitude ab|ab --eta 0.5 --time 1 --momentum 0.1,0.2,0.3 --observable one --method momentum"
      + " --points 1024",
    "amplitude ab|ab --eta 0.5 --time 1 --momentum 0,0,1/2 --observable one --method box --size 4",
    "enumerate --left 5 --right 7 --tally --class crossing",
    "wigner --eta 0.5 --microscopic-time 3 --start momentum:1/8 --dimension 1 --size 8"
      + " --realisations 30",
    "band --size 101 --width 5 --microscopic-time 3 --realisations 20",
    "simulate --size 6 --eta 0.8 --time 0.5 --start momentum:1/6,0,2/6 --realisations 10 --slabs",
    "ladder --variant noncrossing --eta 0.8,0.6 --time 0.5,1 --momentum 1/6,0,2/6 --crossing",
    "ladder --variant noncrossing --dimension 2 --eta 0.9,0.8 --time 0.5 --momentum 1/6,1/5"
      + " --crossing-order 4",
    "ladder --eta 0.8,0.6 --time 0.5 --momentum 1/6,0,2/6 --rungs --transfer 0.3,0,0.1",
    "ladder --eta 0.4,0.2 --time 0.5,1 --momentum 1/6,0,2/6 --limit",
  ]

  private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  @Test(arguments: long) func `Parts merge to the whole, byte by byte`(line: String) throws {
    let folder = try TemporaryDirectory()
    let whole = try Program.run(words(line) + ["--json", "--quiet"])
    #expect(whole.code == 0)
    var files: [String] = []
    for index in [2, 3, 1] {
      let file = "\(folder.path)/\(index).h5"
      let part = try Program.run(
        words(line) + ["--json", "--part", "\(index)/3", "--output", file, "--quiet"])
      #expect(part.code == 0 && part.output.isEmpty && part.errors.isEmpty)
      files.append(file)
    }
    #expect(try Program.run(["merge"] + files).output == whole.output)
  }

  @Test func `The parts of a study merge to its data`() throws {
    let folder = try TemporaryDirectory()
    try """
    {"momentum": ["1/6", 0, "2/6"], "couplings": [0.8, 0.6], "times": [0.5],
     "graphs": {"counted_order": 2, "drawn_order": 1}, "crossing": {"widths": [0.4, 0.2]},
     "simulation": {"side": 6, "realisations": 20}, "seed": 5}
    """.write(toFile: folder.path + "/s.json", atomically: true, encoding: .utf8)
    func run(_ words: [String]) throws -> Program {
      try Program.shell("feyn " + words.joined(separator: " "), directory: folder.path)
    }
    let whole = try run(["study", "s.json", "--directory", "whole", "--quiet"])
    #expect(whole.code == 0)
    for index in 1...2 {
      let part = try run(["study s.json --part \(index)/2 --output \(index).h5 --quiet"])
      #expect(part.code == 0, "\(part.errors)")
    }
    let merged = try run(["merge 1.h5 2.h5 --directory merged --quiet"])
    #expect(
      merged.output == whole.output.replacingOccurrences(of: "whole/", with: "merged/"))
    for name in ["points.tsv", "graphs.tsv", "counts.tsv", "results.json"] {
      let both = try ["whole", "merged"].map {
        try String(contentsOfFile: "\(folder.path)/\($0)/\(name)", encoding: .utf8)
      }
      #expect(both[0] == both[1])
    }
    // the file that a part was made of must be the same at the merge
    try "{}".write(toFile: folder.path + "/s.json", atomically: true, encoding: .utf8)
    let changed = try run(["merge 1.h5 2.h5 --directory again"])
    #expect(changed.code == 65 && changed.message.contains("s.json"))
  }

  @Test func `Missing, duplicated and foreign parts are named`() throws {
    let folder = try TemporaryDirectory()
    func part(_ name: String, _ share: String, _ more: String = "") throws -> String {
      let file = "\(folder.path)/\(name).h5"
      let line = "band --size 101 --width 5 --microscopic-time 3 --realisations 20 --quiet"
      let run = try Program.run(words("\(line) --part \(share) --output \(file) \(more)"))
      #expect(run.code == 0)
      return file
    }
    let (one, two) = (try part("a", "1/3"), try part("b", "2/3"))
    func refusal(_ files: String...) throws -> String {
      let run = try Program.run(["merge"] + files)
      #expect(run.code == 65 && run.output.isEmpty)
      #expect(run.errors.split(separator: "\n").count == 1)
      return run.message
    }
    #expect(try refusal(one).hasSuffix("parts 2, 3 of 3 are missing"))
    #expect(try refusal(two, one).hasSuffix("part 3 of 3 is missing"))
    #expect(try refusal(one, two, one).contains("both part 1 of 3"))
    #expect(try refusal(one, part("c", "2/2")).contains("one of 2 parts, that is of 3"))
    #expect(try refusal(one, part("d", "2/3", "--seed 4")).contains("--seed 4"))
    #expect(try refusal(one, "/dev/null").contains("'/dev/null': it was not written by feyn"))
    #expect(try refusal(one, folder.path + "/no.h5").contains("cannot be read"))
    let checkpoint = folder.path + "/ck.h5"
    _ = try Program.run(
      words("band --size 101 --width 5 --microscopic-time 3 --realisations 20")
        + ["--checkpoint", checkpoint])
    #expect(try refusal(checkpoint).contains("no part of a run"))
    var bytes = try Data(contentsOf: URL(fileURLWithPath: two))
    bytes[bytes.count / 2] ^= 4
    try bytes.write(to: URL(fileURLWithPath: two))
    #expect(try refusal(one, two).contains("b.h5': it is damaged"))
  }

  @Test func `Bad use of parts and checkpoints is named`() throws {
    let line =
      "simulate --size 6 --eta 0.8 --time 0.5 --start momentum:1/6,0,2/6 --realisations 10 "
    for (more, expected) in [
      ("--part 1/2", "--part needs --output FILE"),
      ("--part 3/2 --output x.h5", "--part '3/2': expected r/m with 1 ≤ r ≤ m"),
      ("--resume", "--resume needs --checkpoint FILE"),
      ("--every 5s", "--every needs --checkpoint FILE"),
      ("--checkpoint x.h5 --every -3", "--every '-3': expected a time like 30s, 5min or 1h"),
      ("--error 0.5 --part 1/2 --output x.h5", "--part and --error exclude each other"),
    ] {
      let folder = try TemporaryDirectory()
      let run = try Program.run(
        words(line + more), directory: folder.path, environment: [:])
      #expect(run.code == 64 && run.output.isEmpty, "\(more)")
      #expect(run.message.contains(expected), "\(run.message)")
      #expect(folder.names == [], "\(more)")
    }
    #expect(try Program.run("merge").code == 64)
    #expect(try Program.run("merge", "a.h5", "--json").code == 64)
    let stream = try Program.run("enumerate", "--left", "2", "--right", "2", "--output", "x.h5")
    #expect(stream.code == 64)
    let mpirun = try Program.run(
      ["count", "--left", "2", "--right", "2"], environment: ["OMPI_COMM_WORLD_SIZE": "2"])
    #expect(mpirun.code == 64 && mpirun.message.contains("--traits MPI"))
  }

  @Test func `A run killed at any moment and resumed ends with the same bytes`() throws {
    let folder = try TemporaryDirectory()
    let line =
      "simulate --size 12 --eta 0.8 --time 1 --start momentum:1/12,0,2/12 --realisations 400"
    let whole = try Program.run(words(line) + ["--json"])
    let command = "feyn \(line) --json --checkpoint ck.h5 --every 0.01s --resume --quiet"
    for milliseconds in [1, 20, 60, 90, 150, 200] {
      _ = try Program.shell(
        "timeout -s KILL \(Double(milliseconds) / 1000) \(command)", directory: folder.path)
    }
    let resumed = try Program.shell(command, directory: folder.path)
    #expect(resumed.output == whole.output && resumed.code == 0)
    // nothing else but what the killed ones had under way
    #expect(folder.names.allSatisfy { $0 == "ck.h5" || $0.hasPrefix(".ck.h5.") })
  }

  @Test func `A checkpoint of another run is refused with what differs`() throws {
    let folder = try TemporaryDirectory()
    let file = folder.path + "/ck.h5"
    let line = "band --size 101 --width 5 --microscopic-time 3 --realisations 20"
    let keep = ["--checkpoint", file, "--resume"]
    #expect(try Program.run(words(line) + keep).code == 0)
    for (change, expected) in [
      (["--seed", "2"], "this run has '--seed 2'"),
      (["--profile"], "this run has '--profile'"),
      (
        ["--part", "1/2", "--output", folder.path + "/p"],
        "is of the whole, this run is part 1 of 2"
      ),
    ] {
      let run = try Program.run(words(line) + keep + change)
      #expect(run.code == 65 && run.output.isEmpty)
      #expect(run.message.contains(expected), "\(run.message)")
    }
    let other = try Program.run(
      words("band --size 101 --width 6 --microscopic-time 3 --realisations 20") + keep)
    #expect(other.message.contains("it has '--width 5', this run has '--width 6'"))
    let again = try Program.run(words(line) + ["--checkpoint", file])
    #expect(again.code == 64 && again.message.contains("--resume"))
    try Data("nonsense".utf8).write(to: URL(fileURLWithPath: file))
    #expect(try Program.run(words(line) + keep).message.contains("it was not written by feyn"))
  }

  @Test func `The checkpoint of a part is of that part alone, and no part itself`() throws {
    let folder = try TemporaryDirectory()
    let keep = ["--checkpoint", folder.path + "/c.h5", "--resume", "--quiet"]
    func run(_ part: [String]) throws -> Program {
      try Program.run(words(Self.long[0]) + part + keep)
    }
    #expect(try run(["--part", "1/2", "--output", folder.path + "/1.h5"]).code == 0)
    let other = try run(["--part", "2/2", "--output", folder.path + "/2.h5"])
    #expect(
      other.code == 65 && other.message.contains("is of part 1 of 2, this run is part 2 of 2"))
    let whole = try run([])
    #expect(whole.code == 65 && whole.message.contains("is of part 1 of 2, this run is the whole"))
    let merged = try Program.run("merge", folder.path + "/1.h5", folder.path + "/c.h5")
    #expect(merged.code == 65 && merged.message.contains("is a checkpoint of an unfinished run"))
    // what needs the whole at once has no parts, and leaves no file
    let none = try Program.run(
      "boltzmann", "--time", "1", "--momentum", "0.1,0.2,0.3", "--part", "1/2", "--output",
      folder.path + "/b.h5")
    #expect(none.code == 64 && none.message.contains("nothing in this computation can be cut"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/b.h5"))
  }

  @Test(arguments: [("KILL", "0.05s"), ("INT", "1h"), ("TERM", "1h")])
  func `What is finished is on file when a run is stopped, every so often and at the end`(
    signal: String, interval: String
  ) throws {
    let folder = try TemporaryDirectory()
    let run = try Program.shell(
      "timeout -s \(signal) 2 feyn simulate --size 24 --eta 0.5 --time 2 --start momentum:0,0,1/4"
        + " --realisations 100000 --quiet --checkpoint c.h5 --every \(interval)",
      directory: folder.path)
    #expect(run.code != 0)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.contains("c.h5"), "\(left)")
  }

  @Test func `A checkpoint that cannot be written is said once and ends nothing`() throws {
    // as on a disk that fills up: no file may have more than one block
    let folder = try TemporaryDirectory()
    let run = try Program.shell(
      "trap '' XFSZ; (ulimit -f 1; feyn band --size 101 --width 5 --microscopic-time 3"
        + " --realisations 20 --every 0.001s --checkpoint c.h5)", directory: folder.path)
    #expect(run.code == 0 && run.output.contains("heat_kernel"))
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    #expect(run.message.contains("cannot write 'c.h5'"), "\(run.errors)")
  }

  @Test func `h5py reads the curves, the errors, the units and what made them`() throws {
    guard let python = Self.python else { return }
    let folder = try TemporaryDirectory()
    let line = "compare --eta 0.8,0.6 --time 0.5,1 --size 6 --momentum 1/6,0,2/6"
    let json = try Program.run(words(line) + ["--realisations", "20", "--json"]).json()
    let file = folder.path + "/r.h5"
    let run = try Program.run(words(line) + ["--realisations", "20", "--output", file])
    #expect(run.code == 0 && run.output.isEmpty)
    let script = """
      import h5py, json, sys
      f = h5py.File(sys.argv[1])
      rows = {k: v[()].tolist() for k, v in f['rows'].items()}
      units = {k: v.attrs['unit'] for k, v in f['rows'].items()}
      print(json.dumps({'rows': rows, 'units': units, 'command': f.attrs['command'],
        'version': f.attrs['version'], 'seed': f.attrs['seed'],
        'uncertainty': f['rows/simulation'].attrs['uncertainty'],
        'observable': f['observable'][()].decode(), 'momentum': f['momentum'][()].tolist()}))
      """
    let text = try Self.run(python, ["-c", script, file])
    let read = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let rows = try #require(json["rows"] as? [[String: Any]])
    let columns = try #require(read["rows"] as? [String: [Double]])
    #expect(Set(columns.keys) == Set(rows[0].keys))
    for (key, column) in columns {
      #expect(column == rows.map { $0[key] as? Double }, "\(key)")
    }
    let units = try #require(read["units"] as? [String: String])
    #expect(units["time"] == "1/hopping (T = η²t)" && units["simulation"] == "1")
    #expect(read["uncertainty"] as? String == "simulation_error")
    #expect(read["observable"] as? String == "velocity")
    #expect((read["momentum"] as? [Double])?.count == 3)
    let provenance = try #require(json["provenance"] as? [String: Any])
    // the JSON run was called with --json
    #expect((provenance["command"] as? String) == (read["command"] as! String) + " --json")
    // the same bytes again, with another number of threads
    let second = folder.path + "/s.h5"
    _ = try Program.run(
      words(line) + ["--realisations", "20", "--output", second, "--threads", "1"])
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: file))
        == Data(contentsOf: URL(fileURLWithPath: second)))
  }

  /// A python with h5py: that of FEYN_PYTHON, or the one on the PATH; `nil` if it has none.
  static let python: String? = {
    let candidates = [ProcessInfo.processInfo.environment["FEYN_PYTHON"], "python3"]
    return candidates.compactMap { $0 }.first {
      (try? run($0, ["-c", "import h5py; print('yes')"])) == "yes\n"
    }
  }()

  private static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
