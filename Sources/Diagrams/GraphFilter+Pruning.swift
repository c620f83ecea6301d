/// Pruning: which contractions can still lead to a graph that the filter accepts.
extension GraphFilter {
  /// What a partial graph must look like for some completion to be accepted.
  ///
  /// Exact for each class alone; the complement of a class of few graphs prunes little. Where several
  /// conditions meet, a branch may turn out to be empty; `GraphWalk` then looks ahead in the
  /// table of completions.
  struct Forbidden {
    typealias Mask = PartialGraph.Mask

    /// What may not be settled about a partial graph.
    let traits: PartialGraph.Traits
    /// What must be settled about an accepted graph.
    let wanted: PartialGraph.Traits
    let needsConnected: Bool
    let needsIrreducible: Bool
    let needsSkeleton: Bool
    let isNoncrossing: Bool
    let narrowing: Narrowing

    /// The strictest rule for the partner of the lowest free vertex.
    enum Narrowing {
      case any, oneLine, noncrossing, noncrossingOneLine, decorated, basic, maximallyCrossed
    }

    /// - Parameter filter: a closure, see `GraphFilter.closure`.
    init(_ filter: GraphFilter) {
      let (required, excluded) = (filter.required, filter.excluded)
      var traits: PartialGraph.Traits = []
      if required.contains(.basic) { traits.insert(.notBasic) }
      if required.contains(.maximallyCrossed) { traits.insert(.notMaximallyCrossed) }
      if required.contains(.decorated) { traits.formUnion([.undecorated, .crossing]) }
      if required.contains(.noncrossing) { traits.insert(.crossing) }
      if excluded.contains(.nesting) { traits.insert(.nesting) }
      if required.contains(.skeleton) { traits.insert(.selfEnergy) }
      if required.contains(.connected) { traits.insert(.disconnected) }
      if required.contains(.irreducible) { traits.insert(.reducible) }
      if required.contains(.rungless) { traits.insert(.rung) }
      self.traits = traits
      var wanted: PartialGraph.Traits = []
      if required.contains(.crossing) { wanted.insert(.crossing) }
      if required.contains(.nesting) { wanted.insert(.nesting) }
      if excluded.contains(.rungless) { wanted.insert(.rung) }
      if excluded.contains(.skeleton) { wanted.insert(.selfEnergy) }
      if excluded.contains(.connected) { wanted.insert(.disconnected) }
      if excluded.contains(.irreducible) { wanted.insert(.reducible) }
      self.wanted = wanted
      needsConnected = required.contains(.connected)
      needsIrreducible = required.contains(.irreducible)
      needsSkeleton = required.contains(.skeleton)
      isNoncrossing = traits.contains(.crossing)
      narrowing =
        required.contains(.basic)
        ? .basic
        : required.contains(.maximallyCrossed)
          ? .maximallyCrossed
          : required.contains(.decorated)
            ? .decorated
            : !isNoncrossing
              ? (required.contains(.rungless) ? .oneLine : .any)
              : (required.contains(.rungless) ? .noncrossingOneLine : .noncrossing)
    }

    /// Whether several conditions meet, so that a branch they all allow may still be empty.
    var isCompound: Bool {
      (traits.subtracting([.notBasic, .notMaximallyCrossed]).rawValue | wanted.rawValue << 8)
        .nonzeroBitCount > 1
    }
  }
}

extension GraphFilter.Forbidden {
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
    case .noncrossing, .noncrossingOneLine, .decorated:
      let odd: Mask = 0xAAAA_AAAA_AAAA_AAAA
      let beforeClosers = (graph.closers & (~graph.closers &+ 1)) &- 1
      let even = others & beforeClosers & (f & odd == 0 ? odd : ~odd)
      if narrowing == .noncrossing { return even }
      if narrowing == .noncrossingOneLine {
        return even & (f & shape.leftLine != 0 ? shape.leftLine : ~shape.leftLine)
      }
      // A recollision, or a rung that leaves recollisions on the right line outside it.
      return f & shape.leftLine != 0 ? even & (f << 1 | ~shape.leftLine) : even & (f << 1)
    case .basic: return others & (shape.mirror >> Mask(f.trailingZeroBitCount))
    case .maximallyCrossed: return others & (f << Mask(shape.left))
    }
  }

  /// Whether a partial graph can still become one that is accepted.
  @inline(__always)
  func allows(_ graph: PartialGraph, _ shape: PartialGraph.Shape) -> Bool {
    guard graph.traits.isDisjoint(with: traits) else { return false }
    guard graph.free != 0 else { return graph.traits.isSuperset(of: wanted) }
    if needsConnected || needsIrreducible || needsSkeleton, !allowsComponents(graph, shape) {
      return false
    }
    return graph.traits.isSuperset(of: wanted) || canSettle(graph, shape)
  }

  /// For the classes that rest on components.
  ///
  /// The completion that contracts the free vertices as i ~ i+r/2 joins everything that can be
  /// joined: every component with a closer between free vertices.
  private func allowsComponents(_ graph: PartialGraph, _ shape: PartialGraph.Shape) -> Bool {
    let final = graph.finalEnds
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

  /// Whether each trait that is wanted and not there yet can still come about.
  private func canSettle(_ graph: PartialGraph, _ shape: PartialGraph.Shape) -> Bool {
    let missing = wanted.subtracting(graph.traits)
    if missing.contains(.crossing), !graph.canCross { return false }
    if missing.contains(.rung), !graph.canBridge(shape, isNoncrossing: isNoncrossing) {
      return false
    }
    if missing.contains(.nesting), !graph.canNest(shape) { return false }
    if missing.contains(.selfEnergy), !graph.canClose(shape, onOneLine: true) { return false }
    if missing.contains(.disconnected), !graph.canClose(shape, onOneLine: false) { return false }
    return true
  }
}

/// What can still come about.
extension PartialGraph {
  /// The ends of components all of whose closers lie beyond the free vertices: nothing can join them.
  @inline(__always)
  var finalEnds: Mask {
    let beyond = ~(Mask(1) << Mask(63 - free.leadingZeroBitCount) - 1)
    var final = ends & beyond
    let inner = closers & ~beyond
    if final != 0, inner != 0 {
      let top = Mask(1) << Mask(63 - inner.leadingZeroBitCount)
      // The component of the last inner closer goes on beyond: the first end there is its.
      if ends & top == 0 { final &= final - 1 }
    }
    return final
  }

  /// Four free vertices cross as 1-3, 2-4; two cross what closes between them.
  fileprivate var canCross: Bool {
    free.nonzeroBitCount >= 4
      || closers & (Mask(1) << Mask(63 - free.leadingZeroBitCount) - 1) != 0
  }

  /// A free vertex on each line and, without crossings, no closer between them.
  fileprivate func canBridge(_ shape: Shape, isNoncrossing: Bool) -> Bool {
    let (left, right) = (free & shape.leftLine, free & ~shape.leftLine)
    guard left != 0, right != 0 else { return false }
    guard isNoncrossing else { return true }
    let last = Mask(1) << Mask(63 - left.leadingZeroBitCount)
    let first = right & (~right &+ 1)
    return closers & (first - 1) & ~(last - 1) == 0
  }

  /// Four free vertices side by side on one line, or recollisions that fill the arc of a chain.
  fileprivate func canNest(_ shape: Shape) -> Bool {
    func hasFour(_ line: Mask) -> Bool {
      let pairs = line & (line >> 1)
      return pairs & (pairs >> 2) != 0
    }
    if hasFour(free & shape.leftLine) || hasFour(free & ~shape.leftLine) { return true }
    guard chainEnd != 0, closers & (~closers &+ 1) == chainEnd else { return false }
    return (free & (chainEnd - 1)).nonzeroBitCount % 2 == 0
  }

  /// Whether a component can be closed that leaves something outside it or, if asked for, that lies
  /// on one line.
  ///
  /// Its span is a closed interval. Either its contractions are all new: then two neighbouring
  /// vertices are free, and their contraction does. Or the interval holds the innermost so many
  /// components and the free vertices up to some place behind the last of their closers, an even
  /// number of them; and those may as well be contracted with one another.
  fileprivate func canClose(_ shape: Shape, onOneLine: Bool) -> Bool {
    let isAlone = closers == 0 && free.nonzeroBitCount == 2
    let lines: [Mask] =
      onOneLine ? [free & shape.leftLine, free & ~shape.leftLine] : [free]
    if !isAlone || onOneLine, lines.contains(where: { $0 & ($0 >> 1) != 0 }) { return true }
    var rest = ends
    while rest != 0 {
      let end = rest & (~rest &+ 1)
      rest &= rest - 1
      let inside = free & (end - 1)
      let isLeft = end & shape.leftLine != 0
      if onOneLine {
        // The free vertices inside lie before the end and behind the begin of a component on one line.
        guard isLeft || rightOnly & end != 0 else { return false }
        if !isLeft, inside & shape.leftLine != 0 { return false }
      }
      let later = closers & ~((end - 1) | end)
      let next = later & (~later &+ 1)
      var behind = free & ~(end - 1) & (next &- 1)
      if onOneLine, isLeft { behind &= shape.leftLine }
      let isEven = inside.nonzeroBitCount % 2 == 0
      guard isEven || behind != 0 else { continue }
      let taken = isEven ? inside : inside | (behind & (~behind &+ 1))
      if onOneLine || free & ~taken != 0 || later != 0 { return true }
    }
    return false
  }
}
