/// Which classes a graph belongs to, each in O(N).
extension Pairing {
  public func isMember(of graphClass: GraphClass) -> Bool {
    switch graphClass {
    case .all: true
    case .basic: isBasicLadder
    case .decorated: isDecoratedLadder
    case .noncrossing: isNoncrossing
    case .crossing: !isNoncrossing
    case .nesting: hasNesting
    case .skeleton: isSkeleton
    case .connected: isConnected
    case .irreducible: isIrreducible
    case .maximallyCrossed: isMaximallyCrossed
    case .rungless: isRungless
    }
  }

  /// All classes the graph belongs to.
  public var classes: GraphClasses {
    var classes: GraphClasses = []
    for graphClass in GraphClass.allCases where isMember(of: graphClass) {
      classes.insert(GraphClasses(graphClass))
    }
    return classes
  }

  /// n = ñ and `ℓ ~ 2n+1−ℓ`.
  public var isBasicLadder: Bool {
    left == right && (0..<left).allSatisfy { Int(partners[$0]) == size - 1 - $0 }
  }

  /// n = ñ and `ℓ ~ n+ℓ`.
  public var isMaximallyCrossed: Bool {
    left == right && (0..<left).allSatisfy { Int(partners[$0]) == left + $0 }
  }

  public var isRungless: Bool { (0..<left).allSatisfy { partners[$0] < left } }

  /// Only immediate recollisions and rungs, the rungs one inside the other.
  public var isDecoratedLadder: Bool {
    var innermost = size
    for vertex in 0..<size {
      let partner = Int(partners[vertex])
      guard vertex < partner else { continue }
      if vertex < left, left <= partner {
        guard partner < innermost else { return false }
        innermost = partner
      } else if partner != vertex + 1 {
        return false
      }
    }
    return true
  }

  /// No crossing: read as brackets, the contractions close in the reverse of their order.
  public var isNoncrossing: Bool {
    var open: [Int32] = []
    for vertex in 0..<Int32(size) {
      let partner = partners[Int(vertex)]
      if vertex < partner {
        open.append(vertex)
      } else if open.removeLast() != partner {
        return false
      }
    }
    return true
  }

  /// Some `ℓ ~ ℓ+2k+1` on one line over nothing but k ≥ 1 immediate recollisions.
  public var hasNesting: Bool { !nestings(limit: 1).isEmpty }

  /// No closed interval on one line: each component of crossing contractions spans the J-vertex.
  ///
  /// A closed interval is a union of components, and the span of a component is closed: a
  /// contraction with one end inside and none of the component crossed would split it in two.
  public var isSkeleton: Bool {
    components.allSatisfy { $0.first.index <= left && left < $0.last.index }
  }

  /// One component of crossing contractions.
  public var isConnected: Bool { components.count == 1 }

  /// The smallest closed intervals around the two vertices next to the J-vertex are the whole.
  public var isIrreducible: Bool {
    (left == 0 || closure(of: left - 1) == 0..<size)
      && (right == 0 || closure(of: left) == 0..<size)
  }

  /// The smallest closed interval that contains a vertex, both counted from 0.
  func closure(of vertex: Int) -> Range<Int> {
    var (seenFrom, seenTo) = (vertex, vertex)
    var (from, to) = (vertex, vertex + 1)
    while seenFrom > from || seenTo < to {
      let next: Int
      if seenTo < to {
        next = seenTo
        seenTo += 1
      } else {
        seenFrom -= 1
        next = seenFrom
      }
      let partner = Int(partners[next])
      from = min(from, partner)
      to = max(to, partner + 1)
    }
    return from..<to
  }
}
