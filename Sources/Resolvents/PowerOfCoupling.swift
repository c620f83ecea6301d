#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Torus

/// A quantity as a power of η: `|y| ∝ η^exponent`, fitted and from step to step.
///
/// Logarithms of η, which the a priori bounds are full of, make the local exponents drift; the
/// fitted one is their mean over the range and means no more than that.
public struct PowerOfCoupling: Hashable, Sendable {
  /// The slope of log|y| against log η by least squares, and its standard error from the scatter
  /// of the points about the line; with two points the error is unknown, infinite.
  public let exponent: Estimate
  /// Between successive couplings.
  public let localExponents: [Double]

  /// - Returns: `nil` with fewer than two different couplings, or where some y is 0.
  public init?(couplings: [Double], values: [Double]) {
    precondition(couplings.count == values.count, "one value per coupling")
    guard couplings.count >= 2, values.allSatisfy({ $0 != 0 && $0.isFinite }) else { return nil }
    let x = couplings.map { log($0) }
    let y = values.map { log(abs($0)) }
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    var (xx, xy) = (0.0, 0.0)
    for (a, b) in zip(x, y) {
      xx += (a - meanX) * (a - meanX)
      xy += (a - meanX) * (b - meanY)
    }
    guard xx > 1e-20 else { return nil }
    let slope = xy / xx
    var residual = 0.0
    for (a, b) in zip(x, y) {
      let distance = b - meanY - slope * (a - meanX)
      residual += distance * distance
    }
    let error = x.count == 2 ? Double.infinity : (residual / (count - 2) / xx).squareRoot()
    exponent = Estimate(slope, error: error, .standardError, method: "least squares")
    localExponents = zip(zip(x, y), zip(x.dropFirst(), y.dropFirst())).map {
      ($1.1 - $0.1) / ($1.0 - $0.0)
    }
  }

  /// A pure power through a value at the first coupling, to draw beside measured ones.
  public static func reference(
    _ exponent: Double, through value: Double, at couplings: [Double]
  ) -> [Double] {
    couplings.map { value * pow($0 / couplings[0], exponent) }
  }
}
