#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Diagrams
import Torus

/// The time form with as much work as the tolerance asks for.
extension Amplitude {
  /// The most evaluations of a one-dimensional integrand that a product rule may take; beyond it
  /// the times are sampled.
  static let productLimit = 4e9
  /// The largest t for graphs whose momenta satisfy several relations: 64 MiB of tables.
  static let largestTabulatedTime = 250.0
  /// The most evaluations that are begun without `force`.
  static let evaluationLimit = 2e11

  func timeForm(_ effort: Effort, samples: Bool) throws -> ComplexEstimate {
    let form = TimeForm(graph)
    // tables grow with t², one for each |μ|
    let usesTables = !setting.conservesMomentum || form.relations > 1
    let limit = Self.largestTabulatedTime / Double(setting.largestMode + 1).squareRoot()
    guard !usesTables || setting.microscopicTime <= limit else {
      throw AmplitudeError.microscopicTime(setting.microscopicTime, limit: limit)
    }
    let kernel = TimeKernel(form, setting)
    let rule = TimeRule(kernel)
    // about where the rules begin to resolve the integrand; two coarser ones cost next to nothing
    let resolved = max(6, Int(0.2 * kernel.rate * setting.microscopicTime + 3))
    let step = max(3, resolved / 4)
    if !samples, rule.cost(nodes: resolved + 3 * step) <= Self.productLimit {
      return try rule.refine(
        from: max(3, resolved - 2 * step), by: step, trusted: resolved + step, effort)
    }
    return try rule.sample(effort)
  }
}

/// What a computation may cost and what it may stop at.
struct Effort: Sendable {
  /// The absolute error to reach.
  var tolerance: Double
  /// In seconds, whichever of the two comes first.
  var timeLimit: Double?
  var force: Bool
  var seed: UInt64
  var workers: Workers
  var monitor: Monitor
}

/// The time form of one graph with the momentum integrals in the cheapest form that it allows.
struct TimeRule {
  private enum Form { case bessel, mirror, angles }

  let kernel: TimeKernel
  private let form: Form

  init(_ kernel: TimeKernel) {
    self.kernel = kernel
    form =
      BesselSheet.applies(to: kernel)
      ? .bessel : MirrorSheet.center(of: kernel) != nil ? .mirror : .angles
  }

  /// Raises the number of nodes per dimension by equal steps until two rules agree.
  ///
  /// The integrand is entire of exponential type at most `|e(p0)| + 2d` in each time, so a rule with
  /// n nodes is useless below n ≈ type·t/4 and beyond it the error falls faster than geometrically.
  /// Let `d₁, d₂, d₃` be the last distances between successive rules. The error of the rule before
  /// the last is d₃; that of the last is smaller by a factor that, the ratio being still falling, is
  /// below `r = max(d₂/d₁, d₃/d₂)`. Since d₃ can be small by chance, the estimate is
  /// `3 r max(d₃, r d₂)`, at most 3d₃, plus rounding; rules below `trusted` nodes are not believed.
  func refine(
    from first: Int, by step: Int, trusted: Int, _ effort: Effort
  ) throws -> ComplexEstimate {
    let clock = ContinuousClock()
    let start = clock.now
    var nodes = first
    var last: Complex?
    var distances: [Double] = []
    var best: ComplexEstimate?
    while true {
      let cost = self.cost(nodes: nodes)
      if cost > Amplitude.evaluationLimit, !effort.force {
        guard let best else { throw tooCostly(cost) }
        return best.marked("stopped by its cost")
      }
      let (value, absolute) = try product(nodes, effort)
      // sums of terms of both signs, tables and phases good to a few units in the last place
      let isResolved = TimeNodes(
        gradesOf: nodes, time: kernel.time, rate: kernel.rate
      ).isResolved
      let rounding = (isResolved ? 4e-15 : TimeNodes.coarsest) * absolute
      if let last {
        distances.append((value - last).modulus)
        let count = distances.count
        let distance = distances[count - 1]
        var error = 3 * distance
        if count >= 3, distances[count - 2] > 0, distances[count - 3] > 0 {
          let ratio = max(
            distances[count - 2] / distances[count - 3], distances[count - 1] / distances[count - 2]
          )
          error = min(error, 3 * ratio * max(distance, ratio * distances[count - 2]))
        }
        error += rounding
        let estimate = ComplexEstimate(
          value, error: Complex(error, error), method: "time, \(nodes) nodes")
        let isExhausted = isResolved && distance <= rounding
        if nodes >= trusted, error <= effort.tolerance || isExhausted {
          return estimate
        }
        best = estimate
      }
      last = value
      if let limit = effort.timeLimit, let best {
        let growth = 1 + self.cost(nodes: nodes + step) / cost
        let isLate = try effort.workers.decide { (clock.now - start).seconds * growth > limit }
        if isLate { return best.marked("stopped by the time limit") }
      }
      nodes += step
    }
  }

  /// Doubles the number of points of a lattice rule until its standard error is small enough.
  func sample(_ effort: Effort) throws -> ComplexEstimate {
    let clock = ContinuousClock()
    let start = clock.now
    let shifts = 16
    var points = 1 << 11
    if !effort.force, sampleCost * Double(points * shifts) > Amplitude.evaluationLimit {
      throw tooCostly(sampleCost * Double(points * shifts))
    }
    while true {
      let (value, error) = try sampled(points, shifts, effort)
      let estimate = ComplexEstimate(
        value, error: error, .standardError,
        method: "time, \(shifts) shifts of \(points) points")
      if max(error.real, error.imaginary) <= effort.tolerance { return estimate }
      if let limit = effort.timeLimit,
        try effort.workers.decide({ 3 * (clock.now - start).seconds > limit })
      {
        return estimate.marked("stopped by the time limit")
      }
      let cost = sampleCost * Double(2 * points * shifts)
      if points == 1 << 20 || (!effort.force && cost > Amplitude.evaluationLimit) {
        return estimate.marked("stopped by its cost")
      }
      points *= 2
    }
  }

  private func product(_ nodes: Int, _ effort: Effort) throws(Interrupted) -> (Complex, Double) {
    let (workers, monitor) = (effort.workers, effort.monitor)
    return switch form {
    case .bessel:
      try TimeQuadrature<BesselSheet>(kernel, nodes: nodes)
        .evaluate(workers: workers, monitor: monitor)
    case .mirror:
      try TimeQuadrature<MirrorSheet>(kernel, nodes: nodes)
        .evaluate(workers: workers, monitor: monitor)
    case .angles:
      try TimeQuadrature<AngleSheet>(kernel, nodes: nodes)
        .evaluate(workers: workers, monitor: monitor)
    }
  }

  private func sampled(
    _ points: Int, _ shifts: Int, _ effort: Effort
  ) throws(Interrupted) -> (Complex, Complex) {
    let (workers, monitor, seed) = (effort.workers, effort.monitor, effort.seed)
    return switch form {
    case .bessel:
      try TimeSampling<BesselSheet>(kernel: kernel, points: points, shifts: shifts, seed: seed)
        .evaluate(workers: workers, monitor: monitor)
    case .mirror:
      try TimeSampling<MirrorSheet>(kernel: kernel, points: points, shifts: shifts, seed: seed)
        .evaluate(workers: workers, monitor: monitor)
    case .angles:
      try TimeSampling<AngleSheet>(kernel: kernel, points: points, shifts: shifts, seed: seed)
        .evaluate(workers: workers, monitor: monitor)
    }
  }
}

extension TimeRule {
  /// The cost of a product rule in units of one sample of one one-dimensional integrand, some 10 ns.
  func cost(nodes: Int) -> Double {
    let t = kernel.time
    let rules = TimeNodes(gradesOf: nodes, time: t, rate: kernel.rate)
    var tables: [Int: [Double]] = [:]
    func points(_ variables: Int) -> [Double] {
      if let known = tables[variables] { return known }
      let table = rules.pointCounts(variables: variables, length: t)
      tables[variables] = table
      return table
    }
    return kernel.regions.reduce(0) { total, region in
      let (left, right) = (points(region.left.count), points(region.right.count))
      let each = zip(left, right).map { $0 * $1 }
      guard region.hasCommonTime else {
        return total + samples(region, size: t) * each[each.count - 1]
      }
      let last = Double(each.count - 1)
      let pairs = (0..<nodes).reduce(0) { sum, node in
        sum + TimeNodes.interpolate(each, at: last * TimeNodes.place(node, of: nodes))
      }
      return total + samples(region, size: 0.8 * t) * pairs
    }
  }

  /// The cost of one point in each region.
  var sampleCost: Double {
    kernel.regions.reduce(0) { $0 + 2 * samples($1, size: kernel.time) }
  }

  private func samples(_ region: TimeRegion, size: Double) -> Double {
    let points = Double(kernel.points(size: size, region: region))
    return switch form {
    case .bessel: 3 + points * Double(kernel.dimension) / 20
    case .mirror: points * Double(2 + kernel.angles.variables) / 2
    case .angles: Double(kernel.dimension) * pow(points, Double(kernel.angles.count))
    }
  }

  private func tooCostly(_ cost: Double) -> AmplitudeError {
    .tooCostly(method: "time", evaluations: cost, limit: Amplitude.evaluationLimit)
  }
}

extension ComplexEstimate {
  /// The same number with a remark on how it came about.
  func marked(_ remark: String) -> ComplexEstimate {
    var copy = self
    copy.method += ", " + remark
    return copy
  }
}

extension Duration {
  /// In seconds.
  var seconds: Double {
    Double(components.seconds) + 1e-18 * Double(components.attoseconds)
  }
}
