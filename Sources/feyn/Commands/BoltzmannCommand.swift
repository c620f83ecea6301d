import Figures
import Kinetics
import Torus

/// `feyn boltzmann`: the linear Boltzmann equation on the energy shell.
struct BoltzmannCommand: Command {
  static let time = Option.sweep("time", "T", unit: "kinetic", help: "Macroscopic times T = η²t.")
  static let momentum = Option.momentum
  static let observable = Option.observable
  static let dimension = Option.dimension

  static let specification = CommandSpecification(
    name: "boltzmann",
    abstract: "Solves the linear Boltzmann equation from a plane wave.",
    formula: """
      ⟨g⟩_T = ⟨g⟩_E + e^{−ΓT} (g(p0) − ⟨g⟩_E),   E = e(p0)
      rate               Γ(E) = 2πρ(E)
      density_of_states  ρ(E) = ∫dp δ(e(p) − E)
      diffusion          D(E) = ⟨c_1²⟩_E/Γ(E),   c = ∇e/2π
      entropy            log ρ(E), of the equilibrium on the shell
      """,
    options: [
      time.specification, momentum.specification, observable.specification,
      dimension.specification,
    ],
    shared: [.standard, .plot],
    example: Example(
      "boltzmann --time 0.5,1,2 --momentum 2/24,4/24,7/24 --observable velocity",
      output: """
        # feyn 0.1.0 | feyn boltzmann --time 0.5,1,2 --momentum 2/24,4/24,7/24 --observable velocity | seed 1
        observable         velocity
        energy             2.2144127
        rate               0.692987055749
        density_of_states  0.110292315421
        diffusion          2.8794782083(50)
        entropy            -2.20462102495

        time           value
         0.5  0.707163396123
           1  0.500080068816
           2  0.250080075227
        """))

  let times: [Double]
  let measured: Observable
  let equation: LinearBoltzmann

  init(_ arguments: Arguments) throws {
    times = try arguments[Self.time]
    let start = try arguments.momentum(
      Self.momentum, dimension: try arguments[Self.dimension])
    measured = try arguments.observable(Self.observable, start: start, others: [.survival])
    do throws(LadderError) {
      equation = try LinearBoltzmann(momentum: start)
    } catch {
      throw Failure.usage(
        option: Self.momentum.flag, value: arguments.text(of: Self.momentum.specification) ?? "",
        expected: "a momentum inside the band, for \(error)")
    }
  }

  func run(_ console: Console) throws {
    let shell = equation.shell
    var document = Document()
    document.append("observable", .string(measured.description))
    document.append("energy", .number(shell.energy))
    document.append("rate", shell.rate)
    document.append("density_of_states", shell.densityOfStates)
    document.append("diffusion", shell.diffusion)
    document.append("entropy", shell.entropy)
    var table = Table()
    var points: [Plot.Point] = []
    for T in times {
      let value = try equation.value(time: T, observable: measured)
      var row: Record = ["time": .number(T)]
      row.append("value", value)
      table.append(row)
      points.append(Plot.Point(T, value.value, error: value.error))
    }
    document.append("rows", table)
    try console.show(
      document,
      plot: Plot(
        "linear Boltzmann", x: Plot.Axis("T"), y: Plot.Axis(measured.description),
        series: [Plot.Series("shell", times.count > 1 ? .linePoints : .points, points)]))
  }
}
