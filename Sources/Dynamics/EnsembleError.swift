public import Torus

/// Why a disorder average is not defined.
public enum EnsembleError: Error, Hashable, Sendable {
  case dimension(momentum: Momentum, box: Box)
  case momentumOffLattice(Momentum, box: Box)
  case transferOffLattice(Momentum, box: Box)
  case width(Double, box: Box)
  case mode([Int], box: Box)
  case undefined(Measurement, start: Start)
  case tooFewRealisations(Int)
  case coupling(Double)
  case time(Double)
  case phase(Double)
  case targetError(Double)
}

extension EnsembleError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .dimension(let p, let box):
      "the momentum has \(p.dimension) components, the box has dimension \(box.dimension)"
    case .momentumOffLattice(let p, let box):
      """
      the momentum is not on the dual lattice of a periodic box of side \(box.side); the nearest \
      that is: \(box.waveNumbers(p).map { "\($0)/\(box.side)" }.joined(separator: ","))
      """
    case .transferOffLattice(let ξ, let box):
      """
      the transfer ξ = η²κ of a plane wave is on the dual lattice of the box; the nearest κ \
      has η²κ = \(ξ.components.map { "\(Int(($0 * Double(box.side)).rounded()))/\(box.side)" }
      .joined(separator: ","))
      """
    case .width(let w, let box):
      """
      the width of a packet is above 0 and at most L/15 = \((100 * Start.widestPacket(on: box)).rounded(.down) / 100) on a \
      box of side \(box.side), got \(w)
      """
    case .mode(let m, let box):
      "a mode has \(box.dimension) integer components here, got \(m.count)"
    case .undefined(.observable(.velocity), let start):
      start.momentum == nil
        ? "\(start) has no velocity to project on"
        : "the velocity at the start vanishes: nothing to project on"
    case .undefined(let measurement, let start):
      "\(measurement) is not defined for \(start)"
    case .tooFewRealisations(let count):
      "an error bar needs at least 3 realisations, got \(count)"
    case .coupling(let η): "the disorder strength is a finite number ≥ 0, got \(η)"
    case .time(let t): "a microscopic time is a number from 0 to 10^6, got \(t)"
    case .phase(let phase):
      """
      (2d + η)t counts the sweeps of an evolution and is at most 10^7, beyond which their rounding \
      errors show: got \(phase)
      """
    case .targetError(let error): "a target error is a number > 0, got \(error)"
    }
  }
}
