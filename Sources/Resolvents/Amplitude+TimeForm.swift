#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Torus

/// The time form with as many nodes as the tolerance asks for.
extension Amplitude {
  /// The most evaluations of a one-dimensional integrand that are begun without `force`.
  static let evaluationLimit = 2e10

  /// Raises the number of nodes until two rules agree.
  ///
  /// The integrand is entire of exponential type at most `|e(p0)| + 2d` in each time, so a rule
  /// with n nodes is useless below n ≈ type·t/4 and converges faster than any power beyond; the
  /// distance between two successive rules is the error of the earlier one.
  func timeForm(
    tolerance: Double, force: Bool, workers: Workers, monitor: Monitor
  ) throws -> ComplexEstimate {
    let kernel = TimeKernel(TimeForm(graph), setting)
    let type = abs(setting.start.energy) + 2 * Double(setting.dimension)
    var nodes = max(6, Int(0.2 * type * setting.microscopicTime + 4))
    var last: Complex?
    while true {
      let cost = kernel.cost(nodes: nodes)
      guard force || cost <= Self.evaluationLimit else {
        throw AmplitudeError.tooCostly(
          method: "time", evaluations: cost, limit: Self.evaluationLimit)
      }
      let (value, absolute) =
        try BesselSheet.applies(to: kernel)
        ? TimeQuadrature<BesselSheet>(kernel, nodes: nodes)
          .evaluate(workers: workers, monitor: monitor)
        : TimeQuadrature<AngleSheet>(kernel, nodes: nodes)
          .evaluate(workers: workers, monitor: monitor)
      // sums of terms of both signs, tables and cosines good to a few units in the last place
      let rounding = 4e-15 * absolute
      if let last {
        let distance = (value - last).modulus
        if distance <= max(tolerance, rounding) {
          let error = distance + rounding
          return ComplexEstimate(
            value, error: Complex(error, error), method: "time, \(nodes) nodes")
        }
      }
      last = value
      nodes += max(3, nodes / 4)
    }
  }
}

extension TimeKernel {
  /// Evaluations of one-dimensional integrands, over axes and angles, by a rule of given size.
  func cost(nodes: Int) -> Double {
    regions.reduce(0) { total, region in
      var samples = Double(dimension)
      let points = Double(points(size: 0.6 * time, region: region))
      for _ in 0..<angles.count { samples *= points }
      return total + samples * pow(Double(nodes), Double(region.dimension))
    }
  }
}
