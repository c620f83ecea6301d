import Foundation

/// One run of the built program: what it printed and how it ended.
///
///     let run = try Program.run("count", "--left", "2", "--right", "2")
///     #expect(run.code == 0 && run.output.contains("…"))
struct Program {
  let output: String
  let errors: String
  /// The exit code, or minus the signal that ended it.
  let code: Int32

  /// The last line of stderr without its end.
  var message: String { errors.split(separator: "\n").last.map(String.init) ?? "" }

  /// Where `swift build` put the program: beside the test bundle that is running.
  static let path: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    let parts = bundle.split(separator: "/", omittingEmptySubsequences: false)
    let directory = parts.prefix { !$0.hasSuffix(".xctest") }.joined(separator: "/")
    return directory + "/feyn"
  }()

  /// Runs the program and waits for its end.
  ///
  /// - Parameters:
  ///   - standardInput: what it reads, nothing by default.
  ///   - directory: its working directory.
  ///   - environment: added to an environment that has only PATH.
  ///   - standardOutput: a path that stdout goes to instead, `/dev/full` above all.
  ///   - patience: after so many seconds it is interrupted, as by Ctrl-C; killed 10 s after that.
  static func run(
    _ arguments: [String], standardInput: String = "", directory: String? = nil,
    environment: [String: String] = [:], standardOutput: String? = nil,
    patience: Double? = nil
  ) throws -> Program {
    let scratch = try TemporaryDirectory()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let search = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = environment.merging(["PATH": search]) { given, _ in given }
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    func file(_ name: String, _ content: String = "") throws -> String {
      let path = scratch.path + "/" + name
      try Data(content.utf8).write(to: URL(fileURLWithPath: path))
      return path
    }
    let out = try file("out")
    let err = try file("err")
    process.standardInput = FileHandle(forReadingAtPath: try file("in", standardInput))
    process.standardOutput = FileHandle(forWritingAtPath: standardOutput ?? out)
    process.standardError = FileHandle(forWritingAtPath: err)
    try process.run()
    if let patience {
      if !ends(process, within: patience) { process.interrupt() }
      if !ends(process, within: 10) { kill(process.processIdentifier, SIGKILL) }
    }
    process.waitUntilExit()
    let status = process.terminationStatus
    return Program(
      output: try String(contentsOfFile: out, encoding: .utf8),
      errors: try String(contentsOfFile: err, encoding: .utf8),
      code: process.terminationReason == .exit ? status : -status)
  }

  private static func ends(_ process: Process, within seconds: Double) -> Bool {
    let end = Date() + seconds
    while process.isRunning, Date() < end { usleep(1000) }
    return !process.isRunning
  }

  static func run(_ arguments: String...) throws -> Program { try run(arguments) }

  /// Runs a line of shell in which `feyn` is the program, for pipes and quoting.
  static func shell(_ line: String, directory: String? = nil) throws -> Program {
    let bin = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = bin + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    process.environment = environment
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    let scratch = try TemporaryDirectory()
    for name in ["out", "err"] {
      try Data().write(to: URL(fileURLWithPath: scratch.path + "/" + name))
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: scratch.path + "/out")
    process.standardError = FileHandle(forWritingAtPath: scratch.path + "/err")
    try process.run()
    process.waitUntilExit()
    let status = process.terminationStatus
    return Program(
      output: try String(contentsOfFile: scratch.path + "/out", encoding: .utf8),
      errors: try String(contentsOfFile: scratch.path + "/err", encoding: .utf8),
      code: process.terminationReason == .exit ? status : -status)
  }

  /// The object that `--json` printed.
  func json() throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
    return value as? [String: Any] ?? [:]
  }
}

/// A directory that goes away with its owner.
final class TemporaryDirectory {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "feyn-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}
