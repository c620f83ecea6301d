import Diagrams
import Exact
import Testing

struct PairingPermutationTests {
  @Test func `steps are those of the permutation, its ends included`() throws {
    #expect(try Pairing("abcd|dcba").permutation == [1, 2, 3, 4])
    #expect(try Pairing("abcd|dcba").degree == 0)
    // σ = 4321: into it and out of it, the steps are neither.
    #expect(
      try Pairing("abcd|abcd").rungSteps
        == [.neither, .antiladder, .antiladder, .antiladder, .neither])
    #expect(try Pairing("abcd|abcd").degree == 2 && Pairing("ab|ab").degree == 2)
    // Recollisions lie on a propagator and change no step.
    #expect(try Pairing("aabcc|bdd").degree == 0 && Pairing("abbc|ddac").degree == 2)
    // An arc over a recollision: one contraction, and the one step over it.
    #expect(try Pairing("abba|").degree == 2)
  }

  @Test func `the degree of rungs counts neighbouring values that are no neighbours`() throws {
    for count in 1...6 {
      var numbers = [Int: Int]()
      for graph in try PairingSequence(left: count, right: count) {
        guard let permutation = graph.permutation else { continue }
        let extended = [0] + permutation + [count + 1]
        let place = Dictionary(
          uniqueKeysWithValues: extended.enumerated().map { ($0.element, $0.offset) })
        let ladders = (1...count + 1).count { abs(place[$0]! - place[$0 - 1]!) == 1 }
        #expect(graph.degree == count + 1 - ladders, "\(graph)")
        // Reading the graph from the other line inverts the permutation; its steps stay.
        #expect(graph.mirror.degree == graph.degree)
        #expect((graph.degree == 0) == graph.isBasicLadder && graph.degree != 1)
        numbers[graph.degree, default: 0] += 1
      }
      #expect(Integer(numbers.values.reduce(0, +)) == Integer.factorial(count))
      // Few permutations have a small degree, which is what makes the sum over graphs converge.
      for (degree, number) in numbers {
        #expect(Integer(number) <= Integer(2 * (count + 1)).power(degree))
      }
    }
  }

  @Test func `decorated ladders have degree 0 and no other graph has`() throws {
    for (left, right) in splits(to: 10) {
      for graph in try PairingSequence(left: left, right: right) {
        #expect((graph.degree == 0) == graph.isDecoratedLadder, "\(graph)")
      }
    }
  }
}
