#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Torus

/// The mean density of `e^{−itH/2} δ_0` over random band matrices, and its mean square displacement.
public struct BandEnsemble: Hashable, Sendable {
  public let side: Int
  public let width: Int
  public let entries: BandEntries
  public let times: [Double]
  public let realisations: Int
  public let seed: UInt64

  public init(
    side: Int, width: Int, entries: BandEntries, times: [Double], realisations: Int, seed: UInt64
  ) {
    precondition(width >= 1 && 2 * width < side, "a band of width \(width) on \(side) sites")
    precondition(realisations >= 2, "an error bar needs two realisations, got \(realisations)")
    self.side = side
    self.width = width
    self.entries = entries
    self.times = times
    self.realisations = realisations
    self.seed = seed
  }

  /// About how many complex products all realisations take.
  ///
  /// A row's moduli add up to `2W/√(2W−1)` at least, which bounds H; with z that times t/2 the
  /// Chebyshev series of `e^{−itH/2}` has some z + 6 z^{1/3} + 20 terms of 2WL products.
  public var products: Double {
    let w = Double(width)
    let z = (times.max() ?? 0) * w / (2 * w - 1).squareRoot()
    let terms = z + 6 * pow(z, 1.0 / 3) + 20
    return Double(realisations) * terms * 2 * w * Double(side)
  }

  /// What the realisations say at one time.
  public struct Row: Hashable, Sendable {
    /// `E Σ_x x² |ψ_t(x)|²`.
    public let displacement: Estimate
    /// `E |ψ_t(x)|²`, x from −L/2 on.
    public let profile: [Estimate]
  }

  /// The most memory that an average holds, in bytes, with so many realisations at a time: the band
  /// above the diagonal and four vectors for each, and the densities of all.
  public func memory(threads: Int) -> Double {
    let matrix = 16 * Double(width) + 64
    let held = Double(min(threads, realisations)) * matrix
    return Double(side) * (held + 8 * Double(realisations * times.count))
  }

  /// A row per time, and how many realisations went in: fewer than asked for after an interruption.
  public func average(
    workers: Workers, monitor: Monitor = .silent
  ) -> (rows: [Row], realisations: Int, normDefect: Double)? {
    let (samples, _) = workers.spreadPrefix(realisations, monitor: monitor) { k in
      BandMatrix(side: side, width: width, entries: entries, seed: seed, realisation: k)
        .densities(times: times)
    }
    guard samples.count >= 2 else { return nil }
    let half = side / 2
    let method = "Chebyshev, band of width \(width), \(samples.count) realisations"
    func estimate(_ values: [Double]) -> Estimate {
      let mean = Statistics.mean(values)
      return Estimate(mean.value, error: mean.error, .standardError, method: method)
    }
    let rows = times.indices.map { i in
      Row(
        displacement: estimate(
          samples.map { sample in
            (0..<side).reduce(0) { sum, x in
              let distance = Double(x < side - half ? x : x - side)
              return sum + distance * distance * sample[i][x]
            }
          }),
        profile: (0..<side).map { position in
          estimate(samples.map { $0[i][(position + side - half) % side] })
        })
    }
    let defect = samples.reduce(0) { worst, sample in
      sample.reduce(worst) { max($0, abs($1.reduce(0, +) - 1)) }
    }
    return (rows, samples.count, defect)
  }
}
