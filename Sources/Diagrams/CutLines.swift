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

    /// The last inner line goes into the tree.
    init(through inner: [Line], byJ: [Line]) {
      tree = inner.last!.propagator
      loops = (inner.dropLast() + byJ).map(\.propagator)
    }
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

  /// The cut between two sets.
  private func cut(_ isBetween: (Line) -> Bool) -> Cut {
    Cut(
      through: inner.filter(isBetween), byJ: throughJ.map { isBetween($0) ? [$0] : [] } ?? [])
  }

  /// Points cut off one by one: those with three lines first, then those with more, then the rest.
  ///
  /// A point can be cut off where the others stay connected. Cost: O(n̄²).
  func peeling() -> Cutting {
    var around = [[Line]](repeating: [], count: points)
    for line in inner {
      around[line.a].append(line)
      around[line.b].append(line)
    }
    var degrees = around.map(\.count)
    if let throughJ {
      degrees[throughJ.a] += 1
      degrees[throughJ.b] += 1
    }
    let neighbours = around.enumerated().map { point, lines in
      lines.map { $0.a == point ? $0.b : $0.a }
    }
    var isThere = [Bool](repeating: true, count: points)
    var search = ArticulationSearch(neighbours)
    var cuts: [Cut] = []
    var parts: [[Int]] = []
    for part in connectedParts {
      var rest = part
      while rest.count > 1 {
        search.run(over: rest, isThere)
        var place = 0
        var best = (Int.max, Int.max)
        for (index, point) in rest.enumerated() where !search.isArticulation[point] {
          let key = (degrees[point] < 3 ? 1000 : degrees[point], point)
          if key < best { (best, place) = (key, index) }
        }
        let point = rest[place]
        let open = isThere
        let joins = throughJ.map { $0.a == point || $0.b == point ? [$0] : [] } ?? []
        let (through, byJ) = (
          around[point].filter { open[$0.a] && open[$0.b] },
          joins.filter { open[$0.a] && open[$0.b] }
        )
        cuts.append(Cut(through: through, byJ: byJ))
        isThere[point] = false
        rest.remove(at: place)
        parts.append([point])
        for line in around[point] + joins { degrees[line.a == point ? line.b : line.a] -= 1 }
      }
      parts.append(rest)
    }
    // The last cut is the innermost.
    return Cutting(cuts: cuts.reversed(), parts: parts)
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

/// The points of a graph without which one of its connected parts falls apart (Tarjan's low points).
private struct ArticulationSearch {
  private let neighbours: [[Int]]
  /// By point: when it was reached, −1 before, and the earliest point its branch is joined to.
  private var order: [Int]
  private var low: [Int]
  private var stack: [(point: Int, parent: Int, next: Int)] = []
  /// By point, true only for points of the set last searched.
  private(set) var isArticulation: [Bool]

  init(_ neighbours: [[Int]]) {
    self.neighbours = neighbours
    order = Array(repeating: -1, count: neighbours.count)
    low = order
    isArticulation = Array(repeating: false, count: neighbours.count)
  }

  /// - Parameter set: the points of a connected part, those of `isThere` that can be reached.
  mutating func run(over set: [Int], _ isThere: [Bool]) {
    for point in set {
      order[point] = -1
      isArticulation[point] = false
    }
    let root = set[0]
    stack.removeAll(keepingCapacity: true)
    stack.append((root, -1, 0))
    order[root] = 0
    low[root] = 0
    var reached = 1
    var children = 0
    while let top = stack.last {
      if top.next < neighbours[top.point].count {
        stack[stack.count - 1].next += 1
        let other = neighbours[top.point][top.next]
        guard isThere[other], other != top.parent else { continue }
        if order[other] >= 0 {
          low[top.point] = min(low[top.point], order[other])
        } else {
          order[other] = reached
          low[other] = reached
          reached += 1
          if top.point == root { children += 1 }
          stack.append((other, top.point, 0))
        }
      } else {
        stack.removeLast()
        guard let above = stack.last else { continue }
        low[above.point] = min(low[above.point], low[top.point])
        if above.point != root, low[top.point] >= order[above.point] {
          isArticulation[above.point] = true
        }
      }
    }
    if children > 1 { isArticulation[root] = true }
  }
}
