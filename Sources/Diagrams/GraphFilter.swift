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
