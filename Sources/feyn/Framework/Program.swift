#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures
import Storage
import Torus

/// The program: finds the command, runs it, and turns what went wrong into a line and an exit code.
struct Program {
  let commands: [any Command.Type]
  /// The processes of an MPI job, of which only the first prints.
  var crew: (any Crew)? = nil

  private var isRoot: Bool { crew?.rank ?? 0 == 0 }

  func run(_ words: [String]) -> ExitCode {
    guard let first = words.first else { return printed(overview) }
    switch first {
    case "--help", "-h": return printed(overview)
    case "--version": return printed("feyn \(Provenance.version)\n")
    case "help":
      guard words.count > 1 else { return printed(overview) }
      return run([words[1], "--help"])
    default: break
    }
    guard let command = commands.first(where: { $0.specification.name == first }) else {
      let names = commands.map { $0.specification.name }
      let kind = first.hasPrefix("-") ? "option" : "command"
      var line = "unknown \(kind) '\(first.shortened)'"
      if let guess = Suggestion.nearest(to: first, among: names + ["help", "--help", "--version"]) {
        line += "; did you mean '\(guess)'?"
      }
      return failed(.usage(line), name: nil)
    }
    return run(command, Array(words.dropFirst()))
  }

  private var overview: String {
    TextStyle(descriptor: 1).headed(HelpOverview(commands: commands.map { $0.specification }).text)
  }

  private func run(_ type: any Command.Type, _ words: [String]) -> ExitCode {
    let specification = type.specification
    if words.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      return printed(TextStyle(descriptor: 1).headed(HelpPage(specification: specification).text))
    }
    do {
      try call(type, words)
      return .success
    } catch {
      return ended(by: error, name: specification.name)
    }
  }

  /// Runs a command to its end, and keeps what it has finished however it ends.
  private func call(
    _ type: any Command.Type, _ words: [String], merging pieces: [Int: Ledger.Map]? = nil
  ) throws {
    // what spreads no work is the business of one process
    let spreads = type.specification.shared.contains(.checkpoint)
    guard spreads || isRoot else { return }
    let arguments = try ArgumentParser(specification: type.specification).parse(words)
    let (command, console) = try agreed(spreads ? crew : nil) {
      (
        try type.init(arguments),
        try Console(arguments, words: words, merging: pieces, crew: spreads ? crew : nil)
      )
    }
    do {
      try command.run(console)
      console.keep()
    } catch {
      console.finish()
      if let fault = console.fault { throw fault }
      console.keep()
      if error is Interrupted, try console.finishPart() { return }
      throw error
    }
  }

  /// What comes before the work, in all processes of a job or in none: the first refusal is that of all.
  ///
  /// A file can be there for one process and not for another; who went on alone would wait forever.
  private func agreed<Value>(_ crew: (any Crew)?, _ body: () throws -> Value) throws -> Value {
    guard let crew else { return try body() }
    let result = Result(catching: body)
    var refusal: Failure?
    if case .failure(let error) = result {
      refusal = error as? Failure ?? .checkFailed("unexpected error \(error)")
    }
    let all = crew.gather(
      refusal.map { [UInt8($0.code.rawValue)] + $0.description.utf8 + [0] } ?? [])
    if let first = all.split(separator: 0).first,
      let code = ExitCode(rawValue: Int32(first[first.startIndex]))
    {
      throw Failure(code, String(decoding: first.dropFirst(), as: UTF8.self))
    }
    return try result.get()
  }

  /// Runs the command of a part again, the pieces of all parts at hand.
  func replay(
    _ words: [String], of identity: RunIdentity, merging pieces: [Int: Ledger.Map]
  ) throws {
    guard identity.version == Provenance.version else {
      throw Failure.malformed(
        "the parts are of feyn \(identity.version), this is \(Provenance.version)")
    }
    guard let name = words.first,
      let command = commands.first(where: { $0.specification.name == name }),
      command.specification.shared.contains(.checkpoint)
    else { throw Failure.malformed("the parts are of no command that has parts") }
    for (path, digest) in identity.inputs {
      guard WholeFile.bytes(of: path).map({ SHA256.digest(of: $0) }) == digest else {
        throw Failure.malformed("the file '\(path)' of the parts is not there, or has changed")
      }
    }
    try call(command, Array(words.dropFirst()), merging: pieces)
  }

  private func ended(by error: any Error, name: String?) -> ExitCode {
    switch error {
    case let failure as Failure: return failed(failure, name: name)
    case let error as FileError:
      return error.isBrokenPipe ? .success : failed(.cannotWrite(error), name: name)
    case is Interrupted:
      say(name, "interrupted")
      return .interrupted
    default:
      return failed(.checkFailed("unexpected error \(error)"), name: name)
    }
  }

  private func failed(_ failure: Failure, name: String?) -> ExitCode {
    let hint =
      failure.code == .usage ? " (see 'feyn \(name.map { $0 + " " } ?? "")--help')" : ""
    say(name, failure.description + hint)
    return failure.code
  }

  /// One line on stderr.
  private func say(_ name: String?, _ line: String) {
    guard isRoot else { return }
    let style = TextStyle(descriptor: 2)
    let head = name.map { "feyn \($0):" } ?? "feyn:"
    StandardError.write("\(style.alarming(head)) \(line)\n")
  }

  private func printed(_ text: String) -> ExitCode {
    guard isRoot else { return .success }
    let writer = ByteWriter(descriptor: 1, name: "standard output")
    do {
      try writer.write(text)
      try writer.flush()
      return .success
    } catch {
      return ended(by: error, name: nil)
    }
  }
}
