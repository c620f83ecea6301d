import Dynamics
import Figures
import Kinetics
import Resolvents
import Torus

/// `feyn ladder`: the sum of all ladder graphs at finite η.
struct LadderCommand: Command {
  static let variant = Option<LadderVariant>.choice(
    "variant", "VARIANT", default: .decorated,
    help: "basic (rungs alone), decorated (with recollisions) or noncrossing (nestings too).")
  static let eta = Option.couplings()
  static let time = Option.times()
  static let momentum = Option.momentum
  static let origin = Option<Start>.origin
  static let observable = Option.observable
  static let dimension = Option.dimension
  static let transfer = Option.transfer(
    help: "Momentum transfer ξ = η²κ at J, one component per dimension; none by default.")
  static let rungs = Option.flag("rungs", help: "One row for each number of rungs.")
  static let limit = Option.flag(
    "limit",
    help: "Beside the Boltzmann value: the distance, and the power of η from the η before.")
  static let crossing = Option.flag(
    "crossing",
    help: "Add columns with the crossing graphs of order η⁴, bare and dressed by e^{−ΓT}.")
  static let crossingOrder = Option<Int>.crossingOrder

  static let specification = CommandSpecification(
    name: "ladder",
    abstract: "Sums the ladder graphs at finite η, all numbers of rungs.",
    formula: """
      Σ = η²G(z) (decorated), Σ = η²G(z + Σ) (noncrossing), S = 1/(e − z − Σ),
      rungs η²B(z,w) = η² ∫dp S(p;z) conj S(p;w), summed to 1/(1 − η²B).
      ward_defect: the sum for the observable one, minus 1. It is 0 for noncrossing;
      for decorated it is what the nestings left out would give. With --transfer, value is
      complex: B = ∫dp S(p+ξ/2;z) conj S(p−ξ/2;w), ξ = η²κ, by a double energy integral;
      ward_defect stays that of no transfer.
      crossing_eta4, crossing_eta6: graphs with one crossing component of two or three
      contractions, dressed by all that does not cross (--crossing-order).
      """,
    required: [.all("eta", "time"), .one(of: ["momentum"], ["start"])],
    options: [
      variant.specification, eta.specification, time.specification, momentum.specification,
      origin.specification, observable.specification, dimension.specification,
      transfer.specification,
      rungs.specification, limit.specification, crossing.specification,
      crossingOrder.specification,
    ],
    shared: [.long, .plot],
    example: Example(
      "ladder --variant noncrossing --eta 0.8,0.6 --time 0.5,1 --momentum 2/24,4/24,7/24",
      output: """
        # feyn 0.1.0 | feyn ladder --variant noncrossing --eta 0.8,0.6 --time 0.5,1 --momentum 2/24,4/24,7/24 | seed 1
        variant     noncrossing
        observable  velocity

        eta  time           value   ward_defect
        0.8   0.5  0.774476390734  -0.0(57)e-13
        0.8     1  0.548614916876   0.0(96)e-13
        0.6   0.5  0.744727079321  -0.0(62)e-13
        0.6     1  0.520728612802  -0.0(97)e-13
        """))

  let ladderVariant: LadderVariant
  let couplings: [Double]
  let times: [Double]
  let start: Momentum
  /// nil for the plane wave.
  let packet: WavePacket?
  let measured: Observable
  /// κ, nil without transfer.
  let transferred: [Double]?
  let byRungs: Bool
  let addsCrossing: Bool
  /// The largest size of the crossing component that is summed, nil for none.
  let crossingSize: Int?
  let showsLimit: Bool

  init(_ arguments: Arguments) throws {
    ladderVariant = try arguments[Self.variant]
    couplings = try arguments[Self.eta]
    times = try arguments[Self.time]
    (start, packet) = try arguments.origin(dimension: try arguments[Self.dimension])
    measured = try arguments.observable(Self.observable, start: start, others: [.survival])
    transferred =
      try arguments.has(Self.transfer)
      ? arguments.vector(Self.transfer, dimension: start.dimension) : nil
    byRungs = arguments[Self.rungs]
    addsCrossing = arguments[Self.crossing]
    crossingSize = try arguments.crossingSize(
      dimension: start.dimension, couplings: couplings, times: times)
    for (flag, isGiven) in [
      (Self.crossing.flag, addsCrossing), (Self.crossingOrder.flag, crossingSize != nil),
    ] where isGiven && measured == .survival {
      throw Failure.usage("\(flag) needs one, energy, velocity or mode")
    }
    showsLimit = arguments[Self.limit]
    try arguments.exclude(Self.rungs, Self.crossing)
    try arguments.exclude(Self.transfer, Self.crossing)
    try arguments.exclude(Self.limit, Self.crossing)
    try arguments.exclude(Self.rungs, Self.crossingOrder)
    try arguments.exclude(Self.transfer, Self.crossingOrder)
    try arguments.exclude(Self.limit, Self.crossingOrder)
    if packet != nil {
      for (flag, given) in [
        (Self.rungs.flag, byRungs), (Self.limit.flag, showsLimit),
        (Self.crossing.flag, addsCrossing), (Self.crossingOrder.flag, crossingSize != nil),
      ] where given {
        throw Failure.usage("\(flag) needs a plane wave: give --momentum")
      }
    }
    try arguments.checkLadders(
      Self.eta, couplings: couplings, times: times, fromPacket: packet != nil,
      atTransfer: transferred != nil)
    if crossingSize != nil, ladderVariant != .noncrossing {
      throw Failure.usage(
        "\(Self.crossingOrder.flag) adds to the noncrossing sum: give --variant noncrossing")
    }
  }

  func run(_ console: Console) throws {
    let most =
      couplings.flatMap { η in
        times.map {
          LadderSum(ladderVariant, dimension: start.dimension, coupling: η).memory(time: $0)
        }
      }.max() ?? 0
    // in a run beyond this process each thread has a sum of its own
    let atOnce = console.workers.run == nil ? 1 : console.workers.threads
    let sums = min(atOnce, couplings.count * times.count)
    try console.claim(
      transferred == nil && packet == nil ? most * Double(sums) : 0,
      remedy: "a larger --eta, or fewer --threads, take less")
    if showsLimit { return try runLimit(console) }
    let results = try console.workers.apart(
      couplings.count * times.count, monitor: console.monitor("summing")
    ) { index, workers in
      try point(
        couplings[index / times.count], times[index % times.count], workers,
        Monitor(isCancelled: { Interruption.isRequested }))
    }
    var table = Table()
    var groups: [(name: String, curves: [Plot.Curve])] = []
    for (i, η) in couplings.enumerated() {
      for (T, result) in zip(times, results[(i * times.count)...]) {
        for (k, value) in result.values.enumerated() {
          var row = head(η, T, rungs: byRungs ? k : nil)
          append("value", value, to: &row)
          if let defect = result.defect { row.append("ward_defect", defect) }
          if result.crossing.count == 2 {
            let (bare, dressed) = (result.crossing[0], result.crossing[1])
            row.append("crossing", bare)
            row.append("crossing_dressed", dressed)
            row.append(
              "value_with_crossing", value.real.value + dressed.value,
              error: value.real.error + dressed.error)
          }
          if let size = crossingSize {
            let terms = try console.crossings(
              upTo: size, coupling: η, time: T, momentum: start, observable: measured)
            var total = value.real
            for (k, term) in terms.enumerated() {
              row.append("crossing_eta\(4 + 2 * k)", term)
              total.value += term.value
              total.error += term.error
            }
            row.append("value_with_crossings", total)
          }
          table.append(row)
        }
      }
      let here = results[(i * times.count)..<((i + 1) * times.count)].map(\.values)
      let name = "η = \(NumberText.general(η, digits: 4))"
      let curves = Plot.Curve.against(
        times, here, name: byRungs ? "all" : name, term: byRungs ? "rung" : nil)
      groups.append((name, curves))
    }
    try console.show(
      document(table),
      plot: Plot(
        panels(groups), columns: 2))
  }

  /// The sums of all η in one panel; by rungs a panel for each η.
  private func panels(_ groups: [(name: String, curves: [Plot.Curve])]) -> [Plot.Panel] {
    let title = "\(ladderVariant.rawValue) ladders"
    let pages =
      byRungs
      ? groups.map { ("\(title), \($0.name)", $0.curves) } : [(title, groups.flatMap(\.curves))]
    return pages.flatMap { title, curves in
      Plot.Panel.parts(
        title, x: Plot.Axis("T = η^2t"), y: Plot.Axis(measured.description),
        isComplex: transferred != nil, curves: curves)
    }
  }

  /// The first entries of a row.
  func head(_ η: Double, _ T: Double, rungs: Int?) -> Record {
    var row: Record = ["eta": .number(η), "time": .number(T)]
    if let rungs { row.append("rungs", .integer(rungs)) }
    return row
  }

  /// A value; at a transfer its imaginary part beside it.
  func append(_ key: String, _ value: ComplexEstimate, to row: inout Record) {
    if transferred == nil {
      row.append(key, value.real)
    } else {
      row.append(key, key + "_imaginary", value)
    }
  }

  func document(_ rows: Table) -> Document {
    var document = Document()
    document.append("variant", .string(ladderVariant.rawValue))
    document.append("observable", .string(measured.description))
    document.append("rows", rows)
    return document
  }

  /// Few waves have more rungs: their mean number is ΓT < T in d = 3.
  func most(_ T: Double) -> Int { 8 + 3 * Int(T.rounded(.up)) }

  /// What is computed at one η and T.
  private struct Point: PlainData {
    /// One, or one for each number of rungs.
    var values: [ComplexEstimate]
    /// nil by rungs.
    var defect: Estimate?
    /// Bare and dressed, where asked for.
    var crossing: [Estimate] = []

    init(_ values: [ComplexEstimate]) { self.values = values }

    init(from source: inout ByteSource) throws(PlainDataError) {
      values = try [ComplexEstimate](from: &source)
      defect = try Estimate?(from: &source)
      crossing = try [Estimate](from: &source)
    }

    func encode(into sink: inout ByteSink) {
      values.encode(into: &sink)
      defect.encode(into: &sink)
      crossing.encode(into: &sink)
    }
  }

  private func point(
    _ η: Double, _ T: Double, _ workers: Workers, _ monitor: Monitor
  ) throws -> Point {
    let ladder = LadderSum(ladderVariant, dimension: start.dimension, coupling: η)
    do {
      let (values, shared) = try sums(ladder, T, workers, monitor)
      var point = Point(values)
      if !byRungs {
        let defect = try shared ?? defect(ladder, T, workers, monitor)
        if ladderVariant == .noncrossing, abs(defect.value) > 1e-8 + 10 * defect.error {
          throw Failure.checkFailed("the noncrossing sum misses 1 by \(defect.value)")
        }
        point.defect = defect
      }
      if addsCrossing {
        let crossing = try CrossingCorrection(
          coupling: η, time: T, momentum: start, observable: measured, workers: workers,
          monitor: monitor)
        point.crossing = [crossing.bare, crossing.dressed]
      }
      return point
    } catch let error as LadderError {
      throw Self.failure(error)
    } catch let error as AmplitudeError {
      throw Failure.usage("\(Self.crossing.flag): \(error)")
    }
  }

  private func defect(
    _ ladder: LadderSum, _ T: Double, _ workers: Workers, _ monitor: Monitor
  ) throws -> Estimate {
    guard let packet else {
      return try ladder.wardDefect(
        time: T, momentum: start, workers: workers, monitor: monitor)
    }
    var sum = try ladder.value(
      time: T, packet: packet, observable: .one, workers: workers, monitor: monitor)
    sum.value -= 1
    return sum
  }

  /// One value, or one for each number of rungs; and the Ward defect where it comes with the value.
  private func sums(_ ladder: LadderSum, _ T: Double, _ workers: Workers, _ monitor: Monitor)
    throws -> (values: [ComplexEstimate], defect: Estimate?)
  {
    if packet == nil, transferred == nil, !byRungs {
      let values = try ladder.values(
        time: T, momentum: start, observables: measured == .one ? [.one] : [measured, .one],
        workers: workers, monitor: monitor)
      var defect = values[values.count - 1]
      defect.value -= 1
      return ([ComplexEstimate(values[0])], defect)
    }
    return (try others(ladder, T, workers, monitor), nil)
  }

  private func others(_ ladder: LadderSum, _ T: Double, _ workers: Workers, _ monitor: Monitor)
    throws -> [ComplexEstimate]
  {
    if let packet {
      return [
        try ladder.value(
          time: T, packet: packet, transfer: transferred ?? start.components.map { _ in 0 },
          observable: measured, workers: workers, monitor: monitor)
      ]
    }
    guard let κ = transferred else {
      return try ladder.rungs(
        upTo: most(T), time: T, momentum: start, observable: measured, workers: workers,
        monitor: monitor
      ).map(ComplexEstimate.init)
    }
    if byRungs {
      return try ladder.rungs(
        upTo: most(T), time: T, momentum: start, transfer: κ, observable: measured,
        workers: workers, monitor: monitor)
    }
    return [
      try ladder.value(
        time: T, momentum: start, transfer: κ, observable: measured, workers: workers,
        monitor: monitor)
    ]
  }

  static func failure(_ error: LadderError) -> any Error {
    error == .interrupted ? Interrupted() : Failure.usage(error.description)
  }
}
