/// The density of states `ρ(E) = ∫dp δ(e(p) − E)` of the lattice Laplacian, with integral 1.
///
///     ρ(E) = Im G(E + i0)/π = (1/π) ∫_0^∞ cos(Et) J_0(2t)^d dt
///
/// closed in d = 1, 2, 3 as G is; in d = 1 `1/(π√(4−E²))`, in d = 2 `K(1 − E²/16)/2π²`. Even in E
/// and 0 outside the band. At the van Hove points it diverges like 1/√ (d = 1) or a logarithm
/// (d = 2, E = 0), jumps (d = 2, E = ±4), has a square root (d = 3), or a logarithm in its slope
/// (d = 4).
public struct DensityOfStates: Hashable, Sendable {
  public let green: GreenFunction

  public init(dimension: Int) { green = GreenFunction(dimension: dimension) }

  public var dimension: Int { green.dimension }

  /// ρ(E), infinite where it diverges.
  public func value(at energy: Double) -> Double {
    guard abs(energy) <= green.bandEdge else { return 0 }
    let value = green.value(at: Complex(energy))
    return value.imaginary.isFinite ? max(0, value.imaginary / Double.pi) : .infinity
  }

  /// ρ(E) with its error, from the two routes of `GreenFunction.estimate`.
  public func estimate(at energy: Double) -> Estimate {
    guard abs(energy) <= green.bandEdge else {
      return Estimate(0, error: 0, method: "outside the band")
    }
    let estimate = green.estimate(at: Complex(energy)).imaginary
    return Estimate(
      value(at: energy), error: estimate.error / Double.pi, method: estimate.method)
  }

  /// `2d, 2d−4, …, −2d`: where ρ is not smooth.
  public var vanHovePoints: [Double] { green.vanHovePoints }
}
