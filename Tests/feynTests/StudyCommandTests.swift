import Foundation
import Testing

@Suite struct StudyCommandTests {
  /// A study of a second.
  private static let small = """
    {"couplings": [0.8], "times": [0.5], "graphs": {"counted_order": 3, "drawn_order": 1},
     "crossing": {"widths": [0.8, 0.4]}, "simulation": {"side": 24, "realisations": 3}}
    """

  private func directory(with study: String) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    try study.write(toFile: directory.path + "/s.json", atomically: true, encoding: .utf8)
    return directory
  }

  @Test func `prints a study that it reads, with every key`() throws {
    let printed = try Program.run("study", "--print")
    #expect(printed.code == 0 && printed.errors.isEmpty)
    let directory = try directory(with: printed.output)
    let again = try Program.run(["study", "s.json", "--print"], directory: directory.path)
    #expect(again.output == printed.output)
    #expect(Set(try printed.json().keys).contains("simulation"))
    #expect(try Program.run("study", "--print", "--seed", "5").json()["seed"] as? Int == 5)
  }

  @Test func `writes a report with its data and says where it is`() throws {
    let directory = try directory(with: Self.small)
    let run = try Program.run(
      ["study", "s.json", "--directory", "a/b", "--seed", "9", "--json", "--quiet"],
      directory: directory.path)
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    let json = try run.json()
    #expect(json["report"] as? String == "a/b/report.html")
    #expect((json["provenance"] as? [String: Any])?["seed"] as? Int == 9)
    let html = try String(
      contentsOfFile: directory.path + "/a/b/report.html", encoding: .utf8)
    #expect(html.contains("feyn 0.1.0 | feyn study s.json") && html.contains("| seed 9"))
    // the same numbers from two threads: everything but the report, which tells times
    let first = try String(
      contentsOfFile: directory.path + "/a/b/results.json", encoding: .utf8)
    _ = try Program.run(
      ["study", "s.json", "--directory", "c", "--seed", "9", "--json", "--threads", "1"],
      directory: directory.path)
    #expect(
      try String(contentsOfFile: directory.path + "/c/results.json", encoding: .utf8) == first)
  }

  @Test(arguments: [
    (
      #"{"simulation": {"realisations": 0}}"#,
      "s.json: simulation.realisations: expected an integer"
    ),
    (#"{"simulation": {"realisation": 9}}"#, "s.json: simulation.realisation: unknown key"),
    (#"{"couplings": [0.5, "x"]}"#, "s.json: couplings[1]: expected a number"),
    (#"{"times": [1e-300]"#, "s.json: line 1, column 19: expected ',' or '}'"),
    ("", "s.json: line 1, column 1: a value is missing"),
  ])
  func `a malformed study is exit code 65 and names its place`(
    study: String, message: String
  ) throws {
    let directory = try directory(with: study)
    let run = try Program.run(["study", "s.json"], directory: directory.path)
    #expect(run.code == 65 && run.output.isEmpty)
    #expect(run.errors.hasPrefix("feyn study: \(message)"), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(directory.names == ["s.json"])
  }

  @Test func `a study that is not there, or no text, is exit code 65`() throws {
    for path in ["/no/such.json", "/tmp"] {
      let run = try Program.run("study", path)
      #expect(run.code == 65 && run.errors.contains("'\(path)'"), "\(run.errors)")
    }
  }

  @Test(arguments: ["/proc/no/such", "/dev/null/study", ""])
  func `a directory that cannot be written is refused before the run`(path: String) throws {
    let directory = try directory(with: Self.small)
    let run = try Program.run(
      ["study", "s.json", "--directory", path], directory: directory.path)
    #expect(run.code == (path.isEmpty ? 64 : 73), "\(run.errors)")
    #expect(run.output.isEmpty && run.errors.split(separator: "\n").count == 1)
  }

  /// A file system of 64 kB, where one can be mounted.
  @Test func `a full disk leaves no report and no half file`() throws {
    let directory = try directory(with: Self.small)
    let full = directory.path + "/full"
    let mounted = try Program.shell(
      "mkdir full && mount -t tmpfs -o size=16k none full",
      directory: directory.path)
    guard mounted.code == 0 else { return }
    defer { _ = try? Program.shell("umount '\(full)'") }
    let run = try Program.run(
      ["study", "s.json", "--directory", "full", "--quiet"], directory: directory.path)
    #expect(run.code == 73 && run.output.isEmpty, "\(run.errors)")
    #expect(run.errors.contains("No space left") || run.errors.contains("gnuplot failed"))
    let names = try FileManager.default.contentsOfDirectory(atPath: full)
    #expect(!names.contains("report.html") && !names.contains { $0.hasPrefix(".") }, "\(names)")
    let file = try Program.run("study", "--print", "--output", full + "/x", "--threads", "1")
    #expect([0, 73].contains(file.code))
  }

  @Test func `Ctrl-C ends with exit code 130, one line, and nothing half written`() throws {
    let directory = try directory(with: #"{"simulation": {"realisations": 1000000}}"#)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["study", "s.json", "--directory", "d", "--quiet"]
    process.currentDirectoryURL = URL(fileURLWithPath: directory.path)
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    Thread.sleep(forTimeInterval: 1.5)
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(said == "feyn study: interrupted\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path + "/d").isEmpty)
  }
}
