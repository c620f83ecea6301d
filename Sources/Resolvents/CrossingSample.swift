#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Torus

/// Crossing integrals by a Monte Carlo rule built for their singularities, for any ε, d ≥ 2.
///
/// All momenta but two are drawn one after another with the density of `ResolventAxis`, close to
/// `1/|e(p)−E−iε|` along an axis, the axis at random. The last pair of denominators shares the last
/// momentum q, with w what is left of the shift,
///
///     ∫dq 1/|e(q) − E_{k−1} − iε| · 1/|e(w−q) − E_k − iε|
///
/// and is singular where the two level surfaces meet. Three families of rules draw q: the one axis
/// rule for either denominator, and for every pair of axes the rule that draws both energies with
/// density ∝ 1/√(a²+ε²) and finds all momenta of the pair that have them (`CurveIntersection`). A
/// point is weighted by one over the sum of the densities of all rules (the balance heuristic of
/// E. Veach and L. Guibas, 1995), so that no rule alone decides what a singularity of its own weighs.
///
/// The points are a Kronecker sequence, shifted at random in each of at least 64 batches; the error
/// is the standard error of the batches. Cost: some 4 µs per sample, whatever ε; the variance of a
/// sample grows like a power of log 1/ε. The value is the same for any number of threads.
public struct CrossingSample: Sendable {
  public let dimension: Int
  public let epsilon: Double
  public let energies: [Double]
  public let shift: Momentum
  /// Rounded up to a whole number of points per batch.
  public let samples: Int
  public let seed: UInt64

  public init(
    dimension: Int, epsilon: Double, energies: [Double], shift: Momentum, samples: Int,
    seed: UInt64
  ) throws(CrossingError) {
    guard (2...4).contains(dimension) else { throw .dimension(dimension) }
    guard epsilon > 0, epsilon.isFinite else { throw .epsilon(epsilon) }
    guard (2...4).contains(energies.count) else { throw .denominators(energies.count) }
    for energy in energies where !energy.isFinite { throw .energy(energy) }
    guard shift.dimension == dimension, shift.components.allSatisfy(\.isFinite) else {
      throw .shift(shift.components, dimension: dimension)
    }
    precondition(samples >= 1, "at least one sample, got \(samples)")
    self.dimension = dimension
    self.epsilon = epsilon
    self.energies = energies
    self.shift = shift
    self.samples = samples
    self.seed = seed
  }

  /// The integral with its standard error.
  public func integral(
    workers: Workers = .single, monitor: Monitor = .silent
  ) throws(Interrupted) -> Estimate {
    // batches of at most 2^15 points, at least 64 of them
    let batches = max(64, (samples - 1) / 32768 + 1)
    let size = (samples - 1) / batches + 1
    let rule = CrossingSampleRule(
      dimension: dimension, epsilon: epsilon, energies: energies, shift: shift)
    let means = try workers.spread(batches, monitor: monitor) { batch in
      rule.mean(size, random: Philox(seed: seed, stream: UInt64(batch)))
    }
    let count = Double(batches)
    let mean = means.reduce(0, +) / count
    let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    return Estimate(
      mean, error: (variance / count).squareRoot(), .standardError,
      method: "sample, \(batches * size) points")
  }
}
