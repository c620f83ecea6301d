import Figures
import Kinetics
import Resolvents
import Torus

/// `feyn ladder`: the sum of all ladder graphs at finite η.
struct LadderCommand: Command {
  static let variant = Option<LadderVariant>.choice(
    "variant", "VARIANT", default: .decorated,
    help: "basic (rungs alone), decorated (with recollisions) or noncrossing (nestings too).")
  static let eta = Option.sweep("eta", "η", help: "Strength of the disorder, one or several.")
  static let time = Option.sweep("time", "T", unit: "kinetic", help: "Macroscopic times T = η²t.")
  static let momentum = Option.momentum
  static let observable = Option.observable
  static let dimension = Option.dimension
  static let rungs = Option.flag("rungs", help: "One row for each number of rungs.")
  static let crossing = Option.flag(
    "crossing",
    help: "Add columns with the crossing graphs of order η⁴, bare and dressed by e^{−ΓT}.")

  static let specification = CommandSpecification(
    name: "ladder",
    abstract: "Sums the ladder graphs at finite η, all numbers of rungs.",
    formula: """
      Σ = η²G(z) (decorated), Σ = η²G(z + Σ) (noncrossing), S = 1/(e − z − Σ),
      rungs η²B(z,w) = η² ∫dp S(p;z) conj S(p;w), summed to 1/(1 − η²B).
      ward_defect: the sum for the observable one, minus 1. It is 0 for noncrossing;
      for decorated it is what the nestings left out would give.
      """,
    options: [
      variant.specification, eta.specification, time.specification, momentum.specification,
      observable.specification, dimension.specification, rungs.specification,
      crossing.specification,
    ],
    shared: [.standard, .plot],
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
  let measured: Observable
  let byRungs: Bool
  let addsCrossing: Bool

  init(_ arguments: Arguments) throws {
    ladderVariant = try arguments[Self.variant]
    couplings = try arguments[Self.eta]
    times = try arguments[Self.time]
    start = try arguments.momentum(
      Self.momentum, dimension: try arguments[Self.dimension])
    measured = try arguments.observable(Self.observable, start: start, others: [.survival])
    byRungs = arguments[Self.rungs]
    addsCrossing = arguments[Self.crossing]
    try arguments.exclude(Self.rungs, Self.crossing)
    if addsCrossing, measured == .survival {
      throw Failure.usage("\(Self.crossing.flag) needs one, energy, velocity or mode")
    }
    let longest = (times.max() ?? 0) / (couplings.min().map { $0 * $0 } ?? 1)
    guard longest <= LadderSum.longestTime else {
      throw Failure.usage(
        option: Self.eta.flag, value: arguments.text(of: Self.eta.specification) ?? "",
        expected: "T/η² at most \(Int(LadderSum.longestTime)), got \(longest)")
    }
  }

  func run(_ console: Console) throws {
    var table = Table()
    var series: [Plot.Series] = []
    let monitor = console.monitor("summing")
    for η in couplings {
      let ladder = LadderSum(ladderVariant, dimension: start.dimension, coupling: η)
      var points: [Plot.Point] = []
      for T in times {
        do {
          if byRungs {
            // the mean number is ΓT < T in d = 3
            let rungs = try ladder.rungs(
              upTo: 8 + 3 * Int(T.rounded(.up)), time: T, momentum: start, observable: measured,
              workers: console.workers, monitor: monitor)
            for (k, value) in rungs.enumerated() {
              var row: Record = ["eta": .number(η), "time": .number(T), "rungs": .integer(k)]
              row.append("value", value)
              table.append(row)
            }
            points.append(Plot.Point(T, rungs.reduce(0) { $0 + $1.value }))
          } else {
            let value = try ladder.value(
              time: T, momentum: start, observable: measured, workers: console.workers,
              monitor: monitor)
            let defect = try ladder.wardDefect(
              time: T, momentum: start, workers: console.workers, monitor: monitor)
            var row: Record = ["eta": .number(η), "time": .number(T)]
            row.append("value", value)
            row.append("ward_defect", defect)
            if addsCrossing { try appendCrossing(to: &row, η, T, sum: value, console) }
            table.append(row)
            points.append(Plot.Point(T, value.value, error: value.error))
            if ladderVariant == .noncrossing, abs(defect.value) > 1e-8 + 10 * defect.error {
              throw Failure.checkFailed("the noncrossing sum misses 1 by \(defect.value)")
            }
          }
        } catch let error as LadderError {
          throw Self.failure(error)
        }
      }
      series.append(
        Plot.Series(
          "η = \(NumberText.general(η, digits: 4))", times.count > 1 ? .linePoints : .points, points
        ))
    }
    var document = Document()
    document.append("variant", .string(ladderVariant.rawValue))
    document.append("observable", .string(measured.description))
    document.append("rows", table)
    try console.show(
      document,
      plot: Plot(
        "\(ladderVariant.rawValue) ladders", x: Plot.Axis("T"),
        y: Plot.Axis(measured.description), series: series))
  }

  private func appendCrossing(
    to row: inout Record, _ η: Double, _ T: Double, sum: Estimate, _ console: Console
  ) throws {
    do {
      let crossing = try CrossingCorrection(
        coupling: η, time: T, momentum: start, observable: measured, workers: console.workers,
        monitor: console.monitor("crossing"))
      row.append("crossing", crossing.bare)
      row.append("crossing_dressed", crossing.dressed)
      row.append(
        "value_with_crossing", sum.value + crossing.dressed.value,
        error: sum.error + crossing.dressed.error)
    } catch let error as AmplitudeError {
      throw Failure.usage("\(Self.crossing.flag): \(error)")
    }
  }

  private static func failure(_ error: LadderError) -> any Error {
    error == .interrupted ? Interrupted() : Failure.usage(error.description)
  }
}
