internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A wave packet cut into energy shells, for means over its starts that are smooth on each shell but not in E.
///
///     ∫dq |ψ̂_0(q)|² … = ∫dE ρ(E) ⟨|ψ̂_0|² …⟩_E
///
/// in E by Gauss panels between the van Hove energies, graded towards them: ρ has square roots, logarithms and
/// poles there, and Γ = 2πρ with it, which a rule in q meets at places that it does not know.
struct PacketShells: Sendable {
  /// A shell, the masses `ρ w_i |ψ̂_0(V_i)|²` on its nodes, and its weight in `∫dE`.
  struct Shell {
    let rule: ShellRule
    let masses: [Double]
    let weight: Double

    var rate: Double { 2 * Double.pi * rule.densityOfStates }

    /// ⟨c_1²⟩ of the shell.
    var meanSquareVelocity: Double {
      rule.average { rule.velocity(0, $0) * rule.velocity(0, $0) }
    }

    /// `Σ_i m_i |c_i|²/d`.
    var startSquareVelocity: Double {
      let d = rule.dimension
      return masses.indices.reduce(0.0) { sum, i in
        (0..<d).reduce(sum) {
          $0 + masses[i] * rule.velocity($1, i) * rule.velocity($1, i) / Double(d)
        }
      }
    }
  }

  let packet: WavePacket
  /// Of a `ShellRule`.
  private let nodes: Int
  private let bandwidth: Double
  private let energies: [(energy: Double, weight: Double)]

  /// The widest packet, in sites, whose shells cost less than a minute; none in d = 4.
  static func widest(dimension d: Int) -> Double { d < 3 ? 40 : d == 3 ? 4 : -1 }

  /// - Parameters:
  ///   - phase: the largest of functions `e^{2πiκ·cT}` that are to be integrated.
  ///   - scale: of all rules, 1 for the coarsest that is of use.
  init(_ packet: WavePacket, phase: Double, scale: Double) {
    self.packet = packet
    let d = packet.dimension
    nodes = Int(scale * Double((d == 3 ? 16 : 24) + Int((4 * packet.width).rounded(.up))))
    bandwidth = phase + 8 * packet.width
    if d == 1 {
      // in the angle, where nothing is singular: close to an edge ρ(E) would lose all digits
      let (angles, weights) = GaussLegendre(Int(scale * (40 + 8 * packet.width))).on(0, Double.pi)
      energies = zip(angles, weights).map { (2 * cos($0), 2 * sin($0) * $1) }
    } else {
      energies = Self.energies(
        dimension: d, panel: Int(scale * (d == 2 ? 30 + 12 * packet.width : 20 + 6 * packet.width)))
    }
  }

  var count: Int { energies.count }

  /// nil where the packet has no mass that counts.
  func shell(_ k: Int) -> Shell? {
    let rule = ShellRule(
      dimension: packet.dimension, energy: energies[k].energy, nodes: nodes, bandwidth: bandwidth)
    let masses = packet.masses(on: rule)
    guard energies[k].weight * masses.reduce(0, +) > 1e-18 else { return nil }
    return Shell(rule: rule, masses: masses, weight: energies[k].weight)
  }

  /// Energies and weights for `∫dE` over the band, dense at both sides of every van Hove energy.
  static func energies(dimension: Int, panel count: Int) -> [(energy: Double, weight: Double)] {
    let cuts = DensityOfStates(dimension: dimension).vanHovePoints.sorted()
    let rule = GaussLegendre(count)
    return zip(cuts, cuts.dropFirst()).flatMap { a, b in
      zip(rule.nodes, rule.weights).compactMap { x, g in
        let y = (1 + x) / 2
        // all derivatives to the third vanish at both ends, as along an axis of `ShellRule`
        let cubic = y * y * y
        let part = cubic * y * (35 - y * (84 - y * (70 - 20 * y)))
        let slope = 140 * cubic * (1 - y) * (1 - y) * (1 - y)
        let E = a + (b - a) * part
        // rounded to a van Hove energy, where there may be no shell; a weight of rounding
        guard E > a, E < b else { return nil }
        return (E, g / 2 * slope * (b - a))
      }
    }
  }
}
