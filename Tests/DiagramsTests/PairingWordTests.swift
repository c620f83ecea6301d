import Testing

import Diagrams

struct PairingWordTests {
  @Test func `printing and reading are inverse on every graph`() throws {
    for (left, right) in splits(to: 8) {
      for graph in try PairingSequence(left: left, right: right) {
        #expect(try Pairing(graph.word) == graph)
        #expect(try Pairing(graph.numberWord) == graph)
        #expect(try Pairing(pairs: graph.pairs, left: left) == graph)
      }
    }
  }

  @Test func `labels may come in any order and with blanks`() throws {
    #expect(try Pairing("z y\t| y z").word == "ab|ba")
    #expect(try Pairing(" 17 4|4 17 ").word == "ab|ba")
    #expect(try Pairing("abba|").left == 4)
    #expect(try Pairing("|abba").right == 4)
    #expect(try Pairing("aab|b").word == "aab|b")
  }

  static let malformed: [(String, PairingError)] = [
    ("", .empty),
    ("   ", .empty),
    ("|", .empty),
    ("ab|a", .unpaired("b", position: 2)),
    ("ab|bac", .unpaired("c", position: 6)),
    ("aab|ba", .repeated("a", position: 6)),
    ("abba", .missingBar),
    ("a|b|ab", .secondBar(position: 4)),
    ("aB|aB", .unexpectedCharacter("B", position: 2)),
    ("a\u{0}|a", .unexpectedCharacter("\u{0}", position: 2)),
    ("é|é", .unexpectedCharacter("é", position: 1)),
    ("a1|1a", .mixedForms(position: 2)),
    ("1 2 | 2 a", .mixedForms(position: 9)),
    ("1 2 | 1 3", .unpaired("2", position: 3)),
    ("1 99999999999999999999 | 1", .numberTooLarge(position: 3)),
  ]

  @Test(arguments: malformed)
  func `names what is malformed and where`(text: String, error: PairingError) {
    #expect(throws: error) { try Pairing(text) }
    #expect(!error.description.contains("\n"))
    #expect(error.description.allSatisfy { !$0.isNewline && $0 != "\u{0}" })
  }

  static let malformedPairs: [(String, Int, PairingError)] = [
    ("", 0, .empty),
    ("1-2,", 1, .malformedPair(position: 5)),
    ("1-2;3-4", 1, .malformedPair(position: 1)),
    ("1-", 1, .malformedPair(position: 3)),
    ("-1", 1, .malformedPair(position: 1)),
    ("1-2,3", 1, .malformedPair(position: 5)),
    ("1-1", 1, .contractedWithItself(1, position: 3)),
    ("1-2,2-3", 1, .repeatedVertex(2, position: 5)),
    ("1-3", 1, .outOfRange(3, size: 2, position: 3)),
    ("0-1", 1, .outOfRange(0, size: 2, position: 1)),
    ("1-2", 3, .leftOutOfRange(3, size: 2)),
    ("1-2", -1, .leftOutOfRange(-1, size: 2)),
    ("1-99999999999", 1, .numberTooLarge(position: 3)),
  ]

  @Test(arguments: malformedPairs)
  func `names what is malformed in pairs and where`(
    text: String, left: Int, error: PairingError
  ) {
    #expect(throws: error) { try Pairing(pairs: text, left: left) }
    #expect(!error.description.contains("\n"))
  }

  @Test func `a million letters are refused and a million numbers read at once`() throws {
    let letters = String(repeating: "ab", count: 500_000)
    #expect(throws: PairingError.repeated("a", position: 5)) { try Pairing(letters) }
    let half = 1...500_000
    let ladder =
      half.map(String.init).joined(separator: " ") + "|"
      + half.reversed().map(String.init).joined(separator: " ")
    let graph = try Pairing(ladder)
    #expect(graph.order == 500_000 && graph.isBasicLadder)
    #expect(graph.classes.members == [.all, .basic, .decorated, .noncrossing, .skeleton])
    #expect(try Pairing(graph.word) == graph)
  }

  @Test func `letters end after 26 contractions`() throws {
    let labels = (1...27).map(String.init)
    let graph = try Pairing((labels + ["|"] + labels).joined(separator: " "))
    #expect(graph.letterWord == nil)
    #expect(graph.word.hasPrefix("1 2 3 ") && graph.word.contains(" 27 | 1 2 "))
  }
}
