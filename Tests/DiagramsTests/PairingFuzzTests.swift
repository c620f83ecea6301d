import Diagrams
import Testing

struct PairingFuzzTests {
  /// Splitmix64, enough to make bytes.
  struct Bytes {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// The position in an error, counted from 1, nil where it concerns the whole text.
  static func position(_ error: PairingError) -> Int? {
    switch error {
    case .unexpectedCharacter(_, let p), .mixedForms(let p), .numberTooLarge(let p),
      .secondBar(let p), .unpaired(_, let p), .repeated(_, let p), .malformedPair(let p),
      .repeatedVertex(_, let p), .contractedWithItself(_, let p), .outOfRange(_, _, let p):
      p
    case .empty, .missingBar, .leftOutOfRange, .impossibleSize, .wrongCount, .notMutual: nil
    }
  }

  @Test func `a million random texts are read or refused with their place`() {
    let alphabet = Array("aabbcd||  1122334-,é\u{0}\n".utf8)
    let narrow = [Array("aab|".utf8), Array("12-, ".utf8)]
    var bytes = Bytes(state: 1)
    var (read, outside, unreadable, wrong) = (0, 0, 0, 0)
    for round in 0..<1_000_000 {
      let length = Int(bytes.next() % 12)
      let raw = (0..<length).map { _ -> UInt8 in
        let word = bytes.next()
        let letters = round % 8 < 4 ? alphabet : narrow[round % 2]
        return round % 8 == 0
          ? UInt8(truncatingIfNeeded: word) : letters[Int(word % UInt64(letters.count))]
      }
      let text = String(decoding: raw, as: UTF8.self)
      let characters = text.unicodeScalars.count
      do throws(PairingError) {
        let graph =
          round % 2 == 0 ? try Pairing(text) : try Pairing(pairs: text, left: round % 5)
        read += 1
        let again =
          round % 2 == 0
          ? try Pairing(graph.word) : try Pairing(pairs: graph.pairs, left: graph.left)
        if again != graph { wrong += 1 }
      } catch {
        if let place = Self.position(error), !(1...characters + 1 ~= place) { outside += 1 }
        let line = error.description
        if line.isEmpty || line.unicodeScalars.contains(where: { $0.value < 0x20 }) {
          unreadable += 1
        }
      }
    }
    #expect(read > 1000 && wrong == 0 && outside == 0 && unreadable == 0)
  }
}
