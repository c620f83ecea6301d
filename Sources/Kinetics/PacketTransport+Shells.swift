internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension PacketTransport {
  /// Shell by shell: with the masses m_i of the packet on it,
  ///
  ///     n(T) = e^{−ΓT} χ_m(T) + Γ ∫_0^T e^{−Γs} χ(s) n(T−s) ds,     χ_m(s) = Σ_i m_i e^{−2πiκ·c_i s}
  ///     ⟨g⟩_T = e^{−ΓT} χ_{mg}(T) + Γ ∫_0^T e^{−Γs} χ_g(s) n(T−s) ds
  ///
  /// n the mass on the shell at the transfer κ. In d = 1 a shell is two points and this is a telegraph equation,
  /// solved by an exponential of a matrix: there Γ is not bounded.
  func onShells(
    time T: Double, observable: Observable, workers: Workers, monitor: Monitor
  ) throws(LadderError) -> ComplexEstimate {
    func run(_ scale: Double, _ refinement: Double) throws(Interrupted) -> (Complex, Double) {
      if packet.dimension == 1 { return telegraphs(time: T, observable: observable, scale) }
      let shells = try PacketShells(
        packet, measured: observable.polynomial(start: packet.momentum), transfer: transfer,
        until: T, scale: scale, workers: workers, monitor: monitor)
      let parts: [(Complex, Double)] = try workers.local.map(shells.count, monitor: monitor) { k in
        guard let shell = shells.shell(k) else { return (.zero, 0) }
        let value = value(
          on: shell, shells.times, time: T, isFed: observable != .survival, refinement)
        return (shell.weight * value, shell.weight * shell.mass)
      }
      return parts.reduce((Complex.zero, 0.0)) { ($0.0 + $1.0, $0.1 + $1.1) }
    }
    do throws(Interrupted) {
      let (coarse, fine) = (try run(1, 1), try run(1.4, 1.5))
      let lost = abs(fine.1 - 1)
      return ComplexEstimate(
        fine.0,
        error: Complex(
          abs(fine.0.real - coarse.0.real) + lost + 1e-13,
          abs(fine.0.imaginary - coarse.0.imaginary) + lost + 1e-13),
        method: "shells of a packet, Volterra equation")
    } catch { throw .interrupted }
  }

  private func value(
    on shell: PacketShells.Shell, _ times: TimeInterpolation, time T: Double, isFed: Bool,
    _ refinement: Double
  ) -> Complex {
    let Γ = shell.rate
    let density = shell.free.one.first!.real
    let free = exp(-Γ * T) * shell.packet.measured.last!
    guard isFed, T > 0 else { return free }
    let equation = PanelVolterra(
      until: T, rate: Γ, frequency: largestFrequency, refinement: refinement
    ) { Γ * exp(-Γ * $0) * times.value(shell.free.one, at: $0).real / density }
    let n = equation.solve(
      equation.times.map { exp(-Γ * $0) * times.value(shell.packet.one, at: $0) })
    return free
      + equation.final(n) {
        Γ * exp(-Γ * $0) * times.value(shell.free.measured, at: $0) / density
      }
  }

  private func telegraphs(
    time T: Double, observable: Observable, _ scale: Double
  ) -> (Complex, Double) {
    PacketShells.angles(width: packet.width, scale: scale).reduce((.zero, 0)) { sum, shell in
      let rule = ShellRule(dimension: 1, energy: shell.energy)
      let masses = packet.masses(on: rule)
      let g = rule.values(of: observable, start: packet.momentum)
      let value = telegraph(rule, masses, time: T, weight: g)
      return (
        sum.0 + shell.weight * value, sum.1 + shell.weight * masses.reduce(0, +)
      )
    }
  }

  /// `∂_T q_i = −(Γ + ia_i) q_i + Γ/2 (q_1 + q_2)`, a_i = 2πκc_i = ∓a.
  ///
  ///     e^{MT} = e^{−ΓT/2} [cosh sT + (M + Γ/2) sinh(sT)/s],   s² = Γ²/4 − a²
  private func telegraph(
    _ rule: ShellRule, _ q: [Double], time T: Double, weight g: [Double]?
  ) -> Complex {
    let Γ = 2 * Double.pi * rule.densityOfStates
    let a = (0..<2).map { 2 * Double.pi * transfer[0] * rule.velocity(0, $0) }
    guard let g else {
      let left = exp(-Γ * T)
      return (left * q[0]) * Complex.phase(-a[0] * T) + (left * q[1]) * Complex.phase(-a[1] * T)
    }
    let square = Γ * Γ / 4 - a[0] * a[0]
    let s = abs(square).squareRoot()
    // e^{−ΓT/2} cosh sT and e^{−ΓT/2} sinh(sT)/s without overflow
    let (even, odd): (Double, Double)
    if square > 0 {
      let (slow, fast) = (exp(-a[0] * a[0] / (s + Γ / 2) * T), exp(-(s + Γ / 2) * T))
      (even, odd) = ((slow + fast) / 2, -slow * expm1(-2 * s * T) / (2 * s))
    } else {
      let left = exp(-Γ * T / 2)
      (even, odd) = (left * cos(s * T), left * (s > 0 ? sin(s * T) / s : T))
    }
    var value = Complex.zero
    for i in 0..<2 {
      let turned = Complex(Γ / 2 * q[1 - i], -a[i] * q[i])
      value += g[i] * (Complex(even * q[i]) + odd * turned)
    }
    return value
  }
}
