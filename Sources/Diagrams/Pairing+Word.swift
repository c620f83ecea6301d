/// The text form: a double occurrence word with a bar at the J-vertex.
///
///     ab|ba        the ladder with two rungs
///     ab|ab        the crossing
///     1 2 | 2 1    the same ladder with numbers, the form beyond 26 contractions
///
/// Printing labels the contractions in order of their first ends. Reading takes any labels, each
/// twice, and blanks anywhere; both directions cost O(N).
extension Pairing {
  /// Reads a word.
  public init(_ text: String) throws(PairingError) {
    var scanner = WordScanner(text)
    var labels: [Int: (vertex: Int, position: Int, isPaired: Bool)] = [:]
    var partners: [Int32] = []
    var bar: Int?
    while let (token, offset) = try scanner.next() {
      switch token {
      case .bar:
        guard bar == nil else { throw .secondBar(position: scanner.position(offset)) }
        bar = partners.count
      case .label(let label):
        let vertex = partners.count
        if let earlier = labels[label] {
          guard !earlier.isPaired else {
            throw .repeated(scanner.name(of: label), position: scanner.position(offset))
          }
          labels[label]!.isPaired = true
          partners.append(Int32(earlier.vertex))
          partners[earlier.vertex] = Int32(vertex)
        } else {
          labels[label] = (vertex, offset, false)
          partners.append(-1)
        }
      }
    }
    guard bar != nil || !partners.isEmpty else { throw .empty }
    if let open = partners.firstIndex(of: -1) {
      let (label, found) = labels.first { $0.value.vertex == open }!
      throw .unpaired(scanner.name(of: label), position: scanner.position(found.position))
    }
    guard !partners.isEmpty else { throw .empty }
    guard let bar else { throw .missingBar }
    self.init(left: bar, unchecked: partners)
  }

  /// The word: letters up to 26 contractions, beyond that numbers separated by blanks.
  public var word: String { order <= 26 ? letterWord! : numberWord }

  /// The word in letters, `ab|ba`; nil beyond 26 contractions.
  public var letterWord: String? {
    guard order <= 26 else { return nil }
    return String(unsafeUninitializedCapacity: size + 1) { buffer in
      var count = 0
      forEachLabel(
        bar: {
          buffer[count] = UInt8(ascii: "|")
          count += 1
        },
        label: { label in
          buffer[count] = UInt8(ascii: "a") + UInt8(label)
          count += 1
        })
      return count
    }
  }

  /// The word in numbers, `1 2 | 2 1`.
  public var numberWord: String {
    var pieces: [String] = []
    pieces.reserveCapacity(size + 1)
    forEachLabel(bar: { pieces.append("|") }, label: { pieces.append(String($0 + 1)) })
    return pieces.joined(separator: " ")
  }

  /// Each contraction's number, in order of first ends from 0, at both its vertices, and the bar.
  private func forEachLabel(bar: () -> Void, label: (Int) -> Void) {
    var labels = [Int32](repeating: 0, count: size)
    var next: Int32 = 0
    for vertex in 0..<size {
      if vertex == left { bar() }
      let partner = Int(partners[vertex])
      if partner > vertex {
        labels[vertex] = next
        next += 1
      } else {
        labels[vertex] = labels[partner]
      }
      label(Int(labels[vertex]))
    }
    if left == size { bar() }
  }
}

/// Cuts the UTF-8 of a word into labels and bars.
struct WordScanner {
  enum Token {
    case label(Int)
    case bar
  }

  private enum Form { case letters, numbers }

  private let text: String
  private var bytes: Substring.UTF8View
  private var offset = 0
  private var form: Form?

  init(_ text: String) {
    self.text = text
    bytes = Substring(text).utf8
  }

  /// The next token and the offset of its first byte, or nil at the end.
  mutating func next() throws(PairingError) -> (Token, Int)? {
    while let byte = bytes.first {
      let start = offset
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        advance()
      case UInt8(ascii: "|"):
        advance()
        return (.bar, start)
      case UInt8(ascii: "a")...UInt8(ascii: "z"):
        try use(.letters)
        advance()
        return (.label(Int(byte - UInt8(ascii: "a"))), start)
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        try use(.numbers)
        return (.label(try number()), start)
      default:
        throw .unexpectedCharacter(character(start), position: position(start))
      }
    }
    return nil
  }

  private mutating func number() throws(PairingError) -> Int {
    let start = offset
    var value = 0
    while let byte = bytes.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      guard !overflow, !carry else { throw .numberTooLarge(position: position(start)) }
      value = sum
      advance()
    }
    return value
  }

  private mutating func use(_ wanted: Form) throws(PairingError) {
    guard form == nil || form == wanted else { throw .mixedForms(position: position(offset)) }
    form = wanted
  }

  private mutating func advance() {
    bytes.removeFirst()
    offset += 1
  }

  /// How the label was written.
  func name(of label: Int) -> String {
    form == .letters
      ? String(UnicodeScalar(UInt8(ascii: "a") + UInt8(label))) : String(label)
  }

  private func index(_ offset: Int) -> String.Index {
    text.utf8.index(text.utf8.startIndex, offsetBy: offset)
  }

  private func character(_ offset: Int) -> Character {
    Character(text.unicodeScalars[index(offset)])
  }

  /// Characters (Unicode scalars) up to the byte at `offset`, counted from 1.
  func position(_ offset: Int) -> Int {
    text.unicodeScalars[..<index(offset)].count + 1
  }
}
