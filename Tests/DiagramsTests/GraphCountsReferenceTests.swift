import Diagrams
import Exact
import Testing

struct GraphCountsReferenceTests {
  @Test func `agrees with the Encyclopedia of Integer Sequences`() throws {
    let table = try ReferenceTable.sequences("oeis.tsv")
    func compare(_ name: String, _ count: (Int) throws -> Integer) throws {
      let terms = try #require(table[name])
      for (index, value) in terms { #expect(try count(index) == value, "\(name) at \(index)") }
    }
    try compare("A001147") { try GraphCounts(left: $0, right: $0)[.all] }
    try compare("A000108") { try GraphCounts(left: 2 * $0, right: 0)[.noncrossing] }
    try compare("A000699") { try GraphCounts(left: $0, right: $0)[.connected] }
    try compare("A000698") { try GraphCounts(left: 2 * $0, right: 0)[.irreducible] }
    try compare("A278990") { try GraphCounts(left: 2 * $0, right: 0).recollisionDistribution[0] }
    try compare("A047974") { try GraphCounts(left: $0, right: $0).mirrorSymmetric }
  }

  @Test func `distributions agree with visiting every graph up to ten vertices`() throws {
    for (left, right) in splits(to: 10) {
      let counts = try GraphCounts(left: left, right: right)
      var crossings = [Int: Int]()
      var nestedArcs = [Int: Int]()
      var rungs = [Int: Int]()
      var recollisions = [Int: Int]()
      var symmetric = 0
      for graph in try PairingSequence(left: left, right: right) {
        crossings[graph.crossings, default: 0] += 1
        nestedArcs[graph.nestedArcs, default: 0] += 1
        rungs[graph.rungs.count, default: 0] += 1
        recollisions[graph.immediateRecollisions.count, default: 0] += 1
        if graph.isMirrorSymmetric { symmetric += 1 }
      }
      for (numbers, tally) in [
        (counts.crossingDistribution, crossings), (counts.crossingDistribution, nestedArcs),
        (counts.rungDistribution, rungs), (counts.recollisionDistribution, recollisions),
      ] {
        #expect(numbers == numbers.indices.map { Integer(tally[$0] ?? 0) }, "\(left),\(right)")
        #expect(tally.keys.allSatisfy(numbers.indices.contains))
      }
      #expect(counts.mirrorSymmetric == Integer(symmetric))
    }
  }

  @Test func `distributions of large graphs add up to all graphs`() throws {
    let counts = try GraphCounts(left: 41, right: 33)
    for numbers in [
      counts.crossingDistribution, counts.rungDistribution, counts.recollisionDistribution,
    ] {
      #expect(numbers.reduce(Integer(0)) { $0 + $1 } == counts[.all])
    }
  }
}
