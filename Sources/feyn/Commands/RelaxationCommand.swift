#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures
import Kinetics
import Torus

/// `feyn relaxation`: entropy and distance from equilibrium on one energy shell.
struct RelaxationCommand: Command {
  static let time = Option.positive(
    "time", "T", unit: "kinetic", default: "5", help: "Macroscopic time T = η²t to end at.")
  static let momentum = Option.vector(
    "momentum", "p", unit: "torus [0,1)^d", help: "Momentum p0 in the middle of the start.")
  static let width = Option.positive(
    "width", "w", unit: "sites", default: "1",
    help: "Width of the packet whose momenta on the shell are the start, at most 3.")
  static let steps = Option.integer(
    "steps", "N", in: 1...1_000_000, default: 100, help: "Time steps, a row for each.")
  static let dimension = Option.dimension

  static let specification = CommandSpecification(
    name: "relaxation",
    abstract: "Prints entropy, its production and the distance from equilibrium on a shell.",
    formula: """
      F_0 ∝ |ψ̂_0(V)|² on the shell E = e(p0), of mass 1, ψ_0 a packet of w sites around p0
      entropy      S = −∫F log F dV, which rises to largest_entropy = log ρ(E), that of F = 1/ρ
      production   dS/dT = ½∫∫ 2πδ(e(U) − e(V)) [F(U) − F(V)] [log F(U) − log F(V)] ≥ 0
      distance     ½∫|F − 1/ρ| dV, falls like e^{−ΓT}
      velocity     ⟨c·c(p0)⟩/|c(p0)|²
      least        the least F on the shell, in units of 1/ρ
      mass_defect  the largest |∫F dV − 1| of all steps
      """,
    required: [.all("momentum")],
    options: [
      time.specification, momentum.specification, width.specification, steps.specification,
      dimension.specification,
    ],
    shared: [.standard, .plot],
    example: Example(
      "relaxation --momentum 2/24,4/24,7/24 --time 4 --steps 4",
      output: """
        # feyn 0.1.0 | feyn relaxation --momentum 2/24,4/24,7/24 --time 4 --steps 4 | seed 1
        rate               0.69298706
        density_of_states  0.11029232
        largest_entropy    -2.204621
        nodes              4560
        mass_defect        1.7763568e-15

        time     entropy   production     distance     velocity          least
           0  -4.9403255    10.638618   0.88186269   0.88812775  1.9628889e-14
           1  -3.0429957   0.91758666   0.44100195   0.44413499     0.49991993
           2  -2.4850462   0.31005604   0.22053629   0.22210306     0.74991992
           3  -2.2954663   0.10463463    0.1102858   0.11106931     0.87493994
           4  -2.2325331  0.033749388  0.055151731  0.055543549     0.93745996
        """))

  let relaxation: ShellRelaxation

  init(_ arguments: Arguments) throws {
    let momentum = try arguments.momentum(
      Self.momentum, dimension: try arguments[Self.dimension])
    let width = try arguments[Self.width]
    guard width <= ShellRelaxation.widest else {
      throw Failure.usage(
        option: Self.width.flag, value: arguments.text(of: Self.width.specification) ?? "",
        expected: "at most \(Int(ShellRelaxation.widest)) sites: beyond that the density on the far"
          + " side of the shell is less than any number")
    }
    let (time, steps) = (try arguments[Self.time], try arguments[Self.steps])
    do throws(LadderError) {
      relaxation = try ShellRelaxation(
        momentum: momentum, width: width, until: time, steps: steps)
    } catch {
      throw Failure.usage(error.description)
    }
  }

  func run(_ console: Console) throws {
    let rows = try relaxation.rows(monitor: console.monitor("relaxing"))
    let defect = rows.reduce(0) { max($0, $1.massDefect) }
    guard rows.allSatisfy({ $0.production > -1e-12 && $0.least >= 0 }), defect < 1e-11 else {
      throw Failure.checkFailed(
        "entropy production, positivity or mass of the ordinates: defect \(defect)")
    }
    var document = Document()
    document.append("rate", .number(relaxation.rate))
    document.append("density_of_states", .number(relaxation.densityOfStates))
    document.append("largest_entropy", .number(relaxation.largestEntropy))
    document.append("nodes", .integer(relaxation.nodes))
    document.append("mass_defect", .number(defect))
    var table = Table()
    for row in rows {
      table.append([
        "time": .number(row.time), "entropy": .number(row.entropy),
        "production": .number(row.production), "distance": .number(row.distance),
        "velocity": .number(row.velocity), "least": .number(row.least),
      ])
    }
    document.append("rows", table)
    try console.show(document, plot: plot(rows))
  }

  private func plot(_ rows: [ShellRelaxation.Row]) -> Plot {
    func line(
      _ label: String, _ style: Plot.Series.Style = .line,
      _ value: (ShellRelaxation.Row) -> Double
    ) -> Plot.Series {
      Plot.Series(label, style, rows.map { Plot.Point($0.time, value($0)) })
    }
    let time = Plot.Axis("T = η^2t")
    // rounding ends where the last digits of S do
    let floor = 1e-13
    let (Γ, last) = (relaxation.rate, rows[rows.count - 1])
    let tail = { (power: Double, end: Double) in
      { (row: ShellRelaxation.Row) in end * exp(power * Γ * (last.time - row.time)) }
    }
    return Plot(
      [
        Plot.Panel(
          "entropy on the shell", x: time, y: Plot.Axis("S"),
          series: [
            line("S") { $0.entropy },
            line("equilibrium, log ρ", .reference) { _ in relaxation.largestEntropy },
          ]),
        Plot.Panel(
          "entropy production", x: time, y: Plot.Axis("dS/dT", logarithmic: true),
          series: [
            line("dS/dT") { $0.production > floor ? $0.production : .nan },
            line("∝ e^{−2ΓT}", .reference, tail(2, max(floor, last.production))),
          ]),
        Plot.Panel(
          "approach to equilibrium", x: time,
          y: Plot.Axis("distance, velocity", logarithmic: true),
          series: [
            line("½∫|F − 1/ρ|") { $0.distance > floor ? $0.distance : .nan },
            line("velocity") { $0.velocity > floor ? $0.velocity : .nan },
            line("∝ e^{−ΓT}", .reference, tail(1, 0.7 * max(floor, last.distance))),
          ]),
      ], columns: 3)
  }
}
