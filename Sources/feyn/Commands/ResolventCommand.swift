#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures
import Resolvents
import Torus

/// `feyn resolvent`: the free resolvent at one energy, for one ε or several.
struct ResolventCommand: Command {
  static let energy = Option.number(
    "energy", "E", unit: "hopping", help: "Real part of z; outside the band too.")
  static let epsilon = Option.sweep(
    "epsilon", "ε", unit: "hopping", default: "0.1", help: "Imaginary part of z, one or several.")
  static let power = Option.numbers(
    "power", "q", help: "Also the norms ‖·‖_q for these q > 1, one or several.")
  static let dimension = Option.dimension

  static let specification = CommandSpecification(
    name: "resolvent",
    abstract: "Prints the lattice Green function and the norms of the resolvent.",
    formula: """
      G(0; z) = ∫dp 1/(e(p) − z),   z = E + iε,   e(p) = Σ_j 2 cos 2πp_j
      density_of_states  ρ(E) = ∫dp δ(e(p) − E)
      norm_1             ∫dp 1/|e(p) − z|  ≈  2ρ(E) log 1/ε
      norm_infinity      sup_p 1/|e(p) − z|
      energy_norm        sup_p ∫dE 1/|e(p) − E − iε|, E over the band [−2d, 2d]
      norm_q             (∫dp 1/|e(p) − z|^q)^(1/q)  ≈  C ε^(1/q−1),
                         C^q = ρ(E) √π Γ((q−1)/2)/Γ(q/2)
      With several ε: one row each, and the coefficient of log 1/ε fitted beside 2ρ(E), the power
      of 1/ε of each norm_q beside 1 − 1/q.
      """,
    required: [.all("energy")],
    options: [
      energy.specification, epsilon.specification, power.specification, dimension.specification,
    ],
    shared: [.standard, .plot],
    example: Example(
      "resolvent --energy 1 --epsilon 0.1",
      output: """
        # feyn 0.1.0 | feyn resolvent --energy 1 --epsilon 0.1 | seed 1
        green              -0.097738136 0.43867443
        density_of_states  0.143161217525
        norm_1             1.1764873341
        norm_infinity      10
        energy_norm        9.57512235999
        """))

  let dimension: Int
  let energy: Double
  let norms: [ResolventNorms]
  /// Without repetitions.
  let powers: [Double]

  init(_ arguments: Arguments) throws {
    dimension = try arguments[Self.dimension]
    energy = try arguments[Self.energy]
    powers =
      try arguments.ifGiven(Self.power)?.reduce(into: []) {
        if !$0.contains($1) { $0.append($1) }
      } ?? []
    guard powers.allSatisfy({ $0 > 1 }) else {
      throw Failure.usage(
        option: Self.power.flag, value: arguments.text(of: Self.power.specification) ?? "",
        expected: "numbers > 1; norm_1 and norm_infinity are always printed")
    }
    norms = try arguments[Self.epsilon].map { [dimension, energy] in
      try ResolventNorms(dimension: dimension, energy: energy, epsilon: $0)
    }
  }

  func run(_ console: Console) throws {
    let density = DensityOfStates(dimension: dimension).estimate(at: energy)
    var document = Document()
    if let norms = norms.first, self.norms.count == 1 {
      for entry in record(norms, density: density).entries.dropFirst() {
        document.append(entry.key, entry.value)
      }
      let picture = console.plotPath == nil ? nil : try kernelPlot(norms, console)
      return try console.show(document, plot: picture)
    }
    document.append("density_of_states", density)
    document.append("rows", Table(norms.map { record($0, density: nil) }))
    if let fit = LineFit(
      norms.map { (log(1 / $0.epsilon), $0.one.value) }, method: "line in log 1/ε")
    {
      var record = Record()
      record.append("coefficient", fit.slope)
      record.append("twice_density_of_states", .number(2 * density.value))
      document.append("fit", .object(record))
    }
    if !powers.isEmpty { document.append("powers", Table(powers.compactMap(growth))) }
    try console.show(document, plot: normPlot(density.value))
  }

  /// |A_E(x)| along the axis and the diagonals.
  private func kernelPlot(_ norms: ResolventNorms, _ console: Console) throws -> Plot {
    let kernel = try ResolventKernel(
      dimension: dimension, energy: energy, epsilon: norms.epsilon)
    let reach = Int(min(max(16 / norms.epsilon, 24), 400))
    let directions = (1...dimension).map { ones in
      (0..<dimension).map { $0 < ones ? 1 : 0 }
    }
    let sites = directions.flatMap { direction in
      (0...reach).map { n in direction.map { n * $0 } }
    }
    let values = try kernel.values(at: sites, workers: console.workers)
    let series = directions.indices.map { index in
      let offset = index * (reach + 1)
      return Plot.Series(
        "along (\(directions[index].map(String.init).joined(separator: ",")))", .line,
        (1...reach).compactMap { n in
          let value = values[offset + n]
          // below its error a value is nothing to draw
          guard abs(value.value) > 10 * value.error else { return nil }
          return Plot.Point(Double(n), abs(value.value), error: 0)
        })
    }
    // powers of a surface that is curved, and of one that is flat in both directions
    let anchor = values[4]
    let powers = dimension == 3 ? [(1.0, "1/r"), (2.0 / 3, "r^{-2/3}")] : []
    let references = powers.map { power, label in
      Plot.Series(
        label, .reference,
        (4...reach).map {
          Plot.Point(Double($0), abs(anchor.value) * pow(4 / Double($0), power))
        })
    }
    return Plot(
      "Kernel of the modulus, E = \(NumberText.general(energy)),"
        + " ε = \(NumberText.general(norms.epsilon))",
      x: Plot.Axis("greatest coordinate of x (sites)", logarithmic: true),
      y: Plot.Axis("|A_E(x)|", logarithmic: true), series: series + references)
  }

  /// The power of 1/ε by which a norm grows.
  private func growth(_ q: Double) -> Record? {
    let points = norms.map { (log(1 / $0.epsilon), log($0.norm(q).value)) }
    guard let fit = LineFit(points, method: "power of 1/ε") else { return nil }
    var record: Record = ["q": .number(q)]
    record.append("exponent", fit.slope)
    record.append("expected", .number(1 - 1 / q))
    record.append("constant", .number(exp(fit.intercept.value)))
    record.append("limit", .number(norms[0].limit(q)))
    return record
  }

  /// The norms that grow with log 1/ε.
  private func normPlot(_ density: Double) -> Plot {
    let first = norms[0]
    let slope = norms.map {
      Plot.Point($0.epsilon, first.one.value + 2 * density * log(first.epsilon / $0.epsilon))
    }
    let logarithmic = Plot.Panel(
      "Resolvent norms, E = \(NumberText.general(energy))",
      x: Plot.Axis("ε (hopping)", logarithmic: true), y: Plot.Axis("norm"),
      series: [
        Plot.Series("‖·‖_1", .linePoints, norms.map { Plot.Point($0.epsilon, $0.one.value) }),
        Plot.Series(
          "energy norm", .linePoints, norms.map { Plot.Point($0.epsilon, $0.energyNorm.value) }),
        Plot.Series("2ρ(E) log 1/ε + const", .reference, slope),
      ])
    let rising =
      [("‖·‖_{∞}", norms.map { Plot.Point($0.epsilon, $0.supremum.value) })]
      + powers.map { q in
        (
          "‖·‖_{\(NumberText.general(q))}",
          norms.map { Plot.Point($0.epsilon, $0.norm(q).value) }
        )
      }
    let powerLike = Plot.Panel(
      "Norms that grow like powers", x: Plot.Axis("ε (hopping)", logarithmic: true),
      y: Plot.Axis("norm", logarithmic: true),
      series: rising.map { Plot.Series($0.0, .linePoints, $0.1) })
    return Plot([logarithmic, powerLike], columns: 2)
  }

  private func record(_ norms: ResolventNorms, density: Estimate?) -> Record {
    let green = GreenFunction(dimension: dimension).estimate(
      at: Complex(energy, norms.epsilon))
    var record: Record = ["epsilon": .number(norms.epsilon)]
    record.append("green", .array([.number(green.value.real), .number(green.value.imaginary)]))
    record.append(
      "green_error", .array([.number(green.error.real), .number(green.error.imaginary)]))
    if let density { record.append("density_of_states", density) }
    record.append("norm_1", norms.one)
    for q in powers { record.append("norm_\(NumberText.general(q))", norms.norm(q)) }
    record.append("norm_infinity", norms.supremum)
    record.append("energy_norm", norms.energyNorm)
    return record
  }
}
