public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The linear Boltzmann equation from a plane wave, `F_0 = e^{2πiκ·X} δ(V − p0)`.
///
///     ∂_T F + c(V)·∇_X F = ∫dU 2πδ(e(U) − e(V)) [F(X,U) − F(X,V)],      c = ∇e/2π
///
/// Energy is conserved, so everything happens on the shell E = e(p0). Without transfer
///
///     ⟨g⟩_T = ⟨g⟩_E + e^{−ΓT} (g(p0) − ⟨g⟩_E),        of which k collisions  e^{−ΓT} (ΓT)^k/k! ⟨g⟩_E
///
/// and `survival`, the part that never collided, is e^{−ΓT}. With a transfer see `ShellVolterra`.
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, (5.14), where the transport
/// term reads 2π∇e; it is ∇e/2π.
public struct LinearBoltzmann: Sendable {
  /// p0.
  public let momentum: Momentum
  public let shell: EnergyShell

  public init(momentum: Momentum) throws(LadderError) {
    self.momentum = momentum
    shell = try EnergyShell(dimension: momentum.dimension, energy: momentum.energy)
  }

  /// On a shell that is there already.
  ///
  /// - Precondition: it is the shell of p0.
  public init(momentum: Momentum, shell: EnergyShell) {
    precondition(
      shell.dimension == momentum.dimension && shell.energy == momentum.energy,
      "the shell is that of the momentum")
    self.momentum = momentum
    self.shell = shell
  }

  /// The observable at the macroscopic time T, without transfer.
  public func value(time T: Double, observable: Observable) throws(LadderError) -> Estimate {
    precondition(T >= 0 && T.isFinite, "the time T is not negative, got \(T)")
    if observable == .displacement { return displacement(time: T) }
    let weight = try Weight(observable, start: momentum, dimension: momentum.dimension)
    let average = average(weight)
    let rate = shell.rate
    let left = exp(-rate.value * T)
    let distance = weight.atStart - average.value
    let gone = -expm1(-rate.value * T)
    return Estimate(
      weight.atStart * left + average.value * gone,
      error: average.error * gone + abs(distance) * left * T * rate.error
        + 0x1p-51 * (abs(weight.atStart) + abs(average.value)),
      method: "energy shell")
  }

  /// The mean square displacement per axis, from one site: ballistic `|c_0|²T²/d`, then `2DT`.
  ///
  /// The velocities forget each other at rate Γ, `⟨c(s)·c(t)⟩ = e^{−Γ|t−s|} ⟨|c(s)|²⟩`, hence
  ///
  ///     ⟨|X|²⟩/2 = c̄² (ΓT − 1 + e^{−ΓT})/Γ² + (|c_0|² − c̄²) (1 − e^{−ΓT}(1 + ΓT))/Γ²
  public func displacement(time T: Double) -> Estimate {
    let d = Double(momentum.dimension)
    let (square, rate) = (shell.meanSquareVelocity, shell.rate)
    let start = momentum.velocity.reduce(0) { $0 + $1 * $1 } / d
    let x = rate.value * T
    let (spread, memory) = Self.brackets(x)
    return Estimate(
      Self.displacement(rate.value, square.value, start, T),
      error: 2 * T * T
        * (square.error * (spread + memory) + 4 * rate.error / rate.value + 1e-9 * x * x * x * x
          * (x < 1e-2 ? 1 : 0) + 1e-11 * (x < 1e-2 ? 0 : 1)),
      method: "energy shell")
  }

  /// Both brackets over (ΓT)², by their series where they cancel.
  private static func brackets(_ x: Double) -> (spread: Double, memory: Double) {
    x < 1e-2
      ? (
        0.5 - x / 6 + x * x / 24 - x * x * x / 120, 0.5 - x / 3 + x * x / 8 - x * x * x / 30
      ) : ((expm1(-x) + x) / (x * x), (-expm1(-x) - x * exp(-x)) / (x * x))
  }

  /// `⟨X_1²⟩` for Γ, ⟨c_1²⟩_E and the start's |c|²/d.
  static func displacement(_ Γ: Double, _ square: Double, _ start: Double, _ T: Double) -> Double {
    let (spread, memory) = brackets(Γ * T)
    return 2 * T * T * (square * spread + (start - square) * memory)
  }

  /// `d⟨X_1²⟩/dT = 2⟨c_1²⟩ (1 − e^{−ΓT})/Γ + 2(c_0² − ⟨c_1²⟩) T e^{−ΓT}`.
  static func displacementRate(_ Γ: Double, _ square: Double, _ start: Double, _ T: Double)
    -> Double
  {
    let x = Γ * T
    let grown = x > 0 ? -expm1(-x) / x : 1
    return 2 * T * (square * grown + (start - square) * exp(-x))
  }

  /// The same by number of collisions, 0…count: the limit of the ladder with as many rungs.
  public func collisions(
    upTo count: Int, time T: Double, observable: Observable
  ) throws(LadderError) -> [Estimate] {
    precondition(T >= 0 && T.isFinite, "the time T is not negative, got \(T)")
    precondition(count >= 0, "a number of collisions is not negative, got \(count)")
    let weight = try Weight(observable, start: momentum, dimension: momentum.dimension)
    let average = average(weight)
    let (Γ, error) = (shell.rate.value, shell.rate.error)
    var poisson = exp(-Γ * T)
    return (0...count).map { k in
      if k > 0 { poisson *= Γ * T / Double(k) }
      let g = k == 0 ? weight.atStart : average.value
      let spread = abs(Double(k) / max(Γ, 1e-300) - T) * error
      return Estimate(
        poisson * g,
        error: poisson * ((k == 0 ? 0 : average.error) + abs(g) * (spread + 0x1p-50)),
        method: "energy shell")
    }
  }

  /// `⟨g⟩_E`.
  private func average(_ weight: Weight) -> Estimate {
    var sum = Estimate(0, error: 0, method: "energy shell")
    for term in weight.terms {
      var m = [Int](repeating: 0, count: momentum.dimension)
      for (j, x) in term.site.enumerated() { m[j] = x }
      let isConstant = m.allSatisfy { $0 == 0 }
      // Σ_j 2⟨cos 2πv_j⟩ = E needs no integral
      let isNeighbour = m.map(abs).reduce(0, +) == 1
      let mean =
        isConstant
        ? Estimate(1, error: 0, method: "")
        : isNeighbour
          ? Estimate(shell.energy / Double(2 * momentum.dimension), error: 0, method: "")
          : shell.average(mode: m)
      sum.value += term.coefficient * mean.value
      sum.error += abs(term.coefficient) * mean.error
    }
    return sum
  }
}
