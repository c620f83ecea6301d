import Dynamics
import Figures
import Kinetics
import Torus

/// `feyn compare`: the simulation beside the sums of ladders and the Boltzmann equation.
struct CompareCommand: Command {
  static let eta = Option.sweep(
    "eta", "η", default: "0.8,0.6,0.4", help: "Strengths of the disorder.")
  static let time = Option.sweep(
    "time", "T", unit: "kinetic", default: "0.5,1,2", help: "Macroscopic times T = η²t.")
  static let momentum = Option.vector(
    "momentum", "p", unit: "torus [0,1)^d",
    help: "Momentum p0 of the plane wave at the start, on the dual lattice of the box.")
  static let observable = Option.observable

  static let specification = CommandSpecification(
    name: "compare",
    abstract: "Compares the simulation with the sums of ladders and the Boltzmann equation.",
    formula: """
      lim E ⟨ψ_{T/η²}, O ψ_{T/η²}⟩ = ∫∫ O F_T,   η → 0

      simulation  the average over realisations, errors are standard errors
      ladder_…    the sum of all graphs of the class: basic, decorated, noncrossing
      boltzmann   the limit
      residual    simulation − ladder_noncrossing: what the crossing graphs add
      """,
    options: [
      eta.specification, time.specification, momentum.specification, observable.specification,
    ] + EnsembleOptions.specifications,
    shared: [.standard, .plot],
    example: Example(
      "compare --eta 0.6 --time 0.5,1 --momentum 1/8,1/8,2/8 --size 8 --realisations 50",
      output: """
        # feyn 0.1.0 | feyn compare --eta 0.6 --time 0.5,1 --momentum 1/8,1/8,2/8 --size 8 --realisations 50 | seed 1
        observable   velocity
        momentum     0.125 0.125 0.25
        size         8
        disorder     gaussian
        norm_defect  1.7763568e-15

        eta  time  simulation  ladder_basic  ladder_decorated  ladder_noncrossing       boltzmann     residual
        0.6   0.5  0.7757(24)             1    0.779496616023      0.778106887387  0.778809156113  -0.0024(24)
        0.6     1  0.5782(49)             1     0.60563242927      0.595987596626  0.606543701646  -0.0178(49)
        """))

  let ensembleOptions: EnsembleOptions
  let couplings: [Double]
  let times: [Double]
  let p0: Momentum
  let measured: Observable
  let boltzmann: LinearBoltzmann
  private let arguments: Arguments

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    ensembleOptions = try EnsembleOptions(arguments)
    couplings = try arguments[Self.eta]
    times = try arguments[Self.time]
    p0 = try arguments.momentum(Self.momentum, dimension: ensembleOptions.box.dimension)
    measured = try arguments.observable(Self.observable, start: p0, others: [.survival])
    do {
      boltzmann = try LinearBoltzmann(momentum: p0)
    } catch {
      throw Failure.usage(
        "\(Self.momentum.flag) '\(arguments.text(of: Self.momentum.specification) ?? "")': \(error)"
      )
    }
  }

  /// The routes of one (η, T).
  private struct Point {
    let η: Double
    let T: Double
    let simulation: Estimate
    let ladders: [(variant: LadderVariant, estimate: Estimate)]
    let boltzmann: Estimate

    /// `simulation − ladder_noncrossing`.
    var residual: Estimate {
      let sum = ladders.first { $0.variant == .noncrossing }?.estimate ?? simulation
      return Estimate(
        simulation.value - sum.value, error: simulation.error + sum.error, .standardError,
        method: "difference")
    }

    var record: Record {
      var record: Record = ["eta": .number(η), "time": .number(T)]
      record.append("simulation", simulation)
      for (variant, estimate) in ladders { record.append("ladder_\(variant)", estimate) }
      record.append("boltzmann", boltzmann)
      record.append("residual", residual)
      return record
    }
  }

  func run(_ console: Console) throws {
    // the ladders of the first coupling find out at once what they cannot sum
    let ensembles = try couplings.map { η in
      try ensembleOptions.ensemble(
        coupling: η, start: .planeWave(p0), times: times.map { $0 / (η * η) },
        measurement: .observable(measured), seed: console.seed,
        blame: (
          EnsembleOptions.Culprit(Self.momentum.specification, arguments),
          EnsembleOptions.Culprit(Self.time.specification, arguments),
          EnsembleOptions.Culprit(Self.observable.specification, arguments),
          EnsembleOptions.Culprit(Self.momentum.specification, arguments)
        ))
    }
    var points: [Point] = []
    var defect = 0.0
    var isComplete = true
    do {
      _ = try console.workers.each(couplings.count) { index in
        let (η, ensemble) = (couplings[index], ensembles[index])
        let label = "η = \(NumberText.general(η, digits: 4))"
        guard let average = try console.average(ensemble, label + ", simulating") else {
          throw Interrupted()
        }
        defect = max(defect, average.normDefect)
        do {
          for (i, T) in times.enumerated() {
            points.append(
              Point(
                η: η, T: T, simulation: average.estimates[i][0],
                ladders: try LadderVariant.allCases.map { variant in
                  let sum = LadderSum(variant, dimension: p0.dimension, coupling: η)
                  return (
                    variant,
                    try sum.value(
                      time: T, momentum: p0, observable: measured, workers: console.workers,
                      monitor: console.monitor(label + ", \(variant) ladders"))
                  )
                },
                boltzmann: try boltzmann.value(time: T, observable: measured)))
          }
        } catch LadderError.interrupted {
          throw Interrupted()
        } catch let error as LadderError {
          throw Failure.usage("\(label): \(error)")
        }
        if !average.isComplete { throw Interrupted() }
      }
    } catch is Interrupted {
      isComplete = false
    }
    guard !points.isEmpty else { throw Interrupted() }
    var document = Document()
    document.append("observable", .string(measured.description))
    document.append("momentum", .numbers(p0.components))
    document.append("size", .integer(ensembleOptions.box.side))
    document.append("disorder", .string(ensembles[0].disorder.name))
    document.append("norm_defect", .number(defect))
    document.append("rows", Table(points.map(\.record)))
    try console.show(document, plot: plot(points))
    if !isComplete { throw Interrupted() }
  }

  /// A panel per coupling: the simulation as points, the sums as lines.
  private func plot(_ points: [Point]) -> Plot {
    let panels = couplings.compactMap { η -> Plot.Panel? in
      let here = points.filter { $0.η == η }
      guard let first = here.first else { return nil }
      func curve(_ value: (Point) -> Double) -> [Plot.Point] {
        here.map { Plot.Point($0.T, value($0)) }
      }
      var series = [
        Plot.Series(
          "simulation", .points,
          here.map {
            Plot.Point($0.T, $0.simulation.value, error: $0.simulation.error)
          })
      ]
      for (k, ladder) in first.ladders.enumerated() {
        series.append(
          Plot.Series("\(ladder.variant)", .line, curve { $0.ladders[k].estimate.value }))
      }
      series.append(Plot.Series("Boltzmann", .line, curve(\.boltzmann.value)))
      return Plot.Panel(
        "η = \(NumberText.general(η, digits: 4))", x: Plot.Axis("T"),
        y: Plot.Axis(measured.description), series: series)
    }
    return Plot(panels, columns: min(3, panels.count))
  }
}
