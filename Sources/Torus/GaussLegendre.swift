#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The Gauss–Legendre rule with `n` nodes: exact for polynomials of degree 2n−1.
public struct GaussLegendre: Hashable, Sendable {
  /// Increasing, in (−1, 1).
  public let nodes: [Double]
  /// Positive, with sum 2.
  public let weights: [Double]

  /// Builds the rule by Newton's method on P_n from Tricomi's starting values, to rounding.
  public init(_ n: Int) {
    precondition(n >= 1, "a quadrature rule has at least one node, got \(n)")
    var nodes = [Double](repeating: 0, count: n)
    var weights = nodes
    for k in 0..<(n + 1) / 2 {
      // k-th root from the right end
      let angle = Double.pi * (Double(k) + 0.75) / (Double(n) + 0.5)
      var x = (1 - (1 - 1 / Double(n)) / (8 * Double(n * n))) * cos(angle)
      if n % 2 == 1 && k == n / 2 { x = 0 }
      var derivative = 0.0
      for _ in 0..<100 {
        let (value, slope) = Self.legendre(n, at: x)
        derivative = slope
        let step = value / slope
        x -= step
        if abs(step) < 1e-16 { break }
      }
      derivative = Self.legendre(n, at: x).slope
      let weight = 2 / ((1 - x * x) * derivative * derivative)
      nodes[n - 1 - k] = x
      nodes[k] = -x
      weights[n - 1 - k] = weight
      weights[k] = weight
    }
    self.nodes = nodes
    self.weights = weights
  }

  /// P_n(x) and P_n'(x) by the three-term recurrence, |x| < 1.
  static func legendre(_ n: Int, at x: Double) -> (value: Double, slope: Double) {
    var (previous, value) = (1.0, x)
    if n == 1 { return (x, 1) }
    for k in 2...n {
      let j = Double(k)
      (previous, value) = (value, ((2 * j - 1) * x * value - (j - 1) * previous) / j)
    }
    return (value, Double(n) * (x * value - previous) / (x * x - 1))
  }

  /// Nodes and weights moved to [a, b].
  public func on(_ a: Double, _ b: Double) -> (nodes: [Double], weights: [Double]) {
    let (middle, half) = ((a + b) / 2, (b - a) / 2)
    return (nodes.map { middle + half * $0 }, weights.map { half * $0 })
  }
}
