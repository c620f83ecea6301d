#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Diagrams
public import Torus

/// The amplitude of one contraction graph in one setting.
///
///     Amp(π) = η^{2n̄} ∫du δ_π(u) conj f[e(u_0),…,e(u_n)] · f[e(u_{n+1}),…,e(u_{N+1})]
///              · g((u_n+u_{n+1})/2),       f(x) = e^{−itx},   u_0 = p0,  u_{n+1} − u_n = ξ
///
/// with f[…] the divided difference. The sum over all graphs of all orders is the expectation of
/// the observable in the state that began as the plane wave p0.
///
/// For `survival` the weight is 1 on graphs without a rung and 0 on all others: such a graph is the
/// product of one factor per line, and all of them together are `|E ψ̂_t(p0)|²`.
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, (5.20) with the integrals
/// over E and E' done and the signs of docs/misprints.md.
public struct Amplitude: Hashable, Sendable {
  public let graph: Pairing
  public let setting: AmplitudeSetting

  public init(_ graph: Pairing, _ setting: AmplitudeSetting) {
    self.graph = graph
    self.setting = setting
  }

  /// Whether the amplitude is 0 by the definition of the observable.
  var vanishes: Bool { setting.observable == .survival && !graph.isMember(of: .rungless) }

  /// The number n̄ up to which the methods are defined at all.
  public static let largestOrder = 8

  /// The microscopic time up to which amplitudes are computed.
  public static let largestTime = 2000.0

  /// Computes the amplitude.
  ///
  /// - Parameters:
  ///   - method: `.time` unless a second route is wanted.
  ///   - tolerance: the absolute error at which the time form stops refining; the other methods
  ///     have fixed work. The default is `Amplitude.tolerance(order:)`, times
  ///     `AmplitudeSetting.displacementScale` for the displacement.
  ///   - timeLimit: seconds after which the time form stops refining, whichever comes first;
  ///     the method of the result says so, and its error is that of what was reached.
  ///   - force: computes whatever it costs.
  ///   - seed: of the time form where it samples the times, from n̄ = 4 on.
  /// - Returns: value and error; for `.time` the error is derived from the distances of successive
  ///   rules, see `TimeRule.refine`, or is a standard error where the times are sampled.
  public func evaluate(
    _ method: AmplitudeMethod = .time, tolerance: Double? = nil, timeLimit: Double? = nil,
    force: Bool = false, seed: UInt64 = 1,
    workers: Workers = .single, monitor: Monitor = .silent
  ) throws -> ComplexEstimate {
    guard graph.order <= Self.largestOrder else {
      throw AmplitudeError.order(graph.order, limit: Self.largestOrder)
    }
    guard setting.microscopicTime <= Self.largestTime else {
      throw AmplitudeError.microscopicTime(setting.microscopicTime, limit: Self.largestTime)
    }
    if let tolerance, !(tolerance > 0 && tolerance.isFinite) {
      throw AmplitudeError.tolerance(tolerance)
    }
    if vanishes { return ComplexEstimate(.zero, error: .zero, method: "no rungs in survival") }
    let isDisplacement = setting.observable == .displacement
    guard !isDisplacement || method == .time || method == .sample else {
      throw AmplitudeError.displacementMethod
    }
    switch method {
    case .time, .sample:
      var aim = tolerance ?? Self.tolerance(order: graph.order)
      if isDisplacement, tolerance == nil { aim *= setting.displacementScale }
      let effort = Effort(
        tolerance: aim, timeLimit: timeLimit, force: force, seed: seed, workers: workers,
        monitor: monitor)
      if isDisplacement {
        // differences of sampled amplitudes would be differences of their errors
        return try displacement(effort, method == .sample ? .sampled : .integrated)
      }
      let times: Times = method == .sample ? .sampled : .cheaper
      return try hasSeparateLines ? productOfLines(effort, times) : timeForm(effort, times)
    case .series:
      return try series(
        tolerance: tolerance ?? Self.tolerance(order: graph.order), force: force)
    case .momentum(let points, let shifts, let seed):
      return try latticeRule(
        points: points, shifts: shifts, seed: seed, force: force, workers: workers,
        monitor: monitor)
    case .box(let size):
      return try boxSum(size: size, force: force, workers: workers, monitor: monitor)
    case .energy(let size):
      return try boxSum(
        size: size, overEnergies: true, force: force, workers: workers, monitor: monitor)
    }
  }

  /// 1e-10 up to n̄ = 2, 1e-8 for n̄ = 3, 1e-5 beyond.
  public static func tolerance(order: Int) -> Double {
    order <= 2 ? 1e-10 : order == 3 ? 1e-8 : 1e-5
  }
}
