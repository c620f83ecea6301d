import Figures
import Kinetics
import Torus

/// `feyn diffusion`: rate and diffusion constant over the whole band.
struct DiffusionCommand: Command {
  static let energies = Option.integer(
    "energies", "N", in: 1...100_000, default: 200,
    help: "Number of energies, the midpoints of equal intervals of the band.")
  static let dimension = Option.dimension

  static let specification = CommandSpecification(
    name: "diffusion",
    abstract: "Prints collision rate and diffusion constant over the whole band.",
    formula: """
      density_of_states     ρ(E) = ∫dp δ(e(p) − E),   E over (−2d, 2d)
      rate                  Γ(E) = 2πρ(E)
      mean_square_velocity  ⟨c_1²⟩_E,   c = ∇e/2π
      diffusion             D(E) = ⟨c_1²⟩_E/Γ(E):   ⟨X_1²⟩ → 2DT
      Each error is the distance of two routes, Green function and rule on the shell.
      """,
    options: [energies.specification, dimension.specification],
    shared: [.standard, .plot],
    example: Example(
      "diffusion --energies 4",
      output: """
        # feyn 0.1.0 | feyn diffusion --energies 4 | seed 1
        dimension  3

        energy  density_of_states            rate  mean_square_velocity          diffusion
          -4.5    0.0384068890899  0.241317601224         1.54880020761      6.41809880323
          -1.5     0.143788207942  0.903447955484     1.95030124409(28)  2.15873115020(31)
           1.5     0.143788207942  0.903447955484     1.95030124409(28)  2.15873115020(31)
           4.5    0.0384068890899  0.241317601224         1.54880020761      6.41809880323
        """))

  let count: Int
  let dimension: Int

  init(_ arguments: Arguments) throws {
    count = try arguments[Self.energies]
    dimension = try arguments[Self.dimension]
    guard dimension != 2 || count % 2 == 0 else {
      throw Failure.usage(
        option: Self.energies.flag, value: "\(count)",
        expected: "an even number in d = 2, where the shell of E = 0 has infinite weight")
    }
  }

  func run(_ console: Console) throws {
    let profile: BandProfile
    do throws(LadderError) {
      profile = try BandProfile(
        dimension: dimension, count: count, workers: console.workers,
        monitor: console.monitor("energies"))
    } catch {
      // every energy lies inside the band: what is left is Ctrl-C
      throw Interrupted()
    }
    var table = Table()
    for row in profile.rows {
      var record: Record = ["energy": .number(row.energy)]
      record.append("density_of_states", row.densityOfStates)
      record.append("rate", row.rate)
      record.append("mean_square_velocity", row.meanSquareVelocity)
      record.append("diffusion", row.diffusion)
      table.append(record)
    }
    var document = Document()
    document.append("dimension", .integer(dimension))
    document.append("rows", table)
    func panel(_ title: String, _ label: String, _ value: (BandProfile.Row) -> Estimate)
      -> Plot.Panel
    {
      Plot.Panel(
        title, x: Plot.Axis("E (hopping)"), y: Plot.Axis(label),
        series: [
          Plot.Series(
            label, count > 40 ? .line : .linePoints,
            profile.rows.map { Plot.Point($0.energy, value($0).value) })
        ])
    }
    try console.show(
      document,
      plot: Plot(
        [
          panel("collision rate", "Γ(E)") { $0.rate },
          panel("diffusion constant", "D(E)") { $0.diffusion },
        ], columns: 2))
  }
}
