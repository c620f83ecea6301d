public import Torus

/// The wave function at time 0.
public enum Start: Hashable, Sendable {
  /// `e^{2πi p·x} L^{−d/2}`, p on the dual lattice of the box.
  case planeWave(Momentum)

  /// The momentum that the velocity observable projects on.
  public var momentum: Momentum {
    switch self {
    case .planeWave(let p): p
    }
  }

  func waveFunction(on box: Box) -> WaveFunction {
    switch self {
    case .planeWave(let p): .planeWave(p, on: box)
    }
  }
}
