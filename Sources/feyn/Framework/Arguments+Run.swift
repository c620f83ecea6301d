import Figures
import Storage
import Torus

extension Arguments {
  /// The share of a part that goes to a file for 'feyn merge', `nil` for the whole.
  ///
  /// - Throws: a usage failure if the file is missing.
  func share(output: String?) throws(Failure) -> Run.Share? {
    let shared = specification.shared
    guard shared.contains(.checkpoint), values["part"] != nil else { return nil }
    guard shared.contains(.parts) else {
      // a part of an enumeration is text, unless the file says otherwise
      guard output?.hasSuffix(".h5") == true else { return nil }
      return text(of: SharedOptions.part.specification).flatMap(SharedOptions.part.parse)
    }
    let share = try self[SharedOptions.part]
    guard output != nil else {
      throw .usage(
        "\(SharedOptions.part.flag) needs \(SharedOptions.output.flag) FILE, for 'feyn merge'")
    }
    return share
  }

  /// What decides the result of this call.
  func identity(_ provenance: Provenance) -> RunIdentity {
    var words = provenance.arguments
    if let seed = values["seed"] { words += ["--seed"] + seed }
    let outputs = ["output", "plot", "checkpoint", "directory"]
    let named =
      operands
      + specification.options.filter { $0.takesPath && !outputs.contains($0.name) }
      .flatMap { values[$0.name] ?? [] }
    var inputs: [String: String] = [:]
    for path in named {
      if let bytes = WholeFile.bytes(of: path) { inputs[path] = SHA256.digest(of: bytes) }
    }
    return RunIdentity(
      version: Provenance.version, arguments: words, seed: provenance.seed, inputs: inputs)
  }
}
