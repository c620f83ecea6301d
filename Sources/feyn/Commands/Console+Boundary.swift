import Dynamics

extension Console {
  /// Says so where the wave has reached the boundary of the box, beyond which it meets itself.
  ///
  /// - Returns: the largest probability there at any time, `nil` from a plane wave.
  func watchBoundary(_ average: EnsembleAverage) -> Double? {
    guard let worst = average.atBoundary.max() else { return nil }
    if worst > 1e-6 {
      announce(
        "warning: the wave has reached the boundary of the box (probability \(Float(worst)));"
          + " a larger --size is needed for what happens on the infinite lattice")
    }
    return worst
  }
}
