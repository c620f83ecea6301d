/// The pair form: `1-4,2-3` with the size n of the left line beside it.
extension Pairing {
  /// Reads pairs of vertices separated by commas or blanks, in any order.
  public init(pairs text: String, left: Int) throws(PairingError) {
    var scanner = PairScanner(text)
    var ends: [(vertex: Int, offset: Int)] = []
    while let pair = try scanner.next() {
      ends.append(pair.0)
      ends.append(pair.1)
    }
    guard !ends.isEmpty else { throw .empty }
    guard 0...ends.count ~= left else { throw .leftOutOfRange(left, size: ends.count) }
    var partners = [Int32](repeating: -1, count: ends.count)
    for index in stride(from: 0, to: ends.count, by: 2) {
      let pair = (ends[index], ends[index + 1])
      for end in [pair.0, pair.1] {
        guard 1...ends.count ~= end.vertex else {
          throw .outOfRange(
            end.vertex, size: ends.count, position: scanner.position(end.offset))
        }
        guard partners[end.vertex - 1] == -1 else {
          throw .repeatedVertex(end.vertex, position: scanner.position(end.offset))
        }
      }
      guard pair.0.vertex != pair.1.vertex else {
        throw .contractedWithItself(
          pair.1.vertex, position: scanner.position(pair.1.offset))
      }
      partners[pair.0.vertex - 1] = Int32(pair.1.vertex - 1)
      partners[pair.1.vertex - 1] = Int32(pair.0.vertex - 1)
    }
    self.init(left: left, unchecked: partners)
  }

  /// The pairs by their first ends: `1-4,2-3`.
  public var pairs: String { contractions.map(\.description).joined(separator: ",") }
}

/// Cuts a text such as `1-4, 2-3` into pairs of numbers.
struct PairScanner {
  private let bytes: [UInt8]
  private let text: String
  private var offset = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  typealias End = (vertex: Int, offset: Int)

  mutating func next() throws(PairingError) -> (End, End)? {
    let start = offset
    skipBlanks()
    if start > 0, offset < bytes.count, bytes[offset] == UInt8(ascii: ",") {
      offset += 1
      skipBlanks()
      guard offset < bytes.count else { throw .malformedPair(position: position(offset)) }
    }
    guard offset < bytes.count else { return nil }
    let first = try number()
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "-") else {
      throw .malformedPair(position: position(first.offset))
    }
    offset += 1
    let second = try number()
    guard offset == bytes.count || [0x20, 0x09, 0x2C].contains(bytes[offset]) else {
      throw .malformedPair(position: position(first.offset))
    }
    return (first, second)
  }

  private mutating func skipBlanks() {
    while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
  }

  private mutating func number() throws(PairingError) -> End {
    let start = offset
    var value = 0
    while offset < bytes.count, 0x30...0x39 ~= bytes[offset] {
      value = value &* 10 &+ Int(bytes[offset] - 0x30)
      guard value <= Pairing.maximumSize else {
        throw .numberTooLarge(position: position(start))
      }
      offset += 1
    }
    guard offset > start else { throw .malformedPair(position: position(start)) }
    return (value, start)
  }

  /// Characters (Unicode scalars) up to the byte at `offset`, counted from 1.
  func position(_ offset: Int) -> Int {
    let index = text.utf8.index(text.utf8.startIndex, offsetBy: offset)
    return text.unicodeScalars[..<index].count + 1
  }
}
