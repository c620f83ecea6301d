/// What decides the result of a run: the program, its arguments, and the files that they name.
public struct RunIdentity: Hashable, Sendable {
  public var version: String
  /// The command and the words after it that can change the result.
  public var arguments: [String]
  public var seed: UInt64
  /// SHA-256 of each input file, by its path.
  public var inputs: [String: String]

  public init(version: String, arguments: [String], seed: UInt64, inputs: [String: String]) {
    self.version = version
    self.arguments = arguments
    self.seed = seed
    self.inputs = inputs
  }

  /// What differs in another run, in words for a message; `nil` if nothing does.
  public func difference(from other: RunIdentity) -> String? {
    if version != other.version { return "it is of feyn \(version), this is \(other.version)" }
    if arguments != other.arguments {
      let length = min(arguments.count, other.arguments.count)
      let first = (0..<length).first { arguments[$0] != other.arguments[$0] } ?? length
      func words(_ all: [String]) -> String {
        guard first < all.count else { return "no more arguments" }
        // an option with its value, whichever of the two differs
        let isValue = first > 1 && !all[first].hasPrefix("--") && all[first - 1].hasPrefix("--")
        let isOption = all[first].hasPrefix("--") && first + 1 < all.count
        let shown = all[(isValue ? first - 1 : first)...(isOption ? first + 1 : first)]
        return "'\(shown.joined(separator: " "))'"
      }
      return "it has \(words(arguments)), this run has \(words(other.arguments))"
    }
    if seed != other.seed { return "it has --seed \(seed), this run has --seed \(other.seed)" }
    for path in Set(inputs.keys).union(other.inputs.keys).sorted()
    where inputs[path] != other.inputs[path] {
      return "the file '\(path)' has changed since"
    }
    return nil
  }
}
