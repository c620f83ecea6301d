import Diagrams
import Dynamics
import Figures
import Resolvents
import Torus

/// `feyn amplitude`: the amplitude of one contraction graph.
struct AmplitudeCommand: Command {
  enum Method: String, CaseIterable, Sendable { case time, sample, series, momentum, box, energy }

  static let left = Option.leftOfPairs
  static let eta = Option.coupling
  static let time = Option.time
  static let dimension = Option.dimension
  static let momentum = Option.momentum
  static let start = Option<Start>.origin
  static let observable = Option.observable
  static let transfer = Option.vector(
    "transfer", "κ", unit: "ξ/η²", help: "Momentum transfer at the J-vertex, 0 if not given.")
  static let method = Option.choice(
    "method", default: Method.time,
    help: "time: rules in the times; sample: random ones; series: Taylor series in t, exact;"
      + " momentum: lattice rules in the momenta; box: the sum over a box; energy: the same with resolvents."
  )
  static let tolerance = Option.positive(
    "tolerance", "δ",
    help: "Absolute error to reach, method time. (default: 1e-10, 1e-8, 1e-5 for n̄ = 2, 3, 4)")
  static let timeLimit = Option.positive(
    "time-limit", "s", unit: "seconds",
    help: "Stop refining after this time, method time; the method printed says so.")
  static let points = Option.integer(
    "points", "N", in: 2...1_048_576, default: 65536,
    help: "Points of the lattice rule, method momentum; best a power of 2.")
  static let shifts = Option.integer(
    "shifts", "R", in: 2...4096, default: 16, help: "Random shifts of it; they give the error.")
  static let size = Option.integer(
    "size", "L", in: 2...4096, default: 4, help: "Side of the box, methods box and energy.")
  static let force = Option.flag("force", help: "Begin however long it takes.")

  static let specification = CommandSpecification(
    name: "amplitude",
    abstract: "Computes the amplitude of a contraction graph.",
    formula: """
      Amp = η^2n̄ ∫du δ_π(u) conj f[e(u_0),…,e(u_n)] f[e(u_n+1),…,e(u_N+1)] g(v),
      f(x) = exp(−itx), t = T/η², v = (u_n + u_n+1)/2, u_0 = p0, u_n+1 − u_n = η²κ,
      with f[…] the divided difference. The bound is a priori: |Amp| ≤ bound.
      """,
    operands: [.graph],
    required: [.all("eta", "time"), .one(of: ["momentum"], ["start"])],
    options: [
      left.specification, eta.specification, time.specification, dimension.specification,
      momentum.specification, start.specification, observable.specification,
      transfer.specification,
      method.specification, tolerance.specification, timeLimit.specification, points.specification,
      shifts.specification, size.specification, force.specification,
    ],
    shared: .long,
    example: Example(
      "amplitude 'ab|ab' --eta 0.5 --time 1 --momentum 0.1,0.2,0.3 --observable one",
      output: """
        # feyn 0.1.0 | feyn amplitude 'ab|ab' --eta 0.5 --time 1 --momentum 0.1,0.2,0.3 --observable one | seed 1
        graph      ab|ab
        real       0.043965367646(17)
        imaginary  -0.0(17)e-11
        bound      4
        method     time, 24 nodes
        """))

  let amplitude: Amplitude
  let chosen: AmplitudeMethod
  let tolerance: Double?
  let timeLimit: Double?
  let force: Bool

  init(_ arguments: Arguments) throws {
    let graph = try arguments.graph(left: Self.left)
    let dimension = try arguments[Self.dimension]
    let (start, packet) = try arguments.origin(dimension: dimension)
    let κ =
      try arguments.has(Self.transfer)
      ? arguments.vector(Self.transfer, dimension: dimension) : nil
    let setting = try AmplitudeError.asUsage {
      try AmplitudeSetting(
        coupling: arguments[Self.eta], time: arguments[Self.time], start: start, packet: packet,
        observable: arguments.observable(
          Self.observable, start: start, others: [.survival, .displacement]),
        transfer: κ)
    }
    amplitude = Amplitude(graph, setting)
    let method = try arguments[Self.method]
    for option in [Self.points, Self.shifts] where arguments.has(option) && method != .momentum {
      throw Failure.usage("\(option.flag) goes with --method momentum")
    }
    guard !arguments.has(Self.size) || method == .box || method == .energy else {
      throw Failure.usage("\(Self.size.flag) goes with --method box or energy")
    }
    guard !arguments.has(Self.timeLimit) || method == .time || method == .sample else {
      throw Failure.usage("\(Self.timeLimit.flag) goes with --method time or sample")
    }
    guard !arguments.has(Self.tolerance) || [.time, .sample, .series].contains(method) else {
      throw Failure.usage("\(Self.tolerance.flag) goes with --method time, sample or series")
    }
    chosen =
      switch method {
      case .time: .time
      case .sample: .sample
      case .series: .series
      case .momentum:
        .momentum(
          points: try arguments[Self.points], shifts: try arguments[Self.shifts],
          seed: try arguments[SharedOptions.seed])
      case .box: .box(size: try arguments[Self.size])
      case .energy: .energy(size: try arguments[Self.size])
      }
    tolerance = try arguments.ifGiven(Self.tolerance)
    timeLimit = try arguments.ifGiven(Self.timeLimit)
    force = arguments[Self.force]
  }

  func run(_ console: Console) throws {
    if case .time = chosen {
      console.announce(
        amplitude.cost(tolerance: tolerance), of: amplitude.graph.description, timeLimit: timeLimit)
    }
    let value = try AmplitudeError.asUsage {
      try amplitude.evaluate(
        chosen, tolerance: tolerance, timeLimit: timeLimit, force: force, seed: console.seed,
        workers: console.workers, monitor: console.monitor("integrating"))
    }
    let bound = amplitude.bound
    var document = Document()
    document.append("graph", .string(amplitude.graph.description))
    document.append("real", value.real)
    document.append("imaginary", value.imaginary)
    document.append("bound", .number(bound))
    document.append("method", .string(value.method))
    try AmplitudeError.asUsage {
      try ClassSum.Entry(graph: amplitude.graph, amplitude: value, bound: bound).checkBound()
    }
    try console.show(document)
  }
}

extension Console {
  /// Says what an amplitude or a sum of them will cost, if that is more than some seconds.
  func announce(_ cost: Amplitude.Cost, of what: String, timeLimit: Double?) {
    let seconds = cost.seconds / Double(workers.threads)
    let most = cost.most / Double(workers.threads)
    guard most.isFinite ? most > 5 : seconds > 0.5, cost.isAllowed else { return }
    let time =
      if !cost.samples {
        "about \(Progress.duration(seconds))"
      } else if most.isFinite {
        "\(Progress.duration(seconds)) where sampled times reach the tolerance, "
          + "up to \(Progress.duration(most)) where not"
      } else {
        "times are sampled, \(Progress.duration(seconds)) or, for a small --tolerance, more"
      }
    let hint = timeLimit == nil && !(most <= 60) ? "; --time-limit ends it earlier" : ""
    announce("\(what): \(time), on \(workers.threads) threads\(hint)")
  }
}

extension AmplitudeError {
  /// Runs a computation and turns what is wrong with its input into a usage failure.
  static func asUsage<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as AmplitudeError {
      switch error {
      case .boundViolated: throw Failure.checkFailed(error.description)
      case .tooCostly: throw Failure.usage("\(error); --force begins all the same")
      default: throw Failure.usage(error.description)
      }
    }
  }
}
