#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import Diagrams

/// What amplitudes cost, before they are computed.
extension Amplitude {
  /// What the time form is going to take.
  public struct Cost: Sendable {
    /// Seconds of one core, right to a factor of some three.
    public var seconds: Double
    /// Whether times are sampled, which takes as much longer as the tolerance asks for.
    public var samples: Bool
    /// Whether it begins at all without `force`.
    public var isAllowed: Bool

    public init(seconds: Double = 0, samples: Bool = false, isAllowed: Bool = true) {
      (self.seconds, self.samples, self.isAllowed) = (seconds, samples, isAllowed)
    }

    public static func += (a: inout Cost, b: Cost) {
      a.seconds += b.seconds
      a.samples = a.samples || b.samples
      a.isAllowed = a.isAllowed && b.isAllowed
    }
  }

  /// The cost of the time form: of the rules up to that which reaches the tolerance, or of the first
  /// lattice rule where times are sampled.
  ///
  /// One evaluation of a one-dimensional integrand takes some 10 ns. Beyond the rule that resolves the
  /// integrand it takes about a step for each digit beyond the third (seen for n̄ = 2 and 3).
  ///
  /// - Parameter tolerance: as `evaluate` takes it.
  public func cost(tolerance: Double? = nil) -> Cost {
    if vanishes { return Cost() }
    // what `evaluate` refuses at once
    let refused = Cost(isAllowed: false)
    guard graph.order <= Self.largestOrder, setting.microscopicTime <= Self.largestTime,
      tolerance.map({ $0 > 0 && $0.isFinite }) ?? true
    else { return refused }
    let form = TimeForm(graph)
    let usesTables = !setting.conservesMomentum || form.relations > 1
    guard !usesTables || setting.microscopicTime <= Self.largestTabulatedTime else {
      return refused
    }
    let kernel = TimeKernel(form, setting)
    let rule = TimeRule(kernel)
    let resolved = max(6, Int(0.2 * kernel.rate * setting.microscopicTime + 3))
    let step = max(3, resolved / 4)
    let evaluations = rule.cost(nodes: resolved + 3 * step)
    guard evaluations <= Self.productLimit else {
      let first = rule.sampleCost * 16 * 2048
      return Cost(
        seconds: 1e-8 * first, samples: true, isAllowed: first <= Self.evaluationLimit)
    }
    let digits = -log10(max(tolerance ?? Self.tolerance(order: graph.order), 1e-15))
    let most = max(2, Int(0.85 * (digits - 3)))
    let rules = (-2...most).map { rule.cost(nodes: max(3, resolved + $0 * step)) }
    return Cost(seconds: 1e-8 * rules.reduce(0, +))
  }
}

extension ClassSum {
  /// The cost of the amplitudes of an order that have to be computed.
  public static func cost(
    order: Int, _ setting: AmplitudeSetting, tolerance: Double? = nil
  ) throws -> Amplitude.Cost {
    try plan(order: order, setting) { _ in true }.distinct.reduce(into: Amplitude.Cost()) {
      $0 += $1.cost(tolerance: tolerance)
    }
  }
}
