public import Torus

extension CrossingField {
  /// The largest crossing integral over all shifts and over the common energy of its denominators.
  ///
  /// Since `e(p + (½,…,½)) = −e(p)`, energies E and −E have the same maximum. The band [0, 2d] is
  /// scanned in steps of 1/4, which meet every van Hove point, at a tolerance of 10^-3, all shifts
  /// at each; from the best three of the local maxima, if within 5 %, the energy is narrowed down
  /// by golden section to 2·10^-4, and all shifts are scanned once more at the energy found.
  ///
  /// Cost: some 8d + 60 passes, half of them coarse.
  public static func worstEnergy(
    dimension: Int, epsilon: Double, denominators: Int = 3, tolerance: Double? = nil,
    memory: Double = 2e9, workers: Workers = .single, monitor: Monitor = .silent
  ) throws -> CrossingMaximum {
    func field(_ energy: Double, _ tolerance: Double?) throws -> CrossingField {
      let energies = [Double](repeating: energy, count: denominators)
      return try CrossingField(
        plan(
          dimension: dimension, epsilon: epsilon, energies: energies, tolerance: tolerance,
          memory: memory),
        workers: workers, monitor: Monitor(isCancelled: monitor.isCancelled))
    }
    let step = 0.25
    let count = 8 * dimension
    var done = 0
    func report() {
      done += 1
      monitor.progress(min(done, count + 60), count + 60)
    }
    let scan = try (0...count).map { k in
      report()
      return try field(step * Double(k), 1e-3).worst(coarsening: 2, workers: workers)
    }
    func height(_ k: Int) -> Double { scan[min(abs(k), count)].integral.value }
    let peaks = (0...count).filter { height($0) >= height($0 - 1) && height($0) >= height($0 + 1) }
      .sorted { height($0) > height($1) }
      .prefix(3).filter { peak in height(peak) > 0.95 * scan.map(\.integral.value).max()! }

    var best: (energy: Double, maximum: CrossingMaximum)?
    for peak in peaks {
      var start = scan[peak].shift.components
      func climb(_ energy: Double) throws -> CrossingMaximum {
        report()
        let maximum = try field(abs(energy), 1e-5).climb(from: [start], workers: workers)
        start = maximum.shift.components
        return maximum
      }
      let ratio = (5.0.squareRoot() - 1) / 2
      var (low, high) = (step * Double(peak - 1), step * Double(peak + 1))
      var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      var (atLeft, atRight) = (try climb(left), try climb(right))
      while high - low > 2e-4 {
        if atLeft.integral.value >= atRight.integral.value {
          (high, right, atRight) = (right, left, atLeft)
          left = high - ratio * (high - low)
          atLeft = try climb(left)
        } else {
          (low, left, atLeft) = (left, right, atRight)
          right = low + ratio * (high - low)
          atRight = try climb(right)
        }
      }
      // a maximum of the grid itself, a van Hove point above all, may be a kink
      let candidates = [
        (abs(left), atLeft), (abs(right), atRight),
        (step * Double(peak), try climb(step * Double(peak))),
      ]
      for candidate in candidates
      where best == nil || candidate.1.integral.value > best!.maximum.integral.value {
        best = (candidate.0, candidate.1)
      }
    }
    let final = try field(best!.energy, tolerance).worst(workers: workers)
    monitor.progress(count + 60, count + 60)
    return final
  }
}
