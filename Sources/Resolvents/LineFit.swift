#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Torus

/// A straight line `y = intercept + slope · x` through points, by least squares.
///
/// The points carry no noise worth the name: what keeps them off the line is the model. So the
/// errors are the usual ones from the residuals, with n − 2 degrees of freedom (zero for two
/// points, where the line is exact and says nothing of itself), and they do not know of a curvature
/// beyond the range of x.
public struct LineFit: Hashable, Sendable {
  public let slope: Estimate
  public let intercept: Estimate
  /// Root mean square of what the line leaves of y, with n − 2 degrees of freedom.
  public let residual: Double
  public let count: Int

  /// - Returns: `nil` for fewer than two different x, or values that are not finite.
  public init?(_ points: [(x: Double, y: Double)], method: String) {
    let n = Double(points.count)
    guard points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return nil }
    let x = points.reduce(0) { $0 + $1.x } / n
    let y = points.reduce(0) { $0 + $1.y } / n
    let spread = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
    guard points.count >= 2, spread > 0 else { return nil }
    let slope = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / spread
    let squares = points.reduce(0) { sum, point in
      let rest = point.y - y - slope * (point.x - x)
      return sum + rest * rest
    }
    let variance = points.count > 2 ? squares / (n - 2) : 0
    self.slope = Estimate(
      slope, error: (variance / spread).squareRoot(), .standardError, method: method)
    intercept = Estimate(
      y - slope * x, error: (variance * (1 / n + x * x / spread)).squareRoot(), .standardError,
      method: method)
    residual = variance.squareRoot()
    count = points.count
  }
}
