public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The linear Boltzmann equation at a transfer κ: one Fourier mode in space, from a plane wave.
///
/// For `F_0 = e^{2πiκ·X} δ(V − p0)` the density on the shell, m, and any observable g obey
///
///     m(T) = e^{−(Γ+2πiκ·c(p0))T} + Γ ∫_0^T e^{−Γs} χ(s) m(T−s) ds,       χ_g(s) = ⟨g e^{−2πiκ·c s}⟩_E
///     ⟨g⟩_T = g(p0) e^{−(Γ+2πiκ·c(p0))T} + Γ ∫_0^T e^{−Γs} χ_g(s) m(T−s) ds
///
/// whose k-th iterate, k collisions, is the k-rung ladder in the limit η → 0. χ is a
/// `ShellCharacteristic`, and the equation is solved by `PanelVolterra`.
///
/// Cost: milliseconds where 2πCT is of order 1.
public struct ShellTransport: Sendable {
  public let momentum: Momentum
  /// κ, conjugate to the macroscopic X.
  public let transfer: [Double]
  public let shell: EnergyShell

  /// The largest phase 2πCT that the rule on the shell is laid out for, by dimension.
  static func largestPhase(dimension: Int) -> Double { dimension == 4 ? 30 : 200 }

  /// - Throws: `LadderError` if there is no shell or the transfer has another number of components.
  public init(momentum: Momentum, transfer: [Double]) throws(LadderError) {
    guard transfer.count == momentum.dimension else {
      throw .dimension(momentum: transfer.count, lattice: momentum.dimension)
    }
    self.momentum = momentum
    self.transfer = transfer
    shell = try EnergyShell(dimension: momentum.dimension, energy: momentum.energy)
  }

  /// `C = Σ_j 2|κ_j| ≥ |κ·c|`.
  var largestFrequency: Double { transfer.reduce(0) { $0 + 2 * abs($1) } }

  /// `κ·c(p0)`.
  var startFrequency: Double {
    zip(transfer, momentum.velocity).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// `2πCT`, the phase that the rule on the shell has to resolve.
  ///
  /// - Throws: `LadderError.phase` beyond what it is laid out for.
  public func phase(until T: Double) throws(LadderError) -> Double {
    let phase = 2 * Double.pi * largestFrequency * T
    let most = Self.largestPhase(dimension: momentum.dimension)
    guard phase <= most else { throw .phase(phase, most: most) }
    return phase
  }

  /// The observable at the macroscopic time T; the error from finer panels and a finer shell.
  public func value(time T: Double, observable: Observable) throws(LadderError)
    -> ComplexEstimate
  {
    try both(time: T, observable: observable) { solution in [solution.whole()] }[0]
  }

  /// The same by number of collisions, 0…count.
  public func collisions(upTo count: Int, time T: Double, observable: Observable)
    throws(LadderError) -> [ComplexEstimate]
  {
    precondition(count >= 0, "a number of collisions is not negative, got \(count)")
    return try both(time: T, observable: observable) { $0.byCollisions(upTo: count) }
  }

  private func both(
    time T: Double, observable: Observable, _ body: (Solution) -> [Complex]
  ) throws(LadderError) -> [ComplexEstimate] {
    precondition(T >= 0 && T.isFinite, "the time T is not negative, got \(T)")
    let weight = try Weight(observable, start: momentum, dimension: momentum.dimension)
    _ = try phase(until: T)
    let isCoarse = momentum.dimension == 4
    let coarse = Solution(
      self, weight: weight, observable: observable, time: T, nodes: isCoarse ? 10 : 24,
      refinement: 1)
    let fine = Solution(
      self, weight: weight, observable: observable, time: T, nodes: isCoarse ? 14 : 36,
      refinement: 1.5)
    return zip(body(fine), body(coarse)).map { a, b in
      ComplexEstimate(
        a,
        error: Complex(abs(a.real - b.real) + 1e-14, abs(a.imaginary - b.imaginary) + 1e-14),
        method: "shell, Volterra equation")
    }
  }
}

/// One discretisation of the equation.
private struct Solution {
  let volterra: PanelVolterra
  let rate: Double
  let frequency: Double
  let time: Double
  let atStart: Double
  /// nil for `survival`, which no collision feeds.
  let weighted: ShellCharacteristic?

  init(
    _ transport: ShellTransport, weight: Weight, observable: Observable, time T: Double,
    nodes: Int, refinement: Double
  ) {
    let phase = 2 * Double.pi * transport.largestFrequency * T
    let rule = ShellRule(
      dimension: transport.momentum.dimension, energy: transport.shell.energy, nodes: nodes,
      bandwidth: phase)
    let Γ = transport.shell.rate.value
    (rate, frequency, time, atStart) = (Γ, transport.startFrequency, T, weight.atStart)
    let κ = transport.transfer
    let one = ShellCharacteristic(rule: rule, transfer: κ, until: T)
    weighted = rule.values(of: observable, start: transport.momentum).map {
      ShellCharacteristic(rule: rule, transfer: κ, weight: $0, until: T)
    }
    volterra = PanelVolterra(
      until: T, rate: Γ, frequency: transport.largestFrequency, refinement: refinement
    ) { s in Γ * exp(-Γ * s) * one.value(at: s).real }
  }

  /// `e^{−(Γ+2πiκ·c(p0))t}`.
  func free(_ t: Double) -> Complex {
    Complex.exp(Complex(-rate * t, -2 * Double.pi * frequency * t))
  }

  private func measured(_ m: [Complex]) -> Complex {
    guard let weighted else { return .zero }
    return volterra.final(m) { rate * exp(-rate * $0) * weighted.value(at: $0) }
  }

  func whole() -> Complex {
    guard time > 0 else { return Complex(atStart) }
    return atStart * free(time) + measured(volterra.solve(volterra.times.map(free)))
  }

  func byCollisions(upTo count: Int) -> [Complex] {
    var terms = [atStart * free(time)]
    guard time > 0 else { return terms + [Complex](repeating: .zero, count: count) }
    var m = volterra.times.map(free)
    for k in 0..<count {
      if k > 0 { m = volterra.apply(m) }
      terms.append(measured(m))
    }
    return terms
  }
}
