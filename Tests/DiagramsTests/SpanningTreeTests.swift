import Diagrams
import Exact
import Testing

struct SpanningTreeTests {
  @Test func `all admissible trees route every delta, and their number is the determinant`() throws
  {
    for (left, right) in splits(to: 8) {
      for graph in try PairingSequence(left: left, right: right) {
        var trees = Set<[Propagator]>()
        SpanningTree.forEach(of: graph) { tree in
          #expect(SpanningTree(of: graph, propagators: tree.propagators) == tree)
          #expect(RoutingTests.satisfiesDeltas(Routing(tree)), "\(graph) \(tree.propagators)")
          trees.insert(tree.propagators)
          return true
        }
        #expect(Integer(trees.count) == SpanningTree.count(of: graph), "\(graph)")
        #expect(trees.contains(SpanningTree(of: graph).propagators))
      }
    }
  }

  @Test func `the number of trees agrees with trying every set of propagators`() throws {
    for (left, right) in splits(to: 6) {
      for graph in try PairingSequence(left: left, right: right) {
        var count = 0
        for subset in 0..<(1 << graph.propagatorCount)
        where subset.nonzeroBitCount == graph.order + 2 {
          let propagators = (0..<graph.propagatorCount).filter { subset >> $0 & 1 == 1 }
          if SpanningTree(of: graph, propagators: propagators.map { Propagator($0) }) != nil {
            count += 1
          }
        }
        #expect(SpanningTree.count(of: graph) == Integer(count), "\(graph)")
      }
    }
  }

  @Test func `enumeration and determinant agree for every graph of ten vertices`() throws {
    for (left, right) in [(5, 5), (4, 6), (9, 1), (10, 0)] {
      for graph in try PairingSequence(left: left, right: right) {
        var count = 0
        SpanningTree.forEach(of: graph) { _ in
          count += 1
          return true
        }
        #expect(SpanningTree.count(of: graph) == Integer(count))
      }
    }
  }

  @Test func `the basic ladder of n rungs has 2^n trees`() throws {
    // Its n − 1 pairs of parallel propagators, and the choice at the J-vertex.
    for n in 1...26 {
      let letters = "abcdefghijklmnopqrstuvwxyz".prefix(n)
      let graph = try Pairing(String(letters) + "|" + String(letters.reversed()))
      #expect(SpanningTree.count(of: graph) == Integer(2).power(n))
    }
  }

  @Test func `the number of trees agrees with Bareiss' determinant for forty contractions`() throws
  {
    // Primes that do not divide 79!!: otherwise the rank ends in zeros and the graph is orderly.
    for seed in [83, 1009, 1013, 1019, 1021] {
      let graph = Pairing(left: 37, right: 43, rank: Integer.pairings(40) / Integer(seed))
      // Laplace's matrix of the contractions, the last one left out.
      var laplacian = [[Integer]](repeating: Array(repeating: 0, count: 40), count: 40)
      let number = graph.contractions.enumerated().reduce(into: [Int: Int]()) {
        $0[$1.element.first.index] = $1.offset
        $0[$1.element.second.index] = $1.offset
      }
      for vertex in 1..<80 where vertex != 37 {
        let (a, b) = (number[vertex]!, number[vertex + 1]!)
        laplacian[a][a] += 1
        laplacian[b][b] += 1
        laplacian[a][b] -= 1
        laplacian[b][a] -= 1
      }
      let minor = determinant(laplacian.dropLast().map { Array($0.dropLast()) })
      #expect(!graph.isRungless && SpanningTree.count(of: graph) == 2 * minor)
    }
  }

  /// Kruskal's count for rungless graphs: the trees of one line times those of the other.
  @Test func `without a rung the numbers of the two lines multiply`() throws {
    for seed in [1009, 1013] {
      let half = { (size: Int, seed: Int) in
        Pairing(left: size, right: 0, rank: Integer.pairings(size / 2) / Integer(seed))
      }
      let (a, b) = (half(60, seed), half(50, seed + 6))
      let partners =
        a.contractions.map { ($0.first.index, $0.second.index) }
        + b.contractions.map { ($0.first.index + 60, $0.second.index + 60) }
      let text = partners.map { "\($0.0)-\($0.1)" }.joined(separator: ",")
      let both = try Pairing(pairs: text, left: 60)
      #expect(
        SpanningTree.count(of: both) == SpanningTree.count(of: a) * SpanningTree.count(of: b))
    }
  }

  @Test func `five hundred contractions take no time`() throws {
    let graph = Pairing(left: 500, right: 500, rank: Integer.pairings(500) / 1009)
    let routing = Routing(of: graph)
    #expect(RoutingTests.satisfiesDeltas(routing))
    #expect(SpanningTree.count(of: graph) > 0)
    #expect(CrossingFactor(routing) != nil)
  }
}
