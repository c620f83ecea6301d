import Diagrams
import Dynamics
import Exact
import Kinetics
import Resolvents
public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Two routes to one number disagree: a bug of feyn.
public struct StudyDisagreement: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
}

extension Study {
  /// Runs everything, stage after stage.
  ///
  /// - Parameters:
  ///   - stage: called at the beginning of each stage with its name; returns its monitor.
  /// - Throws: `Interrupted`; `StudyDisagreement` where two routes to one number disagree.
  public func run(
    workers: Workers, stage: (_ name: String) -> Monitor = { _ in .silent }
  ) throws -> (results: StudyResults, journal: StudyJournal) {
    var journal = StudyJournal()
    func timed<Value>(_ name: String, _ body: (Monitor) throws -> Value) throws -> Value {
      let monitor = stage(name)
      let began = Machine.now
      let value = try body(monitor)
      journal.stages.append(.init(name: name, seconds: Machine.now - began))
      if monitor.isCancelled() { throw Interrupted() }
      return value
    }
    let counts = try timed("counting graphs") { _ in
      try (1...graphs.countedOrder).map { try GraphCounts(left: $0, right: $0) }
    }
    let drawn = try timed("graphs and amplitudes") { try draw(workers: workers, monitor: $0) }
    try checkCounts(drawn)
    let (crossing, worst) = try timed("crossing integrals") {
      try crossingSeries(workers: workers, monitor: $0)
    }
    let curves = try timed("ladder sums and Boltzmann equation") {
      try theories(at: curveTimes, workers: workers, monitor: $0)
    }
    let atTimes = try timed("theories at the times of the simulation") {
      try theories(at: times, workers: workers, monitor: $0)
    }
    let classes = try timed("graphs by class") {
      try classPoints(workers: workers, monitor: $0)
    }
    let crossings = try timed("crossing graphs of lowest order") {
      try crossingCorrections(workers: workers, monitor: $0)
    }
    let crossingSums = try timed("crossing graphs of order η⁴ and η⁶, dressed") {
      try dressedCrossings(workers: workers, monitor: $0)
    }
    let averages = try timed("simulation") { try simulate(workers: workers, monitor: $0) }
    let points = try couplings.indices.flatMap { i in
      try times.indices.map { j in
        let theory = atTimes[i * times.count + j]
        return StudyResults.ComparisonPoint(
          simulation: averages[i].estimates[j][0],
          basic: try ladder(.basic, couplings[i], times[j], workers),
          theory: theory, crossing: crossings[i * times.count + j],
          crossingSums: crossingSums[i * times.count + j])
      }
    }
    let defect = averages.reduce(0) { max($0, $1.normDefect) }
    guard defect < 1e-10 else {
      throw StudyDisagreement(description: "the simulation lost norm: | |ψ|² − 1 | = \(defect)")
    }
    let results = StudyResults(
      study: self, counts: counts, graphs: drawn, crossing: crossing, worstShifts: worst,
      points: points, classes: classes, curves: curves,
      realisations: averages.map(\.realisations).min() ?? 0,
      normDefect: defect)
    return (results, journal)
  }

  /// A fine grid of times for curves, the times of the study left out.
  var curveTimes: [Double] {
    let last = times.max() ?? 1
    return (1...24).map { last * Double($0) / 24 }
  }

  // MARK: Stages

  private func draw(
    workers: Workers, monitor: Monitor
  ) throws -> [StudyResults.DrawnGraph] {
    let setting = try AmplitudeSetting(
      coupling: couplings.min()!, time: times.min()!, start: momentum, observable: observable)
    var drawn: [StudyResults.DrawnGraph] = []
    for order in 1...graphs.drawnOrder {
      for graph in try PairingSequence(left: order, right: order) {
        let amplitude = Amplitude(graph, setting)
        drawn.append(
          .init(
            routing: Routing(of: graph), bound: amplitude.bound,
            amplitude: order <= 3 ? try affordable(amplitude, workers, monitor) : nil))
      }
    }
    return drawn
  }

  /// The amplitude, `nil` where the time is too long for the time form.
  private func affordable(
    _ amplitude: Amplitude, _ workers: Workers, _ monitor: Monitor
  ) throws -> ComplexEstimate? {
    do {
      return try amplitude.evaluate(
        tolerance: amplitude.graph.order > 2 ? 1e-4 : nil, workers: workers, monitor: monitor)
    } catch AmplitudeError.tooCostly {
      return nil
    }
  }

  /// The strengths of disorder at which classes are summed: the largest of the study and four below.
  var classCouplings: [Double] {
    let largest = couplings.max() ?? 1
    return (0...4).map { largest * pow(2, -Double($0) / 2) }
  }

  private func classPoints(
    workers: Workers, monitor: Monitor
  ) throws -> [StudyResults.ClassPoint] {
    guard observable.weight(start: momentum) != nil else { return [] }
    let quiet = Monitor(isCancelled: monitor.isCancelled)
    return try classCouplings.enumerated().flatMap { k, coupling -> [StudyResults.ClassPoint] in
      let setting = try AmplitudeSetting(
        coupling: coupling, time: times.min()!, start: momentum, observable: observable)
      do {
        let sum = try ClassSum(order: 2, setting, workers: workers, monitor: quiet)
        monitor.progress(k + 1, classCouplings.count)
        return GraphClass.allCases.map {
          .init(coupling: coupling, graphClass: $0, row: sum.row($0))
        }
      } catch AmplitudeError.tooCostly {
        return []
      }
    }
  }

  /// By coupling, then by time.
  private func crossingCorrections(
    workers: Workers, monitor: Monitor
  ) throws -> [CrossingCorrection?] {
    let quiet = Monitor(isCancelled: monitor.isCancelled)
    var found: [CrossingCorrection?] = []
    for coupling in couplings {
      for time in times {
        do {
          found.append(
            try CrossingCorrection(
              coupling: coupling, time: time, momentum: momentum, observable: observable,
              workers: workers, monitor: quiet))
        } catch AmplitudeError.tooCostly {
          found.append(nil)
        } catch LadderError.unsupported {
          found.append(nil)
        }
        monitor.progress(found.count, couplings.count * times.count)
      }
    }
    return found
  }

  /// Sums of longer duration in processor seconds, at one coupling and one time, are left out.
  static let longestCrossing = 6.0

  /// The greatest size of the crossing component that `longestCrossing` allows, with the seconds it takes; nil if none.
  func crossingSize(coupling η: Double, time T: Double) -> (size: Int, seconds: Double)? {
    guard observable.weight(start: momentum) != nil else { return nil }
    return CrossingSum.sizes.reversed().lazy.compactMap { size in
      let t = T / (η * η)
      let seconds = CrossingSum.cost(
        upTo: size, dimension: dimension, coupling: η, microscopicTime: t
      ).seconds
      let longest = CrossingSum.longestTime(upTo: size, dimension: dimension, coupling: η)
      return seconds <= Self.longestCrossing && t <= longest ? (size, seconds) : nil
    }.first
  }

  /// By coupling, then by time; the sizes of the component in order.
  private func dressedCrossings(workers: Workers, monitor: Monitor) throws -> [[Estimate]] {
    let quiet = Monitor(isCancelled: monitor.isCancelled)
    var found: [[Estimate]] = []
    for coupling in couplings {
      for time in times {
        let terms = try crossingSize(coupling: coupling, time: time).map {
          try CrossingSum(dimension: dimension, coupling: coupling).terms(
            upTo: $0.size, time: time, momentum: momentum, observable: observable,
            workers: workers, monitor: quiet)
        }
        found.append(terms ?? [])
        monitor.progress(found.count, couplings.count * times.count)
      }
    }
    return found
  }

  /// The closed forms against the graphs that were visited.
  private func checkCounts(_ drawn: [StudyResults.DrawnGraph]) throws {
    for order in 1...graphs.drawnOrder {
      let counts = try GraphCounts(left: order, right: order)
      let visited = drawn.map(\.pairing).filter { $0.order == order }
      for graphClass in GraphClass.allCases {
        let found = visited.count { $0.isMember(of: graphClass) }
        guard counts[graphClass] == Integer(found) else {
          throw StudyDisagreement(
            description: "\(graphClass.rawValue) graphs of order \(order): visited \(found),"
              + " counted \(counts[graphClass])")
        }
      }
    }
  }

  private func crossingSeries(
    workers: Workers, monitor: Monitor
  ) throws -> (CrossingSeries, worst: [Int]) {
    var rows: [CrossingSeries.Row] = []
    var worst: [Int] = []
    for width in crossing.widths {
      let result = try CrossingLattice(
        dimension: dimension, epsilon: width, energies: [crossing.energies],
        shifts: crossing.shifts
      ).integrals(workers: workers, monitor: monitor)
      let integrals = result.integrals[0]
      let largest = integrals.indices.max { integrals[$0].value < integrals[$1].value }!
      worst.append(largest)
      rows.append(
        .init(
          epsilon: width, integral: integrals[largest], norms: result.norms[0],
          suprema: try crossing.energies.map { energy in
            try ResolventNorms(dimension: dimension, energy: energy, epsilon: width).supremum.value
          }))
    }
    return (CrossingSeries(rows), worst)
  }

  private func ladder(
    _ variant: LadderVariant, _ coupling: Double, _ time: Double, _ workers: Workers,
    _ monitor: Monitor = .silent
  ) throws -> Estimate {
    do throws(LadderError) {
      return try LadderSum(variant, dimension: dimension, coupling: coupling).value(
        time: time, momentum: momentum, observable: observable, workers: workers,
        monitor: monitor)
    } catch {
      switch error {
      case .interrupted: throw Interrupted()
      case .tooLong: throw StudyError("times", "\(error), at η = \(coupling)")
      default: throw error
      }
    }
  }

  private func theories(
    at times: [Double], workers: Workers, monitor: Monitor
  ) throws -> [StudyResults.TheoryPoint] {
    let equation = try LinearBoltzmann(momentum: momentum)
    let quiet = Monitor(isCancelled: monitor.isCancelled)
    var points: [StudyResults.TheoryPoint] = []
    for coupling in couplings {
      for time in times {
        points.append(
          .init(
            coupling: coupling, time: time,
            decorated: try ladder(.decorated, coupling, time, workers, quiet),
            noncrossing: try ladder(.noncrossing, coupling, time, workers, quiet),
            boltzmann: try equation.value(time: time, observable: observable)))
        monitor.progress(points.count, couplings.count * times.count)
        if monitor.isCancelled() { throw Interrupted() }
      }
    }
    return points
  }

  /// The disorder average at one coupling: all times from the same realisations.
  func ensemble(coupling: Double) throws(EnsembleError) -> Ensemble {
    try Ensemble(
      box: Box(dimension: dimension, side: simulation.side),
      disorder: Disorder(simulation.disorder, seed: seed), coupling: coupling,
      start: .planeWave(momentum), times: times.map { $0 / (coupling * coupling) },
      measurements: [.observable(observable)], realisations: simulation.realisations)
  }

  private func simulate(workers: Workers, monitor: Monitor) throws -> [EnsembleAverage] {
    let total = couplings.count * simulation.realisations
    return try workers.each(couplings.count) { index -> EnsembleAverage in
      let ensemble = try ensemble(coupling: couplings[index])
      let done = index * simulation.realisations
      let average = ensemble.average(
        workers: workers,
        monitor: Monitor(
          progress: { finished, _ in monitor.progress(done + finished, total) },
          isCancelled: monitor.isCancelled))
      guard let average, !monitor.isCancelled() else { throw Interrupted() }
      return average
    }
  }
}
