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
      With several ε: one row each, and the coefficient of log 1/ε fitted beside 2ρ(E).
      """,
    options: [energy.specification, epsilon.specification, dimension.specification],
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

  init(_ arguments: Arguments) throws {
    dimension = try arguments[Self.dimension]
    energy = try arguments[Self.energy]
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
      return try console.show(document)
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
    try console.show(document)
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
    record.append("norm_infinity", norms.supremum)
    record.append("energy_norm", norms.energyNorm)
    return record
  }
}
