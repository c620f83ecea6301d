import Torus

/// Why an amplitude cannot be computed as asked.
public enum AmplitudeError: Error, Hashable, Sendable {
  case coupling(Double)
  case time(Double)
  case dimension(Int)
  case momentum(Double)
  case transferDimension(Int, expected: Int)
  /// `mode` with the wrong number of components.
  case modeDimension(Int, expected: Int)
  case modeIndex(Int, limit: Int)
  /// `velocity` where the initial velocity is 0.
  case restingStart
  /// `displacement` from a plane wave or with a transfer.
  case displacement
  /// `displacement` by another method than the time form.
  case displacementMethod
  /// `survival` with a momentum transfer.
  case survivalWithTransfer
  /// `survival`, which asks for one momentum, from a wave packet.
  case survivalOfPacket
  case tolerance(Double)
  /// The box cannot hold the momentum.
  case offBox(Double, size: Int)
  case boxSize(Int)
  /// Evaluations of the integrand needed and allowed.
  case tooCostly(method: String, evaluations: Double, limit: Double)
  case order(Int, limit: Int)
  case points(Int)
  /// t too long for the Taylor series.
  case seriesTime(Double)
  /// A setting that the Taylor series does not cover.
  case noSeries
  /// T/η² so small that nothing happens.
  case shortTime(Double, limit: Double)
  /// T/η² beyond reach.
  case microscopicTime(Double, limit: Double)
  /// An amplitude larger than its a priori bound: a bug.
  case boundViolated(graph: String, value: Double, bound: Double)
}

extension AmplitudeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .coupling(let η): "the coupling η is a positive number, not \(η)"
    case .time(let t): "the time T is a positive number, not \(t)"
    case .dimension(let d): "the dimension is 1, 2, 3 or 4, not \(d)"
    case .momentum(let p): "each component of a momentum is a finite number, not \(p)"
    case .transferDimension(let count, let expected):
      "the transfer has \(count) components, the momentum has \(expected)"
    case .modeDimension(let count, let expected):
      "the mode has \(count) components, the momentum has \(expected)"
    case .modeIndex(let index, let limit):
      "each component of a mode is an integer from -\(limit) to \(limit), not \(index)"
    case .restingStart:
      "the observable velocity projects on the initial velocity, which is 0 at this momentum"
    case .displacement:
      "the observable displacement takes a start that is localised, one site or a packet, and no"
        + " transfer"
    case .displacementMethod:
      "the observable displacement is a derivative in the transfer: by the method time or sample"
    case .survivalWithTransfer:
      "the observable survival is |averaged amplitude|² at one momentum and takes no transfer"
    case .survivalOfPacket:
      "the observable survival is |averaged amplitude|² at one momentum and takes a plane wave"
    case .tolerance(let value): "the tolerance is a positive number, not \(value)"
    case .offBox(let p, let size):
      "a momentum of the box of side \(size) is a multiple of 1/\(size), not \(p)"
    case .boxSize(let size): "the side of the box is at least 2, not \(size)"
    case .tooCostly(let method, let evaluations, let limit):
      "the method \(method) would need about \(AmplitudeError.rounded(evaluations)) evaluations,"
        + " more than \(AmplitudeError.rounded(limit))"
    case .order(let order, let limit):
      "graphs of order n̄ = \(order) are out of reach here, n̄ ≤ \(limit)"
    case .points(let count): "a lattice rule has at least 2 points, not \(count)"
    case .seriesTime(let t):
      "the Taylor series does not reach the microscopic time T/η² = \(t) with degree"
        + " \(AmplitudeSeries.largestDegree)"
    case .noSeries:
      "the Taylor series is there for n̄ ≤ 4, plane waves without transfer, and one, energy,"
        + " velocity or a mode along one axis"
    case .shortTime(let t, let limit):
      "the microscopic time T/η² = \(t) is too short, at least \(limit) here"
    case .microscopicTime(let t, let limit):
      "the microscopic time T/η² = \(t) is out of reach, at most \(limit) here"
    case .boundViolated(let graph, let value, let bound):
      "the amplitude of \(graph) is \(value), above its a priori bound \(bound)"
    }
  }

  /// Two digits and a power of ten, for numbers ≥ 1.
  private static func rounded(_ value: Double) -> String {
    guard value >= 1, value.isFinite else { return "\(value)" }
    var mantissa = value
    var power = 0
    while mantissa >= 9.95 {
      mantissa /= 10
      power += 1
    }
    return "\((mantissa * 10).rounded() / 10)e\(power)"
  }
}
