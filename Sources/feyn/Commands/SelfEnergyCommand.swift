import Figures
import Kinetics
import Torus

/// `feyn self-energy`: self-energy, spectral function and density of states of the disordered lattice.
struct SelfEnergyCommand: Command {
  static let variant = Option<LadderVariant>.choice(
    "variant", "VARIANT", default: .noncrossing,
    help: "Self-energy: basic (none), decorated or noncrossing.")
  static let eta = Option.couplings()
  static let momentum = Option.momentum
  static let energies = Option.integer(
    "energies", "N", in: 1...100_000,
    help: "Number of energies, evenly from −2d − 2η to 2d + 2η; by default 100, and 33 more"
      + " across the peak of A.")
  static let dimension = Option.dimension

  static let specification = CommandSpecification(
    name: "self-energy",
    abstract: "Prints self-energy, spectral function and density of states with disorder.",
    formula: """
      Σ = 0 (basic), η²G(E + i0) (decorated), η²G(E + i0 + Σ) (noncrossing)
      spectral           A(p; E) = Im 1/(e(p) − E − i0 − Σ)/π
      density_of_states  ρ_η(E) = ∫dp A(p; E) = Im G(E + i0 + Σ)/π
      spectral_integral, state_integral: of either over all energies; both are 1.
      A of basic is a delta function and left out.
      """,
    required: [.all("eta", "momentum")],
    options: [
      variant.specification, eta.specification, momentum.specification, energies.specification,
      dimension.specification,
    ],
    shared: [.standard, .plot],
    example: Example(
      "self-energy --eta 0.8 --momentum 2/24,4/24,7/24 --energies 5",
      output: """
        # feyn 0.1.0 | feyn self-energy --eta 0.8 --momentum 2/24,4/24,7/24 --energies 5 | seed 1
        variant  noncrossing
        energy   2.2144127

        integrals
        eta  spectral_integral  state_integral
        0.8                  1               1

        rows
        eta  energy  self_energy_real  self_energy_imaginary     spectral  density_of_states
        0.8    -7.6       0.098469976                      0            0                  0
        0.8    -3.8        0.17850971             0.11543693  0.001078472        0.057413617
        0.8       0                 0             0.27092186  0.017327049         0.13474548
        0.8     3.8       -0.17850971             0.11543693  0.018435101        0.057413617
        0.8     7.6      -0.098469976                      0            0                  0
        """))

  let selfEnergies: [SelfEnergy]
  let momentum: Momentum
  /// `nil` where the energies follow the peak.
  let count: Int?

  init(_ arguments: Arguments) throws {
    let dimension = try arguments[Self.dimension]
    let variant = try arguments[Self.variant]
    momentum = try arguments.momentum(Self.momentum, dimension: dimension)
    count = arguments.has(Self.energies) ? try arguments[Self.energies] : nil
    selfEnergies = try arguments[Self.eta].map {
      SelfEnergy(variant, dimension: dimension, coupling: $0)
    }
  }

  func run(_ console: Console) throws {
    var document = Document()
    document.append("variant", .string(selfEnergies[0].variant.rawValue))
    document.append("energy", .number(momentum.energy))
    var sums = Table()
    var rows = Table()
    var spectral: [Plot.Series] = []
    var density: [Plot.Series] = []
    for selfEnergy in selfEnergies {
      let η = selfEnergy.coupling
      var sum: Record = ["eta": .number(η)]
      sum.append("spectral_integral", selfEnergy.spectralIntegral(energy: momentum.energy))
      sum.append("state_integral", selfEnergy.stateIntegral)
      sums.append(sum)
      var lines: (spectral: [Plot.Point], density: [Plot.Point]) = ([], [])
      for E in energies(selfEnergy) {
        let Σ = selfEnergy.value(at: Complex(E))
        let ρ = selfEnergy.densityOfStates(at: E)
        var row: Record = [
          "eta": .number(η), "energy": .number(E), "self_energy_real": .number(Σ.real),
          "self_energy_imaginary": .number(Σ.imaginary),
        ]
        if selfEnergy.variant != .basic {
          let A = selfEnergy.spectralFunction(energy: momentum.energy, at: E)
          row.append("spectral", .number(A))
          lines.spectral.append(Plot.Point(E, A))
        }
        row.append("density_of_states", .number(ρ))
        lines.density.append(Plot.Point(E, ρ))
        rows.append(row)
      }
      let label = "η = \(NumberText.general(η, digits: 4))"
      if !lines.spectral.isEmpty { spectral.append(Plot.Series(label, .line, lines.spectral)) }
      density.append(Plot.Series(label, .line, lines.density))
    }
    document.append("integrals", sums)
    document.append("rows", rows)
    let energy = Plot.Axis("E (hopping)")
    var panels = [
      Plot.Panel("density of states", x: energy, y: Plot.Axis("ρ_η(E)"), series: density)
    ]
    if !spectral.isEmpty {
      panels.insert(
        Plot.Panel("spectral function", x: energy, y: Plot.Axis("A(p; E)"), series: spectral),
        at: 0)
    }
    try console.show(document, plot: Plot(panels, columns: 2))
  }
  private func energies(_ selfEnergy: SelfEnergy) -> [Double] {
    guard let count else {
      return selfEnergy.energies(resolving: momentum.energy, count: 100)
    }
    let radius = selfEnergy.spectralRadius
    return (0..<count).map {
      count == 1 ? 0 : radius * (2 * Double($0) / Double(count - 1) - 1)
    }
  }
}
