import Dynamics
import Figures
import Torus

/// `feyn simulate`: the disorder average of the Schrödinger dynamics on a periodic box.
struct SimulateCommand: Command {
  static let eta = Option.coupling
  static let time = Option.times()
  static let microscopicTime = Option.sweep(
    "microscopic-time", "t", unit: "1/hopping", help: "Microscopic times t, instead of --time.")
  static let start = Option<Start>.start
  static let observable = Option<Measurement>.measurement
  static let transfer = Option.transfer(
    help: "Measure the Fourier mode κ in space, X = η²x; from a plane wave η²κ is a multiple of"
      + " 1/L on each axis. The value is then complex.")
  static let reverse = Option<Reversal>.choice(
    "reverse", "DISORDER",
    help: "Conjugate ψ_t, evolve it by t in the same or in fresh disorder, and measure the"
      + " probability to find the start again.")

  static let entropy = Option.flag(
    "entropy",
    help: "Print the entropy of the averaged state and of its distribution instead, beside how"
      + " far each realisation is from coming back when it is reversed.")
  static let cell = Option.integer(
    "cell", "b", in: 1...1000, unit: "sites", default: 4,
    help: "Side of the cells over which --entropy coarse-grains the density of a localised start.")

  static let specification = CommandSpecification(
    name: "simulate",
    abstract: "Averages the random Schrödinger dynamics over realisations of the disorder.",
    formula: """
      E ⟨ψ_t, O ψ_t⟩,   i∂_t ψ = (Δ + ηV_ω) ψ,   t = T/η²

      Each ψ_t is exact to rounding (Chebyshev expansion); norm_defect is the largest
      | ‖ψ_t‖² − 1 |. Errors are standard errors of the mean over realisations.

      autocorrelation from a plane wave is E⟨ψ_0,ψ_t⟩; kinetic is e^{−ite(p0)} e^{iTG(e(p0)+i0)},
      its limit, of modulus e^{−ΓT/2}.

      --entropy, of ρ = E |ψ_t⟩⟨ψ_t|, where each ψ_t has entropy 0:
      state         −log Tr ρ², Rényi's of order 2, from overlaps of realisations
      distribution  plane wave: −Σ f log f, f = E|ψ̂_t(v)|²/L^d, von Neumann's entropy of ρ;
                    else −Σ P log(P/b^d), P the probability of a cell of b^d sites
      reversal      1 − |⟨conj ψ_0, e^{−itH} conj ψ_t⟩|², the largest of an eighth of all
      """,
    required: [.all("eta"), .one(of: ["time"], ["microscopic-time"]), .all("start")],
    options: [
      eta.specification, time.specification, microscopicTime.specification, start.specification,
      observable.specification, transfer.specification, reverse.specification,
      entropy.specification, cell.specification,
    ] + EnsembleOptions.specifications,
    shared: [.long, .plot],
    example: Example(
      "simulate --size 8 --eta 0.8 --time 0.5,1 --start momentum:1/8,0,2/8 --realisations 50",
      output: """
        # feyn 0.1.0 | feyn simulate --size 8 --eta 0.8 --time 0.5,1 --start momentum:1/8,0,2/8 --realisations 50 | seed 1
        observable    velocity
        eta           0.8
        size          8
        disorder      gaussian
        realisations  50
        norm_defect   8.8817842e-16

        time  microscopic_time       value
         0.5           0.78125  0.8191(19)
           1            1.5625  0.6443(43)
        """))

  let ensembleOptions: EnsembleOptions
  let η: Double
  let times: [Double]
  let isMicroscopic: Bool
  let origin: Start
  let measurement: Measurement
  /// The side of a cell where entropies are wanted.
  let entropyCell: Int?
  private let arguments: Arguments

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    ensembleOptions = try EnsembleOptions(arguments)
    η = try arguments[Self.eta]
    try arguments.exclude(Self.time, Self.microscopicTime)
    isMicroscopic = arguments.has(Self.microscopicTime)
    times = try isMicroscopic ? arguments[Self.microscopicTime] : arguments[Self.time]
    origin = try arguments[Self.start]
    try arguments.exclude(Self.observable, Self.reverse)
    try arguments.exclude(Self.transfer, Self.reverse)
    try arguments.exclude(Self.entropy, Self.reverse)
    try arguments.exclude(Self.entropy, Self.transfer)
    try arguments.exclude(Self.entropy, Self.observable)
    try arguments.exclude(Self.entropy, EnsembleOptions.error)
    try arguments.exclude(Self.entropy, EnsembleOptions.slabs)
    entropyCell = try Self.entropyCell(arguments, ensembleOptions)
    if let reversal = try arguments.ifGiven(Self.reverse) {
      measurement = .echo(reversal)
    } else if arguments.has(Self.transfer) {
      let κ = try arguments.momentum(Self.transfer, dimension: ensembleOptions.box.dimension)
      measurement = try Self.transferred(arguments[Self.observable], κ, η)
    } else {
      measurement = entropyCell == nil ? try arguments[Self.observable] : .returnProbability
    }
  }

  private static func entropyCell(
    _ arguments: Arguments, _ options: EnsembleOptions
  ) throws(Failure) -> Int? {
    guard arguments[entropy] else {
      guard !arguments.has(cell) else {
        throw .usage("\(cell.flag) goes with \(entropy.flag)")
      }
      return nil
    }
    let b = try arguments[cell]
    guard b <= options.box.side else {
      throw .usage(
        option: cell.flag, value: String(b), expected: "at most the side, \(options.box.side)")
    }
    guard options.realisations >= EnsembleEntropy.fewestRealisations else {
      throw .usage(
        option: EnsembleOptions.realisations.flag, value: String(options.realisations),
        expected: "at least \(EnsembleEntropy.fewestRealisations) for entropies")
    }
    return b
  }

  /// The measurement of the mode ξ = η²κ.
  private static func transferred(
    _ measurement: Measurement, _ κ: Momentum, _ η: Double
  ) throws(Failure) -> Measurement {
    guard case .observable(let observable) = measurement, observable != .survival,
      observable != .displacement
    else {
      throw .usage(
        option: Self.observable.flag, value: measurement.description,
        expected: "one, energy, velocity or mode:m1,…,md where --transfer is given")
    }
    return .transferred(observable, transfer: Momentum(κ.components.map { $0 * η * η }))
  }

  func run(_ console: Console) throws {
    let square = η * η
    let timeOption = isMicroscopic ? Self.microscopicTime : Self.time
    let ensemble = try ensembleOptions.ensemble(
      coupling: η, start: origin, times: isMicroscopic ? times : times.map { $0 / square },
      measurement: measurement, seed: console.seed,
      blame: (
        EnsembleOptions.Culprit(Self.start.specification, arguments),
        EnsembleOptions.Culprit(timeOption.specification, arguments),
        EnsembleOptions.Culprit(Self.observable.specification, arguments),
        EnsembleOptions.Culprit(Self.transfer.specification, arguments)
      ))
    if let entropyCell { return try showEntropy(ensemble, cell: entropyCell, console) }
    guard
      let average = try console.average(
        ensemble, "simulating", inSlabs: ensembleOptions.inSlabs)
    else { throw Interrupted() }
    var document = Document()
    document.append("observable", .string(measurement.description))
    document.append("eta", .number(η))
    document.append("size", .integer(ensemble.box.side))
    document.append("disorder", .string(ensemble.disorder.name))
    document.append("realisations", .integer(average.realisations))
    document.append("norm_defect", .number(average.normDefect))
    console.noteErrors(of: average.realisations)
    let macroscopic = isMicroscopic ? times.map { $0 * square } : times
    if let worst = console.watchBoundary(average) {
      document.append("boundary_probability", .number(worst))
    }
    let exponents =
      measurement == .observable(.displacement) ? average.exponents(times: ensemble.times) : []
    if let last = exponents.last, let exponent = last, let row = average.estimates.last {
      let transport = Transport(
        exponent: exponent, displacement: row[0], realisations: average.realisations)
      document.append("transport", .string(transport.rawValue))
    }
    document.append("rows", table(average, ensemble, macroscopic, exponents))
    if console.printsJSON, ensemble.times.count > 1 {
      document.append("covariance", covariance(average))
    }
    try console.show(document, plot: plot(average, ensemble, macroscopic))
    if !average.isComplete { throw Interrupted() }
  }

  private func showEntropy(_ ensemble: Ensemble, cell: Int, _ console: Console) throws {
    let entropy = EnsembleEntropy(ensemble, cell: cell)
    try console.prepare(
      "\(entropy.realisations) realisations of \(ensemble.box.sites) sites",
      seconds: entropy.siteUpdates / 2e8,
      memory: entropy.memory(threads: console.workers.threads))
    guard
      let average = entropy.average(
        workers: console.workers, monitor: console.monitor("simulating"))
    else { throw Interrupted() }
    let isComplete = average.realisations == entropy.realisations
    console.noteErrors(
      of: average.realisations / average.blockSize, "blocks of \(average.blockSize) realisations")
    let macroscopic = ensemble.times.map { $0 * η * η }
    var document = Document()
    document.append("eta", .number(η))
    document.append("size", .integer(ensemble.box.side))
    document.append("disorder", .string(ensemble.disorder.name))
    document.append("realisations", .integer(average.realisations))
    document.append(
      "distribution",
      .string(ensemble.start.isLocalised ? "density in cells of side \(cell)" : "momentum"))
    document.append(
      "rows",
      Table(
        average.rows.indices.map { i in
          let row = average.rows[i]
          var record: Record = [
            "time": .number(macroscopic[i]), "microscopic_time": .number(ensemble.times[i]),
          ]
          record.append("state", row.state)
          record.append("distribution", row.distribution)
          record.append("reversal", .number(row.reversal))
          return record
        }))
    func curve(_ value: (EnsembleEntropy.Row) -> Estimate) -> [Plot.Point] {
      zip(macroscopic, average.rows.map(value)).map {
        Plot.Point($0, $1.value, error: $1.error)
      }
    }
    try console.show(
      document,
      plot: Plot(
        x: Plot.Axis("T = η^2t"), y: Plot.Axis("entropy"),
        series: [
          Plot.Series("state, order 2", .linePoints, curve(\.state)),
          Plot.Series("distribution", .linePoints, curve(\.distribution)),
        ]))
    if !isComplete { throw Interrupted() }
  }

  /// By channel, the covariances of the estimates at each two times.
  private func covariance(_ average: EnsembleAverage) -> JSON {
    .array(average.covariances.map { .array($0.map { .numbers($0) }) })
  }

  /// The value against time; a profile against place, a curve per time.
  private func plot(
    _ average: EnsembleAverage, _ ensemble: Ensemble, _ macroscopic: [Double]
  ) -> Plot {
    func points(_ x: [Double], _ estimates: [Estimate]) -> [Plot.Point] {
      zip(x, estimates).map { Plot.Point($0, $1.value, error: $1.error) }
    }
    if measurement == .profile {
      let places = (0..<ensemble.box.side).map { Double($0 - ensemble.box.side / 2) }
      return Plot(
        x: Plot.Axis("x (sites)"), y: Plot.Axis("density"),
        series: zip(macroscopic, average.estimates).map { T, estimates in
          Plot.Series(
            "T = \(NumberText.general(T, digits: 4))", .linePoints, points(places, estimates))
        })
    }
    let names = average.estimates[0].count == 2 ? ["real part", "imaginary part"] : ["simulation"]
    return Plot(
      x: Plot.Axis("T = η^2t"), y: Plot.Axis(measurement.description),
      series: names.enumerated().map { channel, name in
        Plot.Series(name, .linePoints, points(macroscopic, average.estimates.map { $0[channel] }))
      })
  }

  /// `e^{−ite(p0)} e^{iTG(e(p0)+i0)}`, what the autocorrelation of a plane wave tends to for η → 0:
  /// of modulus `e^{−ΓT/2}`.
  private func kineticAmplitude(time t: Double) -> Complex? {
    guard measurement == .autocorrelation, case .planeWave(let p) = origin else { return nil }
    let T = η * η * t
    let G = GreenFunction(dimension: p.dimension).value(at: Complex(p.energy))
    let limit = Complex.phase(-t * p.energy) * Complex.exp(Complex(-T * G.imaginary, T * G.real))
    return limit.real.isFinite && limit.imaginary.isFinite ? limit : nil
  }

  /// A row per time, of a profile a row per time and place.
  private func table(
    _ average: EnsembleAverage, _ ensemble: Ensemble, _ macroscopic: [Double],
    _ exponents: [Estimate?]
  ) -> Table {
    var table = Table()
    for (i, t) in ensemble.times.enumerated() {
      let head: Record = ["time": .number(macroscopic[i]), "microscopic_time": .number(t)]
      let estimates = average.estimates[i]
      if measurement == .profile {
        for (x, estimate) in estimates.enumerated() {
          var row = head
          row.append("x", .integer(x - ensemble.box.side / 2))
          row.append("value", estimate)
          table.append(row)
        }
        continue
      }
      var row = head
      row.append("value", estimates[0])
      if estimates.count == 2 { row.append("value_imaginary", estimates[1]) }
      if let limit = kineticAmplitude(time: t) {
        row.append("kinetic", .number(limit.real))
        row.append("kinetic_imaginary", .number(limit.imaginary))
      }
      if i > 0, i <= exponents.count, let exponent = exponents[i - 1] {
        row.append("exponent", exponent)
      }
      table.append(row)
    }
    return table
  }
}

extension Option where Value == Measurement {
  /// `--observable` with what only a simulation can measure.
  static var measurement: Option {
    var specification = OptionSpecification(
      name: "observable", valueName: "O", unit: nil, defaultText: "velocity",
      help: "What is measured: one, energy, velocity, mode:m1,…,md, survival; displacement,"
        + " profile (from a site or packet); return, autocorrelation, participation.")
    specification.choices = [
      "one", "energy", "velocity", "mode:", "survival", "displacement", "profile", "return",
      "autocorrelation", "participation",
    ]
    return Option(
      specification: specification,
      expected: "one, energy, velocity, mode:m1,…,md with integers, survival, displacement,"
        + " profile, return, autocorrelation or participation",
      parse: { Measurement($0) })
  }
}
