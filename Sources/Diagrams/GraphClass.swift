/// A class of contraction graphs; each case says what its members satisfy.
///
/// An interval of consecutive vertices is *closed* if every contraction that has one end in it has
/// both. The raw value is the name of the class on the command line.
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, section 5.4, with the
/// indices corrected as in docs/misprints.md.
public enum GraphClass: String, CaseIterable, Hashable, Sendable {
  /// Every graph.
  case all
  /// n = ñ and `ℓ ~ 2n+1−ℓ` for every ℓ: the ladder of n rungs.
  case basic
  /// Every contraction is an immediate recollision or a rung, and no two rungs cross.
  case decorated
  /// No two contractions with `ℓ < j < ℓ' < j'`.
  case noncrossing
  /// Not noncrossing.
  case crossing
  /// Some `ℓ ~ ℓ+2k+1` on one line, k ≥ 1, with k immediate recollisions inside.
  case nesting
  /// No closed interval on one line: no self-energy insertion.
  case skeleton
  /// The contractions, joined where they cross, form one connected graph.
  case connected
  /// No closed interval other than the whole contains or touches the place of the J-vertex.
  case irreducible
  /// n = ñ and `ℓ ~ n+ℓ`: the rungs in antiladder order.
  case maximallyCrossed = "maximally-crossed"
  /// No contraction between the lines.
  case rungless
}

/// A set of graph classes, in one machine word.
public struct GraphClasses: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16

  @inlinable
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  @inlinable
  public init(_ graphClass: GraphClass) {
    self.init(rawValue: 1 << Self.index(graphClass))
  }

  @inlinable
  public func contains(_ graphClass: GraphClass) -> Bool { contains(Self(graphClass)) }

  /// The members in the order of `GraphClass.allCases`.
  public var members: [GraphClass] { GraphClass.allCases.filter { contains($0) } }

  /// The place of a class in `GraphClass.allCases`.
  @inlinable
  public static func index(_ graphClass: GraphClass) -> UInt16 {
    switch graphClass {
    case .all: 0
    case .basic: 1
    case .decorated: 2
    case .noncrossing: 3
    case .crossing: 4
    case .nesting: 5
    case .skeleton: 6
    case .connected: 7
    case .irreducible: 8
    case .maximallyCrossed: 9
    case .rungless: 10
    }
  }
}
