public import Torus

/// Means over disorder with their standard errors, and what the numerics lost of unitarity.
public struct EnsembleAverage: Hashable, Sendable {
  /// By time, then by observable, in the order of the ensemble.
  public let estimates: [[Estimate]]
  /// How many realisations went in: all, unless the run was interrupted.
  public let realisations: Int
  /// The largest `|‖ψ_t‖² − 1|` over realisations and times; rounding only, ≲ 1e-13.
  public let normDefect: Double

  init(of ensemble: Ensemble, samples: [Ensemble.Sample]) {
    let method = "Chebyshev, side \(ensemble.box.side), \(samples.count) realisations"
    estimates = ensemble.times.indices.map { i in
      ensemble.observables.indices.map { j in
        let values = samples.map { $0.values[i][j] }
        let statistics =
          ensemble.observables[j] == .survival
          ? Statistics.squaredMean(values) : Statistics.mean(values.map(\.real))
        return Estimate(statistics.value, error: statistics.error, .standardError, method: method)
      }
    }
    realisations = samples.count
    normDefect = samples.reduce(0) { max($0, $1.normDefect) }
  }
}
