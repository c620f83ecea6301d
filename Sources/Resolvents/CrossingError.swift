/// Why a crossing integral or a resolvent norm cannot be computed as asked.
public enum CrossingError: Error, Hashable, Sendable {
  case dimension(Int)
  case epsilon(Double)
  case energy(Double)
  case denominators(Int)
  case noShift
  case shift([Double], dimension: Int)
  case tolerance(Double)
  /// The run would need more memory than it may have.
  case memory(needed: Double, allowed: Double, epsilon: Double, fitting: Double)
}

extension CrossingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .dimension(let d):
      "the dimension is 1, 2, 3 or 4, not \(d)"
    case .epsilon(let ε):
      "ε is positive and finite, not \(ε)"
    case .energy(let energy):
      "an energy is finite, not \(energy)"
    case .denominators(let k):
      "a crossing integral has 2, 3 or 4 denominators, not \(k)"
    case .noShift:
      "a crossing integral needs at least one shift u"
    case .shift(let u, let dimension):
      "a shift has \(dimension) finite components, not \(u)"
    case .tolerance(let tolerance):
      "a tolerance is between 1e-12 and 0.01, not \(tolerance)"
    case .memory(let needed, let allowed, let ε, let fitting):
      "ε = \(ε) needs \(Self.gigabytes(needed)) GB, \(Self.gigabytes(allowed)) GB are allowed;"
        + " ε = \(Self.rounded(fitting)) would fit"
    }
  }

  private static func gigabytes(_ bytes: Double) -> String { rounded(bytes / 1e9) }

  /// Two significant digits, enough for advice.
  private static func rounded(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return "\(value)" }
    var unit = 1.0
    while value / unit >= 100 { unit *= 10 }
    while value / unit < 10 { unit /= 10 }
    let digits = (value / unit).rounded()
    return unit >= 1 ? "\(Int(digits * unit))" : "\(digits / (1 / unit))"
  }
}
