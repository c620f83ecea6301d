import Testing

import Diagrams

struct PairingSequenceTests {
  @Test func `agrees with plain recursion, in order`() throws {
    for size in stride(from: 2, through: 10, by: 2) {
      let sequence = try PairingSequence(left: size / 2, right: size - size / 2)
      let expected = matchings(Array(1...size))
      var count = 0
      for (graph, matching) in zip(sequence, expected) {
        let arcs = graph.contractions.map { ($0.first.index, $0.second.index) }
        #expect(arcs.elementsEqual(matching, by: ==))
        count += 1
      }
      #expect(count == expected.count)
      #expect(sequence.reduce(0) { count, _ in count + 1 } == count)
    }
  }

  @Test func `refuses sizes without graphs`() {
    for (left, right) in [(0, 0), (1, 2), (-1, 3), (3, -1), (Int.max, Int.max), (Int.max, 1)] {
      #expect(throws: PairingError.impossibleSize(left: left, right: right)) {
        try PairingSequence(left: left, right: right)
      }
    }
  }
}
