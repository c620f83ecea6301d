#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Torus

/// Crossing integrals by a Monte Carlo rule built for their singularities, for any ε.
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
/// In one dimension there is no pair of axes; the momentum before the last two is drawn half the
/// time towards the places that let both be large. For a dispersion that is no multiple of the
/// nearest-neighbour hopping there is no exact inverse of a pair either: `AxisPeaks` finds the zeros
/// along an axis, and the variance of a sample grows like 1/ε, so that it serves from ε ~ 0.01 on.
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
  public let dispersion: Dispersion

  /// - Parameter dispersion: the nearest-neighbour hopping by default.
  public init(
    dimension: Int, epsilon: Double, energies: [Double], shift: Momentum, samples: Int,
    seed: UInt64, dispersion: Dispersion? = nil
  ) throws(CrossingError) {
    guard (1...4).contains(dimension) else { throw .dimension(dimension) }
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
    self.dispersion = dispersion ?? .nearestNeighbour(dimension: dimension)
    precondition(
      self.dispersion.dimension == dimension,
      "a dispersion of \(self.dispersion.dimension) dimensions on a lattice of \(dimension)")
  }

  /// The same on the scale of the nearest-neighbour hopping, where the dispersion is a multiple
  /// of it, and the factor that this takes out of each denominator.
  private var rule: (rule: CrossingSampleRule, factor: Double) {
    guard let (c, a) = dispersion.multipleOfNearestNeighbour else {
      return (
        CrossingSampleRule(
          dispersion: dispersion, epsilon: epsilon, energies: energies, shift: shift), 1
      )
    }
    return (
      CrossingSampleRule(
        dispersion: .nearestNeighbour(dimension: dimension), epsilon: epsilon / abs(a),
        energies: energies.map { ($0 - c) / a }, shift: shift), 1 / abs(a)
    )
  }

  /// The integral with its standard error.
  public func integral(
    workers: Workers = .single, monitor: Monitor = .silent
  ) throws(Interrupted) -> Estimate {
    let (rule, factor) = rule
    let scale = energies.reduce(1) { product, _ in product * factor }
    return try estimate(samples, workers: workers, monitor: monitor) { size, random in
      scale * rule.mean(size, random: random)
    }
  }

  /// `‖1/(e−E−iε)‖_1` of each denominator: from the density of states, or sampled with an eighth of
  /// the points where that is not known.
  public func norms(
    workers: Workers = .single, monitor: Monitor = .silent
  ) throws -> [Estimate] {
    let (rule, factor) = rule
    if dispersion.multipleOfNearestNeighbour != nil {
      return try rule.energies.map { energy in
        let norm = try ResolventNorms(
          dimension: dimension, energy: energy, epsilon: rule.ε
        ).one
        return Estimate(factor * norm.value, error: factor * norm.error, method: norm.method)
      }
    }
    return try energies.enumerated().map { index, energy in
      if let same = energies.firstIndex(of: energy), same < index { return nil }
      return try estimate(samples / 8 + 1, workers: workers, monitor: monitor) { size, random in
        rule.norm(energy, size, random: random)
      }
    }.enumerated().reduce(into: [Estimate]()) { all, entry in
      all.append(entry.element ?? all[energies.firstIndex(of: energies[entry.offset])!])
    }
  }

  /// The mean of batches of at most 2^15 points, at least 64 of them.
  private func estimate(
    _ samples: Int, workers: Workers, monitor: Monitor,
    _ body: @Sendable (_ size: Int, _ random: Philox) -> Double
  ) throws(Interrupted) -> Estimate {
    let batches = max(64, (samples - 1) / 32768 + 1)
    let size = (samples - 1) / batches + 1
    let means = try workers.spread(batches, monitor: monitor) { batch in
      body(size, Philox(seed: seed, stream: UInt64(batch)))
    }
    let count = Double(batches)
    let mean = means.reduce(0, +) / count
    let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    return Estimate(
      mean, error: (variance / count).squareRoot(), .standardError,
      method: "sample, \(batches * size) points")
  }
}
