import Diagrams
import Exact
import Figures
import Torus

/// `feyn count`: the exact numbers of graphs by class.
struct CountCommand: Command {
  static let order = Option.integer(
    "order", "N", in: 1...100_000,
    help: "Contractions: one row for each split of 2N vertices, instead of --left and --right.")
  static let classes = Option.list(
    "class", "CLASSES", words: GraphOptions.names,
    expected: "classes among \(GraphOptions.names.joined(separator: ", "))",
    help: "Only these columns; all, decorated, noncrossing and crossing are fast at any size.",
    element: { GraphClass(rawValue: $0) })

  enum Distribution: String, CaseIterable { case crossings, rungs, recollisions }
  static let distribution = Option<Distribution>.choice(
    "distribution", help: "How many graphs have each number of these, instead of the classes.")

  static let specification = CommandSpecification(
    name: "count",
    abstract: "Prints the exact numbers of contraction graphs by class.",
    formula: """
      all           (2N−1)!!,   2N = n + m
      noncrossing   C(2N, N)/(N+1);   crossing = all − noncrossing
      decorated     Σ_k C((n+k)/2, k) C((m+k)/2, k),   k ≡ n ≡ m (mod 2)
      connected     C_1 = 1,  C_N = (N−1) Σ C_i C_{N−i}
      mirror_orbits (all + mirror_symmetric)/2 for n = m; else all, as the mirror image has other lines
      nesting, skeleton, irreducible, mirror_symmetric: see docs/counting.md
      """,
    required: [.one(of: ["left", "right"], ["order"])],
    options: [
      GraphOptions.left.specification, GraphOptions.right.specification, order.specification,
      classes.specification, distribution.specification,
    ],
    example: Example(
      "count --left 4 --right 4 --class all,decorated,crossing,nesting",
      output: """
        # feyn 0.1.0 | feyn count --left 4 --right 4 --class all,decorated,crossing,nesting | seed 1
        left  right  all  decorated  crossing  nesting
           4      4  105         11        91        5
        """))

  let splits: [(left: Int, right: Int)]
  let chosen: [GraphClass]
  let hasEverything: Bool
  let distribution: Distribution?

  init(_ arguments: Arguments) throws {
    if let order = try arguments.ifGiven(Self.order) {
      try arguments.exclude(Self.order, GraphOptions.left)
      try arguments.exclude(Self.order, GraphOptions.right)
      splits = (0...2 * order).map { ($0, 2 * order - $0) }
    } else {
      let (left, right) = (try arguments[GraphOptions.left], try arguments[GraphOptions.right])
      splits = [(left, right)]
    }
    let given = try arguments.ifGiven(Self.classes)
    hasEverything = given == nil
    chosen =
      given.map { given in GraphClass.allCases.filter(given.contains) } ?? GraphClass.allCases
    try arguments.exclude(Self.distribution, Self.order)
    try arguments.exclude(Self.distribution, Self.classes)
    distribution = try arguments.ifGiven(Self.distribution)
    if let distribution {
      let (size, most) = (
        splits[0].left + splits[0].right, distribution == .crossings ? 400 : 10_000
      )
      guard size <= most else {
        throw Failure.usage(
          option: Self.distribution.flag, value: distribution.rawValue,
          expected: "at most \(most) vertices in all, got \(size)")
      }
    }
    _ = try splits.map { try Self.counts($0) }
  }

  private static func counts(_ split: (left: Int, right: Int)) throws(Failure) -> GraphCounts {
    try GraphOptions.sized(split.left, split.right) { () throws(PairingError) in
      try GraphCounts(left: split.left, right: split.right)
    }
  }

  /// Columns that are computed together, since they share most of the work.
  private enum Group: Sendable {
    case members(GraphClass)
    case connectedAndIrreducible
    case crossingAndNesting
    case mirror

    func values(_ counts: GraphCounts) -> [(key: String, value: String)] {
      switch self {
      case .members(let graphClass): [(graphClass.key, counts[graphClass].description)]
      case .crossingAndNesting:
        [("crossing_and_nesting", counts.crossingAndNesting.description)]
      case .mirror:
        [
          ("mirror_symmetric", counts.mirrorSymmetric.description),
          ("mirror_orbits", counts.mirrorOrbits.description),
        ]
      case .connectedAndIrreducible:
        {
          let both = counts.connectedAndIrreducible
          return [
            (GraphClass.connected.key, both.connected.description),
            (GraphClass.irreducible.key, both.irreducible.description),
          ]
        }()
      }
    }
  }

  /// The groups, those that take longest first.
  private var groups: [Group] {
    var rest = chosen
    var groups: [Group] = []
    if rest.contains(.connected), rest.contains(.irreducible) {
      groups.append(.connectedAndIrreducible)
      rest.removeAll { $0 == .connected || $0 == .irreducible }
    }
    groups += rest.reversed().map { .members($0) }
    return hasEverything ? groups + [.crossingAndNesting, .mirror] : groups
  }

  /// The keys of a row in the order in which they are printed.
  private var keys: [String] {
    var keys = chosen.map(\.key)
    guard hasEverything else { return keys }
    keys.insert("crossing_and_nesting", at: keys.firstIndex(of: GraphClass.nesting.key)! + 1)
    return keys + ["mirror_symmetric", "mirror_orbits"]
  }

  private func show(_ distribution: Distribution, _ console: Console) throws {
    let counts = try Self.counts(splits[0])
    let numbers =
      switch distribution {
      case .crossings: counts.crossingDistribution
      case .rungs: counts.rungDistribution
      case .recollisions: counts.recollisionDistribution
      }
    let sum = numbers.reduce(Integer(0)) { $0 + $1 }
    guard sum == counts[.all] else {
      throw Failure.checkFailed("the distribution sums to \(sum), not to \(counts[.all])")
    }
    var document = Document()
    document.append(
      "rows",
      Table(
        numbers.enumerated().map {
          [distribution.rawValue: .integer($0), "graphs": .exact($1)]
        }))
    try console.show(document)
  }

  func run(_ console: Console) throws {
    if let distribution { return try show(distribution, console) }
    let counts = try splits.map { try Self.counts($0) }
    let groups = self.groups
    let cells = try console.workers.map(
      counts.count * groups.count, monitor: console.monitor("counting")
    ) { index in
      groups[index % groups.count].values(counts[index / groups.count])
    }
    var table = Table()
    for (row, split) in splits.enumerated() {
      let values = cells[(row * groups.count)..<((row + 1) * groups.count)].flatMap { $0 }
      let byKey = Dictionary(uniqueKeysWithValues: values.map { ($0.key, $0.value) })
      var record: Record = ["left": .integer(split.left), "right": .integer(split.right)]
      for key in keys { record.append(key, .exact(byKey[key]!)) }
      table.append(record)
    }
    var document = Document()
    document.append("rows", table)
    try console.show(document)
  }
}

extension GraphClass {
  /// The name as a JSON key.
  var key: String { String(rawValue.map { $0 == "-" ? "_" : $0 }) }
}
