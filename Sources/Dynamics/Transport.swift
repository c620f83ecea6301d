public import Torus

/// How a particle gets away from where it was, judged by the exponent of its mean square distance.
///
/// `⟨x²⟩ ∼ t^α`: α = 2 on a clean lattice, 1 for diffusion, 0 for a particle that stays. A local
/// exponent within `tolerance` of one of these is named, if three standard errors more do not reach
/// half the way to the next; everything else is a crossover.
public enum Transport: String, CaseIterable, Hashable, Sendable {
  case ballistic
  case diffusive
  case trapped
  case crossover

  /// Half the way to the middle between two of the named exponents.
  public static let tolerance = 0.25

  public init(exponent: Estimate) {
    let named: [(Transport, Double)] = [(.ballistic, 2), (.diffusive, 1), (.trapped, 0)]
    let match = named.first {
      abs(exponent.value - $0.1) + 3 * exponent.error <= 2 * Self.tolerance
        && abs(exponent.value - $0.1) <= Self.tolerance
    }
    self = match?.0 ?? .crossover
  }
}
