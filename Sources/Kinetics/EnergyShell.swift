public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// One energy surface of the linear Boltzmann equation: what every particle on it shares.
///
///     Γ(E) = 2πρ(E)                 rate of collisions; each one forgets the momentum on the shell
///     ⟨g⟩_E = (1/ρ) ∫dp δ(e − E) g   equilibrium
///     D(E) = ⟨c_1²⟩_E / Γ(E)         diffusion constant
///
/// Averages come from the lattice Green function, `⟨cos 2πm·v⟩_E = Im G(m; E + i0)/πρ`, and from
/// `ShellRule` as second route: their distance is the error.
public struct EnergyShell: Sendable {
  public let dimension: Int
  public let energy: Double
  /// ρ(E).
  public let densityOfStates: Estimate
  let rule: ShellRule

  /// - Throws: `LadderError.shell` where the shell is empty, a point, or of infinite weight: outside
  ///   the band, at its edges, and at E = 0 in d = 2.
  public init(dimension: Int, energy: Double) throws(LadderError) {
    precondition((1...4).contains(dimension), "the dimension is 1, 2, 3 or 4, got \(dimension)")
    let edge = Double(2 * dimension)
    guard abs(energy) < edge * (1 - 1e-12), dimension != 2 || abs(energy) > 1e-12 else {
      throw .shell(energy: energy, dimension: dimension)
    }
    self.dimension = dimension
    self.energy = energy
    densityOfStates = DensityOfStates(dimension: dimension).estimate(at: energy)
    rule = ShellRule(dimension: dimension, energy: energy)
  }

  /// `Γ(E) = 2πρ(E)`.
  public var rate: Estimate {
    Estimate(
      2 * Double.pi * densityOfStates.value, error: 2 * Double.pi * densityOfStates.error,
      method: densityOfStates.method)
  }

  /// `⟨cos 2πm·v⟩_E`.
  public func average(mode m: [Int]) -> Estimate {
    precondition(m.count == dimension, "a mode has \(dimension) components, got \(m.count)")
    let green = GreenFunction(dimension: dimension)
    let value =
      green.value(at: Complex(energy), site: m).imaginary
      / (Double.pi * densityOfStates.value)
    let second = rule.values(of: .mode(m), start: .zero(dimension: dimension))!
    let mean = rule.average { second[$0] }
    return Estimate(
      value,
      error: abs(value - mean) + densityOfStates.error / densityOfStates.value + 0x1p-50,
      method: "Green function on the shell")
  }

  /// `⟨c_1²⟩_E = 2 − 2⟨cos 4πv_1⟩_E`, the same for every axis.
  public var meanSquareVelocity: Estimate {
    var double = [Int](repeating: 0, count: dimension)
    double[0] = 2
    let average = average(mode: double)
    return Estimate(2 - 2 * average.value, error: 2 * average.error, method: average.method)
  }

  /// `D(E) = ⟨c_1²⟩_E/Γ(E)`: `⟨X_1²⟩ → 2DT`.
  public var diffusion: Estimate {
    let (square, rate) = (meanSquareVelocity, rate)
    let value = square.value / rate.value
    return Estimate(
      value, error: square.error / rate.value + value * rate.error / rate.value,
      method: square.method)
  }

  /// `−∫F log F` of the equilibrium F = 1/ρ on the shell, `log ρ(E)`: the largest there is.
  public var entropy: Estimate {
    let ρ = densityOfStates
    return Estimate(log(ρ.value), error: ρ.error / ρ.value, method: ρ.method)
  }
}
