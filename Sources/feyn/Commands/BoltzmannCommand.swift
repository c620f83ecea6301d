import Dynamics
import Figures
import Kinetics
import Torus

/// `feyn boltzmann`: the linear Boltzmann equation on the energy shell.
struct BoltzmannCommand: Command {
  static let time = Option.times()
  static let momentum = Option.momentum
  static let origin = Option<Start>.origin
  static let observable = Option.observable
  static let dimension = Option.dimension

  static let transfer = Option.transfer(
    help: "Fourier mode e^{2πiκ·X} of the start, one component per dimension; none by default.")
  static let method = Option<Method>.choice(
    "method", default: .shell,
    help: "shell (closed form, Volterra equation), ordinates (quadrature on the shell) or particles"
      + " (jump process).")
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
    abstract: "Solves the linear Boltzmann equation from a plane wave or a wave packet.",
    formula: """
      ∂_T F + c·∇_X F = ∫dU 2πδ(e(U) − e(V)) [F(U) − F(V)],   F_0 = e^{2πiκ·X} δ(V − p0)
      without transfer: ⟨g⟩_T = ⟨g⟩_E + e^{−ΓT} (g(p0) − ⟨g⟩_E),   E = e(p0)
      rate               Γ(E) = 2πρ(E)
      density_of_states  ρ(E) = ∫dp δ(e(p) − E)
      diffusion          D(E) = ⟨c_1²⟩_E/Γ(E),   c = ∇e/2π
      entropy            log ρ(E), of the equilibrium on the shell
      From a packet: F_0 = e^{2πiκ·X} |ψ̂_0(V)|², a mean over its momenta; no single shell then.
      """,
    required: [.all("time"), .one(of: ["momentum"], ["start"])],
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
  let packet: PacketTransport?
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
    let (start, wave) = try arguments.origin(dimension: dimension)
    hasTransfer = arguments.has(Self.transfer)
    let κ =
      try hasTransfer
      ? arguments.vector(Self.transfer, dimension: dimension)
      : [Double](repeating: 0, count: dimension)
    solver = try arguments[Self.method]
    byCollisions = arguments[Self.collisions]
    for T in times where solver == .particles && T > 1e6 {
      throw Failure.usage(
        option: Self.time.flag, value: "\(T)",
        expected: "at most 10^6 for particles, which fly one collision after the other")
    }
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
    let latest = times.max() ?? 0
    do {
      if let wave {
        guard !byCollisions else {
          throw Failure.usage("\(Self.collisions.flag) needs a plane wave, \(Self.momentum.flag)")
        }
        let widest = PacketTransport.widestOnShells(dimension: dimension)
        guard solver != .ordinates || wave.width <= widest else {
          throw Failure.usage(
            "\(Self.method.flag) ordinates needs a packet of at most \(Int(widest)) sites in"
              + " d = \(dimension)")
        }
        let transport = try PacketTransport(packet: wave, transfer: κ)
        if solver != .particles { try transport.phase(until: latest) }
        (packet, plane) = (transport, nil)
        return
      }
      let transport = try ShellTransport(momentum: start, transfer: κ)
      if solver != .particles { _ = try transport.phase(until: latest) }
      packet = nil
      plane = (LinearBoltzmann(momentum: start, shell: transport.shell), transport)
    } catch LadderError.shell(let energy, let dimension) {
      throw Failure.usage(
        option: Self.momentum.flag, value: arguments.text(of: Self.momentum.specification) ?? "",
        expected: "a momentum inside the band, for "
          + LadderError.shell(energy: energy, dimension: dimension).description)
    } catch let error as LadderError {
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
    announceParticles(console)
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
    }
    document.append("rows", table)
    try console.show(
      document,
      plot: Plot(
        Plot.Panel.parts(
          "linear Boltzmann", x: Plot.Axis("T = η^2t"), y: Plot.Axis(measured.description),
          isComplex: hasTransfer,
          curves: Plot.Curve.against(
            times, curves, name: solver.rawValue, term: byCollisions ? "collision" : nil)),
        columns: 2))
  }

  /// One value, or one for each number of collisions.
  private func values(at T: Double, _ console: Console) throws -> [ComplexEstimate] {
    if let packet { return [try value(of: packet, at: T, console)] }
    let (equation, transport) = plane!
    func most() -> Int {
      // few particles collide more often; the mean is ΓT
      10 + Int((2 * equation.shell.rate.value * T).rounded(.up))
    }
    switch solver {
    case .particles:
      let process = ShellParticles(transport, seed: console.seed)
      return [
        try unlessInterrupted { () throws(LadderError) in
          try process.average(
            time: T, observable: measured, particles: particleCount, workers: console.workers,
            monitor: console.monitor("flying")
          ).value
        }
      ]
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

  private func value(
    of packet: PacketTransport, at T: Double, _ console: Console
  ) throws -> ComplexEstimate {
    let (workers, monitor) = (console.workers, console.monitor("shells"))
    return try unlessInterrupted { () throws(LadderError) in
      switch solver {
      case .particles:
        return try PacketParticles(packet: packet.packet, seed: console.seed).average(
          time: T, transfer: packet.transfer, observable: measured, particles: particleCount,
          workers: workers, monitor: monitor
        ).value
      case .ordinates:
        return try packet.ordinates(
          time: T, observable: measured, steps: stepCount, workers: workers, monitor: monitor)
      case .shell where hasTransfer:
        return try packet.value(
          time: T, observable: measured, workers: workers, monitor: monitor)
      case .shell:
        return ComplexEstimate(
          try LinearBoltzmann.value(
            time: T, packet: packet.packet, observable: measured, workers: workers,
            monitor: monitor))
      }
    }
  }

  /// Observable and start are checked: what is left is Ctrl-C.
  private func unlessInterrupted(
    _ body: () throws(LadderError) -> ComplexEstimate
  ) throws(Interrupted) -> ComplexEstimate {
    do throws(LadderError) { return try body() } catch { throw Interrupted() }
  }

  /// Says how many collisions `particles` is about to draw, if that takes more than a few seconds.
  private func announceParticles(_ console: Console) {
    guard solver == .particles else { return }
    // on the shells of a packet Γ is of order 1, and most of the time goes into refused collisions
    let rate = plane?.equation.shell.rate.value ?? 1
    let collisions = times.reduce(0) { $0 + Double(particleCount) * (rate * $1 + 1) }
    // per core, of docs/performance.md, rounded down
    let speed = plane.map { [4e6, 2e7, 2e7, 5e6][$0.equation.shell.dimension - 1] } ?? 1e6
    let seconds = collisions / speed / Double(console.workers.threads)
    guard seconds > 3 else { return }
    console.announce(
      "flying: \(particleCount) particles, about \(NumberText.general(collisions, digits: 2))"
        + " collisions, about \(Progress.duration(seconds)) on \(console.workers.threads) threads")
  }
}
