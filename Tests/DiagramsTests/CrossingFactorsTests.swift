import Diagrams
import Exact
import Testing

struct CrossingFactorsTests {
  /// The longest sequence of tree momenta of which each carries two loop momenta new to those
  /// before it, by trying all: in the reverse order of integration.
  static func longest(_ routing: Routing) -> Int {
    let order = routing.pairing.order
    let rows = Set(
      routing.tree.propagators.map { propagator in
        (0..<order).reduce(0) { $0 | (routing[propagator, LoopIndex($1)] == 0 ? 0 : 1 << $1) }
      }
    ).filter { $0.nonzeroBitCount >= 2 }
    var known: [Int: Int] = [:]
    func best(_ seen: Int) -> Int {
      if let value = known[seen] { return value }
      let value =
        rows.filter { ($0 & ~seen).nonzeroBitCount >= 2 }.map { 1 + best(seen | $0) }.max() ?? 0
      known[seen] = value
      return value
    }
    return best(0)
  }

  /// Each pair of loop momenta is absent from the tree momenta integrated later.
  static func isInTurn(_ best: CrossingFactors) -> Bool {
    let routing = Routing(best.tree)
    return best.factors.enumerated().allSatisfy { index, factor in
      factor.p != factor.q && abs(routing[factor.propagator, factor.p]) == 1
        && abs(routing[factor.propagator, factor.q]) == 1 && best.tree.contains(factor.propagator)
        && best.factors[(index + 1)...].allSatisfy {
          routing[$0.propagator, factor.p] == 0 && routing[$0.propagator, factor.q] == 0
        }
    }
  }

  @Test func `no tree of any graph of eight vertices has more factors in turn`() throws {
    for (left, right) in splits(to: 8) {
      for graph in try PairingSequence(left: left, right: right) {
        let best = CrossingFactors(of: graph)
        var most = 0
        SpanningTree.forEach(of: graph) { tree in
          most = max(most, Self.longest(Routing(tree)))
          return true
        }
        #expect(best.factors.count == most && best.isGreatest, "\(graph)")
        #expect(Self.isInTurn(best), "\(graph)")
        #expect(SpanningTree(of: graph, propagators: best.tree.propagators) == best.tree)
        #expect((most > 0) == !graph.isNoncrossing)
      }
    }
  }

  @Test func `crossings apart give a factor each, parallel rungs one in all, ladders none`() throws
  {
    #expect(CrossingFactors(of: try Pairing("abab|cdcd")).factors.count == 2)
    #expect(PowerBound(try Pairing("abab|cdcd")).gain.description == "4/5")
    #expect(CrossingFactors(of: try Pairing("abac|bc")).factors.count == 1)
    #expect(CrossingFactors(of: try Pairing("abc|cba")).factors.isEmpty)
    // Neighbours of the maximally crossed graph are joined by two lines, no cut but one has three.
    for letters in ["ab", "abc", "abcd", "abcdefgh", "abcdefghijkl"] {
      #expect(CrossingFactors(of: try Pairing(letters + "|" + letters)).factors.count == 1)
    }
  }

  @Test func `beyond twelve contractions factors are found one point at a time`() throws {
    for (left, right) in [(20, 20), (60, 40), (0, 30), (33, 1)] {
      let order = (left + right) / 2
      for seed in 1...3 {
        let graph = Pairing(
          left: left, right: right, rank: Integer.pairings(order) * Integer(seed) / 5)
        let best = CrossingFactors(of: graph)
        #expect(Self.isInTurn(best) && !best.isGreatest)
        // Three lines a factor at least, of 2n̄ − 1.
        #expect(best.factors.count >= 1 && 3 * best.factors.count <= 2 * order - 1)
      }
    }
  }

  @Test func `five hundred contractions are cut up in no time`() throws {
    // a prime that does not divide 999!!: otherwise the rank ends in zeros and the graph is orderly
    let graph = Pairing(left: 500, right: 500, rank: Integer.pairings(500) / 1009)
    let best = CrossingFactors(of: graph)
    #expect(Self.isInTurn(best) && best.factors.count > 200 && best.factors.count <= 333)
  }

  /// Points cut off in turn, each the first of fewest lines, three or more, that leaves the others in
  /// one piece, found by walking through what is left.
  private static func peeled(_ graph: Pairing) -> Int {
    let ends = graph.contractions.enumerated().reduce(into: [Int: Int]()) {
      $0[$1.element.first.index] = $1.offset
      $0[$1.element.second.index] = $1.offset
    }
    // The last line is that through the J-vertex, which joins nothing.
    let inner = (1..<graph.size).filter { $0 != graph.left }.map { (ends[$0]!, ends[$0 + 1]!) }
      .filter { $0 != $1 }
    let lines = inner + [(ends[graph.left]!, ends[graph.left + 1]!)].filter { $0 != $1 }
    func isConnected(_ points: Set<Int>) -> Bool {
      var reached: Set = [points.min()!]
      while true {
        let next = inner.filter { reached.contains($0) != reached.contains($1) }
          .flatMap { [$0, $1] }.filter { points.contains($0) && !reached.contains($0) }
        if next.isEmpty { return reached == points }
        reached.formUnion(next)
      }
    }
    var rest = Set(0..<graph.order)
    var factors = 0
    while rest.count > 1 {
      let open = lines.filter { rest.contains($0) && rest.contains($1) }
      func degree(_ point: Int) -> Int { open.count { ($0 == point) != ($1 == point) } }
      let point = rest.filter { isConnected(rest.subtracting([$0])) }.min {
        (degree($0) < 3 ? 1000 : degree($0), $0) < (degree($1) < 3 ? 1000 : degree($1), $1)
      }!
      if degree(point) >= 3 { factors += 1 }
      rest.remove(point)
    }
    return factors
  }

  @Test func `points are cut off as a plain search cuts them off`() throws {
    for (left, right) in [(14, 14), (20, 20), (9, 21), (33, 27)] {
      for seed in [1009, 1013, 1019, 1021] {
        let graph = Pairing(
          left: left, right: right, rank: Integer.pairings((left + right) / 2) / Integer(seed))
        #expect(CrossingFactors(of: graph).factors.count == Self.peeled(graph), "\(graph)")
      }
    }
  }
}
