import Dynamics
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
  static let realisations = Option.integer(
    "realisations", "R", in: Ensemble.fewestRealisations...10_000_000, default: 1000,
    help: "Number of realisations of the disorder.")

  static let specifications = [
    dimension.specification, size.specification, disorder.specification,
    realisations.specification,
  ]

  let box: Box
  let law: DisorderLaw
  let realisations: Int

  init(_ arguments: Arguments) throws(Failure) {
    let d = try arguments[Self.dimension]
    let side = try arguments[Self.size]
    let most = Ensemble.largestSide(dimension: d)
    guard side <= most else {
      throw .usage(
        option: Self.size.flag, value: String(side),
        expected: "at most \(most) in dimension \(d), for the box to fit into memory")
    }
    box = Box(dimension: d, side: side)
    law = try arguments[Self.disorder]
    realisations = try arguments[Self.realisations]
  }

  /// The ensemble, or a usage failure that names the option to blame.
  ///
  /// - Parameters:
  ///   - start: the flag and text of the option that gave the start.
  ///   - time: likewise for the times.
  func ensemble(
    coupling η: Double, start: Start, times: [Double], observable: Observable, seed: UInt64,
    options: (start: (flag: String, text: String), time: (flag: String, text: String))
  ) throws(Failure) -> Ensemble {
    do {
      return try Ensemble(
        box: box, disorder: Disorder(law, seed: seed), coupling: η, start: start, times: times,
        observables: [observable], realisations: realisations)
    } catch {
      switch error {
      case .dimension, .momentumOffLattice:
        throw .usage("\(options.start.flag) '\(options.start.text.shortened)': \(error)")
      case .undefined:
        throw .usage("--observable '\(observable)': \(error)")
      case .time:
        throw .usage("\(options.time.flag) '\(options.time.text.shortened)': \(error)")
      case .coupling, .tooFewRealisations:
        throw .usage(error.description)
      }
    }
  }
}

extension Console {
  /// Runs the ensemble with progress; says before a long run what it will cost.
  func average(_ ensemble: Ensemble, _ label: String) throws -> EnsembleAverage? {
    // 2·10^8 updates per second and core is what docs/performance.md measures, rounded down
    let seconds = ensemble.siteUpdates / (2e8 * Double(workers.threads))
    if seconds > 3 {
      announce(
        "\(label): \(ensemble.realisations) realisations of \(ensemble.box.sites) sites,"
          + " about \(Progress.duration(seconds)) on \(workers.threads) threads")
    }
    let average = ensemble.average(workers: workers, monitor: monitor(label))
    if let average, average.normDefect > 1e-9 {
      throw Failure.checkFailed(
        "\(label): the norm of the wave function changed by \(average.normDefect)")
    }
    return average
  }
}
