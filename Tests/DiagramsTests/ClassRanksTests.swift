import Diagrams
import Exact
import Testing

struct ClassRanksTests {
  @Test func `ranks number each class in order and are undone`() throws {
    for (left, right) in splits(to: 8) + [(5, 5), (6, 6), (7, 5)] {
      for graphClass in ClassRanks.classes {
        let ranks = try #require(
          try ClassRanks(left: left, right: right, graphClass: graphClass))
        var rank = 0
        try GraphSearch(
          left: left, right: right, filter: GraphFilter(required: GraphClasses(graphClass))
        ).forEach { graph in
          #expect(ranks.rank(of: graph) == Integer(rank), "\(graph) \(graphClass)")
          #expect(ranks.graph(rank: Integer(rank)) == graph)
          rank += 1
          return true
        }
        #expect(ranks.count == Integer(rank))
        #expect(ranks.count == (try GraphCounts(left: left, right: right)[graphClass]))
      }
    }
  }

  @Test func `ranks of graphs with two hundred contractions are undone`() throws {
    for graphClass in [GraphClass.all, .noncrossing, .decorated, .rungless] {
      let ranks = try #require(try ClassRanks(left: 180, right: 220, graphClass: graphClass))
      for part in 0...10 {
        let rank = (ranks.count - 1) * Integer(part) / 10
        let graph = ranks.graph(rank: rank)
        #expect(graph.isMember(of: graphClass) && ranks.rank(of: graph) == rank)
      }
    }
  }

  @Test func `a graph outside the class has no rank, another class no numbering`() throws {
    let ranks = try #require(try ClassRanks(left: 2, right: 2, graphClass: .decorated))
    #expect(ranks.rank(of: try Pairing("ab|ab")) == nil)
    #expect(ranks.rank(of: try Pairing("aab|b")) == nil)
    #expect(try ClassRanks(left: 2, right: 2, graphClass: .connected) == nil)
  }
}
