import Dynamics
import Figures
import Torus

/// `feyn simulate`: the disorder average of the Schrödinger dynamics on a periodic box.
struct SimulateCommand: Command {
  static let eta = Option.positive("eta", "η", help: "Strength of the disorder.")
  static let time = Option.sweep(
    "time", "T", unit: "kinetic", help: "Macroscopic times T = η²t.")
  static let microscopicTime = Option.sweep(
    "microscopic-time", "t", unit: "1/hopping", help: "Microscopic times t, instead of --time.")
  static let start = Option<[Double]>(
    specification: OptionSpecification(
      name: "start", placeholder: "momentum:p", unit: "torus [0,1)^d", defaultText: nil,
      help: "The plane wave of momentum p, on the dual lattice of the box: components m/L."),
    expected: "momentum:p with one finite number per dimension, momentum:2/24,4/24,7/24",
    parse: { text in
      text.hasPrefix("momentum:") ? RealText.list(String(text.dropFirst(9))) : nil
    })
  static let observable = Option.observable

  static let specification = CommandSpecification(
    name: "simulate",
    abstract: "Averages the random Schrödinger dynamics over realisations of the disorder.",
    formula: """
      E ⟨ψ_t, O ψ_t⟩,   i∂_t ψ = (Δ + ηV_ω) ψ,   t = T/η²

      Each ψ_t is exact to rounding (Chebyshev expansion); norm_defect is the largest
      | ‖ψ_t‖² − 1 |. Errors are standard errors of the mean over realisations.
      """,
    options: [
      eta.specification, time.specification, microscopicTime.specification, start.specification,
      observable.specification,
    ] + EnsembleOptions.specifications,
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
  let momentum: Momentum
  let measured: Observable
  private let arguments: Arguments

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    ensembleOptions = try EnsembleOptions(arguments)
    η = try arguments[Self.eta]
    try arguments.exclude(Self.time, Self.microscopicTime)
    isMicroscopic = arguments.has(Self.microscopicTime)
    times = try isMicroscopic ? arguments[Self.microscopicTime] : arguments[Self.time]
    momentum = try arguments.momentum(Self.start, dimension: ensembleOptions.box.dimension)
    measured = try arguments.observable(Self.observable, start: momentum, others: [.survival])
  }

  func run(_ console: Console) throws {
    let square = η * η
    let timeOption = isMicroscopic ? Self.microscopicTime : Self.time
    let ensemble = try ensembleOptions.ensemble(
      coupling: η, start: .planeWave(momentum),
      times: isMicroscopic ? times : times.map { $0 / square }, observable: measured,
      seed: console.seed,
      options: (
        (Self.start.flag, arguments.text(of: Self.start.specification) ?? ""),
        (timeOption.flag, arguments.text(of: timeOption.specification) ?? "")
      ))
    guard let average = try console.average(ensemble, "simulating") else { throw Interrupted() }
    var document = Document()
    document.append("observable", .string(measured.description))
    document.append("eta", .number(η))
    document.append("size", .integer(ensemble.box.side))
    document.append("disorder", .string(ensemble.disorder.law.rawValue))
    document.append("realisations", .integer(average.realisations))
    document.append("norm_defect", .number(average.normDefect))
    var table = Table()
    for (i, t) in ensemble.times.enumerated() {
      var row: Record = [
        "time": .number(isMicroscopic ? t * square : times[i]), "microscopic_time": .number(t),
      ]
      row.append("value", average.estimates[i][0])
      table.append(row)
    }
    document.append("rows", table)
    try console.show(document)
    if average.realisations < ensemble.realisations { throw Interrupted() }
  }
}
