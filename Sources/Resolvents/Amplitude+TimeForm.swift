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

  /// The time form of the graph.
  ///
  /// - Throws: `AmplitudeError.microscopicTime` where its tables would be too large.
  func timeRule() throws(AmplitudeError) -> TimeRule {
    let form = TimeForm(graph, startIsFree: setting.startsFromSite)
    // tables grow with t², one for each |μ|
    let usesTables = !setting.conservesMomentum || form.relations > 1
    let limit = Self.largestTabulatedTime / Double(setting.largestMode + 1).squareRoot()
    guard !usesTables || setting.microscopicTime <= limit else {
      throw .microscopicTime(setting.microscopicTime, limit: limit)
    }
    return TimeRule(TimeKernel(form, setting))
  }

  func timeForm(_ effort: Effort, _ times: Times) throws -> ComplexEstimate {
    let rule = try timeRule()
    if times == .sampled || !rule.canIntegrate {
      return try rule.sample(effort, budget: .infinity)!
    }
    if times == .cheaper {
      let budget = rule.cost(tolerance: effort.tolerance)
      if rule.prefersSampling(budget: budget),
        let estimate = try rule.sample(effort, budget: budget)
      {
        return estimate
      }
    }
    let (resolved, step) = rule.steps
    return try rule.refine(
      from: max(3, resolved - 2 * step), by: step, trusted: resolved + step, effort)
  }
}

/// How the times of a time form are integrated.
enum Times {
  /// By product rules, unless those are hopeless.
  case integrated
  /// By lattice rules.
  case sampled
  /// By product rules or, where lattice rules reach the tolerance sooner, by those.
  case cheaper
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
  /// Random shifts of a lattice rule, and the points of the first one.
  static let shifts = 16
  static let firstPoints = 1 << 8

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
  /// The last distance d between successive rules is the error of the rule before the last, that of
  /// the last is far smaller; but either rule can be right by chance, and d small. So the distance d'
  /// before it counts, too: the estimate is `max(d, d'/30)` plus rounding. As long as short intervals
  /// take rules that are good to `TimeNodes.coarsest` only, distances fall irregularly: there, and for
  /// the first rule beyond, it is `max(3d, d'/5)`. The factors are from 640 random graphs with n̄ = 2 and 3 whose rules were all
  /// compared with the last of them, and were then tried on others (docs/validation.md). Rules below `trusted` nodes are not
  /// believed.
  func refine(
    from first: Int, by step: Int, trusted: Int, _ effort: Effort
  ) throws -> ComplexEstimate {
    let clock = ContinuousClock()
    let start = clock.now
    var nodes = first
    var last: Complex?
    var wasResolved = false
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
        // a first distance has none before it
        let former = count > 1 ? distances[count - 2] : 100 * distance
        let error =
          rounding
          + (wasResolved && isResolved ? max(distance, former / 30) : max(3 * distance, former / 5))
        let estimate = ComplexEstimate(
          value, error: Complex(error, error), method: "time, \(nodes) nodes")
        let isExhausted = isResolved && distance <= rounding
        if nodes >= trusted, error <= effort.tolerance || isExhausted {
          return estimate
        }
        best = estimate
      }
      last = value
      wasResolved = isResolved
      if let limit = effort.timeLimit, let best {
        let growth = 1 + self.cost(nodes: nodes + step) / cost
        let isLate = try effort.workers.decide { (clock.now - start).seconds * growth > limit }
        if isLate { return best.marked("stopped by the time limit") }
      }
      nodes += step
    }
  }

  /// Doubles the number of points of a lattice rule until its standard error is small enough.
  ///
  /// - Parameter budget: in evaluations; where the error, falling like 1/N, is going to take more,
  ///   the result is nil.
  func sample(_ effort: Effort, budget: Double) throws -> ComplexEstimate? {
    let clock = ContinuousClock()
    let start = clock.now
    var points = Self.firstPoints
    func cost(_ points: Int) -> Double { sampleCost * Double(points * Self.shifts) }
    if !effort.force, cost(points) > Amplitude.evaluationLimit { throw tooCostly(cost(points)) }
    while true {
      let (value, error) = try sampled(points, Self.shifts, effort)
      let estimate = ComplexEstimate(
        value, error: error, .standardError,
        method: "time, \(Self.shifts) shifts of \(points) points")
      let reached = max(error.real, error.imaginary)
      if reached <= effort.tolerance { return estimate }
      if cost(points) * reached / effort.tolerance > budget { return nil }
      if let limit = effort.timeLimit,
        try effort.workers.decide({ 3 * (clock.now - start).seconds > limit })
      {
        return estimate.marked("stopped by the time limit")
      }
      if points == 1 << 20 || (!effort.force && cost(2 * points) > Amplitude.evaluationLimit) {
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
  /// The number of nodes from which the rules begin to resolve the integrand, nearly, and the step
  /// to the next rule; two coarser ones cost next to nothing.
  var steps: (resolved: Int, step: Int) {
    let resolved = max(6, Int(0.2 * kernel.rate * kernel.time + 3))
    return (resolved, max(3, resolved / 4))
  }

  /// Whether product rules are begun at all.
  var canIntegrate: Bool {
    let (resolved, step) = steps
    return cost(nodes: resolved + 3 * step) <= Amplitude.productLimit
  }

  /// The cost of the product rules up to that which reaches a tolerance: beyond the rule that
  /// resolves the integrand about a step for each digit after the third (seen for n̄ = 2 and 3).
  func cost(tolerance: Double) -> Double {
    let (resolved, step) = steps
    let digits = -log10(max(tolerance, 1e-15))
    let most = max(2, Int(0.85 * (digits - 3)))
    return (-2...most).reduce(0) { $0 + cost(nodes: max(3, resolved + $1 * step)) }
  }

  /// Whether lattice rules are worth a try: where product rules take seconds, and the first lattice
  /// rule a tenth of that.
  func prefersSampling(budget: Double) -> Bool { budget > max(2e8, 10 * firstSampleCost) }

  /// The cost of the first lattice rule.
  var firstSampleCost: Double { sampleCost * Double(Self.shifts * Self.firstPoints) }

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
    case .bessel: BesselSheet.cost(kernel, size: size)
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
