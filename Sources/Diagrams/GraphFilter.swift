/// A condition on graphs: members of some classes and of none of others.
public struct GraphFilter: Hashable, Sendable {
  public let required: GraphClasses
  public let excluded: GraphClasses

  public init(required: GraphClasses = [], excluded: GraphClasses = []) {
    self.required = required
    self.excluded = excluded
  }

  /// No condition.
  public static let none = GraphFilter()

  @inlinable
  public func accepts(_ classes: GraphClasses) -> Bool {
    classes.isSuperset(of: required) && classes.isDisjoint(with: excluded)
  }

  public func accepts(_ graph: Pairing) -> Bool { accepts(graph.classes) }

  /// Reads one condition: the name of a class, or `not-` and the name.
  ///
  /// - Returns: nil where there is no such class.
  public init?(_ text: String) {
    if let graphClass = GraphClass(rawValue: text) {
      self.init(required: GraphClasses(graphClass))
    } else if text.hasPrefix("not-"),
      let graphClass = GraphClass(rawValue: String(text.dropFirst(4)))
    {
      self.init(excluded: GraphClasses(graphClass))
    } else {
      return nil
    }
  }

  /// Both conditions at once.
  public func intersection(_ other: GraphFilter) -> GraphFilter {
    GraphFilter(
      required: required.union(other.required), excluded: excluded.union(other.excluded))
  }
}

/// Pruning: which contractions can still lead to a graph that the filter accepts.
extension GraphFilter {
  /// What may not be settled about a partial graph for some completion to be accepted.
  struct Forbidden {
    let traits: PartialGraph.Traits
    let needsConnected: Bool
    let needsIrreducible: Bool
    let needsSkeleton: Bool
    let narrowing: Narrowing

    /// The strictest rule for the partner of the lowest free vertex.
    enum Narrowing { case any, oneLine, noncrossing, decorated, basic, maximallyCrossed }

    init(_ filter: GraphFilter) {
      let (required, excluded) = (filter.required, filter.excluded)
      var traits: PartialGraph.Traits = []
      if required.contains(.basic) { traits.insert(.notBasic) }
      if required.contains(.maximallyCrossed) { traits.insert(.notMaximallyCrossed) }
      if required.contains(.decorated) { traits.formUnion([.undecorated, .crossing]) }
      if required.contains(.noncrossing) || excluded.contains(.crossing) {
        traits.insert(.crossing)
      }
      if excluded.contains(.nesting) { traits.insert(.nesting) }
      if required.contains(.skeleton) { traits.insert(.selfEnergy) }
      if required.contains(.connected) { traits.insert(.disconnected) }
      if required.contains(.irreducible) { traits.insert(.reducible) }
      if required.contains(.rungless) { traits.insert(.rung) }
      self.traits = traits
      needsConnected = required.contains(.connected)
      needsIrreducible = required.contains(.irreducible)
      needsSkeleton = required.contains(.skeleton)
      narrowing =
        required.contains(.basic)
        ? .basic
        : required.contains(.maximallyCrossed)
          ? .maximallyCrossed
          : required.contains(.decorated)
            ? .decorated
            : traits.contains(.crossing)
              ? .noncrossing : required.contains(.rungless) ? .oneLine : .any
    }
  }
}

extension GraphFilter.Forbidden {
  typealias Mask = PartialGraph.Mask

  /// The partners of the lowest free vertex that the strictest rule admits.
  ///
  /// Without crossings the partner lies before the first closer, an even number of vertices on.
  @inline(__always)
  func candidates(_ graph: PartialGraph, _ shape: PartialGraph.Shape) -> Mask {
    let f = graph.lowestFree
    let others = graph.free & ~f
    switch narrowing {
    case .any: return others
    case .oneLine:
      return others & (f & shape.leftLine != 0 ? shape.leftLine : ~shape.leftLine)
    case .noncrossing, .decorated:
      let odd: Mask = 0xAAAA_AAAA_AAAA_AAAA
      let beforeClosers = (graph.closers & (~graph.closers &+ 1)) &- 1
      let even = others & beforeClosers & (f & odd == 0 ? odd : ~odd)
      guard narrowing == .decorated else { return even }
      // A recollision, or a rung that leaves recollisions on the right line outside it.
      return f & shape.leftLine != 0 ? even & (f << 1 | ~shape.leftLine) : even & (f << 1)
    case .basic: return others & (shape.mirror >> Mask(f.trailingZeroBitCount))
    case .maximallyCrossed: return others & (f << Mask(shape.left))
    }
  }

  /// Whether a partial graph can still become one that is accepted.
  ///
  /// Exact for each class alone. For the classes that rest on components, the completion that
  /// contracts the free vertices as i ~ i+r/2 joins everything that can be joined: every component
  /// with a closer between free vertices.
  @inline(__always)
  func allows(_ graph: PartialGraph, _ shape: PartialGraph.Shape) -> Bool {
    guard graph.traits.isDisjoint(with: traits) else { return false }
    guard needsConnected || needsIrreducible || needsSkeleton, graph.free != 0 else {
      return true
    }
    return allowsComponents(graph, shape)
  }

  private func allowsComponents(_ graph: PartialGraph, _ shape: PartialGraph.Shape) -> Bool {
    let beyond = ~(Mask(1) << Mask(63 - graph.free.leadingZeroBitCount) - 1)
    // The ends of components all of whose closers lie beyond the free vertices.
    var final = graph.ends & beyond
    let inner = graph.closers & ~beyond
    if final != 0, inner != 0 {
      let top = Mask(1) << Mask(63 - inner.leadingZeroBitCount)
      // The component of the last inner closer goes on beyond: the first end there is its.
      if graph.ends & top == 0 { final &= final - 1 }
    }
    if needsConnected, final != 0 { return false }
    if needsIrreducible, final != 0, !graph.isAnchored(at: graph.ends, shape) { return false }
    if needsSkeleton {
      let oneLine = shape.leftLine | graph.rightOnly
      if final & oneLine != 0 { return false }
      let hasBothLines =
        graph.free & shape.leftLine != 0 && graph.free & ~shape.leftLine != 0
      if !hasBothLines, graph.ends & ~final & ~oneLine == 0 { return false }
    }
    return true
  }
}
