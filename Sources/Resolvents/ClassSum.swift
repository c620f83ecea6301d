public import Diagrams
public import Torus

/// The amplitudes of all graphs of one order, over all splits of their vertices on the two lines.
///
///     let sum = try ClassSum(order: 2, setting)
///     sum.row(.crossing).sum      // Σ Amp(π) over the crossing graphs with n + ñ = 4
///
/// Their sum is the coefficient of order η^{2n̄} of the expectation at fixed microscopic time. With
/// ξ = 0 the mirror image of a graph has the conjugate amplitude, and graphs whose time forms differ
/// only in the names of their contractions have the same; each such amplitude is computed once.
public struct ClassSum: Sendable {
  /// One graph with its amplitude.
  public struct Entry: Hashable, Sendable {
    public let graph: Pairing
    public let amplitude: ComplexEstimate
    /// The a priori bound.
    public let bound: Double

    package init(graph: Pairing, amplitude: ComplexEstimate, bound: Double) {
      self.graph = graph
      self.amplitude = amplitude
      self.bound = bound
    }
  }

  /// What a class adds up to.
  public struct Row: Hashable, Sendable {
    public let graphs: Int
    /// ΣAmp(π). Bounds of errors are added; standard errors of amplitudes computed apart are
    /// independent and add up in squares.
    public let sum: ComplexEstimate
    /// Σ|Amp(π)|.
    public let absolute: Estimate
    /// Σ of the a priori bounds.
    public let bound: Double
  }

  public let order: Int
  public let setting: AmplitudeSetting
  /// In the order of splits (0, 2n̄) … (2n̄, 0), within a split in lexicographic order.
  public let entries: [Entry]
  /// How many amplitudes were computed for them.
  public let computed: Int
  /// By entry, see `Plan`.
  private let origins: [Origin?]

  /// The orders for which all graphs are visited.
  public static let largestOrder = 4

  /// Computes the amplitudes of all graphs of order n̄ that satisfy a condition.
  ///
  /// - Parameters:
  ///   - tolerance: of each amplitude, see `Amplitude.evaluate`.
  ///   - timeLimit: in seconds, for each amplitude that is computed.
  ///   - isIncluded: which graphs, all by default.
  /// - Throws: `AmplitudeError.boundViolated` where an amplitude exceeds its bound, a bug.
  public init(
    order: Int, _ setting: AmplitudeSetting, tolerance: Double? = nil, timeLimit: Double? = nil,
    force: Bool = false, seed: UInt64 = 1, workers: Workers = .single, monitor: Monitor = .silent,
    where isIncluded: (Pairing) -> Bool = { _ in true }
  ) throws {
    let plan = try Self.plan(order: order, setting, where: isIncluded)
    let (graphs, origins, amplitudes) = (plan.graphs, plan.origins, plan.distinct)
    let quiet = Monitor(isCancelled: monitor.isCancelled)
    let values = try workers.apart(amplitudes.count, monitor: monitor) { index, workers in
      // samples of their own for each, so that errors are independent
      try amplitudes[index].evaluate(
        tolerance: tolerance, timeLimit: timeLimit, force: force,
        seed: seed &+ UInt64(index) << 32, workers: workers, monitor: quiet)
    }
    let entries = try zip(graphs, origins).map { graph, origin in
      let amplitude = Amplitude(graph, setting)
      let value =
        try origin.map { $0.isConjugate ? values[$0.place].conjugate : values[$0.place] }
        ?? amplitude.evaluate()
      let entry = Entry(graph: graph, amplitude: value, bound: amplitude.bound)
      try entry.checkBound()
      return entry
    }
    self.init(order: order, setting, entries: entries, origins: origins, computed: amplitudes.count)
  }

  package init(
    order: Int, _ setting: AmplitudeSetting, entries: [Entry], origins: [Origin?], computed: Int
  ) {
    self.order = order
    self.setting = setting
    self.entries = entries
    self.origins = origins
    self.computed = computed
  }

  /// Which of the distinct amplitudes a graph has, or its conjugate.
  package struct Origin: Hashable, Sendable {
    let place: Int
    let isConjugate: Bool

    package init(place: Int, isConjugate: Bool) {
      (self.place, self.isConjugate) = (place, isConjugate)
    }
  }

  /// What is to be computed: graphs with the same time form, or its mirror image, have one amplitude.
  struct Plan {
    let graphs: [Pairing]
    /// By graph: its place among the distinct ones; nil where the amplitude is 0.
    let origins: [Origin?]
    let distinct: [Amplitude]
  }

  static func plan(
    order: Int, _ setting: AmplitudeSetting, where isIncluded: (Pairing) -> Bool
  ) throws -> Plan {
    guard 1...largestOrder ~= order else {
      throw AmplitudeError.order(order, limit: largestOrder)
    }
    var graphs: [Pairing] = []
    for left in 0...2 * order {
      for graph in try PairingSequence(left: left, right: 2 * order - left) where isIncluded(graph)
      {
        graphs.append(graph)
      }
    }
    var places: [TimeForm.Key: Int] = [:]
    var distinct: [Amplitude] = []
    let origins = graphs.map { graph -> Origin? in
      let amplitude = Amplitude(graph, setting)
      if amplitude.vanishes { return nil }
      let key = TimeForm(graph).key
      if let place = places[key] { return Origin(place: place, isConjugate: false) }
      if setting.conservesMomentum, let place = places[TimeForm(graph.mirror).key] {
        return Origin(place: place, isConjugate: true)
      }
      places[key] = distinct.count
      distinct.append(amplitude)
      return Origin(place: distinct.count - 1, isConjugate: false)
    }
    return Plan(graphs: graphs, origins: origins, distinct: distinct)
  }

  /// The sum over the members of a class.
  public func row(_ graphClass: GraphClass) -> Row { row { $0.isMember(of: graphClass) } }

  /// The sum over the graphs that satisfy a condition.
  public func row(where isIncluded: (Pairing) -> Bool) -> Row {
    var (value, bounds) = (Complex.zero, Complex.zero)
    var (graphs, absolute, absoluteBounds, bound) = (0, 0.0, 0.0, 0.0)
    // of amplitudes with standard errors: how often the real and the imaginary part are added
    var samples: [Int: (error: Complex, real: Double, imaginary: Double)] = [:]
    for (entry, origin) in zip(entries, origins) where isIncluded(entry.graph) {
      graphs += 1
      value += entry.amplitude.value
      absolute += entry.amplitude.value.modulus
      bound += entry.bound
      let error = entry.amplitude.error
      if let origin, entry.amplitude.uncertainty == .standardError {
        var sample = samples[origin.place] ?? (error, 0, 0)
        sample.real += 1
        sample.imaginary += origin.isConjugate ? -1 : 1
        samples[origin.place] = sample
      } else {
        bounds += error
        absoluteBounds += error.modulus
      }
    }
    var (real, imaginary, modulus) = (0.0, 0.0, 0.0)
    // in an order of their own: the bits of a sum must not depend on that of a dictionary
    for place in samples.keys.sorted() {
      let sample = samples[place]!
      let a = sample.real * sample.error.real
      let b = sample.imaginary * sample.error.imaginary
      let c = sample.real * sample.error.modulus
      (real, imaginary, modulus) = (real + a * a, imaginary + b * b, modulus + c * c)
    }
    let error = bounds + Complex(real.squareRoot(), imaginary.squareRoot())
    let kind: Estimate.Uncertainty = samples.isEmpty ? .bound : .standardError
    return Row(
      graphs: graphs, sum: ComplexEstimate(value, error: error, kind, method: "time"),
      absolute: Estimate(
        absolute, error: absoluteBounds + modulus.squareRoot(), kind, method: "time"),
      bound: bound)
  }
}

extension ClassSum.Entry {
  /// Stops where an amplitude is larger than its a priori bound, its error allowed for: five of
  /// them where it is statistical.
  package func checkBound() throws(AmplitudeError) {
    let value = amplitude.value.modulus
    let allowance = (amplitude.uncertainty == .standardError ? 5 : 1) * amplitude.error.modulus
    guard value <= bound * (1 + 1e-12) + allowance else {
      throw .boundViolated(graph: graph.description, value: value, bound: bound)
    }
  }
}

extension ComplexEstimate {
  /// The conjugate, with the same errors.
  var conjugate: ComplexEstimate {
    ComplexEstimate(value.conjugate, error: error, uncertainty, method: method)
  }
}
