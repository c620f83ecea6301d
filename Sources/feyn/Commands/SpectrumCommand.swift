import Dynamics
import Figures
import Kinetics
import Torus

/// `feyn spectrum`: the density of states of the disordered lattice.
struct SpectrumCommand: Command {
  static let eta = Option.couplings()
  static let energies = Option.numbers(
    "energies", "E", unit: "hopping", default: "-7,-6,-5,-4,-3,-2,-1,0,1,2,3,4,5,6,7",
    help: "Energies.")
  static let width = Option.positive(
    "width", "ε", unit: "hopping", default: "0.2",
    help: "Half-width of the Lorentzian that smears the density.")
  static let realisations = Option.integer(
    "realisations", "R", in: 2...10_000_000, default: 100,
    help: "Number of realisations of the disorder, one random vector each.")

  static let specification = CommandSpecification(
    name: "spectrum",
    abstract: "Averages the density of states over disorder, beside the sums of graphs.",
    formula: """
      ρ_ε(E) = E L^{−d} Tr δ_ε(E − H) = (1/π) Im E⟨0|(H − E − iε)^{−1}|0⟩,   H = Δ + ηV_ω
      δ_ε(x) = (1/π) ε/(x² + ε²)

      density          the average over realisations, errors are standard errors
      clean            without disorder
      decorated, noncrossing   (1/π) Im G(z + Σ), Σ = η²G(z) and η²G(z + Σ), z = E + iε
      residual         density − noncrossing: the crossing graphs of the averaged line
      """,
    required: [.all("eta")],
    options: [
      eta.specification, energies.specification, width.specification,
      EnsembleOptions.dimension.specification, EnsembleOptions.size.specification,
      EnsembleOptions.disorder.specification, EnsembleOptions.table.specification,
      realisations.specification,
    ],
    shared: [.long, .plot],
    example: Example(
      "spectrum --eta 1 --energies 0,4,7 --width 0.3 --size 12 --realisations 40",
      output: """
        # feyn 0.1.0 | feyn spectrum --eta 1 --energies 0,4,7 --width 0.3 --size 12 --realisations 40 | seed 1
        width         0.3
        dimension     3
        size          12
        disorder      gaussian
        realisations  40

        eta  energy       density         clean     decorated   noncrossing     residual
          1       0    0.1263(14)    0.13389837    0.12192109    0.12288021   0.0034(14)
          1       4   0.05791(93)   0.049713943   0.055833266   0.055659237  0.00225(93)
          1       7  0.004283(44)  0.0036146924  0.0041957393  0.0042415392   4.1(44)e-5
        """))

  let box: Box
  let disorder: @Sendable (UInt64) -> Disorder
  let couplings: [Double]
  let energies: [Double]
  let ε: Double
  let realisations: Int

  init(_ arguments: Arguments) throws {
    box = try EnsembleOptions.box(arguments)
    disorder = try EnsembleOptions.disorder(arguments)
    couplings = try arguments[Self.eta]
    energies = try arguments[Self.energies]
    ε = try arguments[Self.width]
    realisations = try arguments[Self.realisations]
    guard ε >= 1e-3 else {
      throw Failure.usage(
        option: Self.width.flag, value: "\(ε)",
        expected: "at least 0.001: the cost grows like 1/ε, and a box has discrete levels")
    }
    for η in couplings where η > 1e5 * ε {
      throw Failure.usage(
        option: Self.eta.flag, value: "\(η)",
        expected: "at most 10^5 times \(Self.width.flag): the cost grows like η/ε")
    }
    for E in energies where abs(E) > 1e6 {
      throw Failure.usage(
        option: Self.energies.flag, value: "\(E)", expected: "energies of at most 10^6")
    }
  }

  /// The densities at one coupling and energy.
  private struct Point {
    let η: Double
    let E: Double
    let density: Estimate
    let clean: Double
    let ladders: [(variant: LadderVariant, value: Double)]

    var residual: Estimate {
      Estimate(
        density.value - (ladders.last?.value ?? 0), error: density.error, .standardError,
        method: "difference")
    }
  }

  func run(_ console: Console) throws {
    let green = GreenFunction(dimension: box.dimension)
    var points: [Point] = []
    var done: [Int] = []
    do {
      _ = try console.workers.each(couplings.count) { index in
        let η = couplings[index]
        let spectrum = SpectralDensity(
          box: box, disorder: disorder(console.seed), coupling: η, energies: energies, width: ε,
          realisations: realisations)
        let label = "η = \(NumberText.general(η, digits: 4))"
        try console.prepare(
          "\(label): \(realisations) realisations of \(box.sites) sites",
          seconds: spectrum.siteUpdates / 4e8,
          memory: spectrum.memory(threads: console.workers.threads))
        guard
          let average = spectrum.average(
            workers: console.workers, monitor: console.monitor(label + ", moments"))
        else { throw Interrupted() }
        done.append(average.realisations)
        for (E, density) in zip(energies, average.density) {
          let z = Complex(E, ε)
          points.append(
            Point(
              η: η, E: E, density: density, clean: green.value(at: z).imaginary / Double.pi,
              ladders: [LadderVariant.decorated, .noncrossing].map { variant in
                let Σ = SelfEnergy(variant, dimension: box.dimension, coupling: η)
                return (variant, green.value(at: Σ.dressedEnergy(at: z)).imaginary / Double.pi)
              }))
        }
        if average.realisations < realisations { throw Interrupted() }
      }
    } catch is Interrupted {
      guard !points.isEmpty else { throw Interrupted() }
    }
    var document = Document()
    document.append("width", .number(ε))
    document.append("dimension", .integer(box.dimension))
    document.append("size", .integer(box.side))
    document.append("disorder", .string(disorder(console.seed).name))
    document.append("realisations", .integer(done.min() ?? 0))
    console.noteErrors(of: done.min() ?? 2)
    document.append(
      "rows",
      Table(
        points.map { point in
          var row: Record = ["eta": .number(point.η), "energy": .number(point.E)]
          row.append("density", point.density)
          row.append("clean", .number(point.clean))
          for (variant, value) in point.ladders { row.append("\(variant)", .number(value)) }
          row.append("residual", point.residual)
          return row
        }))
    try console.show(document, plot: plot(points))
    if done.count < couplings.count || done.contains(where: { $0 < realisations }) {
      throw Interrupted()
    }
  }

  /// A panel per coupling: the simulation as points, the sums as lines.
  private func plot(_ points: [Point]) -> Plot {
    let panels = couplings.compactMap { η -> Plot.Panel? in
      let here = points.filter { $0.η == η }.sorted { $0.E < $1.E }
      guard let first = here.first else { return nil }
      var series = [
        Plot.Series(
          "simulation", .points,
          here.map { Plot.Point($0.E, $0.density.value, error: $0.density.error) }),
        Plot.Series("no disorder", .reference, here.map { Plot.Point($0.E, $0.clean) }),
      ]
      for (k, ladder) in first.ladders.enumerated() {
        series.append(
          Plot.Series(
            "\(ladder.variant)", .line, here.map { Plot.Point($0.E, $0.ladders[k].value) }))
      }
      return Plot.Panel(
        "η = \(NumberText.general(η, digits: 4))", x: Plot.Axis("E (hopping)"),
        y: Plot.Axis("density of states"), series: series)
    }
    return Plot(panels, columns: min(3, panels.count))
  }
}
