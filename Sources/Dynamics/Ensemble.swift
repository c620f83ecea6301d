public import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A disorder average to be taken: what is evolved, where, for how long, and what is measured.
///
/// `E⟨ψ_t, O ψ_t⟩` under `H_ω = Δ + ηV_ω` on a periodic box, for several times and observables from
/// the same realisations. Realisation k is a function of (law, seed, k), so an ensemble can be
/// lengthened, cut into parts and merged, and different η see the same ω.
public struct Ensemble: Hashable, Sendable {
  public let box: Box
  public let disorder: Disorder
  /// η.
  public let coupling: Double
  public let start: Start
  /// Microscopic times t; `T = η²t`.
  public let times: [Double]
  public let observables: [Observable]
  /// How many realisations, from number 0 on.
  public let realisations: Int

  public init(
    box: Box, disorder: Disorder, coupling η: Double, start: Start, times: [Double],
    observables: [Observable], realisations: Int
  ) throws(EnsembleError) {
    let momentum = start.momentum
    guard momentum.dimension == box.dimension else {
      throw .dimension(momentum: momentum, box: box)
    }
    guard box.contains(momentum) else { throw .momentumOffLattice(momentum, box: box) }
    guard η.isFinite, η >= 0 else { throw .coupling(η) }
    for t in times where !(t >= 0 && t <= Self.longestTime) { throw .time(t) }
    for observable in observables
    where observable != .survival && observable.weight(start: momentum) == nil {
      throw .undefined(observable, start: start)
    }
    guard realisations >= Self.fewestRealisations else {
      throw .tooFewRealisations(realisations)
    }
    self.box = box
    self.disorder = disorder
    coupling = η
    self.start = start
    self.times = times
    self.observables = observables
    self.realisations = realisations
  }

  /// The jackknife of the survival probability leaves out one of two pairs at the least.
  public static let fewestRealisations = 3

  /// 10^6: beyond, the rounding of 10^7 sweeps is no longer below any error bar.
  public static let longestTime = 1e6

  /// 2^27: a wave function of 2 GB, some 10 GB for one evolution.
  public static let mostSites = 1 << 27

  /// The largest side whose box has at most `mostSites` sites.
  public static func largestSide(dimension: Int) -> Int {
    var side = Int(pow(Double(mostSites), 1 / Double(dimension)).rounded(.up))
    while Box(dimension: dimension, side: side).sites > mostSites { side -= 1 }
    return side
  }

  /// The cost: steps of the recurrence times sites times realisations, judged by the first one.
  public var siteUpdates: Double {
    let h = Hamiltonian(box: box, coupling: coupling, disorder: disorder, realisation: 0)
    let sweeps = ChebyshevEvolution(box: box, times: times).sweeps(under: h)
    return Double(sweeps) * Double(box.sites) * Double(realisations)
  }

  /// Runs all realisations, or as many as the monitor allows, and averages in index order.
  ///
  /// - Returns: the average over the longest finished prefix 0, 1, …; `nil` if that is shorter than
  ///   three realisations.
  public func average(workers: Workers, monitor: Monitor = .silent) -> EnsembleAverage? {
    let evolution = ChebyshevEvolution(box: box, times: times)
    let ψ = start.waveFunction(on: box)
    var samples: [Sample] = []
    while samples.count < realisations {
      let first = samples.count
      let count = min(Self.batch, realisations - first)
      let part = Monitor(
        progress: { done, _ in monitor.progress(first + done, realisations) },
        isCancelled: monitor.isCancelled)
      let (results, complete) = workers.prefix(count, monitor: part) { k in
        sample(first + k, ψ, evolution)
      }
      samples += results
      if !complete { break }
    }
    guard samples.count >= Self.fewestRealisations else { return nil }
    return EnsembleAverage(of: self, samples: samples)
  }

  /// So many realisations are dealt to the workers at a time.
  private static let batch = 1024

  /// What one realisation contributes.
  struct Sample: Sendable {
    /// By time, then by observable: `⟨ψ_t, O ψ_t⟩`, or `⟨ψ_0, ψ_t⟩` for the survival.
    var values: [[Complex]]
    /// The largest `|‖ψ_t‖² − 1|` over the times.
    var normDefect: Double
  }

  func sample(_ k: Int, _ ψ: WaveFunction, _ evolution: ChebyshevEvolution) -> Sample {
    let h = Hamiltonian(box: box, coupling: coupling, disorder: disorder, realisation: k)
    guard let evolved = try? evolution.evolve(ψ, under: h) else {
      preconditionFailure("a silent monitor interrupts nothing")
    }
    var sample = Sample(values: [], normDefect: 0)
    for φ in evolved {
      sample.normDefect = max(sample.normDefect, abs(φ.norm - 1))
      sample.values.append(
        observables.map { observable in
          guard let weight = observable.weight(start: start.momentum) else {
            return ψ.overlap(with: φ)
          }
          return Complex(φ.average(of: weight))
        })
    }
    return sample
  }
}
