import Testing

import Diagrams

struct RoutingTests {
  @Test func `the ladder and the crossing carry the expected momenta`() throws {
    #expect(
      Routing(of: try Pairing("ab|ba")).momenta.map(\.description)
        == ["p0", "k1", "k2", "k2 + xi", "k1 + xi", "p0 + xi"])
    #expect(
      Routing(of: try Pairing("ab|ab")).momenta.map(\.description)
        == ["p0", "k1", "k2", "k2 + xi", "-k1 + k2 + p0 + xi", "p0 + xi"])
    #expect(
      Routing(of: try Pairing("|aa")).momenta.map(\.description)
        == ["p0", "p0 + xi", "k1", "p0 + xi"])
  }

  /// The deltas in the words of the convention, apart from the check inside `Routing`.
  static func satisfiesDeltas(_ routing: Routing) -> Bool {
    let graph = routing.pairing
    func row(_ index: Int) -> [Int] {
      let momentum = routing.momentum(of: Propagator(index))
      return momentum.loops + [momentum.external, momentum.transfer]
    }
    func jump(_ vertex: Int) -> [Int] {
      vertex <= graph.left
        ? zip(row(vertex), row(vertex - 1)).map { $0 - $1 }
        : zip(row(vertex + 1), row(vertex)).map { $0 - $1 }
    }
    let zero = [Int](repeating: 0, count: graph.order + 2)
    var p0 = zero
    p0[graph.order] = 1
    var xi = zero
    xi[graph.order + 1] = 1
    return row(0) == p0
      && row(graph.size + 1) == zip(p0, xi).map { $0 + $1 }
      && zip(row(graph.left + 1), row(graph.left)).map { $0 - $1 } == xi
      && graph.contractions.allSatisfy {
        zip(jump($0.first.index), jump($0.second.index)).map { $0 + $1 } == zero
      }
  }

  @Test func `every graph's default routing satisfies each delta identically`() throws {
    for (left, right) in splits(to: 10) {
      for graph in try PairingSequence(left: left, right: right) {
        let routing = Routing(of: graph)
        #expect(Self.satisfiesDeltas(routing), "\(graph)")
        #expect(routing.momenta.allSatisfy { $0.terms.allSatisfy { abs($0.coefficient) == 1 } })
        for (column, loop) in routing.tree.loops.enumerated() {
          let momentum = routing.momentum(of: loop)
          #expect(momentum.external == 0 && momentum.transfer == 0)
          let unit = momentum.loops.indices.map { $0 == column ? 1 : 0 }
          #expect(momentum.loops == unit)
        }
        let atJ = [left, left + 1].count { routing.tree.contains(Propagator($0)) }
        #expect(atJ == (graph.isRungless ? 2 : 1))
      }
    }
  }

  @Test func `a tree is refused unless it is admissible`() throws {
    let graph = try Pairing("ab|ba")
    let tree = SpanningTree(of: graph)
    #expect(tree.propagators.map(\.index) == [0, 3, 4, 5])
    #expect(tree.loops.map(\.index) == [1, 2])
    #expect(SpanningTree(of: graph, propagators: tree.propagators.reversed()) == tree)
    for propagators in [[0, 2, 3, 5], [0, 3, 4], [0, 3, 3, 5], [0, 1, 4, 5], [0, 3, 4, 9]] {
      #expect(SpanningTree(of: graph, propagators: propagators.map { Propagator($0) }) == nil)
    }
  }
}
