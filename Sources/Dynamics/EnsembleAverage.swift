public import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Means over disorder with their standard errors, and what the numerics lost of unitarity.
public struct EnsembleAverage: Hashable, Sendable {
  /// By time, then by measurement in the order of the ensemble, a number for each of its channels.
  public let estimates: [[Estimate]]
  /// By channel: the covariance of the estimates at time i and time j.
  public let covariances: [[[Double]]]
  /// How many realisations went in: all, unless an error was the target or the run was interrupted.
  public let realisations: Int
  /// Whether every realisation asked for went in, or enough for the target error.
  public let isComplete: Bool
  /// The largest `|‖ψ_t‖² − 1|` over realisations and times; rounding only, ≲ 1e-13.
  public let normDefect: Double
  /// By time, the mean probability on the outermost planes; empty for a start without a place.
  public let atBoundary: [Double]

  init(of ensemble: Ensemble, samples: [Ensemble.Sample]) {
    let method = "Chebyshev, side \(ensemble.box.side), \(samples.count) realisations"
    let slots = ensemble.measurements.map { $0.slots(on: ensemble.box) }
    let perTime = slots.reduce(0, +)
    var estimates = [[Estimate]](repeating: [], count: ensemble.times.count)
    var covariances: [[[Double]]] = []
    var offset = 0
    for (measurement, width) in zip(ensemble.measurements, slots) {
      func column(_ time: Int, _ slot: Int) -> [Double] {
        samples.map { $0.values[time * perTime + offset + slot] }
      }
      for channel in 0..<measurement.channels(on: ensemble.box) {
        let statistics = ensemble.times.indices.map { time in
          measurement == .observable(.survival)
            ? Statistics.squaredMean(
              zip(column(time, 0), column(time, 1)).map { Complex($0, $1) })
            : Statistics.mean(column(time, channel))
        }
        for (time, result) in statistics.enumerated() {
          estimates[time].append(
            Estimate(result.value, error: result.error, .standardError, method: method))
        }
        covariances.append(
          statistics.map { a in statistics.map { Statistics.covariance(a, $0) } })
      }
      offset += width
    }
    self.estimates = estimates
    self.covariances = covariances
    realisations = samples.count
    isComplete =
      samples.count == ensemble.realisations
      || ensemble.targetError.map { target in
        estimates.allSatisfy { $0.allSatisfy { $0.error <= target } }
      } ?? false
    normDefect = samples.reduce(0) { max($0, $1.normDefect) }
    atBoundary =
      ensemble.start.isLocalised
      ? ensemble.times.indices.map { time in
        samples.reduce(0) { $0 + $1.atBoundary[time] } / Double(samples.count)
      } : []
  }

  /// The local exponent `d log value/d log t` between a time and the one before, by channel 0.
  ///
  /// - Returns: one fewer than there are times; `nil` where a value is not positive.
  public func exponents(times: [Double]) -> [Estimate?] {
    zip(times.indices.dropFirst(), times.indices).map { j, i -> Estimate? in
      let (a, b) = (estimates[i][0].value, estimates[j][0].value)
      guard a > 0, b > 0, times[i] > 0, times[j] > 0, times[i] != times[j] else { return nil }
      let step = log(times[j] / times[i])
      let c = covariances[0]
      let variance = c[i][i] / (a * a) + c[j][j] / (b * b) - 2 * c[i][j] / (a * b)
      return Estimate(
        log(b / a) / step, error: max(0, variance).squareRoot() / abs(step), .standardError,
        method: "local slope")
    }
  }
}
