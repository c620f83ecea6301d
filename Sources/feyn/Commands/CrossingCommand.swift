import Figures
import Resolvents
import Torus

/// `feyn crossing`: the crossing integral against ε.
struct CrossingCommand: Command {
  enum Method: String, CaseIterable, Sendable { case lattice, torus }

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
    help: "lattice: one sum over Z^d; torus: Fourier on periodic boxes, extrapolated.")
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
      fit             I = C ε^−exponent and I = C (log 1/ε)^exponent over these rows alone
      """,
    options: [
      energies.specification, shift.specification, epsilon.specification, method.specification,
      dimension.specification,
    ],
    example: Example(
      "crossing --epsilon 0.4,0.2,0.1",
      output: """
        # feyn 0.1.0 | feyn crossing --epsilon 0.4,0.2,0.1 | seed 1
        dimension  3
        energies   0 0 0
        shift      0 0 0
        method     lattice

        rows
        epsilon           integral             norm_1  trivial_bound       ratio    local_exponent
            0.4  0.50184656199(63)  0.79904468637(30)       1.596181  0.31440454                 –
            0.2   0.9714348473(33)  0.99589744531(48)      4.9590586  0.19589098  0.9528709075(66)
            0.1   1.6761093226(32)  1.19345811984(57)      14.243423  0.11767602  0.7869271058(76)

        fit
        model       exponent  log_constant     residual
        power      0.870(48)    -1.467(82)  0.046958138
        logarithm  1.297(95)    -0.596(53)  0.062144478
        """))

  let energies: [Double]
  let shift: Momentum
  let epsilons: [Double]
  let method: Method
  let dimension: Int

  init(_ arguments: Arguments) throws {
    dimension = try arguments[Self.dimension]
    energies = try arguments[Self.energies]
    shift =
      arguments.has(Self.shift)
      ? try arguments.momentum(Self.shift, dimension: dimension) : .zero(dimension: dimension)
    epsilons = try arguments[Self.epsilon]
    method = try arguments[Self.method]
    // what cannot be computed is refused before anything is
    for ε in epsilons { try check(ε) }
  }

  private func check(_ ε: Double) throws {
    do {
      switch method {
      case .lattice: _ = try lattice(ε)
      case .torus: _ = try torus(ε)
      }
    } catch {
      let option =
        switch error {
        case .denominators, .energy: Self.energies.flag
        default: Self.epsilon.flag
        }
      throw Failure.usage("\(option): \(error)")
    }
  }

  private func lattice(_ ε: Double) throws(CrossingError) -> CrossingLattice {
    try CrossingLattice(
      dimension: dimension, epsilon: ε, energies: [energies], shifts: [shift])
  }

  private func torus(_ ε: Double) throws(CrossingError) -> CrossingTorus {
    try CrossingTorus(
      dimension: dimension, epsilon: ε, energies: [energies], shifts: [shift])
  }

  func run(_ console: Console) throws {
    let runs = try epsilons.map { try lattice($0) }
    let operations = method == .lattice ? runs.reduce(0) { $0 + $1.cost.operations } : 0
    let seconds = operations / (2e10 * Double(min(2, console.workers.threads)))
    if seconds > 5 {
      let bytes = runs.reduce(0) { max($0, $1.cost.bytes) }
      console.announce(
        "\(NumberText.general(operations, digits: 2)) operations, about"
          + " \(Progress.duration(seconds)), \(NumberText.general(bytes / 1e6, digits: 2)) MB")
    }
    let series = CrossingSeries(
      try epsilons.map { ε in
        let monitor = console.monitor("ε = \(NumberText.general(ε, digits: 4))")
        let (integral, norms) =
          switch method {
          case .lattice:
            try { ($0.integrals[0][0], $0.norms[0]) }(
              lattice(ε).integrals(workers: console.workers, monitor: monitor))
          case .torus:
            try { ($0.integrals[0][0], $0.norms[0]) }(
              torus(ε).integrals(workers: console.workers, monitor: monitor))
          }
        let suprema = try energies.map {
          try ResolventNorms(dimension: dimension, energy: $0, epsilon: ε).supremum.value
        }
        return CrossingSeries.Row(
          epsilon: ε, integral: integral, norms: norms, suprema: suprema)
      })
    var document = Document()
    document.append("dimension", .integer(dimension))
    document.append("energies", .array(energies.map { .number($0) }))
    document.append("shift", .array(shift.components.map { .number($0) }))
    document.append("method", .string(method.rawValue))
    document.append("rows", table(series))
    if series.rows.count > 1 { document.append("fit", fits(series)) }
    try console.show(document)
  }

  private func table(_ series: CrossingSeries) -> Table {
    let distinct = energies.contains { $0 != energies[0] }
    return Table(
      zip(series.rows, series.localExponents).map { row, exponent in
        var record: Record = ["epsilon": .number(row.epsilon)]
        record.append("integral", row.integral)
        record.append("norm_1", row.norms[0])
        if distinct {
          record.append("norms_1", .array(row.norms.map { .number($0.value) }))
        }
        record.append("trivial_bound", .number(row.trivialBound))
        record.append("ratio", .number(row.ratio))
        if let exponent {
          record.append("local_exponent", exponent)
        } else {
          record.append("local_exponent", .null)
        }
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
}
