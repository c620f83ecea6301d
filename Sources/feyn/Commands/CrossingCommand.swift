#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures
import Resolvents
import Torus

/// `feyn crossing`: the crossing integral against ε.
struct CrossingCommand: Command {
  enum Method: String, CaseIterable, Sendable { case lattice, torus, sample }

  static let energies = Option.numbers(
    "energies", "E1,E2,E3", unit: "hopping", default: "0,0,0",
    help: "Energies of the 2, 3 or 4 denominators; outside the band too.")
  static let shift = Option.vector(
    "shift", "u", unit: "torus [0,1)^d", help: "The shift u. (default: 0)")
  static let epsilon = Option.sweep(
    "epsilon", "ε", unit: "hopping", default: "0.4:0.05:/2",
    help: "Widths of the resolvents, falling.")
  static let method = Option<Method>.choice(
    "method", default: .lattice,
    help: """
      lattice: one sum over Z^d; torus: Fourier on periodic boxes, extrapolated; sample: Monte \
      Carlo built for the singularities, for ε down to 1e-5, d ≥ 2.
      """)
  static let samples = Option.integer(
    "samples", "N", in: 1...1_000_000_000_000,
    help: "Points per ε of the method sample, 1 % at 16384. (default: 262144)")
  static let worst = Option.flag(
    "worst", help: "The largest integral over all shifts, with the shift that gives it.")
  static let worstEnergy = Option.flag(
    "worst-energy",
    help: "The largest over all shifts and over one energy common to the denominators.")
  static let nextNearest = Option.number(
    "next-nearest", "t", unit: "hopping",
    help: "Amplitude of a hop to the next-nearest neighbours, method torus only. (default: 0)")
  static let dimension = Option.dimension

  static let specification = CommandSpecification(
    name: "crossing",
    abstract: "Prints the crossing integral, its trivial bound, and how it grows as ε falls.",
    formula: """
      I(ε; E1,E2,E3; u) = ∫∫dp dq 1/|e(p)−E1−iε| · 1/|e(q)−E2−iε| · 1/|e(p+q−u)−E3−iε|
      and likewise with 2 or 4 denominators, all momenta but one integrated.
      norm_1          ‖1/(e−E1−iε)‖_1; norms_1 lists all where energies differ
      trivial_bound   the least of ‖·‖_∞ of one times ‖·‖_1 of the others, ~ (log 1/ε)²/ε
      local_exponent  −d log I/d log ε from the row before; 1 is trivial, proved are 4/5 and 3/4
      gain_exponent   d log(I/trivial_bound)/d log ε; twice it is the power of η = √ε
      fit             I = C ε^−exponent and I = C (log 1/ε)^exponent over these rows alone
      """,
    options: [
      energies.specification, shift.specification, epsilon.specification, method.specification,
      samples.specification, worst.specification, worstEnergy.specification,
      nextNearest.specification, dimension.specification,
    ],
    shared: [.standard, .plot],
    example: Example(
      "crossing --epsilon 0.4,0.2,0.1 --worst",
      output: """
        # feyn 0.1.0 | feyn crossing --epsilon 0.4,0.2,0.1 --worst | seed 1
        dimension  3
        energies   0 0 0
        shift      worst
        method     lattice

        rows
        epsilon           integral             norm_1  trivial_bound       ratio    local_exponent     gain_exponent  maximiser
            0.4  0.51755911338(63)  0.79904468637(30)       1.596181  0.32424838                 –                 –  0 0.25 0.5
            0.2   1.0129548218(33)  0.99589744531(48)      4.9590586  0.20426353  0.9687742753(64)  0.6666677198(64)  0 0.25 0.5
            0.1   1.7646571419(32)  1.19345811984(57)      14.243423  0.12389277  0.8008180763(72)  0.7213396250(72)  0 0.25 0.5

        fit
        model       exponent  log_constant     residual
        power      0.885(48)    -1.450(83)  0.047527599
        logarithm  1.319(97)    -0.563(54)  0.063441503
        verdict  neither model is favoured for ε from 0.4 to 0.1
        """))

  /// What is asked for each ε.
  private enum Target: Equatable {
    case shift(Momentum)
    case worst
    case worstEnergy
  }

  let energies: [Double]
  let epsilons: [Double]
  let method: Method
  let dimension: Int
  let samples: Int
  /// Where it is not that of the nearest neighbours.
  let dispersion: Dispersion?
  private let target: Target

  init(_ arguments: Arguments) throws {
    dimension = try arguments[Self.dimension]
    energies = try arguments[Self.energies]
    epsilons = try arguments[Self.epsilon]
    method = try arguments[Self.method]
    samples = try arguments.ifGiven(Self.samples) ?? 262144
    if arguments.has(Self.samples), method != .sample {
      throw Failure.usage("\(Self.samples.flag) belongs to \(Self.method.flag) sample")
    }
    dispersion = try arguments.ifGiven(Self.nextNearest).map { [dimension] in
      .nextNearest(dimension: dimension, amplitude: $0)
    }
    if dispersion != nil, method != .torus {
      throw Failure.usage("\(Self.nextNearest.flag) belongs to \(Self.method.flag) torus")
    }
    try arguments.exclude(Self.worst, Self.shift)
    try arguments.exclude(Self.worstEnergy, Self.shift)
    if arguments[Self.worstEnergy] {
      guard Set(energies).count == 1 else {
        throw Failure.usage(
          "\(Self.worstEnergy.flag) finds one energy common to all denominators:"
            + " expected equal \(Self.energies.flag), of which only the number counts")
      }
      target = .worstEnergy
    } else if arguments[Self.worst] {
      target = .worst
    } else if arguments.has(Self.shift) {
      target = .shift(try arguments.momentum(Self.shift, dimension: dimension))
    } else {
      target = .shift(.zero(dimension: dimension))
    }
    if method != .lattice, arguments[Self.worst] || arguments[Self.worstEnergy] {
      throw Failure.usage(
        option: Self.method.flag, value: method.rawValue,
        expected: "lattice, the method that scans all shifts")
    }
    // what cannot be computed is refused before anything is
    for ε in epsilons { try check(ε) }
  }

  private func check(_ ε: Double) throws {
    do {
      switch (method, target) {
      case (.lattice, .shift(let u)): _ = try lattice(ε, u)
      case (.torus, .shift(let u)): _ = try torus(ε, u)
      case (.sample, .shift(let u)): _ = try sample(ε, u, seed: 1)
      default:
        _ = try CrossingField.plan(dimension: dimension, epsilon: ε, energies: energies)
      }
    } catch {
      let option =
        switch error {
        case .denominators, .energy: Self.energies.flag
        case .dimension: Self.dimension.flag
        default: Self.epsilon.flag
        }
      throw Failure.usage("\(option): \(error)")
    }
  }

  private func lattice(_ ε: Double, _ u: Momentum) throws(CrossingError) -> CrossingLattice {
    try CrossingLattice(dimension: dimension, epsilon: ε, energies: [energies], shifts: [u])
  }

  private func torus(_ ε: Double, _ u: Momentum) throws(CrossingError) -> CrossingTorus {
    try CrossingTorus(
      dimension: dimension, epsilon: ε, energies: [energies], shifts: [u], dispersion: dispersion)
  }

  private func sample(
    _ ε: Double, _ u: Momentum, seed: UInt64
  ) throws(CrossingError) -> CrossingSample {
    try CrossingSample(
      dimension: dimension, epsilon: ε, energies: energies, shift: u, samples: samples, seed: seed)
  }
}

// MARK: - Running

extension CrossingCommand {
  func run(_ console: Console) throws {
    try announce(console)
    let results =
      method == .sample
      ? try console.workers.each(epsilons.count) {
        try result(epsilons[$0], workers: console.workers, console)
      }
      : try console.workers.rows(epsilons.count) { row, workers in
        try result(epsilons[row], workers: workers, console)
      }
    let maxima = results.compactMap(\.maximum)
    let series = CrossingSeries(results.map(\.row))
    try console.show(document(series, maxima), plot: plot(series))
  }

  /// One ε.
  private func result(
    _ ε: Double, workers: Workers, _ console: Console
  ) throws -> CrossingResult {
    let monitor = console.monitor("ε = \(NumberText.general(ε, digits: 4))")
    var energies = self.energies
    var maximum: CrossingMaximum?
    let (integral, norms): (Estimate, [Estimate])
    switch (target, method) {
    case (.shift(let u), .lattice):
      let result = try lattice(ε, u).integrals(workers: workers, monitor: monitor)
      (integral, norms) = (result.integrals[0][0], result.norms[0])
    case (.shift(let u), .torus):
      let result = try torus(ε, u).integrals(workers: workers, monitor: monitor)
      (integral, norms) = (result.integrals[0][0], result.norms[0])
    case (.shift(let u), .sample):
      integral = try sample(ε, u, seed: console.seed).integral(workers: workers, monitor: monitor)
      norms = try energies.map {
        try ResolventNorms(dimension: dimension, energy: $0, epsilon: ε).one
      }
    case (.worst, _):
      let field = try CrossingField(
        CrossingField.plan(dimension: dimension, epsilon: ε, energies: energies),
        workers: workers, monitor: monitor)
      let worst = try field.worst(workers: workers, monitor: monitor)
      (integral, norms, maximum) = (worst.integral, worst.norms, worst)
    case (.worstEnergy, _):
      let worst = try CrossingField.worstEnergy(
        dimension: dimension, epsilon: ε, denominators: energies.count, workers: workers,
        monitor: monitor)
      (integral, norms, maximum) = (worst.integral, worst.norms, worst)
      energies = worst.energies
    }
    let band = dispersion?.band
    let suprema = try energies.map { energy in
      try band.map { 1 / hypot(max($0.lowerBound - energy, energy - $0.upperBound, 0), ε) }
        ?? ResolventNorms(dimension: dimension, energy: energy, epsilon: ε).supremum.value
    }
    return CrossingResult(
      row: CrossingSeries.Row(epsilon: ε, integral: integral, norms: norms, suprema: suprema),
      maximum: maximum)
  }

  /// Says what a run of more than some seconds will cost.
  private func announce(_ console: Console) throws {
    guard method == .lattice else { return }
    let costs = try epsilons.map { try lattice($0, .zero(dimension: dimension)).cost }
    // some half of the passes of a search over energies are coarse
    let passes = target == .worstEnergy ? 4 * Double(dimension) + 60 : 1
    let operations = passes * costs.reduce(0) { $0 + $1.operations }
    let seconds = operations / (2e10 * Double(min(2, console.workers.threads)))
    guard seconds > 5 else { return }
    let bytes = costs.reduce(0) { max($0, $1.bytes + (target == .worst ? 11 * $1.sites : 0)) }
    console.announce(
      "\(NumberText.general(operations, digits: 2)) operations, about"
        + " \(Progress.duration(seconds)), \(NumberText.general(bytes / 1e6, digits: 2)) MB")
  }
}

// MARK: - Results

extension CrossingCommand {
  private func document(_ series: CrossingSeries, _ maxima: [CrossingMaximum]) -> Document {
    var document = Document()
    document.append("dimension", .integer(dimension))
    if target != .worstEnergy {
      document.append("energies", .array(energies.map { .number($0) }))
    }
    switch target {
    case .shift(let u): document.append("shift", .array(u.components.map { .number($0) }))
    case .worst: document.append("shift", "worst")
    case .worstEnergy: document.append("shift", "worst, worst energy")
    }
    document.append("method", .string(method.rawValue))
    document.append("rows", table(series, maxima))
    guard series.rows.count > 1 else { return document }
    document.append("fit", fits(series))
    if let verdict = series.verdict { document.append("verdict", .string(verdict)) }
    return document
  }

  private func table(_ series: CrossingSeries, _ maxima: [CrossingMaximum]) -> Table {
    let distinct = energies.contains { $0 != energies[0] }
    let (exponents, gains) = (series.localExponents, series.gainExponents)
    return Table(
      series.rows.indices.map { index in
        let row = series.rows[index]
        var record: Record = ["epsilon": .number(row.epsilon)]
        record.append("integral", row.integral)
        record.append("norm_1", row.norms[0])
        if distinct {
          record.append("norms_1", .array(row.norms.map { .number($0.value) }))
        }
        record.append("trivial_bound", .number(row.trivialBound))
        record.append("ratio", .number(row.ratio))
        for (key, slope) in [
          ("local_exponent", exponents[index]), ("gain_exponent", gains[index]),
        ] {
          if let slope { record.append(key, slope) } else { record.append(key, .null) }
        }
        guard !maxima.isEmpty else { return record }
        if target == .worstEnergy {
          record.append("energy", .number(maxima[index].energies[0]))
        }
        record.append(
          "maximiser", .array(maxima[index].shift.components.map { .number($0) }))
        return record
      })
  }

  /// The two models over the rows, one row each.
  private func fits(_ series: CrossingSeries) -> Table {
    Table(
      [("power", series.powerFit), ("logarithm", series.logarithmicFit)].compactMap { name, fit in
        guard let fit else { return nil }
        var record: Record = ["model": .string(name)]
        record.append("exponent", fit.slope)
        record.append("log_constant", fit.intercept)
        record.append("residual", .number(fit.residual))
        return record
      })
  }

  /// The integral between its bounds, and its local exponent.
  private func plot(_ series: CrossingSeries) -> Plot {
    let rows = series.rows
    let first = rows[0]
    func power(_ exponent: Double, _ label: String) -> Plot.Series {
      Plot.Series(
        label, .reference,
        rows.map {
          let growth = pow(first.epsilon / $0.epsilon, exponent)
          return Plot.Point($0.epsilon, first.integral.value * growth)
        })
    }
    let integral = Plot.Panel(
      "Crossing integral, d = \(dimension)", x: Plot.Axis("ε (hopping)", logarithmic: true),
      y: Plot.Axis("I(ε)", logarithmic: true),
      series: [
        Plot.Series(
          "integral", .linePoints,
          rows.map { Plot.Point($0.epsilon, $0.integral.value, error: $0.integral.error) }),
        Plot.Series(
          "trivial bound", .line, rows.map { Plot.Point($0.epsilon, $0.trivialBound) }),
        power(0.8, "ε^{-4/5}"), power(0.75, "ε^{-3/4}"),
      ])
    guard rows.count > 1 else { return Plot([integral]) }
    func level(_ exponent: Double, _ label: String) -> Plot.Series {
      Plot.Series(label, .reference, rows.map { Plot.Point($0.epsilon, exponent) })
    }
    let slopes = zip(rows.indices, series.localExponents).compactMap { index, slope in
      slope.map {
        // a slope belongs to the middle of its interval
        Plot.Point(
          (rows[index].epsilon * rows[index - 1].epsilon).squareRoot(), $0.value, error: $0.error)
      }
    }
    let exponent = Plot.Panel(
      "Local exponent", x: Plot.Axis("ε (hopping)", logarithmic: true),
      y: Plot.Axis("−d log I / d log ε"),
      series: [
        Plot.Series("integral", .linePoints, slopes), level(1, "trivial"), level(0.8, "4/5"),
        level(0.75, "3/4"),
      ])
    return Plot([integral, exponent], columns: 2)
  }
}
