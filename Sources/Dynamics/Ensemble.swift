public import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A disorder average to be taken: what is evolved, where, for how long, and what is measured.
///
/// `E⟨ψ_t, O ψ_t⟩` under `H_ω = Δ + ηV_ω` on a periodic box, for several times and measurements
/// from the same realisations. Realisation k is a function of (law, seed, k), so an ensemble can be
/// lengthened, cut into parts and merged, and different η see the same ω.
public struct Ensemble: Hashable, Sendable {
  public let box: Box
  public let disorder: Disorder
  /// η.
  public let coupling: Double
  public let start: Start
  /// Microscopic times t; `T = η²t`.
  public let times: [Double]
  public let measurements: [Measurement]
  /// How many realisations at the most, from number 0 on.
  public let realisations: Int
  /// The standard error at which to stop before, if any.
  public let targetError: Double?

  public init(
    box: Box, disorder: Disorder, coupling η: Double, start: Start, times: [Double],
    measurements: [Measurement], realisations: Int, targetError: Double? = nil
  ) throws(EnsembleError) {
    try Self.check(start, on: box)
    guard η.isFinite, η >= 0 else { throw .coupling(η) }
    for t in times {
      guard t >= 0, t <= Self.longestTime else { throw .time(t) }
      let phase = (2 * Double(box.dimension) + η) * t
      guard phase <= Self.longestPhase else { throw .phase(phase) }
    }
    for measurement in measurements {
      if case .observable(.mode(let m)) = measurement, m.count != box.dimension {
        throw .mode(m, box: box)
      }
      guard measurement.isDefined(for: start) else { throw .undefined(measurement, start: start) }
      if case .transferred(let observable, let ξ) = measurement {
        guard ξ.dimension == box.dimension else { throw .dimension(momentum: ξ, box: box) }
        if case .mode(let m) = observable, m.count != box.dimension { throw .mode(m, box: box) }
        guard start.isLocalised || box.contains(ξ) else { throw .transferOffLattice(ξ, box: box) }
      }
    }
    guard realisations >= Self.fewestRealisations else { throw .tooFewRealisations(realisations) }
    if let targetError, !(targetError > 0) { throw .targetError(targetError) }
    self.box = box
    self.disorder = disorder
    coupling = η
    self.start = start
    self.times = times
    self.measurements = measurements
    self.realisations = realisations
    self.targetError = targetError
  }

  private static func check(_ start: Start, on box: Box) throws(EnsembleError) {
    if let p = start.momentum, p.dimension != box.dimension {
      throw .dimension(momentum: p, box: box)
    }
    switch start {
    case .planeWave(let p):
      if !box.contains(p) { throw .momentumOffLattice(p, box: box) }
    case .packet(_, let width):
      if !(width > 0 && width <= Start.widestPacket(on: box)) { throw .width(width, box: box) }
    case .site: break
    }
  }

  /// The jackknife of the survival probability leaves out one of two pairs at the least.
  public static let fewestRealisations = 3

  /// 10^6: beyond, the rounding of 10^7 sweeps is no longer below any error bar.
  public static let longestTime = 1e6
  /// The same in sweeps, of which there are as many as the phase `(2d + η)t`.
  public static let longestPhase = 1e7

  /// 2^27 for each process: a wave function of 2 GB, some 10 GB for one evolution.
  public static let mostSites = 1 << 27

  /// The largest side whose box has at most `mostSites` sites for each process.
  public static func largestSide(dimension: Int, processes: Int = 1) -> Int {
    let most = mostSites * processes
    var side = Int(pow(Double(most), 1 / Double(dimension)).rounded(.up))
    while Box(dimension: dimension, side: side).sites > most { side -= 1 }
    return side
  }

  /// What cannot be measured on a box that is cut into slabs, if there is anything.
  public var obstacleToSlabs: Measurement? {
    measurements.first { measurement in
      switch measurement {
      case .observable(.mode(let m)), .transferred(.mode(let m), _): abs(m[0]) > 1
      default: false
      }
    }
  }

  /// The cost: steps of the recurrence times sites times realisations, judged by the first one.
  public var siteUpdates: Double { siteUpdates(on: Slab(box)) }

  /// The same, judged without the whole box in one process; collective.
  public func siteUpdates(on slab: Slab) -> Double {
    let sweeps = ChebyshevEvolution(slab: slab, times: times).sweeps(
      under: hamiltonian(0, on: slab))
    let runs = measurements.reduce(1) { runs, measurement in
      switch measurement {
      case .echo: runs + times.count
      case .transferred: start.isLocalised ? runs : runs + 1
      default: runs
      }
    }
    return Double(sweeps * runs) * Double(box.sites) * Double(realisations)
  }

  /// Runs all realisations, or as many as target error and monitor ask for, and averages in index
  /// order.
  ///
  /// A target is looked at after 64 realisations and then each time their number has grown by an
  /// eighth: whatever the number of threads, the same realisations go in.
  ///
  /// In slabs all processes of the run and all their threads work on one realisation, then on the
  /// next: less memory, the same bits.
  ///
  /// - Precondition: in slabs over several processes there is no `obstacleToSlabs`.
  /// - Returns: the average over the longest finished prefix 0, 1, …; `nil` if that is shorter than
  ///   three realisations.
  public func average(
    workers: Workers, inSlabs: Bool = false, monitor: Monitor = .silent
  ) -> EnsembleAverage? {
    let shared = preparation(on: inSlabs ? slab(of: workers) : Slab(box))
    var samples: [Sample] = []
    while samples.count < realisations {
      let first = samples.count
      let count =
        targetError == nil
        ? realisations : min(max(Self.batch, first / 8), realisations - first)
      let part = Monitor(
        progress: { done, _ in monitor.progress(first + done, realisations) },
        isCancelled: monitor.isCancelled)
      let role: Run.Role = targetError == nil ? .bulk : .stage
      let (results, complete) =
        inSlabs
        ? workers.together(count, as: role, monitor: part) { k, monitor in
          sample(first + k, shared, monitor: monitor)
        }
        : workers.spreadPrefix(count, as: role, monitor: part) { k in sample(first + k, shared) }
      samples += results
      if !complete { break }
      if targetError != nil {
        let average = EnsembleAverage(of: self, samples: samples)
        if average.isComplete { return average }
      }
    }
    guard samples.count >= Self.fewestRealisations else { return nil }
    return EnsembleAverage(of: self, samples: samples)
  }

  /// What this process holds where all work together.
  public func slab(of workers: Workers) -> Slab {
    guard let crew = workers.crew else { return Slab(box, threads: workers.threads) }
    return Slab(box, crew: crew, threads: workers.threads)
  }

  /// So many realisations go in between two looks at the target, at the least.
  private static let batch = 64
}
