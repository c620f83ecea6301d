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
}
