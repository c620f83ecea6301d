import Diagrams
import Exact
import Testing

struct CrossingFactorTests {
  @Test func `exists for every tree of a crossing graph and for no tree of another`() throws {
    for (left, right) in splits(to: 8) {
      for graph in try PairingSequence(left: left, right: right) {
        let crosses = !graph.isNoncrossing
        SpanningTree.forEach(of: graph) { tree in
          let routing = Routing(tree)
          let factor = CrossingFactor(routing)
          #expect((factor != nil) == crosses, "\(graph)")
          if let factor {
            #expect(factor.p < factor.q)
            #expect(tree.contains(factor.propagator))
            #expect(abs(routing[factor.propagator, factor.p]) == 1)
            #expect(abs(routing[factor.propagator, factor.q]) == 1)
          }
          return true
        }
      }
    }
  }

  @Test func `the crossing carries k2 − k1 + p0 + ξ`() throws {
    let factor = try #require(CrossingFactor(Routing(of: try Pairing("ab|ab"))))
    #expect((factor.p.index, factor.q.index, factor.propagator.index) == (0, 1, 4))
  }

  @Test func `power counting gains η^{2/5} for crossings and nestings only`() throws {
    #expect(PowerBound(try Pairing("ab|ba")).gain == 0)
    #expect(PowerBound(try Pairing("ab|ab")).gain.description == "2/5")
    #expect(PowerBound(try Pairing("abba|")).gain.description == "2/5")
    #expect(
      PowerBound(try Pairing("ab|ab")).formula == "eta^4 epsilon^(-9/5) (log 1/epsilon)^4")
    #expect(PowerBound(try Pairing("ab|ba")).formula == "eta^4 epsilon^(-2) (log 1/epsilon)^4")
  }
}
