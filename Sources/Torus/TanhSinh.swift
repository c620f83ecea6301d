#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The double exponential rule of Takahasi and Mori for one interval, with an error.
///
///     ∫_a^b f = ∫ f(x(t)) x'(t) dt,   x = (a+b)/2 + (b−a)/2 · tanh(π/2 sinh t)
///
/// The trapezoidal sum over t converges like `e^{−cn/log n}` for a function analytic inside (a, b),
/// whatever its algebraic or logarithmic singularities at the ends. The step is halved until two
/// sums differ by less than the tolerance; the error is that difference, which overestimates the
/// error of the finer sum, and what the outermost points carry. A singularity inside is not seen: split there.
public struct TanhSinh: Hashable, Sendable {
  /// Relative to the integral of |f|.
  public let tolerance: Double
  /// How often the step is halved at most.
  public let levels: Int

  public init(tolerance: Double = 1e-12, levels: Int = 9) {
    precondition(tolerance > 0, "a tolerance is positive, got \(tolerance)")
    precondition(levels >= 1, "at least one halving, got \(levels)")
    self.tolerance = tolerance
    self.levels = levels
  }

  /// The integral over [a, b]; values that are not finite count as zero.
  ///
  /// Cost: some 50 to 400 evaluations.
  public func integrate(
    _ a: Double, _ b: Double, _ function: (Double) -> Double
  ) -> Estimate {
    guard b > a else { return Estimate(0, error: 0, method: "tanh-sinh") }
    let (middle, half) = ((a + b) / 2, (b - a) / 2)
    // the weight there is below 1e-20 of the centre's
    let reach = 3.5
    var (sum, size) = (0.0, 0.0)
    // what the last points carry, more than is left beyond them
    var ends = 0.0
    func add(_ t: Double) {
      let u = Double.pi / 2 * sinh(t)
      let weight = half * Double.pi / 2 * cosh(t) / (cosh(u) * cosh(u))
      // distance from the nearer end, without cancellation
      let distance = half * 2 / (1 + exp(2 * abs(u)))
      let x = u < 0 ? a + distance : u > 0 ? b - distance : middle
      guard x > a, x < b else { return }
      let value = function(x) * weight
      guard value.isFinite else { return }
      sum += value
      size += abs(value)
      if abs(t) == reach { ends += abs(value) }
    }
    var step = reach / 4
    for k in -4...4 { add(reach * Double(k) / 4) }
    var previous = step * sum
    var difference = Double.infinity
    for _ in 0..<levels {
      let count = Int((reach / step).rounded())
      for k in -count..<count { add(step * (Double(k) + 0.5)) }
      step /= 2
      let value = step * sum
      difference = abs(value - previous)
      previous = value
      if difference <= tolerance * step * size { break }
    }
    return Estimate(
      previous, error: difference + ends / 5 + 4e-16 * step * size, method: "tanh-sinh")
  }
}
