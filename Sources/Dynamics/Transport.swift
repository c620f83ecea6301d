public import Torus

/// How a particle gets away from where it was, judged by the exponent of its mean square distance.
///
/// `⟨x²⟩ ∼ t^α`: α = 2 on a clean lattice, 1 for diffusion, 0 for a particle that gets no further. A local
/// exponent within `tolerance` of one of these is named, if three standard errors more do not reach half
/// the way to the next. A particle that gets no further is localised over several sites, or trapped on
/// its own: there the distance, of less than one site, comes from a few realisations with a resonant
/// neighbour, so the exponent only has to be compatible with 0. Everything else is a crossover.
///
/// Three errors are meant as of a normal law; few realisations take more (`Statistics.student`).
public enum Transport: String, CaseIterable, Hashable, Sendable {
  case ballistic
  case diffusive
  case localised
  case trapped
  case crossover

  /// Half the way to the middle between two of the named exponents.
  public static let tolerance = 0.25

  /// - Parameters:
  ///   - displacement: the mean square distance at the later time, per axis.
  ///   - realisations: how many the errors were estimated from.
  public init(exponent: Estimate, displacement: Estimate, realisations: Int) {
    let errors = Statistics.student(3, samples: realisations)
    let reach = errors * exponent.error
    if displacement.value + errors * displacement.error < 1,
      abs(exponent.value) <= Self.tolerance + reach
    {
      self = .trapped
      return
    }
    let named: [(Transport, Double)] = [(.ballistic, 2), (.diffusive, 1), (.localised, 0)]
    let match = named.first {
      abs(exponent.value - $0.1) + reach <= 2 * Self.tolerance
        && abs(exponent.value - $0.1) <= Self.tolerance
    }
    self = match?.0 ?? .crossover
  }
}
