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

/// The contractions as points, the inner propagators and the way through the J-vertex as lines.
struct CutLines {
  struct Line {
    let a: Int
    let b: Int
    /// The propagator; for the line through the J-vertex that which carries a loop momentum.
    let propagator: Int
  }

  /// A connected set of points cut in two.
  struct Cut {
    /// The propagator chosen for the tree.
    let tree: Int
    /// The other propagators of the cut.
    let loops: [Int]
  }

  /// Deeper cuts first, and what is left uncut.
  struct Cutting {
    var cuts: [Cut]
    var parts: [[Int]]
  }

  let points: Int
  /// By propagator, ascending; lines from a point to itself left out.
  let inner: [Line]
  let throughJ: Line?

  init(_ pairing: Pairing) {
    points = pairing.order
    let ends = pairing.propagatorEnds
    let (left, size) = (pairing.left, pairing.size)
    inner = (0..<pairing.propagatorCount).compactMap { index in
      guard ![0, left, left + 1, size + 1].contains(index), ends[index].tail != ends[index].head
      else { return nil }
      return Line(a: ends[index].tail, b: ends[index].head, propagator: index)
    }
    if !pairing.isRungless, ends[left].tail != ends[left + 1].head {
      throughJ = Line(a: ends[left].tail, b: ends[left + 1].head, propagator: left)
    } else {
      throughJ = nil
    }
  }

  private var lines: [Line] { inner + (throughJ.map { [$0] } ?? []) }

  var connectedParts: [[Int]] {
    var sets = DisjointSets(count: points)
    for line in inner { _ = sets.unite(line.a, line.b) }
    var parts: [Int: [Int]] = [:]
    for point in 0..<points { parts[sets.root(of: point), default: []].append(point) }
    return parts.values.sorted { $0[0] < $1[0] }
  }

  /// The cut between two sets: its last inner propagator goes into the tree.
  private func cut(_ isBetween: (Line) -> Bool) -> Cut {
    let through = inner.filter(isBetween)
    let loops = through.dropLast() + (throughJ.map { isBetween($0) ? [$0] : [] } ?? [])
    return Cut(tree: through.last!.propagator, loops: loops.map(\.propagator))
  }

  /// Points cut off one by one: those with three lines first, then those with more, then the rest.
  ///
  /// A point can be cut off where the others stay connected. Cost: O(n̄²).
  func peeling() -> Cutting {
    var neighbours = [[Int]](repeating: [], count: points)
    var degrees = [Int](repeating: 0, count: points)
    for line in inner {
      neighbours[line.a].append(line.b)
      neighbours[line.b].append(line.a)
    }
    for line in lines {
      degrees[line.a] += 1
      degrees[line.b] += 1
    }
    var isThere = [Bool](repeating: true, count: points)
    var cuts: [Cut] = []
    var parts: [[Int]] = []
    for part in connectedParts {
      var rest = part
      while rest.count > 1 {
        let removable = Self.removable(rest, neighbours, isThere)
        let point = removable.min {
          let (a, b) = (degrees[$0], degrees[$1])
          return (a < 3 ? 1000 : a, $1) < (b < 3 ? 1000 : b, $0)
        }!
        let open = isThere
        cuts.append(
          cut { open[$0.a] && open[$0.b] && ($0.a == point) != ($0.b == point) })
        isThere[point] = false
        rest.removeAll { $0 == point }
        parts.append([point])
        for line in lines where line.a == point || line.b == point {
          degrees[line.a == point ? line.b : line.a] -= 1
        }
      }
      parts.append(rest)
    }
    // The last cut is the innermost.
    return Cutting(cuts: cuts.reversed(), parts: parts)
  }

  /// The points without which the rest of a connected set is connected (Tarjan's low points).
  private static func removable(
    _ set: [Int], _ neighbours: [[Int]], _ isThere: [Bool]
  ) -> [Int] {
    var order = [Int: Int](minimumCapacity: set.count)
    var low = [Int: Int](minimumCapacity: set.count)
    var isArticulation = Set<Int>()
    let root = set[0]
    var stack = [(point: root, parent: -1, next: 0)]
    order[root] = 0
    low[root] = 0
    var children = 0
    while let top = stack.last {
      if top.next < neighbours[top.point].count {
        stack[stack.count - 1].next += 1
        let other = neighbours[top.point][top.next]
        guard isThere[other], other != top.parent else { continue }
        if let seen = order[other] {
          low[top.point] = min(low[top.point]!, seen)
        } else {
          order[other] = order.count
          low[other] = order[other]
          if top.point == root { children += 1 }
          stack.append((other, top.point, 0))
        }
      } else {
        stack.removeLast()
        guard let above = stack.last else { continue }
        low[above.point] = min(low[above.point]!, low[top.point]!)
        if above.point != root, low[top.point]! >= order[above.point]! {
          isArticulation.insert(above.point)
        }
      }
    }
    if children > 1 { isArticulation.insert(root) }
    return set.filter { !isArticulation.contains($0) }
  }

  /// The cutting with the most cuts through three lines or more, by trying all on bit masks.
  func bestCutting() -> Cutting {
    precondition(points <= 20, "trying all cuts of \(points) points takes too long")
    let count = 1 << points
    var inside = [UInt8](repeating: 0, count: count)
    var isConnected = [Bool](repeating: false, count: count)
    var around = [Int](repeating: 0, count: points)
    for line in inner {
      around[line.a] |= 1 << line.b
      around[line.b] |= 1 << line.a
    }
    let bonds = lines.map { 1 << $0.a | 1 << $0.b }
    for set in 1..<count {
      inside[set] = UInt8(bonds.count { $0 & ~set == 0 })
      var reached = set & -set
      var fresh = reached
      while fresh != 0 {
        let point = fresh.trailingZeroBitCount
        fresh &= fresh - 1
        let new = around[point] & set & ~reached
        reached |= new
        fresh |= new
      }
      isConnected[set] = reached == set
    }
    var known = [Int: (cuts: Int, part: Int)]()
    func best(_ set: Int) -> (cuts: Int, part: Int) {
      if let value = known[set] { return value }
      var value = (cuts: 0, part: 0)
      // Each cut through three lines or more uses up as many.
      let most = Int(inside[set]) / 3
      let lowest = set & -set
      let others = set & ~lowest
      // Subsets of the others, the part without the lowest point.
      var part = others
      while part != 0, value.cuts < most {
        let rest = set & ~part
        if isConnected[part], isConnected[rest] {
          let between = Int(inside[set]) - Int(inside[part]) - Int(inside[rest])
          let here = (between >= 3 ? 1 : 0) + best(part).cuts + best(rest).cuts
          if here > value.cuts { value = (here, part) }
        }
        part = (part - 1) & others
      }
      known[set] = value
      return value
    }
    func members(_ set: Int) -> [Int] { (0..<points).filter { set >> $0 & 1 == 1 } }
    var cutting = Cutting(cuts: [], parts: [])
    func collect(_ set: Int) {
      let (cuts, part) = best(set)
      guard cuts > 0 else {
        cutting.parts.append(members(set))
        return
      }
      let rest = set & ~part
      collect(part)
      collect(rest)
      cutting.cuts.append(
        cut { line in
          let (a, b) = (1 << line.a, 1 << line.b)
          return (a & part != 0 && b & rest != 0) || (a & rest != 0 && b & part != 0)
        })
    }
    for part in connectedParts { collect(part.reduce(0) { $0 | 1 << $1 }) }
    return cutting
  }
}
