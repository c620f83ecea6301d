import Diagrams
import Exact
import Testing

struct PairingRankTests {
  @Test func `ranks number the enumeration and are undone by it`() throws {
    for (left, right) in [(0, 2), (3, 3), (5, 5)] {
      var rank = 0
      for graph in try PairingSequence(left: left, right: right) {
        #expect(graph.rank == Integer(rank))
        #expect(Pairing(left: left, right: right, rank: Integer(rank)) == graph)
        rank += 1
      }
    }
  }

  @Test func `ranks of graphs with two hundred contractions are undone`() throws {
    let total = Integer.pairings(200)
    for part in 0...20 {
      let rank = (total - 1) * Integer(part) / 20
      let graph = Pairing(left: 150, right: 250, rank: rank)
      #expect(graph.rank == rank)
      #expect(graph.order == 200 && graph.left == 150)
    }
    let last = Pairing(left: 200, right: 200, rank: total - 1)
    #expect(last.isBasicLadder)
  }
}
