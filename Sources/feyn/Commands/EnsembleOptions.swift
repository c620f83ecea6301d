import Dynamics
import Figures
import Torus

/// The options of a disorder average that `simulate` and `compare` share.
struct EnsembleOptions {
  static let dimension = Option.dimension
  static let size = Option.integer(
    "size", "L", in: 2...Ensemble.mostSites, unit: "sites", default: 24,
    help: "Side of the periodic box.")
  static let disorder = Option<DisorderLaw>.choice(
    "disorder", "LAW", default: .gaussian,
    help: "Law of the site energies, of variance 1: gaussian, uniform, sign (±1) or laplace.")
  static let table = Option.text(
    "table", "FILE",
    help: "Site energies drawn from the numbers in a file, of mean 0 and variance 1, instead.")
  static let realisations = Option.integer(
    "realisations", "R", in: Ensemble.fewestRealisations...10_000_000,
    help: "Number of realisations of the disorder. (default: 1000, and 10^7 with --error)")
  static let error = Option.positive(
    "error", "δ", help: "Stop when every standard error is below δ, at R realisations anyway.")

  static let slabs = Option.flag(
    "slabs",
    help: "Work on one realisation at a time with all threads and all processes of an MPI job, each"
      + " on a slab of the box: less memory, the same bits. Done unasked where it would not fit.")

  static let specifications = [
    dimension.specification, size.specification, disorder.specification, table.specification,
    realisations.specification, error.specification, slabs.specification,
  ]

  let box: Box
  /// With the seed still to come.
  let disorder: @Sendable (UInt64) -> Disorder
  let realisations: Int
  let targetError: Double?
  let inSlabs: Bool

  init(_ arguments: Arguments) throws(Failure) {
    box = try Self.box(arguments, processes: Processes.launched)
    inSlabs = arguments[Self.slabs]
    disorder = try Self.disorder(arguments)
    targetError = try arguments.ifGiven(Self.error)
    if targetError != nil, arguments.values[SharedOptions.part.specification.name] != nil {
      throw .usage(
        "\(SharedOptions.part.flag) and \(Self.error.flag) exclude each other, all realisations"
          + " decide how many there are: give \(Self.realisations.flag)")
    }
    realisations =
      try arguments.ifGiven(Self.realisations) ?? (targetError == nil ? 1000 : 10_000_000)
  }

  /// `--dimension` and `--size`.
  static func box(_ arguments: Arguments, processes: Int = 1) throws(Failure) -> Box {
    let d = try arguments[dimension]
    let side = try arguments[size]
    let most = Ensemble.largestSide(dimension: d, processes: processes)
    guard side <= most else {
      throw .usage(
        option: size.flag, value: String(side),
        expected: "at most \(most) in dimension \(d), for the box to fit into memory")
    }
    return Box(dimension: d, side: side)
  }

  /// `--disorder` or `--table`, with the seed still to come.
  static func disorder(
    _ arguments: Arguments
  ) throws(Failure) -> @Sendable (UInt64) -> Disorder {
    try arguments.exclude(disorder, table)
    if let path = try arguments.ifGiven(table) { return try disorder(table: path) }
    let law = try arguments[disorder]
    return { Disorder(law, seed: $0) }
  }

  /// Numbers separated by blanks, commas or lines.
  private static func disorder(
    table path: String
  ) throws(Failure) -> @Sendable (UInt64) -> Disorder {
    guard let text = WholeFile.contents(of: path) else {
      throw .malformed("\(table.flag) '\(path.shortened)': the file cannot be read")
    }
    var values: [Double] = []
    for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
      guard let value = RealText.number(String(word)) else {
        throw .malformed("\(table.flag) '\(path.shortened)': '\(word)' is no finite number")
      }
      values.append(value)
    }
    do {
      let first = try Disorder(table: values, seed: 0)
      return { first.with(seed: $0) }
    } catch {
      throw .malformed("\(table.flag) '\(path.shortened)': \(error)")
    }
  }

  /// An option and its text, to be named in a message.
  struct Culprit {
    let flag: String
    let text: String

    init(_ option: OptionSpecification, _ arguments: Arguments) {
      flag = option.flag
      text = arguments.text(of: option) ?? ""
    }

    func failure(_ error: EnsembleError) -> Failure {
      .usage("\(flag) '\(text.shortened)': \(error)")
    }
  }

  /// The ensemble, or a usage failure that names the option to blame.
  func ensemble(
    coupling η: Double, start: Start, times: [Double], measurement: Measurement, seed: UInt64,
    blame: (start: Culprit, time: Culprit, observable: Culprit, transfer: Culprit)
  ) throws(Failure) -> Ensemble {
    do {
      return try Ensemble(
        box: box, disorder: disorder(seed), coupling: η, start: start, times: times,
        measurements: [measurement], realisations: realisations, targetError: targetError)
    } catch {
      switch error {
      case .dimension, .momentumOffLattice, .width: throw blame.start.failure(error)
      case .undefined, .mode: throw blame.observable.failure(error)
      case .transferOffLattice: throw blame.transfer.failure(error)
      case .time, .phase: throw blame.time.failure(error)
      case .coupling, .tooFewRealisations, .targetError: throw .usage(error.description)
      }
    }
  }
}

extension Console {
  /// Runs the ensemble with progress; says before a long run what it will cost.
  ///
  /// - Parameter inSlabs: whether all work on one realisation at a time; so it is done as well where
  ///   one for each thread does not fit.
  func average(
    _ ensemble: Ensemble, _ label: String, inSlabs isWanted: Bool
  ) throws -> EnsembleAverage? {
    let processes = workers.crew?.size ?? 1
    let apart = ensemble.memory(threads: workers.threads)
    let inSlabs =
      isWanted
      || apart + Memory.program > leastMemory && ensemble.obstacle(toSlabs: processes) == nil
    if inSlabs, let obstacle = ensemble.obstacle(toSlabs: processes) {
      throw Failure.usage("\(EnsembleOptions.slabs.flag): \(obstacle)")
    }
    let memory = try claim(
      inSlabs ? ensemble.memoryInSlabs(processes: processes) : apart,
      remedy: "a smaller --size, or " + (inSlabs ? "more processes" : "fewer --threads")
        + ", take less", isAnnounced: false)
    // 2·10^8 updates per second and core is what docs/performance.md measures, rounded down
    let updates =
      inSlabs ? ensemble.siteUpdates(on: ensemble.slab(of: workers)) : ensemble.siteUpdates
    let most = ensemble.targetError == nil ? "" : " at most"
    announce(
      "\(label):\(most) \(ensemble.realisations) realisations of \(ensemble.box.sites) sites"
        + (inSlabs ? ", one at a time" : ""),
      seconds: updates / (2e8 * Double(workers.threads * processes)), memory: memory,
      processes: processes, most: most)
    let average = ensemble.average(workers: workers, inSlabs: inSlabs, monitor: monitor(label))
    if let average, average.normDefect > 1e-9 {
      throw Failure.checkFailed(
        "\(label): the norm of the wave function changed by \(average.normDefect)")
    }
    return average
  }
}

extension Ensemble {
  /// Why so many processes cannot work on one realisation.
  func obstacle(toSlabs processes: Int) -> String? {
    guard processes > 1 else { return nil }
    if processes > box.planes {
      return "this box can be cut into at most \(box.planes) slabs, these are"
        + " \(processes) processes"
    }
    return obstacleToSlabs.map {
      "over several processes the first component of \($0) is −1, 0 or 1"
    }
  }
}
