import Diagrams
import Exact
import Figures
import Torus

/// `feyn enumerate`: every graph of a class in lexicographic order, or their tally.
struct EnumerateCommand: Command {
  static let limit = Option.integer(
    "limit", "k", in: 0...Int.max, help: "At most this many graphs.")
  static let part = Option<Part>(
    specification: OptionSpecification(
      name: "part", valueName: "r/m", unit: nil, defaultText: nil,
      help: "Part r of m equal parts by rank; the parts together are the whole. A --tally with"
        + " --output FILE.h5 is a part for 'feyn merge'."),
    expected: "r/m with 1 ≤ r ≤ m", parse: { Part($0) })
  static let from = Option<Integer>(
    specification: OptionSpecification(
      name: "from", valueName: "RANK", unit: nil, defaultText: nil,
      help: "Begin at this rank among all graphs; the first has rank 0."),
    expected: "an integer, at least 0", parse: { Integer($0).flatMap { $0 < 0 ? nil : $0 } })
  static let sample = Option.integer(
    "sample", "k", in: 1...Int.max,
    help: "Draw k graphs uniformly instead, at any size; what ranks do not reach is drawn again.")
  static let tally = Option.flag(
    "tally", help: "Visit every graph and print only how many there are in each class.")

  static let specification = CommandSpecification(
    name: "enumerate",
    abstract: "Lists contraction graphs in the lexicographic order of the pairing.",
    formula: """
      The search leaves a branch as soon as it can hold no graph of the classes asked for.
      --tally counts by visiting; the result is checked against the formulas of 'feyn count'.
      """,
    required: [.all("left", "right")],
    options: GraphOptions.specifications + [
      limit.specification, part.specification, from.specification, tally.specification,
      sample.specification,
    ],
    shared: [.standard, .checkpoint],
    example: Example(
      "enumerate --left 2 --right 2",
      output: """
        # feyn 0.1.0 | feyn enumerate --left 2 --right 2 | seed 1
        word   rank          classes
        aa|bb  0             all decorated noncrossing rungless
        ab|ab  1             all crossing skeleton connected irreducible maximally-crossed
        ab|ba  2             all basic decorated noncrossing skeleton
        """))

  /// `r/m`
  struct Part: Sendable {
    let index: Int
    let count: Int

    init?(_ text: String) {
      let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard numbers.count == 2, let index = numbers[0], let count = numbers[1],
        count >= 1, 1...count ~= index
      else { return nil }
      self.index = index
      self.count = count
    }
  }

  /// What is drawn from, and how often.
  struct Sampling {
    let ranks: ClassRanks
    let filter: GraphFilter
    let count: Int

    /// So many draws outside the classes asked for, one after the other, end the command.
    static let patience: UInt64 = 100_000

    /// A uniform graph of the numbered class, drawn again until it is in the others; nil if none is.
    func graph(_ index: Int, seed: UInt64) -> Pairing? {
      for attempt in 0..<Self.patience {
        let numbers = Philox(seed: seed, stream: UInt64(index) | attempt << 40)
        let graph = ranks.graph(rank: UniformInteger(below: ranks.count).value(numbers))
        if filter.accepts(graph) { return graph }
      }
      return nil
    }
  }

  /// Drawing needs tables that grow as the square of this.
  static let maximumSampledSize = 4000

  let sampling: Sampling?
  let search: GraphSearch
  let part: Part?
  let from: Integer?
  let limit: Int
  let printsTally: Bool

  init(_ arguments: Arguments) throws {
    for other in [Self.part.flag, Self.from.flag, Self.limit.flag, Self.tally.flag]
    where arguments.has(Self.sample) && arguments.values[String(other.dropFirst(2))] != nil {
      throw Failure.usage("--sample and \(other) exclude each other: give one of them")
    }
    sampling = try Self.sampling(arguments)
    search =
      try sampling == nil
      ? GraphOptions.search(arguments)
      : GraphOptions.sized(1, 1) { () throws(PairingError) in
        try GraphSearch(left: 1, right: 1)
      }
    // the file of a part for 'feyn merge' holds pieces of all graphs
    let output = try arguments.ifGiven(SharedOptions.output)
    part = try arguments.share(output: output) == nil ? arguments.ifGiven(Self.part) : nil
    from = try arguments.ifGiven(Self.from)
    limit = try arguments.ifGiven(Self.limit) ?? .max
    printsTally = arguments[Self.tally]
    try arguments.exclude(Self.part, Self.from)
    if !printsTally, let output, output.hasSuffix(".h5") {
      throw Failure.usage(
        option: SharedOptions.output.flag, value: output,
        expected: "another name: HDF5 holds a --tally, and no stream of graphs")
    }
    if printsTally { try arguments.exclude(Self.tally, Self.limit) }
    let total = Integer.pairings((search.left + search.right) / 2)
    if let from, from >= total {
      throw Failure.usage(
        option: Self.from.flag, value: from.description,
        expected: "a rank below \(total), the number of graphs")
    }
  }

  private static func sampling(_ arguments: Arguments) throws -> Sampling? {
    guard let count = try arguments.ifGiven(sample) else { return nil }
    let (left, right) = (try arguments[GraphOptions.left], try arguments[GraphOptions.right])
    guard left + right <= maximumSampledSize else {
      throw Failure.usage(
        "--left \(left) --right \(right): expected at most \(maximumSampledSize) vertices in all")
    }
    let filter = try GraphOptions.filter(arguments)
    let ranks = try GraphOptions.sized(left, right) { () throws(PairingError) in
      try ClassRanks(left: left, right: right, holding: filter)
    }
    guard let ranks, ranks.count > 0 else {
      throw Failure.usage("--sample: no graph of these sizes is in all the classes asked for")
    }
    return Sampling(ranks: ranks, filter: filter, count: count)
  }

  private func runSample(_ sampling: Sampling, _ console: Console) throws {
    let monitor = console.monitor("drawing")
    let ranks = sampling.ranks
    let columns = [("word", ranks.left + ranks.right + 1), ("rank", 12), ("classes", 0)]
    try console.stream(columns: columns) { stream in
      for index in 0..<sampling.count {
        if monitor.isCancelled() { throw Interrupted() }
        guard let graph = sampling.graph(index, seed: console.seed) else {
          throw Failure.usage(
            "--sample: \(Sampling.patience) graphs drawn from class \(ranks.graphClass.rawValue)"
              + " are not in all the classes asked for; --limit lists them in order")
        }
        try stream.append(Self.record(graph, rank: graph.rank))
      }
    }
  }

  private static func record(_ graph: Pairing, rank: Integer) -> Record {
    [
      "word": .string(graph.word), "rank": .exact(rank),
      "classes": .strings(graph.classes.members.map(\.rawValue)),
    ]
  }

  /// The first graph and the one after the last, nil where there is no bound; nil if none is left.
  private var bounds: (first: Pairing?, end: Pairing?)? {
    if let part { return search.bounds(part: part.index, of: part.count) }
    return (from.map { Pairing(left: search.left, right: search.right, rank: $0) }, nil)
  }

  func run(_ console: Console) throws {
    if let sampling { return try runSample(sampling, console) }
    if printsTally { try runTally(console) } else { try runList(console) }
  }

  private func runList(_ console: Console) throws {
    let monitor = console.monitor("enumerating")
    let columns = [("word", search.left + search.right + 1), ("rank", 12), ("classes", 0)]
    try console.stream(columns: columns) { stream in
      guard limit > 0, let bounds else { return }
      var printed = 0
      var rank: Integer?
      let isComplete = search.filter == .none
      try search.forEach(from: bounds.first, to: bounds.end) { graph in
        // Without a condition the next graph has the next rank.
        let known = isComplete ? rank.map { $0 + 1 } : nil
        rank = known ?? graph.rank
        try stream.append(Self.record(graph, rank: rank!))
        printed += 1
        if printed % 256 == 0, monitor.isCancelled() { throw Interrupted() }
        return printed < limit
      }
    }
  }

  private func runTally(_ console: Console) throws {
    let sum = try tally(console)
    if part == nil, from == nil { try check(sum) }
    var document = Document()
    document.append("left", .integer(search.left))
    document.append("right", .integer(search.right))
    document.append("total", .exact(sum.total))
    if search.filter == .none, part == nil, from == nil {
      let orbits = try GraphOptions.sized(search.left, search.right) { () throws(PairingError) in
        try GraphCounts(left: search.left, right: search.right).mirrorOrbits
      }
      document.append("mirror_orbits", .exact(orbits))
    }
    var classes = Record()
    for graphClass in GraphClass.allCases {
      classes.append(graphClass.key, .exact(sum[graphClass]))
      if graphClass == .nesting {
        classes.append("crossing_and_nesting", .exact(sum.crossingAndNesting))
      }
    }
    if console.printsJSON {
      document.append("classes", .object(classes))
    } else {
      document.append(
        "classes",
        Table(classes.entries.map { ["class": .string($0.key), "graphs": $0.value] }))
    }
    try console.show(document)
  }

  /// The sum of the tallies of many parts, each short enough to be interrupted after it.
  private func tally(_ console: Console) throws -> GraphTally {
    let (index, count) = (part?.index ?? 1, part?.count ?? 1)
    let perPart = search.atMost / Integer(count)
    let isNarrow = search.atMost < Integer.pairings((search.left + search.right) / 2)
    let many: Integer = isNarrow ? 20_000_000 : 600_000_000
    let wanted = min(Int(exactly: perPart / many) ?? .max, 1_000_000)
    let pieces = perPart < 1_000_000 ? 1 : max(16, wanted)
    if perPart > 20 * many {
      console.announce(
        "visiting at most \(perPart) graphs, about \(perPart / many) s of one core")
    }
    if let from {
      let first = Pairing(left: search.left, right: search.right, rank: from)
      return search.tally(from: first)
    }
    // The parts of part r of m are parts of m·pieces.
    let tallies = try console.workers.spread(
      pieces, monitor: console.monitor("visiting")
    ) { [search] piece in
      let place = (index - 1) * pieces + piece + 1
      guard let bounds = search.bounds(part: place, of: count * pieces) else {
        return GraphTally()
      }
      return search.tally(from: bounds.first, to: bounds.end)
    }
    return tallies.reduce(GraphTally()) { $0 + $1 }
  }

  /// Compares with the closed forms where there is one: all classes, or the one class asked for.
  private func check(_ tally: GraphTally) throws {
    let counts = try GraphOptions.sized(search.left, search.right) { () throws(PairingError) in
      try GraphCounts(left: search.left, right: search.right)
    }
    func compare(_ name: String, _ visited: Int, _ formula: Integer) throws(Failure) {
      guard Integer(visited) != formula else { return }
      throw .checkFailed(
        "visited \(visited) graphs of class \(name), the formula gives \(formula)")
    }
    if search.filter == .none {
      for graphClass in GraphClass.allCases {
        try compare(graphClass.rawValue, tally[graphClass], counts[graphClass])
      }
      try compare(
        "crossing and nesting", tally.crossingAndNesting, counts.crossingAndNesting)
    }
    let required = search.filter.required.members.filter { $0 != .all }
    if required.count == 1, search.filter.excluded.isEmpty {
      try compare(required[0].rawValue, tally.total, counts[required[0]])
    }
  }
}
