public import Exact

/// A search through the graphs of `Γ_{n,ñ}` that a filter accepts, in lexicographic order.
///
/// The search contracts the lowest free vertex with each later one in turn and leaves a branch as
/// soon as it can lead to no accepted graph, so that its cost does not grow with the number of
/// graphs outside the class: what several conditions imply together is worked out beforehand
/// (`GraphFilter.closure`), each is exact, and with few vertices left the numbers of completions
/// are looked up. Listing takes the memory of one graph, a tally that of a `CompletionTable`, which
/// all threads and parts share. The number of vertices is at most 62.
public struct GraphSearch: Sendable {
  public let left: Int
  public let right: Int
  public let filter: GraphFilter
  /// The filter with its implications; nil where nothing can satisfy it.
  let closure: GraphFilter?
  let table = CompletionTable()
  /// The narrowest class with ranks of its own that holds all accepted graphs.
  private let ranks: ClassRanks

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
    closure = filter.closure(left: left, right: right)
    let held = try ClassRanks(left: left, right: right, holding: filter)
    let all = try ClassRanks(left: left, right: right, graphClass: .all)!
    ranks = held ?? all
  }

  /// A bound on the number of accepted graphs: that of the narrowest class whose graphs are numbered.
  public var atMost: Integer { closure == nil ? 0 : ranks.count }

  /// Calls `body` with each graph from `first` on, as long as it returns true.
  ///
  /// - Parameters:
  ///   - first: where to begin, if not at the beginning; itself included.
  ///   - end: where to end, if not at the end; itself excluded.
  public func forEach(
    from first: Pairing? = nil, to end: Pairing? = nil, _ body: (Pairing) throws -> Bool
  ) rethrows {
    guard var walk = GraphWalk(self, from: first, to: end) else { return }
    _ = try walk.forEach(PartialGraph(size: left + right), depth: 0) { try body($0) }
  }

  /// What a listing cost.
  package struct Effort: Sendable {
    /// The graphs listed.
    package var graphs = 0
    /// The branches entered: each contracts one vertex more.
    package var branches = 0
    /// The branches among them that held no accepted graph.
    package var inVain = 0
  }

  /// Lists the first `limit` graphs from `first` on, and says what that cost.
  package func effort(from first: Pairing? = nil, limit: Int = .max) -> Effort {
    guard var walk = GraphWalk(self, from: first, to: nil) else { return Effort() }
    var found = 0
    _ = walk.forEach(PartialGraph(size: left + right), depth: 0) { _ in
      found += 1
      return found < limit
    }
    return walk.effort
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
    guard var walk = GraphWalk(self, from: first, to: end) else { return GraphTally() }
    return walk.tally()
  }

  /// A part of equal numbers of graphs: its first graph and the first after it, nil at the rims.
  ///
  /// The parts have equal numbers of graphs of the narrowest class that is numbered (`ClassRanks`)
  /// and holds all accepted ones: part r of m holds those whose rank ρ in that class satisfies
  /// `⌊ρm/count⌋ = r−1`. Parts follow one another, and their union is the whole.
  ///
  /// - Returns: nil where the part is empty.
  public func bounds(part: Int, of count: Int) -> (first: Pairing?, end: Pairing?)? {
    precondition(1...count ~= part, "part \(part) of \(count) is none of 1…\(count)")
    let total = ranks.count
    // The smallest rank ρ with ρ·count ≥ index·total.
    func rank(_ index: Int) -> Integer {
      (Integer(index) * total + Integer(count - 1)) / Integer(count)
    }
    let (first, end) = (rank(part - 1), rank(part))
    guard first < end else { return nil }
    return (
      first == 0 ? nil : ranks.graph(rank: first), end == total ? nil : ranks.graph(rank: end)
    )
  }
}
