import Diagrams

/// What amplitudes cost, before they are computed.
extension Amplitude {
  /// What the time form is going to take.
  public struct Cost: Sendable {
    /// Seconds of one core, right to a factor of some three; the least where times are sampled.
    public var seconds: Double
    /// The most, where sampled times may not reach the tolerance and product rules have to; infinite
    /// where nothing but samples is possible, which take as much longer as the tolerance asks for.
    public var most: Double
    /// Whether times are sampled, or that is tried.
    public var samples: Bool
    /// Whether it begins at all without `force`.
    public var isAllowed: Bool

    /// - Parameter most: as `seconds` if not given.
    public init(
      seconds: Double = 0, most: Double? = nil, samples: Bool = false, isAllowed: Bool = true
    ) {
      (self.seconds, self.samples, self.isAllowed) = (seconds, samples, isAllowed)
      self.most = most ?? seconds
    }

    public static func += (a: inout Cost, b: Cost) {
      a.seconds += b.seconds
      a.most += b.most
      a.samples = a.samples || b.samples
      a.isAllowed = a.isAllowed && b.isAllowed
    }
  }

  /// The cost of the time form: of the rules up to that which reaches the tolerance, or of the first
  /// lattice rule where times are sampled.
  ///
  /// One evaluation of a one-dimensional integrand takes some 10 ns.
  ///
  /// - Parameter tolerance: as `evaluate` takes it.
  public func cost(tolerance: Double? = nil) -> Cost {
    if vanishes { return Cost() }
    // what `evaluate` refuses at once
    let refused = Cost(isAllowed: false)
    guard graph.order <= Self.largestOrder, setting.microscopicTime <= Self.largestTime,
      tolerance.map({ $0 > 0 && $0.isFinite }) ?? true
    else { return refused }
    if hasSeparateLines {
      return separateLines.reduce(into: Cost()) { $0 += $1.cost(tolerance: tolerance) }
    }
    guard let rule = try? timeRule() else { return refused }
    let first = rule.firstSampleCost
    guard rule.canIntegrate else {
      return Cost(
        seconds: 1e-8 * first, most: .infinity, samples: true,
        isAllowed: first <= Self.evaluationLimit)
    }
    let product = rule.cost(tolerance: tolerance ?? Self.tolerance(order: graph.order))
    return rule.prefersSampling(budget: product)
      ? Cost(seconds: 1e-8 * first, most: 1e-8 * product, samples: true)
      : Cost(seconds: 1e-8 * product)
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
