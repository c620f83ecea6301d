public import Exact

/// All admissible spanning trees of a graph: their number and their enumeration.
///
/// The two ends of the graph hang on one propagator each, and so does the J-vertex once one of its
/// two propagators is chosen. What is left are the n̄ contractions as points, joined by the
/// *inner* propagators `u_1 … u_{n−1}` and `u_{n+2} … u_N`: with a rung every spanning tree of that
/// multigraph gives two admissible trees, without a rung every pair of spanning trees of its two
/// halves gives one.
extension SpanningTree {
  /// The number of admissible trees, by Kirchhoff's theorem over the integers.
  ///
  /// See `ContractedLines.spanningForests`. Cost: n̄ = 500 in a fraction of a second.
  public static func count(of pairing: Pairing) -> Integer {
    let ends = pairing.propagatorEnds
    let inner = innerPropagators(of: pairing).map { (ends[$0].tail, ends[$0].head) }
    let forests = ContractedLines(points: pairing.order, lines: inner).spanningForests
    return pairing.isRungless ? forests : 2 * forests
  }

  /// Calls `body` with each admissible tree once, as long as it returns true.
  ///
  /// The inner propagators are taken or left in turn, where leaving one still lets the rest span:
  /// no branch is without a tree. Cost: O(N²) a tree.
  public static func forEach(
    of pairing: Pairing, _ body: (SpanningTree) throws -> Bool
  ) rethrows {
    let ends = pairing.propagatorEnds
    let inner = innerPropagators(of: pairing)
    let (left, last) = (pairing.left, pairing.size + 1)
    // A line without vertices has one propagator, both outermost and at the J-vertex.
    let choices: [Set<Int>] =
      pairing.isRungless
      ? [[0, left, left + 1, last]] : [[0, left, last], [0, left + 1, last]]
    var chosen: [Int] = []
    func spans(from place: Int, _ sets: DisjointSets) -> Bool {
      var sets = sets
      for propagator in inner[place...] {
        _ = sets.unite(ends[propagator].tail, ends[propagator].head)
      }
      return sets.setCount == parts
    }
    var whole = DisjointSets(count: pairing.order)
    for propagator in inner { _ = whole.unite(ends[propagator].tail, ends[propagator].head) }
    let parts = whole.setCount
    func visit(_ place: Int, _ sets: DisjointSets) throws -> Bool {
      if sets.setCount == parts {
        for outer in choices {
          let propagators = (chosen + outer).sorted().map { Propagator($0) }
          if !(try body(SpanningTree(pairing: pairing, unchecked: propagators))) { return false }
        }
        return true
      }
      var joined = sets
      if joined.unite(ends[inner[place]].tail, ends[inner[place]].head) {
        chosen.append(inner[place])
        let goesOn = try visit(place + 1, joined)
        chosen.removeLast()
        if !goesOn { return false }
      }
      return spans(from: place + 1, sets) ? try visit(place + 1, sets) : true
    }
    _ = try visit(0, DisjointSets(count: pairing.order))
  }

  /// The propagators between two interaction vertices of one line.
  private static func innerPropagators(of pairing: Pairing) -> [Int] {
    (0..<pairing.propagatorCount).filter {
      ![0, pairing.left, pairing.left + 1, pairing.size + 1].contains($0)
    }
  }
}
