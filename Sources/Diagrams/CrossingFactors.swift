/// The admissible tree that gives the best bound: the one with the most crossing factors in turn.
///
/// A single triple (p, q, tree momentum) replaces the trivial bound 1/ε of one tree resolvent by
/// the crossing integral; see `CrossingFactor`. Several triples do so one after the other if each
/// later tree momentum is free of the loop momenta integrated before: the first pair is integrated
/// with everything else fixed, whatever its shift u, then the second, and so on. With k triples
///
///     |Amp(π)| ≤ c^n̄ η^{2n̄} ε^{−n̄+k/5} (log 1/ε)^{n̄+2},
///
/// and this is all that tells admissible trees apart: the other factors are the same for each.
///
/// The greatest k over all trees is that of cutting the graph up: the points are the contractions,
/// the lines the inner propagators and the line through the J-vertex. A connected set of points is
/// cut into two connected sets, those again, and so on; a cut through three lines or more counts.
/// One line of the cut (not that through the J-vertex) becomes the tree propagator, two of the others
/// are loops: a fundamental cut of the tree holds no line that lies within a part. Proof in
/// docs/counting.md. Up to `exactOrder` contractions every way of cutting is tried; beyond, points
/// are cut off one by one, three lines first, and the number found is a lower bound.
public struct CrossingFactors: Hashable, Sendable {
  public let tree: SpanningTree
  /// In the order of integration.
  public let factors: [CrossingFactor]
  /// Whether no admissible tree has more.
  public let isGreatest: Bool

  /// Up to this many contractions all cuts are tried, 3^n̄ at most.
  public static let exactOrder = 12

  public init(of pairing: Pairing) {
    let lines = CutLines(pairing)
    isGreatest = pairing.order <= Self.exactOrder || pairing.isNoncrossing
    let cutting: CutLines.Cutting =
      pairing.isNoncrossing
      ? CutLines.Cutting(cuts: [], parts: lines.connectedParts)
      : isGreatest ? lines.bestCutting() : lines.peeling()
    let (left, last) = (pairing.left, pairing.size + 1)
    let outer = pairing.isRungless ? [0, left, left + 1, last] : [0, left + 1, last]
    var part = [Int](repeating: 0, count: pairing.order)
    for (number, points) in cutting.parts.enumerated() {
      for point in points { part[point] = number }
    }
    let within = lines.inner.reversed().filter { part[$0.a] == part[$0.b] }
    let order = Set(outer).sorted() + cutting.cuts.map(\.tree) + within.map(\.propagator)
    tree = SpanningTree(of: pairing, preferring: order)
    var column = [Int](repeating: -1, count: pairing.propagatorCount)
    for (index, loop) in tree.loops.enumerated() { column[loop.index] = index }
    let found = cutting.cuts.filter { $0.loops.count >= 2 }.map { cut in
      let loops = cut.loops.map { column[$0] }.sorted()
      return CrossingFactor(
        p: LoopIndex(loops[0]), q: LoopIndex(loops[1]), propagator: Propagator(cut.tree))
    }
    factors = found
  }
}
