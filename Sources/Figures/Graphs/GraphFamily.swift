public import Diagrams

/// The five families that a gallery sorts graphs into; each graph is in exactly one.
///
/// That a graph without crossing and nesting is a decorated ladder is the theorem of section 5.4 of
/// the source.
public enum GraphFamily: String, CaseIterable, Hashable, Sendable {
  case basic = "basic ladder"
  case decorated = "decorated ladder"
  case nesting
  case crossing
  case both = "crossing and nesting"

  public init(of pairing: Pairing) {
    switch (pairing.isNoncrossing, pairing.hasNesting) {
    case (true, true): self = .nesting
    case (false, false): self = .crossing
    case (false, true): self = .both
    case (true, false): self = pairing.isBasicLadder ? .basic : .decorated
    }
  }

  /// A word for CSS classes and file names.
  public var slug: String {
    switch self {
    case .basic: "basic"
    case .decorated: "decorated"
    case .nesting: "nesting"
    case .crossing: "crossing"
    case .both: "both"
    }
  }
}

/// What a contraction is in its graph, which decides how it is drawn.
enum ArcRole: String, CaseIterable {
  case rung
  case recollision
  /// In at least one crossing.
  case crossing
  /// The outer arc of a nesting, in no crossing.
  case nesting
  /// On one line, over something that is neither crossing it nor a row of recollisions.
  case other

  /// The roles of all contractions of a graph, in their order.
  static func roles(in pairing: Pairing) -> [ArcRole] {
    let contractions = pairing.contractions
    let nested = Set(pairing.nestings.map(\.arc))
    return contractions.map { arc in
      if contractions.contains(where: { $0.crosses(arc) }) { return .crossing }
      if nested.contains(arc) { return .nesting }
      if pairing.isOnLeftLine(arc.first) != pairing.isOnLeftLine(arc.second) { return .rung }
      return arc.second.index == arc.first.index + 1 ? .recollision : .other
    }
  }
}
