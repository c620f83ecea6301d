public import Torus

/// Why a ladder sum or a Boltzmann curve cannot be computed.
public enum LadderError: Error, Hashable, Sendable {
  /// The momentum has another number of components than the lattice has axes.
  case dimension(momentum: Int, lattice: Int)
  /// `mode` with another number of components.
  case mode([Int], dimension: Int)
  /// `velocity` from a momentum where c(p0) = 0.
  case standing(Momentum)
  /// An observable without a weight on momenta.
  case unsupported(Observable)
  /// An energy without a shell: outside the band, at its edge, or of infinite density of states.
  case shell(energy: Double, dimension: Int)
  /// A microscopic time t = T/η² beyond what the transforms are laid out for.
  case tooLong(microscopicTime: Double, most: Double)
  /// A transfer and time whose phase `2πΣ_j2|κ_j| T` is beyond what the shell is resolved for.
  case phase(Double, most: Double)
  /// A packet whose momenta lie too close together for rules on the shell.
  case packet(width: Double, most: Double)
  case interrupted
}

extension LadderError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .dimension(let momentum, let lattice):
      "the momentum has \(momentum) components, the lattice \(lattice) dimensions"
    case .mode(let m, let dimension):
      "mode:\(m.map(String.init).joined(separator: ",")) needs \(dimension) components"
    case .standing(let p):
      "the velocity at \(p.components) is 0: nothing to project on"
    case .unsupported(let observable):
      "\(observable) needs a start that is localised: a plane wave has one, energy, velocity, "
        + "mode and survival"
    case .shell(let energy, let dimension):
      "there is no energy shell at E = \(energy) in d = \(dimension): E must lie inside the band"
        + " and the density of states be finite"
    case .tooLong(let t, let most):
      "the microscopic time T/η² = \(t) is too long: at most \(most)"
    case .phase(let phase, let most):
      "the transfer and the time make a phase 4πT Σ|κ_j| = \(phase): at most \(most)"
    case .packet(let width, let most):
      "a packet of \(width) sites is too narrow in momentum for this method: at most \(most) sites"
    case .interrupted:
      "interrupted"
    }
  }
}
