/// Why a text or a list of partners is not a contraction graph.
///
/// Positions count characters from 1.
public enum PairingError: Error, Hashable, Sendable {
  case empty
  case unexpectedCharacter(Character, position: Int)
  case mixedForms(position: Int)
  case numberTooLarge(position: Int)
  case missingBar
  case secondBar(position: Int)
  case unpaired(String, position: Int)
  case repeated(String, position: Int)
  case malformedPair(position: Int)
  case repeatedVertex(Int, position: Int)
  case contractedWithItself(Int, position: Int)
  case outOfRange(Int, size: Int, position: Int)
  case leftOutOfRange(Int, size: Int)
  case impossibleSize(left: Int, right: Int)
  case wrongCount(Int, size: Int)
  case notMutual(vertex: Int, partner: Int)
}

extension PairingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty:
      "the graph is empty; a graph has at least one contraction, such as a|a"
    case .unexpectedCharacter(let character, let position):
      "unexpected \(Self.quoted(character)) at position \(position);"
        + " a graph is a word such as ab|ba or '1 2 | 2 1', or pairs such as 1-4,2-3"
    case .mixedForms(let position):
      "letters and numbers are mixed at position \(position); use one form of labels"
    case .numberTooLarge(let position):
      "the number at position \(position) is too large"
    case .missingBar:
      "the word has no bar; put | where the J-vertex is, as in ab|ba"
    case .secondBar(let position):
      "second bar at position \(position); the J-vertex is one place"
    case .unpaired(let label, let position):
      "'\(label)' at position \(position) occurs once; each label occurs twice"
    case .repeated(let label, let position):
      "'\(label)' occurs a third time at position \(position); each label occurs twice"
    case .malformedPair(let position):
      "malformed pair at position \(position); pairs look like 1-4,2-3"
    case .repeatedVertex(let vertex, let position):
      "vertex \(vertex) occurs a second time at position \(position); each vertex has one partner"
    case .contractedWithItself(let vertex, let position):
      "vertex \(vertex) is contracted with itself at position \(position)"
    case .outOfRange(let vertex, let size, let position):
      "vertex \(vertex) at position \(position) is outside 1…\(size)"
    case .leftOutOfRange(let left, let size):
      "the left line cannot hold \(left) of \(size) vertices; it holds 0…\(size)"
    case .impossibleSize(let left, let right):
      "no graph has \(left) vertices on the left line and \(right) on the right;"
        + " their sum is even and at least 2"
    case .wrongCount(let count, let size):
      "\(count) partners were given for \(size) vertices"
    case .notMutual(let vertex, let partner):
      "vertex \(vertex) is contracted with \(partner), but not \(partner) with \(vertex)"
    }
  }

  /// The character between quotes, control characters by their code: one line, whatever the input.
  static func quoted(_ character: Character) -> String {
    let scalars = character.unicodeScalars
    let isPlain =
      scalars.count == 1
      && scalars.allSatisfy {
        !$0.properties.isWhitespace && $0.properties.generalCategory != .control
          && $0.properties.generalCategory != .format
          && $0.properties.generalCategory != .unassigned
      }
    return isPlain || character == " "
      ? "'\(character)'"
      : scalars.prefix(1).map { "U+" + String($0.value, radix: 16, uppercase: true) }.joined()
  }
}
