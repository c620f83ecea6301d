import Exact

/// A search through the graphs of `Γ_{n,ñ}` that a filter accepts, in lexicographic order.
///
/// The search contracts the lowest free vertex with each later one in turn and leaves a branch as
/// soon as it can lead to no accepted graph, so that for one class its cost does not grow with the
/// number of graphs outside the class; a condition on several classes prunes by each of them.
/// Memory is that of one graph. The number of vertices is at most 62.
public struct GraphSearch: Sendable {
  public let left: Int
  public let right: Int
  public let filter: GraphFilter

  /// The largest number n + ñ of vertices of a search.
  public static let maximumSize = PartialGraph.maximumSize

  public init(left: Int, right: Int, filter: GraphFilter = .none) throws(PairingError) {
    let shape = try PairingSequence(left: left, right: right)
    precondition(
      left + right <= Self.maximumSize,
      "a search takes at most \(Self.maximumSize) vertices, got \(left + right)")
    self.left = shape.left
    self.right = shape.right
    self.filter = filter
  }

  /// Calls `body` with each graph from `first` on, as long as it returns true.
  ///
  /// - Parameters:
  ///   - first: where to begin, if not at the beginning; itself included.
  ///   - end: where to end, if not at the end; itself excluded.
  public func forEach(
    from first: Pairing? = nil, to end: Pairing? = nil, _ body: (Pairing) throws -> Bool
  ) rethrows {
    var walk = GraphWalk(self, from: first, to: end)
    _ = try walk.forEach(PartialGraph(size: left + right), depth: 0) { try body($0) }
  }

  /// Counts the graphs by class.
  ///
  /// Every graph is visited or belongs to the completions, tabulated by their classes, of a partial
  /// graph that is visited; see `CompletionTable`.
  ///
  /// - Parameters:
  ///   - first: where to begin, if not at the beginning; itself included.
  ///   - end: where to end, if not at the end; itself excluded.
  public func tally(from first: Pairing? = nil, to end: Pairing? = nil) -> GraphTally {
    var walk = GraphWalk(self, from: first, to: end)
    return walk.tally()
  }

  /// A part of equal numbers of graphs: its first graph and the first after it, nil at the rims.
  ///
  /// Part r of m holds the graphs whose rank ρ among all of them satisfies `⌊ρm/(2n̄−1)!!⌋ = r−1`;
  /// parts follow one another, and their union is the whole.
  ///
  /// - Returns: nil where the part is empty.
  public func bounds(part: Int, of count: Int) -> (first: Pairing?, end: Pairing?)? {
    precondition(1...count ~= part, "part \(part) of \(count) is none of 1…\(count)")
    let total = Integer.pairings((left + right) / 2)
    // The smallest rank ρ with ρ·count ≥ index·total.
    func rank(_ index: Int) -> Integer {
      (Integer(index) * total + Integer(count - 1)) / Integer(count)
    }
    let (first, end) = (rank(part - 1), rank(part))
    guard first < end else { return nil }
    func graph(_ rank: Integer) -> Pairing { Pairing(left: left, right: right, rank: rank) }
    return (first == 0 ? nil : graph(first), end == total ? nil : graph(end))
  }
}
