public import Torus

/// Why a disorder average is not defined.
public enum EnsembleError: Error, Hashable, Sendable {
  case dimension(momentum: Momentum, box: Box)
  case momentumOffLattice(Momentum, box: Box)
  case undefined(Observable, start: Start)
  case tooFewRealisations(Int)
  case coupling(Double)
  case time(Double)
}

extension EnsembleError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .dimension(let p, let box):
      "the momentum has \(p.dimension) components, the box has dimension \(box.dimension)"
    case .momentumOffLattice(let p, let box):
      """
      the momentum is not on the dual lattice of a periodic box of side \(box.side); the nearest \
      that is: \(Self.list(box.waveNumbers(p).map { "\($0)/\(box.side)" }))
      """
    case .undefined(let observable, .planeWave(let p)):
      switch observable {
      case .velocity: "the velocity vanishes at \(Self.list(p.components)): nothing to project on"
      case .mode(let m):
        "the mode \(Self.list(m)) needs \(p.dimension) integer components"
      default: "\(observable) is not defined for a plane wave"
      }
    case .tooFewRealisations(let count):
      "an error bar needs at least 3 realisations, got \(count)"
    case .coupling(let η): "the disorder strength is a finite number ≥ 0, got \(η)"
    case .time(let t): "a microscopic time is a number from 0 to 10^6, got \(t)"
    }
  }

  private static func list(_ numbers: [some CustomStringConvertible]) -> String {
    numbers.map(\.description).joined(separator: ",")
  }
}
