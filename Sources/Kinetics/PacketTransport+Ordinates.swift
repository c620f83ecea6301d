public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension PacketTransport {
  /// The same by ordinates: the packet cut into shells, on each of them the masses `ρ w_i |ψ̂_0(V_i)|²`.
  ///
  ///     ∫dq |ψ̂_0(q)|² … = ∫dE ρ(E) ⟨|ψ̂_0|² …⟩_E
  ///
  /// in E by Gauss panels between the van Hove energies, graded towards them. What the rules miss of the
  /// packet's probability is part of the error, beside the distance of two rules and that of two steps.
  ///
  /// - Throws: `LadderError.packet` if the packet is too narrow in momentum for rules on the shell.
  public func ordinates(
    time T: Double, observable: Observable, steps: Int, workers: Workers = .single,
    monitor: Monitor = .silent
  ) throws(LadderError) -> ComplexEstimate {
    precondition(steps >= 1, "a number of steps is positive, got \(steps)")
    let d = packet.dimension
    _ = try Weight(observable, start: packet.momentum, dimension: d)
    let phase = try phase(until: T)
    let widest = Self.widestOnShells(dimension: d)
    guard packet.width <= widest else { throw .packet(width: packet.width, most: widest) }
    let nodes = (d == 4 ? 8 : d == 3 ? 16 : 24) + Int((4 * packet.width).rounded(.up))
    func run(_ scale: Double, _ steps: Int) throws(Interrupted) -> (value: Complex, mass: Double) {
      let energies = PacketShells.energies(
        dimension: d, panel: Int(scale * (d == 4 ? 8 : 12 + 4 * packet.width)),
        support: -Double(2 * d)...Double(2 * d))
      let parts: [(Complex, Double)] = try workers.local.map(energies.count, monitor: monitor) {
        k in
        let rule = ShellRule(
          dimension: d, energy: energies[k].energy, nodes: Int(scale * Double(nodes)),
          bandwidth: phase + 8 * packet.width)
        let masses = packet.masses(on: rule)
        let mass = energies[k].weight * masses.reduce(0, +)
        guard mass > 1e-15 else { return (.zero, mass) }
        var ordinates = ShellOrdinates(
          rule: rule, rate: 2 * Double.pi * rule.densityOfStates, masses: masses,
          transfer: transfer)
        ordinates.advance(by: T / Double(steps), count: steps)
        let value: Complex
        if let g = rule.values(of: observable, start: packet.momentum) {
          value = ordinates.value(g, atStart: 0)
        } else {
          let rate = 2 * Double.pi * rule.densityOfStates
          value = exp(-rate * T) * freeMass(masses, rule, T)
        }
        return (energies[k].weight * value, mass)
      }
      return parts.reduce((Complex.zero, 0.0)) { ($0.0 + $1.0, $0.1 + $1.1) }
    }
    do throws(Interrupted) {
      let (one, two) = (try run(1.3, steps), try run(1.3, 2 * steps))
      let coarse = try run(1, steps)
      let step = (two.value - one.value) / 3
      let shift = coarse.value - one.value
      let lost = abs(one.mass - 1)
      return ComplexEstimate(
        two.value + step,
        error: Complex(
          abs(step.real) / 4 + abs(shift.real) + lost + 1e-13,
          abs(step.imaginary) / 4 + abs(shift.imaginary) + lost + 1e-13),
        method: "ordinates on the shells of a packet")
    } catch { throw .interrupted }
  }

  /// The widest packet, in sites, whose momenta the rules on the shells resolve.
  public static func widestOnShells(dimension d: Int) -> Double { d < 3 ? 40 : d == 3 ? 10 : 2 }

  /// `Σ_i q_i e^{−2πiκ·c_i T}`.
  private func freeMass(_ masses: [Double], _ rule: ShellRule, _ T: Double) -> Complex {
    masses.indices.reduce(.zero) { sum, i in
      let turn = transfer.indices.reduce(0) { $0 + transfer[$1] * rule.velocity($1, i) }
      return sum + masses[i] * Complex.phase(-2 * Double.pi * turn * T)
    }
  }
}
