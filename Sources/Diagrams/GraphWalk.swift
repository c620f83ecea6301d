/// The recursion behind `GraphSearch`.
struct GraphWalk {
  private let shape: PartialGraph.Shape
  private let size: Int
  private let left: Int
  private let filter: GraphFilter
  private let forbidden: GraphFilter.Forbidden
  /// The partners that the first graph and the graph after the last choose at each step, as bits.
  private let first: [PartialGraph.Mask]?
  private let end: [PartialGraph.Mask]?
  private var partners: [Int32]
  private var completions: Completions
  private var counts = GraphTally()
  private(set) var effort = GraphSearch.Effort()
  /// With this many free vertices the table takes over; 0 for never.
  private let horizon: Int
  /// Whether branches are looked up in the table before they are entered.
  private let looksAhead: Bool
  /// Whether the one graph of each of these classes, which the table leaves out, is accepted.
  private let acceptsBasic: Bool
  private let acceptsMaximallyCrossed: Bool

  /// - Returns: nil where no graph can satisfy the filter.
  init?(_ search: GraphSearch, from first: Pairing?, to end: Pairing?) {
    guard let closure = search.closure else { return nil }
    size = search.left + search.right
    left = search.left
    shape = PartialGraph.Shape(left: left, size: size)
    filter = closure
    forbidden = GraphFilter.Forbidden(closure)
    self.first = first.map(Self.choices)
    self.end = end.map(Self.choices)
    partners = Array(repeating: 0, count: size)
    let single: GraphClasses = [GraphClasses(.basic), GraphClasses(.maximallyCrossed)]
    let isPlain =
      search.filter.required.union(search.filter.excluded).isDisjoint(with: single)
      && closure.required.isDisjoint(with: single)
    let isDecorated = closure.required.contains(.decorated)
    horizon =
      !isPlain ? 0 : isDecorated ? 24 : forbidden.isNoncrossing ? 16 : size > 20 ? 10 : 8
    // Catalan's numbers, and (2m−1)!!.
    completions = Completions(
      closure, forbidden: forbidden.traits, search.table,
      largest: isDecorated ? 208_012 : forbidden.isNoncrossing ? 1430 : 945)
    looksAhead = closure.required.isDisjoint(with: single) && forbidden.isCompound
    func accepts(partner: (Int) -> Int) -> Bool {
      guard search.left == search.right else { return false }
      let partners = (0..<search.left).map { Int32(partner($0)) }
      var inverse = [Int32](repeating: 0, count: search.left)
      for (vertex, partner) in partners.enumerated() {
        inverse[Int(partner) - search.left] = Int32(vertex)
      }
      return closure.accepts(Pairing(left: search.left, unchecked: partners + inverse))
    }
    acceptsBasic = accepts { search.left + search.right - 1 - $0 }
    acceptsMaximallyCrossed = accepts { search.left + $0 }
  }

  /// The partner of the lowest free vertex, step by step.
  private static func choices(_ graph: Pairing) -> [PartialGraph.Mask] {
    graph.contractions.map { 1 << PartialGraph.Mask($0.second.index - 1) }
  }

  /// Visits the completions of `graph`; false once `body` has asked to stop.
  mutating func forEach(
    _ graph: PartialGraph, depth: Int, isAtFirst: Bool = true, isAtEnd: Bool = true,
    _ body: (Pairing) throws -> Bool
  ) rethrows -> Bool {
    guard graph.free != 0 else {
      // The graph of `end` itself is beyond the last.
      guard !(isAtEnd && end != nil), filter.accepts(graph.classes(shape)) else { return true }
      effort.graphs += 1
      return try body(Pairing(left: left, unchecked: partners))
    }
    let f = graph.lowestFree
    var branches = bounded(graph, depth, isAtFirst: isAtFirst, isAtEnd: isAtEnd)
    while let child = branches.next(forbidden, shape) {
      guard !looksAhead || hasCompletion(child) else { continue }
      let j = branches.partner
      partners[f.trailingZeroBitCount] = Int32(j.trailingZeroBitCount)
      partners[j.trailingZeroBitCount] = Int32(f.trailingZeroBitCount)
      let before = effort.graphs
      effort.branches += 1
      let goesOn = try forEach(
        child, depth: depth + 1, isAtFirst: isAtFirst && first?[depth] == j,
        isAtEnd: isAtEnd && end?[depth] == j, body)
      if !goesOn { return false }
      if effort.graphs == before { effort.inVain += 1 }
    }
    return true
  }

  /// Whether the table knows of an accepted completion; true where it is not asked.
  private mutating func hasCompletion(_ graph: PartialGraph) -> Bool {
    guard 1...Self.lookAhead ~= graph.free.nonzeroBitCount else { return true }
    let reduced = ReducedGraph(graph, shape)
    guard let key = reduced.key else { return true }
    return completions.columns(reduced, key).total > 0
  }

  /// The most free vertices for which branches are looked up: more than that are seldom in vain.
  private static let lookAhead = 8

  /// What the lowest free vertex of a graph can be contracted with, one partner after the other.
  private struct Branches {
    let graph: PartialGraph
    var rest: PartialGraph.Mask
    /// The partner in the graph returned last.
    private(set) var partner: PartialGraph.Mask = 0

    init(_ graph: PartialGraph, _ candidates: PartialGraph.Mask) {
      self.graph = graph
      rest = candidates
    }

    @inline(__always)
    mutating func next(
      _ forbidden: GraphFilter.Forbidden, _ shape: PartialGraph.Shape
    ) -> PartialGraph? {
      while rest != 0 {
        partner = rest & (~rest &+ 1)
        rest &= rest - 1
        var child = graph
        child.contract(with: partner, shape)
        if forbidden.allows(child, shape) { return child }
      }
      return nil
    }
  }

  /// The branches between the bounds, as long as the path is that of a bound.
  @inline(__always)
  private func bounded(
    _ graph: PartialGraph, _ depth: Int, isAtFirst: Bool, isAtEnd: Bool
  ) -> Branches {
    var branches = Branches(graph, forbidden.candidates(graph, shape))
    if isAtFirst, let first { branches.rest &= ~(first[depth] - 1) }
    if isAtEnd, let end { branches.rest &= end[depth] | (end[depth] - 1) }
    return branches
  }

  mutating func tally() -> GraphTally {
    tallyBounded(PartialGraph(size: size), depth: 0, isAtFirst: true, isAtEnd: true)
    return counts + completions.tally
  }

  /// Counts on the path of a bound, where parts of a branch lie outside.
  private mutating func tallyBounded(
    _ graph: PartialGraph, depth: Int, isAtFirst: Bool, isAtEnd: Bool
  ) {
    let isAtFirst = isAtFirst && first != nil
    let isAtEnd = isAtEnd && end != nil
    guard isAtFirst || isAtEnd else {
      tallyAll(graph, freeCount: graph.free.nonzeroBitCount)
      return
    }
    guard graph.free != 0 else {
      if !isAtEnd { count(graph) }
      return
    }
    var branches = bounded(graph, depth, isAtFirst: isAtFirst, isAtEnd: isAtEnd)
    while let child = branches.next(forbidden, shape) {
      tallyBounded(
        child, depth: depth + 1, isAtFirst: isAtFirst && first?[depth] == branches.partner,
        isAtEnd: isAtEnd && end?[depth] == branches.partner)
    }
  }

  private mutating func tallyAll(_ graph: PartialGraph, freeCount: Int) {
    if freeCount <= horizon, freeCount > 0 {
      let reduced = ReducedGraph(graph, shape)
      if let key = reduced.key {
        completions.meet(reduced, key)
        countSingles(graph)
        return
      }
    }
    guard freeCount > 0 else {
      count(graph)
      return
    }
    var branches = Branches(graph, forbidden.candidates(graph, shape))
    while let child = branches.next(forbidden, shape) { tallyAll(child, freeCount: freeCount - 2) }
  }

  /// Counts the members of the classes that the table leaves out.
  @inline(__always)
  private mutating func countSingles(_ graph: PartialGraph) {
    if acceptsBasic, !graph.traits.contains(.notBasic) { counts.addMember(of: .basic) }
    if acceptsMaximallyCrossed, !graph.traits.contains(.notMaximallyCrossed) {
      counts.addMember(of: .maximallyCrossed)
    }
  }

  private mutating func count(_ graph: PartialGraph) {
    let classes = graph.classes(shape)
    if filter.accepts(classes) { counts.add(classes) }
  }
}
