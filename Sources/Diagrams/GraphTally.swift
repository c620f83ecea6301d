/// Numbers of graphs by class, counted by visiting them; tallies of parts add up to the whole.
public struct GraphTally: Hashable, Sendable {
  /// By the place of the class in `GraphClass.allCases`.
  private var counts: [Int]
  /// Graphs with both a crossing and a nesting.
  public private(set) var crossingAndNesting: Int

  /// A tally of nothing.
  public init() {
    counts = Array(repeating: 0, count: GraphClass.allCases.count)
    crossingAndNesting = 0
  }

  /// - Parameter counts: by the place of the class in `GraphClass.allCases`.
  public init(counts: [Int], crossingAndNesting: Int) {
    precondition(counts.count == GraphClass.allCases.count, "a count for each class")
    self.counts = counts
    self.crossingAndNesting = crossingAndNesting
  }

  /// The number of graphs visited.
  public var total: Int { self[.all] }

  public subscript(graphClass: GraphClass) -> Int {
    counts[Int(GraphClasses.index(graphClass))]
  }

  /// Adds one graph of the given classes.
  mutating func add(_ classes: GraphClasses) {
    for index in counts.indices where classes.rawValue >> index & 1 == 1 { counts[index] += 1 }
    if classes.isSuperset(of: [GraphClasses(.crossing), GraphClasses(.nesting)]) {
      crossingAndNesting += 1
    }
  }

  /// Adds to the count of one class alone.
  mutating func addMember(of graphClass: GraphClass) {
    counts[Int(GraphClasses.index(graphClass))] += 1
  }

  public static func + (a: GraphTally, b: GraphTally) -> GraphTally {
    GraphTally(
      counts: zip(a.counts, b.counts).map { $0 + $1 },
      crossingAndNesting: a.crossingAndNesting + b.crossingAndNesting)
  }

  public static func += (a: inout GraphTally, b: GraphTally) { a = a + b }
}
