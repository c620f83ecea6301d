import Dynamics
import Kinetics
import Resolvents
import Torus

extension Study {
  /// Refuses what cannot be run, before anything is.
  func check() throws(StudyError) {
    func checkDimension(_ vector: Momentum, _ place: String) throws(StudyError) {
      guard vector.dimension == dimension else {
        throw StudyError(
          place, "expected \(dimension) components, one per dimension, got \(vector.dimension)")
      }
    }
    try checkDimension(momentum, "momentum")
    for (index, shift) in crossing.shifts.enumerated() {
      try checkDimension(shift, "crossing.shifts[\(index)]")
    }
    if observable != .survival, observable.weight(start: momentum) == nil {
      let problem =
        switch observable {
        case .mode: "mode needs \(dimension) integers, one per dimension"
        case .velocity: "the velocity at p0 is zero: nothing to project on"
        default: "\(observable) needs a start that is localised; the study's is a plane wave"
        }
      throw StudyError("observable", problem)
    }
    // at most 4096^4, no overflow
    let sites = (0..<dimension).reduce(1) { product, _ in product * simulation.side }
    guard sites <= 1 << 26 else {
      throw StudyError(
        "simulation.side",
        "a box of \(simulation.side)^\(dimension) sites is too large: at most 2^26 sites")
    }
    let box = Box(dimension: dimension, side: simulation.side)
    guard box.contains(momentum) else {
      throw StudyError(
        "momentum",
        "expected multiples of 1/\(simulation.side), the dual lattice of the simulation's box")
    }
    for (index, coupling) in couplings.enumerated() {
      do {
        _ = try ensemble(coupling: coupling)
      } catch {
        throw StudyError("couplings[\(index)]", error.description)
      }
    }
    do {
      _ = try LinearBoltzmann(momentum: momentum)
    } catch {
      throw StudyError("momentum", error.description)
    }
    for (index, width) in crossing.widths.enumerated() {
      do {
        _ = try CrossingLattice(
          dimension: dimension, epsilon: width, energies: [crossing.energies],
          shifts: crossing.shifts)
      } catch {
        switch error {
        case .denominators, .energy: throw StudyError("crossing.energies", error.description)
        default: throw StudyError("crossing.widths[\(index)]", error.description)
        }
      }
    }
  }
}
