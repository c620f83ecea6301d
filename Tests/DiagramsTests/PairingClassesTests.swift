import Testing

import Diagrams

/// The definitions of the classes, word by word and slow.
struct ClassOracle {
  let graph: Pairing
  let arcs: [(Int, Int)]
  let n: Int
  let size: Int

  init(_ graph: Pairing) {
    self.graph = graph
    arcs = graph.contractions.map { ($0.first.index, $0.second.index) }
    n = graph.left
    size = graph.size
  }

  func line(_ vertex: Int) -> Int { vertex <= n ? 0 : 1 }
  func isRecollision(_ arc: (Int, Int)) -> Bool {
    arc.1 == arc.0 + 1 && line(arc.0) == line(arc.1)
  }
  func isRung(_ arc: (Int, Int)) -> Bool { line(arc.0) != line(arc.1) }
  func isClosed(_ interval: ClosedRange<Int>) -> Bool {
    arcs.allSatisfy { interval.contains($0.0) == interval.contains($0.1) }
  }

  var crossingPairs: [((Int, Int), (Int, Int))] {
    arcs.flatMap { a in
      arcs.filter { b in a.0 < b.0 && b.0 < a.1 && a.1 < b.1 }.map { (a, $0) }
    }
  }

  var intervals: [ClosedRange<Int>] {
    (1...size).flatMap { first in (first...size).map { first...$0 } }
  }

  var isConnected: Bool {
    var reached = [0]
    var next = 0
    while next < reached.count {
      let a = graph.contractions[reached[next]]
      next += 1
      for (index, b) in graph.contractions.enumerated()
      where a.crosses(b) && !reached.contains(index) { reached.append(index) }
    }
    return reached.count == arcs.count
  }

  func isMember(of graphClass: GraphClass) -> Bool {
    let rungs = arcs.filter(isRung)
    switch graphClass {
    case .all: return true
    case .basic: return 2 * n == size && arcs.allSatisfy { $0.1 == 2 * n + 1 - $0.0 }
    case .decorated:
      return arcs.allSatisfy { isRung($0) || isRecollision($0) }
        && zip(rungs, rungs.dropFirst()).allSatisfy { $0.1 > $1.1 }
    case .crossing: return !crossingPairs.isEmpty
    case .noncrossing: return crossingPairs.isEmpty
    case .nesting:
      return arcs.contains { arc in
        !isRung(arc) && arc.1 - arc.0 >= 3 && (arc.1 - arc.0) % 2 == 1
          && stride(from: arc.0 + 1, to: arc.1, by: 2).allSatisfy { j in
            arcs.contains { $0 == (j, j + 1) }
          }
      }
    case .skeleton:
      return !intervals.contains { isClosed($0) && line($0.lowerBound) == line($0.upperBound) }
    case .connected: return isConnected
    case .irreducible:
      return !intervals.contains {
        isClosed($0) && $0 != 1...size && $0.lowerBound <= n + 1 && $0.upperBound >= n
      }
    case .maximallyCrossed: return 2 * n == size && arcs.allSatisfy { $0.1 == $0.0 + n }
    case .rungless: return rungs.isEmpty
    }
  }
}

struct PairingClassesTests {
  @Test func `a graph is a decorated ladder just if it has neither a crossing nor a nesting`()
    throws
  {
    for (left, right) in splits(to: 12) {
      for graph in try PairingSequence(left: left, right: right) {
        let oracle = ClassOracle(graph)
        let isFree = !oracle.isMember(of: .crossing) && !oracle.isMember(of: .nesting)
        #expect(oracle.isMember(of: .decorated) == isFree, "\(graph)")
      }
    }
  }

  @Test func `every class agrees with its definition on every graph up to ten vertices`() throws {
    for (left, right) in splits(to: 10) {
      for graph in try PairingSequence(left: left, right: right) {
        let oracle = ClassOracle(graph)
        for graphClass in GraphClass.allCases {
          #expect(
            graph.isMember(of: graphClass) == oracle.isMember(of: graphClass),
            "\(graph) \(graphClass)")
        }
      }
    }
  }

  @Test func `crossings and nested arcs agree with their definitions`() throws {
    for graph in try PairingSequence(left: 3, right: 7) {
      let oracle = ClassOracle(graph)
      #expect(graph.crossings == oracle.crossingPairs.count)
      #expect(graph.crossingPairs().count == graph.crossings)
      let arcs = graph.contractions
      #expect(
        graph.nestedArcs == arcs.reduce(0) { sum, a in sum + arcs.count { a.encloses($0) } })
      #expect(graph.crossingPairs(limit: 1).isEmpty == graph.isNoncrossing)
    }
  }

  @Test func `recollisions, rungs and nestings agree with their definitions`() throws {
    for graph in try PairingSequence(left: 6, right: 4) {
      let oracle = ClassOracle(graph)
      #expect(graph.rungs.count == oracle.arcs.count { oracle.isRung($0) })
      #expect(graph.immediateRecollisions.count == oracle.arcs.count { oracle.isRecollision($0) })
      #expect(graph.nestings.isEmpty != graph.hasNesting)
      for nesting in graph.nestings {
        #expect(nesting.recollisions.allSatisfy { nesting.arc.encloses($0) })
        #expect(
          nesting.arc.second.index - nesting.arc.first.index
            == 2 * nesting.recollisions.count + 1)
      }
    }
  }

  @Test func `a class set names its members in order`() throws {
    #expect(
      try Pairing("ab|ab").classes.members.map(\.rawValue) == [
        "all", "crossing", "skeleton", "connected", "irreducible", "maximally-crossed",
      ])
    for (index, graphClass) in GraphClass.allCases.enumerated() {
      #expect(GraphClasses(graphClass).rawValue == 1 << index)
    }
  }
}
