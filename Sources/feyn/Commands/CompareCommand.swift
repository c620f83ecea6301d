import Dynamics
import Figures
import Kinetics
import Resolvents
import Torus

/// `feyn compare`: the simulation beside the sums of ladders and the Boltzmann equation.
struct CompareCommand: Command {
  static let eta = Option.couplings(default: "0.8,0.6,0.4")
  static let time = Option.times(default: "0.5,1,2")
  static let momentum = Option.momentum
  static let start = Option<Start>.origin
  static let observable = Option.observable
  static let transfer = Option.transfer(
    help: "Compare the Fourier mode κ in space, X = η²x, in all routes; from a plane wave η²κ is a"
      + " multiple of 1/L on each axis for every η. The values are then complex.")
  static let crossing = Option.flag(
    "crossing",
    help: "Add the crossing graphs of order η⁴, bare and dressed by e^{−ΓT}, which the residual is"
      + " to be compared with.")
  static let crossingOrder = Option<Int>.crossingOrder
  static let withoutSimulation = Option.flag(
    "no-simulation",
    help:
      "Leave the simulation out, and with it the residual; the momentum is any, there is no box.")

  static let specification = CommandSpecification(
    name: "compare",
    abstract: "Compares the simulation with the sums of ladders and the Boltzmann equation.",
    formula: """
      lim E ⟨ψ_{T/η²}, O ψ_{T/η²}⟩ = ∫∫ O F_T,   η → 0

      simulation  the average over realisations, errors are standard errors
      ladder_…    the sum of all graphs of the class: basic, decorated, noncrossing
      boltzmann   the limit
      residual    simulation − ladder_noncrossing: what the crossing graphs add
      crossing, crossing_dressed   their lowest order (--crossing); --plot draws it by the residual
      crossing_eta4, crossing_eta6 graphs with one crossing component of two or three contractions,
                  dressed by all that does not cross (--crossing-order)
      remainder   residual − crossing_eta4 − crossing_eta6

      The momentum of a plane wave is on the dual lattice of the box, its components are m/L.
      """,
    required: [.one(of: ["momentum"], ["start"])],
    options: [
      eta.specification, time.specification, momentum.specification, start.specification,
      observable.specification,
      transfer.specification, crossing.specification, crossingOrder.specification,
      withoutSimulation.specification,
    ] + EnsembleOptions.specifications,
    shared: [.long, .plot],
    example: Example(
      "compare --eta 0.6 --time 0.5,1 --momentum 1/8,1/8,2/8 --size 8 --realisations 50",
      output: """
        # feyn 0.1.0 | feyn compare --eta 0.6 --time 0.5,1 --momentum 1/8,1/8,2/8 --size 8 --realisations 50 | seed 1
        observable    velocity
        momentum      0.125 0.125 0.25
        size          8
        disorder      gaussian
        realisations  50
        norm_defect   1.7763568e-15

        eta  time  simulation  ladder_basic  ladder_decorated  ladder_noncrossing       boltzmann     residual
        0.6   0.5  0.7757(24)             1    0.779496616023      0.778106887387  0.778809156113  -0.0024(24)
        0.6     1  0.5782(49)             1     0.60563242927      0.595987596626  0.606543701646  -0.0178(49)
        """))

  let ensembleOptions: EnsembleOptions
  let couplings: [Double]
  let times: [Double]
  let p0: Momentum
  /// `nil` for a plane wave.
  let packet: WavePacket?
  let measured: Observable
  /// κ, `nil` for none.
  let mode: [Double]?
  let addsCrossing: Bool
  /// The largest size of the crossing component that is summed, nil for none.
  let crossingSize: Int?
  /// The route of the limit.
  private let limit: Limit
  let isSimulated: Bool
  private let arguments: Arguments

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    ensembleOptions = try EnsembleOptions(arguments)
    isSimulated = !arguments[Self.withoutSimulation]
    for option in EnsembleOptions.specifications
    where option.name != EnsembleOptions.dimension.specification.name && !isSimulated
      && arguments.values[option.name] != nil
    {
      throw Failure.usage(
        "--\(option.name) is of the simulation, which \(Self.withoutSimulation.flag) leaves out")
    }
    couplings = try arguments[Self.eta]
    times = try arguments[Self.time]
    (p0, packet) = try arguments.origin(dimension: ensembleOptions.box.dimension)
    mode =
      arguments.has(Self.transfer)
      ? try arguments.vector(Self.transfer, dimension: p0.dimension) : nil
    measured = try arguments.observable(
      Self.observable, start: p0, others: mode == nil && packet == nil ? [.survival] : [])
    addsCrossing = arguments[Self.crossing]
    let addsComponents = arguments.has(Self.crossingOrder)
    guard packet == nil || !(addsCrossing || addsComponents) else {
      throw Failure.usage(
        "\(Self.crossing.flag) and \(Self.crossingOrder.flag) start from a plane wave,"
          + " \(Self.momentum.flag) in place of \(Self.start.flag)")
    }
    try arguments.exclude(Self.transfer, Self.crossing)
    crossingSize = try arguments.crossingSize(
      dimension: p0.dimension, couplings: couplings, times: times)
    try arguments.exclude(Self.transfer, Self.crossingOrder)
    try arguments.checkLadders(
      Self.eta, couplings: couplings, times: times, fromPacket: packet != nil,
      atTransfer: mode != nil)
    for (flag, isGiven) in [
      (Self.crossing.flag, addsCrossing), (Self.crossingOrder.flag, crossingSize != nil),
    ] where isGiven && measured == .survival {
      throw Failure.usage("\(flag) needs one, energy, velocity or mode")
    }
    do throws(LadderError) {
      limit = try Limit(momentum: p0, packet: packet, transfer: mode, until: times.max() ?? 0)
    } catch .phase(let phase, let most) {
      throw Failure.usage(
        "\(Self.transfer.flag) '\(arguments.text(of: Self.transfer.specification) ?? "")':"
          + " \(LadderError.phase(phase, most: most))")
    } catch {
      let option =
        arguments.has(Self.start) ? Self.start.specification : Self.momentum.specification
      throw Failure.usage("--\(option.name) '\(arguments.text(of: option) ?? "")': \(error)")
    }
  }

  /// The Boltzmann equation from the start and at the transfer that were given.
  private enum Limit {
    case plane(LinearBoltzmann)
    case packet(WavePacket)
    case transferred(ShellTransport)
    case transferredPacket(PacketTransport)

    /// - Throws: `LadderError` for a momentum or a transfer that the equation cannot take.
    init(
      momentum: Momentum, packet: WavePacket?, transfer κ: [Double]?, until T: Double
    ) throws(LadderError) {
      switch (packet, κ) {
      case (nil, nil): self = .plane(try LinearBoltzmann(momentum: momentum))
      case (let packet?, nil): self = .packet(packet)
      case (nil, let κ?):
        let transport = try ShellTransport(momentum: momentum, transfer: κ)
        _ = try transport.phase(until: T)
        self = .transferred(transport)
      case (let packet?, let κ?):
        let transport = try PacketTransport(packet: packet, transfer: κ)
        try transport.phase(until: T)
        self = .transferredPacket(transport)
      }
    }
  }

  func run(_ console: Console) throws {
    let start: Start =
      switch packet {
      case nil: .planeWave(p0)
      case let packet? where packet.width == 0: .site
      case let packet?: .packet(p0, width: packet.width)
      }
    // the ladders of the first coupling find out at once what they cannot sum
    let ensembles = try (isSimulated ? couplings : []).map { η in
      try ensembleOptions.ensemble(
        coupling: η, start: start, times: times.map { $0 / (η * η) },
        measurement: mode.map {
          .transferred(measured, transfer: Momentum($0.map { $0 * η * η }))
        } ?? .observable(measured), seed: console.seed,
        blame: (
          EnsembleOptions.Culprit(
            arguments.has(Self.start) ? Self.start.specification : Self.momentum.specification,
            arguments),
          EnsembleOptions.Culprit(Self.time.specification, arguments),
          EnsembleOptions.Culprit(Self.observable.specification, arguments),
          EnsembleOptions.Culprit(Self.transfer.specification, arguments)
        ))
    }
    var points: [ComparisonPoint] = []
    var defect = 0.0
    var boundary: Double?
    var realisations = Int.max
    var isComplete = true
    do {
      _ = try console.workers.each(couplings.count) { index in
        let η = couplings[index]
        let label = "η = \(NumberText.general(η, digits: 4))"
        var average: EnsembleAverage?
        if isSimulated {
          guard
            let found = try console.average(
              ensembles[index], label + ", simulating", inSlabs: ensembleOptions.inSlabs)
          else { throw Interrupted() }
          defect = max(defect, found.normDefect)
          realisations = min(realisations, found.realisations)
          boundary = console.watchBoundary(found).map { max($0, boundary ?? 0) } ?? boundary
          average = found
        }
        do {
          for (i, T) in times.enumerated() {
            points.append(try point(η, T, average?.estimates[i], label, console))
          }
        } catch LadderError.interrupted {
          throw Interrupted()
        } catch let error as LadderError {
          throw Failure.usage("\(label): \(error)")
        } catch let error as AmplitudeError {
          throw Failure.usage("\(label): \(Self.crossing.flag): \(error)")
        }
        if average?.isComplete == false { throw Interrupted() }
      }
    } catch is Interrupted {
      isComplete = false
    }
    guard !points.isEmpty else { throw Interrupted() }
    var document = Document()
    document.append("observable", .string(measured.description))
    document.append("momentum", .numbers(p0.components))
    if let packet { document.append("width", .number(packet.width)) }
    if let mode { document.append("transfer", .numbers(mode)) }
    if isSimulated {
      document.append("size", .integer(ensembleOptions.box.side))
      document.append("disorder", .string(ensembles[0].disorder.name))
      document.append("realisations", .integer(realisations))
      document.append("norm_defect", .number(defect))
      console.noteErrors(of: realisations)
    }
    if let boundary { document.append("boundary_probability", .number(boundary)) }
    document.append("rows", Table(points.map(\.record)))
    try console.show(
      document,
      plot: ComparisonPoint.plot(
        points, couplings: couplings, times: times, observable: measured.description))
    if !isComplete { throw Interrupted() }
  }

  /// All routes at one (η, T).
  private func point(
    _ η: Double, _ T: Double, _ simulation: [Estimate]?, _ label: String, _ console: Console
  ) throws -> ComparisonPoint {
    let ladders = try LadderVariant.allCases.map { variant -> (LadderVariant, ComplexEstimate) in
      let sum = LadderSum(variant, dimension: p0.dimension, coupling: η)
      let (workers, monitor) = (console.workers, console.monitor(label + ", \(variant) ladders"))
      let value =
        switch (packet, mode) {
        case (nil, nil):
          ComplexEstimate(
            try sum.value(
              time: T, momentum: p0, observable: measured, workers: workers, monitor: monitor))
        case (let packet?, nil):
          ComplexEstimate(
            try sum.value(
              time: T, packet: packet, observable: measured, workers: workers, monitor: monitor))
        case (nil, let κ?):
          try sum.value(
            time: T, momentum: p0, transfer: κ, observable: measured, workers: workers,
            monitor: monitor)
        case (let packet?, let κ?):
          try sum.value(
            time: T, packet: packet, transfer: κ, observable: measured, workers: workers,
            monitor: monitor)
        }
      return (variant, value)
    }
    let crossing =
      addsCrossing
      ? try CrossingCorrection(
        coupling: η, time: T, momentum: p0, observable: measured, workers: console.workers,
        monitor: console.monitor(label + ", crossing graphs")) : nil
    let components = try crossingSize.map {
      try console.crossings(
        upTo: $0, coupling: η, time: T, momentum: p0, observable: measured)
    }
    return ComparisonPoint(
      η: η, T: T, isComplex: mode != nil,
      simulation: simulation.map { parts in
        ComplexEstimate(
          Complex(parts[0].value, parts.count > 1 ? parts[1].value : 0),
          error: Complex(parts[0].error, parts.count > 1 ? parts[1].error : 0), .standardError,
          method: parts[0].method)
      },
      ladders: ladders, boltzmann: try limit(T, console),
      crossing: crossing.map { ($0.bare, $0.dressed) }, components: components ?? [])
  }

  /// The Boltzmann equation at the time T.
  private func limit(_ T: Double, _ console: Console) throws -> ComplexEstimate {
    let (workers, monitor) = (console.workers, console.monitor("Boltzmann, over a packet"))
    switch limit {
    case .plane(let equation):
      return ComplexEstimate(try equation.value(time: T, observable: measured))
    case .packet(let packet):
      return ComplexEstimate(
        try LinearBoltzmann.value(
          time: T, packet: packet, observable: measured, workers: workers, monitor: monitor))
    case .transferred(let transport):
      return try transport.value(time: T, observable: measured)
    case .transferredPacket(let transport):
      return try transport.value(
        time: T, observable: measured, workers: workers, monitor: monitor)
    }
  }
}
