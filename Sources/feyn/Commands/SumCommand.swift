import Diagrams
import Dynamics
import Figures
import Resolvents
import Torus

/// `feyn sum`: the amplitudes of all graphs of one order, added up by class.
struct SumCommand: Command {
  static let order = Option.integer(
    "order", "n̄", in: 1...Amplitude.largestOrder,
    help: "Number of contractions; all splits of their ends. From 5 on with --samples only.")
  static let eta = Option.couplings()
  static let time = Option.time
  static let dimension = Option.dimension
  static let momentum = Option.momentum
  static let start = Option<Start>.origin
  static let observable = Option.observable
  static let tolerance = Option.positive(
    "tolerance", "δ",
    help: "Absolute error of each amplitude. (default: 1e-10, 1e-8, 1e-5 for n̄ = 2, 3, 4)")
  static let timeLimit = Option.positive(
    "time-limit", "s", unit: "seconds",
    help: "Stop refining an amplitude after this time; its error is that of what was reached.")
  static let samples = Option.integer(
    "samples", "S", in: 128...1_000_000_000,
    help: "Draw so many graphs with their momenta instead of visiting all graphs.")
  static let graphs = Option.choice(
    "graphs", default: ClassSample.Graphs.all,
    help: "Which graphs to draw with --samples: all, crossing or noncrossing.")
  static let force = Option.flag("force", help: "Begin however long it takes.")

  static let specification = CommandSpecification(
    name: "sum",
    abstract: "Adds up the amplitudes of all graphs of an order, by class.",
    formula: """
      Σ_{n+ñ=2n̄} Σ_{π∈Γ_{n,ñ}} Amp(π): the term of order η^2n̄ of the expectation at time t = T/η².
      real: the sum over the class; absolute: Σ|Amp|; bound: the sum of the a priori bounds.
      For the observable one all graphs add up to 0 (unitarity): ward_residual.
      """,
    required: [.all("order", "eta", "time"), .one(of: ["momentum"], ["start"])],
    options: [
      order.specification, eta.specification, time.specification, dimension.specification,
      momentum.specification, start.specification, observable.specification,
      tolerance.specification, timeLimit.specification,
      samples.specification, graphs.specification, force.specification,
    ],
    shared: [.long, .plot],
    example: Example(
      "sum --order 2 --eta 0.8 --time 0.5 --momentum 1/12,1/6,7/24 --observable velocity",
      output: """
        # feyn 0.1.0 | feyn sum --order 2 --eta 0.8 --time 0.5 --momentum 1/12,1/6,7/24 --observable velocity | seed 1
        order     2
        computed  9

        class                 eta  graphs                 real            absolute        bound
        all                   0.8      15    0.03680744644(43)   0.04729032226(61)   0.36815849
        basic                 0.8       1                    0                   0  0.046019811
        decorated             0.8       8    0.02794746020(14)   0.02974939326(20)   0.23009906
        noncrossing           0.8      10    0.03239936132(28)   0.03730434568(40)   0.24543899
        crossing              0.8       5    0.00440808512(14)   0.00998597658(20)    0.1227195
        nesting               0.8       2    0.00445190113(14)   0.00755495242(20)  0.015339937
        skeleton              0.8       4  -0.000353337167(80)   0.00154848359(11)   0.15339937
        connected             0.8       5    0.00440808512(14)   0.00998597658(20)    0.1227195
        irreducible           0.8       7    0.00885998624(29)   0.01754092900(40)   0.13805943
        maximally-crossed     0.8       1  -0.000881715748(45)  0.000881715748(64)  0.046019811
        rungless              0.8       7    0.03716078361(35)   0.04574183867(49)  0.092039623
        crossing-and-nesting  0.8       0                    0                   0            0
        """))

  let order: Int
  let settings: [AmplitudeSetting]
  let tolerance: Double?
  let timeLimit: Double?
  let samples: Int?
  let graphs: ClassSample.Graphs
  let force: Bool

  init(_ arguments: Arguments) throws {
    order = try arguments[Self.order]
    let dimension = try arguments[Self.dimension]
    let (start, packet) = try arguments.origin(dimension: dimension)
    let observable = try arguments.observable(
      Self.observable, start: start, others: [.survival, .displacement])
    let time = try arguments[Self.time]
    settings = try arguments[Self.eta].map { η in
      try AmplitudeError.asUsage {
        try AmplitudeSetting(
          coupling: η, time: time, start: start, packet: packet, observable: observable)
      }
    }
    tolerance = try arguments.ifGiven(Self.tolerance)
    timeLimit = try arguments.ifGiven(Self.timeLimit)
    samples = try arguments.ifGiven(Self.samples)
    graphs = try arguments[Self.graphs]
    guard samples != nil || !arguments.has(Self.graphs) else {
      throw Failure.usage("\(Self.graphs.flag) goes with \(Self.samples.flag)")
    }
    force = arguments[Self.force]
    try arguments.exclude(Self.samples, Self.tolerance)
    try arguments.exclude(Self.samples, Self.timeLimit)
    guard order <= ClassSum.largestOrder || samples != nil else {
      throw Failure.usage(
        option: Self.order.flag, value: "\(order)",
        expected: "an integer from 1 to \(ClassSum.largestOrder), or --samples")
    }
  }

  /// What a row adds up: a class, or the graphs with a crossing and a nesting.
  private enum Selection: Sendable {
    case members(GraphClass)
    case crossingAndNesting

    static let all = GraphClass.allCases.map { members($0) } + [crossingAndNesting]

    var name: String {
      switch self {
      case .members(let graphClass): graphClass.rawValue
      case .crossingAndNesting: "crossing-and-nesting"
      }
    }

    func includes(_ graph: Pairing) -> Bool {
      switch self {
      case .members(let graphClass): graph.isMember(of: graphClass)
      case .crossingAndNesting: graph.isMember(of: .crossing) && graph.isMember(of: .nesting)
      }
    }
  }

  func run(_ console: Console) throws {
    if let samples {
      try draw(samples, console)
    } else {
      try visit(console)
    }
  }

  /// Draws graphs: rows without the number of graphs and without Σ|Amp|, which no sample knows.
  private func draw(_ samples: Int, _ console: Console) throws {
    var rows = Table()
    let drawn = try console.workers.each(settings.count) { index in
      let setting = settings[index]
      return try AmplitudeError.asUsage {
        try ClassSample(
          order: order, setting, samples: samples, graphs: graphs, seed: console.seed,
          workers: console.workers, monitor: console.monitor("η = \(setting.coupling)"))
      }
    }
    // classes of which all members are drawn
    let shown: [GraphClass] =
      switch graphs {
      case .all: GraphClass.allCases
      case .crossing: [.crossing, .connected, .maximallyCrossed]
      case .noncrossing: [.noncrossing, .basic, .decorated]
      }
    for graphClass in shown where order > 1 || graphs != .crossing {
      for sample in drawn {
        var record = Record()
        record.append("class", .string(graphClass.rawValue))
        record.append("eta", .number(sample.setting.coupling))
        record.append("real", sample.sum(graphClass).real)
        rows.append(record)
      }
    }
    var document = Document()
    document.append("order", .integer(order))
    document.append("samples", .integer(drawn.reduce(0) { max($0, $1.samples) }))
    document.append("strata", .integer(drawn[0].strata))
    // the same error by uniform graphs would take so many times as many
    let gain = drawn.reduce(.infinity) { min($0, $1.gain) }
    document.append("gain", gain.isFinite ? .number(gain) : .null)
    document.append("rows", rows)
    try console.show(document)
  }

  /// Says what a run of more than some seconds will cost; small η are the dear ones, t = T/η².
  private func announce(_ console: Console) throws {
    let costs = try AmplitudeError.asUsage {
      try settings.map { try ClassSum.cost(order: order, $0, tolerance: tolerance) }
    }
    for (setting, cost) in zip(settings, costs) {
      console.announce(cost, of: "η = \(setting.coupling)", timeLimit: timeLimit)
    }
  }

  /// Visits all graphs.
  private func visit(_ console: Console) throws {
    try announce(console)
    let sums = try console.workers.each(settings.count) { index in
      let setting = settings[index]
      return try AmplitudeError.asUsage {
        try ClassSum(
          order: order, setting, tolerance: tolerance, timeLimit: timeLimit, force: force,
          seed: console.seed, workers: console.workers,
          monitor: console.monitor("η = \(setting.coupling)"))
      }
    }
    let couplings = settings.map(\.coupling)
    var rows = Table()
    var fits = Table()
    for selection in Selection.all {
      let row = sums.map { $0.row(where: selection.includes) }
      for (η, value) in zip(couplings, row) {
        var record = Record()
        record.append("class", .string(selection.name))
        record.append("eta", .number(η))
        record.append("graphs", .integer(value.graphs))
        record.append("real", value.sum.real)
        record.append("absolute", value.absolute)
        record.append("bound", .number(value.bound))
        rows.append(record)
      }
      // no power of what is 0 within its error
      let isResolved = row.allSatisfy { abs($0.sum.value.real) > 10 * $0.sum.error.real }
      let power =
        isResolved
        ? PowerOfCoupling(couplings: couplings, values: row.map(\.sum.value.real)) : nil
      let absolute = PowerOfCoupling(couplings: couplings, values: row.map(\.absolute.value))
      guard let absolute else { continue }
      var record = Record()
      record.append("class", .string(selection.name))
      record.append("power", power.map { .number($0.exponent.value) } ?? .null)
      record.append("power_error", Self.finite(power?.exponent.error))
      record.append("absolute_power", .number(absolute.exponent.value))
      record.append("absolute_power_error", Self.finite(absolute.exponent.error))
      if console.printsJSON {
        record.append("local_powers", power.map { .numbers($0.localExponents) } ?? .null)
        record.append("absolute_local_powers", .numbers(absolute.localExponents))
      }
      fits.append(record)
    }
    var document = Document()
    document.append("order", .integer(order))
    document.append("computed", .integer(sums.reduce(0) { $0 + $1.computed }))
    if settings[0].observable == .one {
      let worst = sums.map { $0.row(.all).sum }.max { $0.value.modulus < $1.value.modulus }!
      document.append("ward_residual", .number(worst.value.modulus))
      document.append("ward_error", .number(worst.error.modulus))
    }
    document.append("rows", rows)
    if !fits.rows.isEmpty { document.append("powers", fits) }
    try console.show(document, plot: plot(sums))
  }

  /// Σ|Amp| and |Σ Amp| by class against η, beside the bound and the gain η^{2/5} of the paper.
  private func plot(_ sums: [ClassSum]) -> Plot {
    func series(
      _ label: String, _ style: Plot.Series.Style, _ value: (ClassSum) -> Estimate
    ) -> Plot.Series {
      Plot.Series(
        label, style,
        sums.compactMap { sum in
          let estimate = value(sum)
          // a logarithmic axis has no place for what is 0 within its error
          guard abs(estimate.value) > 2 * estimate.error else { return nil }
          return Plot.Point(sum.setting.coupling, abs(estimate.value), error: estimate.error)
        })
    }
    let shown: [Selection] = [
      .members(.basic), .members(.decorated), .members(.nesting), .members(.crossing),
      .crossingAndNesting,
    ]
    // classes without a graph, or of sum 0, have no curve
    func curves(_ value: (ClassSum.Row) -> Estimate) -> [Plot.Series] {
      shown.map { selection in
        series(selection.name, .linePoints) { value($0.row(where: selection.includes)) }
      }.filter { !$0.points.isEmpty }
    }
    let couplings = sums.map(\.setting.coupling)
    let first = sums[0].row(.crossing).absolute.value
    let power = PowerOfCoupling.reference(0.4, through: first, at: couplings)
    let reference = Plot.Series(
      "η^{2/5}", .reference, zip(couplings, power).map { Plot.Point($0, $1) })
    let bound = series("bound", .line) {
      Estimate($0.row(.all).bound, error: 0, method: "a priori")
    }
    let axis = Plot.Axis("η (hopping)", logarithmic: true)
    return Plot(
      [
        Plot.Panel(
          "Σ|Amp|, n̄ = \(order)", x: axis, y: Plot.Axis("Σ|Amp|", logarithmic: true),
          series: curves { $0.absolute } + [bound] + (first > 0 ? [reference] : [])),
        Plot.Panel(
          "|Σ Amp|, n̄ = \(order)", x: axis, y: Plot.Axis("|Σ Amp|", logarithmic: true),
          series: curves { $0.sum.real }),
      ])
  }

  /// `null` for an error that is not known.
  private static func finite(_ value: Double?) -> JSON {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
  }
}
