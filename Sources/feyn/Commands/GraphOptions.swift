import Diagrams

/// The options that choose a set of graphs: the sizes of the lines and the classes.
enum GraphOptions {
  static let left = Option.integer(
    "left", "n", in: 0...1_000_000, help: "Vertices on the left particle line.")
  static let right = Option.integer(
    "right", "m", in: 0...1_000_000, help: "Vertices on the right particle line.")

  static let names = GraphClass.allCases.map(\.rawValue)

  static let filters = Option.list(
    "class", "CLASSES", words: names + names.map { "not-" + $0 },
    expected: "classes among \(names.joined(separator: ", ")), or not- and one of them",
    help: "Only graphs in all of these classes; not- before a name excludes it.",
    element: { GraphFilter($0) })

  static var specifications: [OptionSpecification] {
    [left.specification, right.specification, filters.specification]
  }

  /// All conditions at once.
  static func filter(_ arguments: Arguments) throws(Failure) -> GraphFilter {
    (try arguments.ifGiven(filters) ?? []).reduce(.none) { $0.intersection($1) }
  }

  /// The graphs that `--left`, `--right` and `--class` choose.
  static func search(_ arguments: Arguments) throws(Failure) -> GraphSearch {
    let (left, right) = (try arguments[left], try arguments[right])
    guard left + right <= GraphSearch.maximumSize else {
      throw .usage(
        "--left \(left) --right \(right): expected at most \(GraphSearch.maximumSize) vertices"
          + " in all, since graphs are visited one by one")
    }
    let filter = try filter(arguments)
    return try sized(left, right) { () throws(PairingError) in
      try GraphSearch(left: left, right: right, filter: filter)
    }
  }

  /// What `body` makes of sizes, their sum known to be even and positive or refused.
  static func sized<Value>(
    _ left: Int, _ right: Int, _ body: () throws(PairingError) -> Value
  ) throws(Failure) -> Value {
    do throws(PairingError) {
      return try body()
    } catch {
      throw .usage("--left \(left) --right \(right): \(error)")
    }
  }
}
