import Dynamics
import Figures
import Kinetics
import Torus

/// `feyn boltzmann`: the linear Boltzmann equation on the energy shell.
struct BoltzmannCommand: Command {
  static let time = Option.sweep("time", "T", unit: "kinetic", help: "Macroscopic times T = η²t.")
  static let momentum = Option.momentum
  static let origin = Option<Start>.origin
  static let observable = Option.observable
  static let dimension = Option.dimension

  static let transfer = Option.vector(
    "transfer", "κ", unit: "1/X",
    help: "Fourier mode e^{2πiκ·X} of the start, one component per dimension; none by default.")
  static let method = Option<Method>.choice(
    "method", default: .shell,
    help: "shell (closed form, Volterra equation), ordinates or particles (jump process).")
  static let particles = Option.integer(
    "particles", "N", in: 2...1_000_000_000, default: 100_000,
    help: "Number of particles, for --method particles.")
  static let steps = Option.integer(
    "steps", "N", in: 1...1_000_000, default: 200, help: "Time steps, for --method ordinates.")
  static let collisions = Option.flag(
    "collisions", help: "One row for each number of collisions, for --method shell.")

  /// How the equation is solved.
  enum Method: String, CaseIterable, Sendable { case shell, ordinates, particles }

  static let specification = CommandSpecification(
    name: "boltzmann",
    abstract: "Solves the linear Boltzmann equation from a plane wave.",
    formula: """
      ∂_T F + c·∇_X F = ∫dU 2πδ(e(U) − e(V)) [F(U) − F(V)],   F_0 = e^{2πiκ·X} δ(V − p0)
      without transfer: ⟨g⟩_T = ⟨g⟩_E + e^{−ΓT} (g(p0) − ⟨g⟩_E),   E = e(p0)
      rate               Γ(E) = 2πρ(E)
      density_of_states  ρ(E) = ∫dp δ(e(p) − E)
      diffusion          D(E) = ⟨c_1²⟩_E/Γ(E),   c = ∇e/2π
      entropy            log ρ(E), of the equilibrium on the shell
      From a packet: the mean over its momenta, F_0 = δ(X) |ψ̂_0(V)|²; no single shell then.
      """,
    options: [
      time.specification, momentum.specification, origin.specification,
      observable.specification, dimension.specification, transfer.specification,
      method.specification,
      particles.specification, steps.specification, collisions.specification,
    ],
    shared: [.long, .plot],
    example: Example(
      "boltzmann --time 0.5,1,2 --momentum 2/24,4/24,7/24 --observable velocity",
      output: """
        # feyn 0.1.0 | feyn boltzmann --time 0.5,1,2 --momentum 2/24,4/24,7/24 --observable velocity | seed 1
        observable         velocity
        method             shell
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
  /// nil for the plane wave.
  let packet: WavePacket?
  /// The shell of the plane wave; nil from a packet, which has none of its own.
  let plane: (equation: LinearBoltzmann, transport: ShellTransport)?
  /// Whether a transfer was given, and values are complex.
  let hasTransfer: Bool
  let solver: Method
  let particleCount: Int
  let stepCount: Int
  let byCollisions: Bool

  init(_ arguments: Arguments) throws {
    times = try arguments[Self.time]
    let dimension = try arguments[Self.dimension]
    let start: Momentum
    (start, packet) = try arguments.origin(dimension: dimension)
    hasTransfer = arguments.has(Self.transfer)
    let κ =
      try hasTransfer
      ? arguments.vector(Self.transfer, dimension: dimension)
      : [Double](repeating: 0, count: dimension)
    solver = try arguments[Self.method]
    byCollisions = arguments[Self.collisions]
    guard !byCollisions || solver == .shell else {
      throw Failure.usage("\(Self.collisions.flag) needs --method shell")
    }
    if arguments.has(Self.particles), solver != .particles {
      throw Failure.usage("\(Self.particles.flag) needs --method particles")
    }
    if arguments.has(Self.steps), solver != .ordinates {
      throw Failure.usage("\(Self.steps.flag) needs --method ordinates")
    }
    particleCount = try arguments[Self.particles]
    stepCount = try arguments[Self.steps]
    // the displacement is a second moment in X: no ordinates, no transfer, no single collisions
    let canMove = solver != .ordinates && !hasTransfer && !byCollisions
    measured = try arguments.observable(
      Self.observable, start: start, others: canMove ? [.survival, .displacement] : [.survival])
    if packet != nil {
      plane = nil
      guard solver == .shell, !hasTransfer, !byCollisions else {
        throw Failure.usage(
          "a packet needs --method shell without \(Self.transfer.flag) and \(Self.collisions.flag)")
      }
      return
    }
    let latest = times.max() ?? 0
    do {
      let transport = try ShellTransport(momentum: start, transfer: κ)
      _ = try transport.phase(until: latest)
      plane = (LinearBoltzmann(momentum: start, shell: transport.shell), transport)
    } catch LadderError.shell(let energy, let dimension) {
      throw Failure.usage(
        option: Self.momentum.flag, value: arguments.text(of: Self.momentum.specification) ?? "",
        expected: "a momentum inside the band, for "
          + LadderError.shell(energy: energy, dimension: dimension).description)
    } catch {
      throw Failure.usage(error.description)
    }
  }

  func run(_ console: Console) throws {
    var document = Document()
    document.append("observable", .string(measured.description))
    document.append("method", .string(solver.rawValue))
    if let shell = plane?.equation.shell {
      document.append("energy", .number(shell.energy))
      document.append("rate", shell.rate)
      document.append("density_of_states", shell.densityOfStates)
      document.append("diffusion", shell.diffusion)
      document.append("entropy", shell.entropy)
    }
    var table = Table()
    var points: [Plot.Point] = []
    let curves = try console.workers.each(times.count) { try values(at: times[$0], console) }
    for (T, values) in zip(times, curves) {
      for (k, value) in values.enumerated() {
        var row: Record = ["time": .number(T)]
        if byCollisions { row.append("collisions", .integer(k)) }
        if hasTransfer {
          row.append("value", "value_imaginary", value)
        } else {
          row.append("value", value.real)
        }
        table.append(row)
      }
      let sum = values.reduce(0) { $0 + $1.value.real }
      points.append(Plot.Point(T, sum, error: values.reduce(0) { $0 + $1.error.real }))
    }
    document.append("rows", table)
    try console.show(
      document,
      plot: Plot(
        "linear Boltzmann", x: Plot.Axis("T = η^2t"), y: Plot.Axis(measured.description),
        series: [Plot.Series(solver.rawValue, times.count > 1 ? .linePoints : .points, points)]))
  }

  /// One value, or one for each number of collisions.
  private func values(at T: Double, _ console: Console) throws -> [ComplexEstimate] {
    if let packet {
      return [
        ComplexEstimate(
          try LinearBoltzmann.value(
            time: T, packet: packet, observable: measured, workers: console.workers,
            monitor: console.monitor("shells")))
      ]
    }
    let (equation, transport) = plane!
    func most() -> Int {
      // few particles collide more often; the mean is ΓT
      10 + Int((2 * equation.shell.rate.value * T).rounded(.up))
    }
    switch solver {
    case .particles:
      return [try flown(transport, until: T, console)]
    case .ordinates:
      return [try transport.ordinates(time: T, observable: measured, steps: stepCount)]
    case .shell where hasTransfer:
      guard byCollisions else { return [try transport.value(time: T, observable: measured)] }
      return try transport.collisions(upTo: most(), time: T, observable: measured)
    case .shell:
      guard byCollisions else {
        return [ComplexEstimate(try equation.value(time: T, observable: measured))]
      }
      return try equation.collisions(upTo: most(), time: T, observable: measured)
        .map(ComplexEstimate.init)
    }
  }

  private func flown(
    _ transport: ShellTransport, until T: Double, _ console: Console
  ) throws -> ComplexEstimate {
    let process = ShellParticles(transport, seed: console.seed)
    do throws(LadderError) {
      return try process.average(
        time: T, observable: measured, particles: particleCount, workers: console.workers,
        monitor: console.monitor("flying")
      ).value
    } catch {
      // observable and start are checked: what is left is Ctrl-C
      throw Interrupted()
    }
  }
}
