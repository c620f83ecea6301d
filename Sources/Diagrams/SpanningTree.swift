/// An admissible spanning tree of a contraction graph.
///
/// The graph has N+3 vertices (left end, interaction vertices, J-vertex, right end) and as edges
/// the N+2 propagators and n̄ contraction lines. An admissible tree contains every contraction
/// line, hence n̄+2 propagators, and exactly one of the two propagators `u_n`, `u_{n+1}` at the
/// J-vertex. The n̄ propagators outside the tree carry the loop momenta.
///
/// A graph without a rung has no such tree, because only the J-vertex joins its lines; there the
/// trees contain both propagators at the J-vertex.
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, section 5.5.
public struct SpanningTree: Hashable, Sendable {
  public let pairing: Pairing
  /// The n̄+2 propagators of the tree, ascending.
  public let propagators: [Propagator]
  /// The n̄ propagators outside the tree, ascending; the j-th carries the loop momentum `k_j`.
  public let loops: [Propagator]

  /// Takes propagators known to form an admissible tree, ascending.
  init(pairing: Pairing, unchecked propagators: [Propagator]) {
    self.pairing = pairing
    self.propagators = propagators
    var isInTree = [Bool](repeating: false, count: pairing.propagatorCount)
    for propagator in propagators { isInTree[propagator.index] = true }
    loops = isInTree.indices.filter { !isInTree[$0] }.map { Propagator($0) }
  }

  /// The tree that a greedy search from the right finds, with `u_{n+1}` at the J-vertex.
  ///
  /// The loop momenta are those of the leftmost propagators possible: for the basic ladder all of
  /// `u_1…u_n`. Cost: O(N α(N)).
  public init(of pairing: Pairing) {
    self.init(
      of: pairing,
      preferring: (0..<pairing.propagatorCount).reversed().lazy.filter {
        $0 != pairing.left || pairing.isRungless
      })
  }

  /// The tree of Kruskal's algorithm: each propagator in turn that closes no loop.
  ///
  /// The propagators offered hold an admissible tree and respect the choice at the J-vertex.
  init(of pairing: Pairing, preferring order: some Sequence<Int>) {
    let ends = pairing.propagatorEnds
    var sets = DisjointSets(count: pairing.order + 3)
    var chosen: [Propagator] = []
    for propagator in order where sets.unite(ends[propagator].tail, ends[propagator].head) {
      chosen.append(Propagator(propagator))
    }
    precondition(chosen.count == pairing.order + 2, "the propagators offered span \(pairing)")
    self.init(pairing: pairing, unchecked: chosen.sorted())
  }

  /// The tree with the given propagators, or nil where they form no admissible tree.
  public init?(of pairing: Pairing, propagators: [Propagator]) {
    let ends = pairing.propagatorEnds
    var sets = DisjointSets(count: pairing.order + 3)
    guard propagators.count == pairing.order + 2 else { return nil }
    for propagator in propagators {
      guard ends.indices.contains(propagator.index),
        sets.unite(ends[propagator.index].tail, ends[propagator.index].head)
      else { return nil }
    }
    let atJ = propagators.count {
      $0.index == pairing.left || $0.index == pairing.left + 1
    }
    guard atJ == (pairing.isRungless ? 2 : 1) else { return nil }
    self.init(pairing: pairing, unchecked: propagators.sorted())
  }

  public func contains(_ propagator: Propagator) -> Bool {
    var (low, high) = (0, propagators.count)
    while low < high {
      let middle = (low + high) / 2
      if propagators[middle] < propagator { low = middle + 1 } else { high = middle }
    }
    return low < propagators.count && propagators[low] == propagator
  }
}

extension Pairing {
  /// N + 2
  public var propagatorCount: Int { size + 2 }

  /// Where a propagator begins and ends, left to right, once each contraction line is a point.
  struct PropagatorEnds {
    let tail: Int
    let head: Int
  }

  /// The points are the contractions 0..<n̄ by first ends, the J-vertex, the left and right end.
  var propagatorEnds: [PropagatorEnds] {
    let (j, leftEnd, rightEnd) = (order, order + 1, order + 2)
    var point = [Int](repeating: 0, count: size)
    for (number, contraction) in contractions.enumerated() {
      point[contraction.first.index - 1] = number
      point[contraction.second.index - 1] = number
    }
    let leftLine = [leftEnd] + point[..<left] + [j]
    let rightLine = [j] + point[left...] + [rightEnd]
    return [leftLine, rightLine].flatMap { line in
      zip(line, line.dropFirst()).map { PropagatorEnds(tail: $0, head: $1) }
    }
  }
}

/// A partition of 0..<count into sets that can be united (union by size, path halving).
struct DisjointSets {
  private var parents: [Int]
  private var sizes: [Int]
  private(set) var setCount: Int

  init(count: Int) {
    parents = Array(0..<count)
    sizes = Array(repeating: 1, count: count)
    setCount = count
  }

  mutating func root(of element: Int) -> Int {
    var element = element
    while parents[element] != element {
      parents[element] = parents[parents[element]]
      element = parents[element]
    }
    return element
  }

  /// Unites the sets of two elements; false where they were in one already.
  mutating func unite(_ a: Int, _ b: Int) -> Bool {
    var (a, b) = (root(of: a), root(of: b))
    guard a != b else { return false }
    if sizes[a] < sizes[b] { swap(&a, &b) }
    parents[b] = a
    sizes[a] += sizes[b]
    setCount -= 1
    return true
  }
}
