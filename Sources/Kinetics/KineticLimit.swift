public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// How far a ladder sum is from its limit, and with which power of η the distance falls.
///
///     distance(η) = |ladder(η, T) − Boltzmann(T)|,      power = log(d_1/d_2)/log(η_1/η_2)
///
/// in total or for one number of rungs beside as many collisions. At a transfer κ the ladder starts from
/// p0 − ξ/2, so that the mean of the momenta of both lines is p0 at every η.
public struct KineticLimit: Sendable {
  public struct Row: Sendable {
    public let coupling: Double
    public let time: Double
    /// nil for all rungs together.
    public let rungs: Int?
    public let ladder: ComplexEstimate
    public let boltzmann: ComplexEstimate
    public let distance: Estimate
    /// From the η before, at the same time and number of rungs.
    public internal(set) var power: Estimate?
  }

  public private(set) var rows: [Row] = []

  /// - Parameters:
  ///   - couplings: in the order in which powers are taken.
  ///   - rungs: the largest number of rungs to take apart, nil for their sum.
  public init(
    variant: LadderVariant, couplings: [Double], times: [Double], momentum: Momentum,
    transfer: [Double]?, observable: Observable, rungs: Int?, workers: Workers = .single,
    monitor: Monitor = .silent
  ) throws(LadderError) {
    let κ = transfer ?? [Double](repeating: 0, count: momentum.dimension)
    let isStill = κ.allSatisfy { $0 == 0 }
    let transport = try ShellTransport(momentum: momentum, transfer: κ)
    let equation = LinearBoltzmann(momentum: momentum, shell: transport.shell)
    let ladders = try Self.ladders(
      variant, couplings, times, momentum, κ, observable, rungs, workers, monitor)
    for (i, T) in times.enumerated() {
      let limits: [ComplexEstimate]
      switch (rungs, isStill) {
      case (nil, true):
        limits = [ComplexEstimate(try equation.value(time: T, observable: observable))]
      case (nil, false):
        limits = [try transport.value(time: T, observable: observable)]
      case (let most?, true):
        limits = try equation.collisions(upTo: most, time: T, observable: observable)
          .map(ComplexEstimate.init)
      case (let most?, false):
        limits = try transport.collisions(upTo: most, time: T, observable: observable)
      }
      for (j, η) in couplings.enumerated() {
        let sums = ladders[i * couplings.count + j]
        for (k, (sum, limit)) in zip(sums, limits).enumerated() {
          let error =
            sum.error.real + sum.error.imaginary + limit.error.real + limit.error.imaginary
          let distance = Estimate(
            (sum.value - limit.value).modulus, error: error, method: sum.method)
          var row = Row(
            coupling: η, time: T, rungs: rungs == nil ? nil : k, ladder: sum, boltzmann: limit,
            distance: distance, power: nil)
          if let before = rows.last(where: { $0.time == T && $0.rungs == row.rungs }) {
            row.power = Self.power(before, row)
          }
          rows.append(row)
        }
      }
    }
  }

  /// By time, then by coupling, the sum or the sums by number of rungs.
  private static func ladders(
    _ variant: LadderVariant, _ couplings: [Double], _ times: [Double], _ momentum: Momentum,
    _ κ: [Double], _ observable: Observable, _ rungs: Int?, _ workers: Workers, _ monitor: Monitor
  ) throws(LadderError) -> [[ComplexEstimate]] {
    let quietly = Monitor(isCancelled: monitor.isCancelled)
    do {
      return try workers.apart(times.count * couplings.count, monitor: monitor) { index, workers in
        let (T, η) = (times[index / couplings.count], couplings[index % couplings.count])
        let ladder = LadderSum(variant, dimension: momentum.dimension, coupling: η)
        let start = Momentum(zip(momentum.components, κ).map { $0 - η * η * $1 / 2 })
        if let rungs {
          return try ladder.rungs(
            upTo: rungs, time: T, momentum: start, transfer: κ, observable: observable,
            workers: workers, monitor: quietly)
        }
        return [
          try ladder.value(
            time: T, momentum: start, transfer: κ, observable: observable, workers: workers,
            monitor: quietly)
        ]
      }
    } catch let error as LadderError {
      throw error
    } catch {
      throw .interrupted
    }
  }

  private static func power(_ a: Row, _ b: Row) -> Estimate? {
    guard a.distance.value > a.distance.error, b.distance.value > b.distance.error,
      a.coupling != b.coupling
    else { return nil }
    let span = log(a.coupling / b.coupling)
    return Estimate(
      log(a.distance.value / b.distance.value) / span,
      error: (a.distance.error / a.distance.value + b.distance.error / b.distance.value)
        / abs(span),
      method: "two couplings")
  }
}
