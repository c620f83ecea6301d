internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Interpolation of functions of limited bandwidth in time, at the Chebyshev points of [0, T], both ends among them.
struct TimeInterpolation: Sendable {
  /// Increasing.
  let points: [Double]
  private let middle: Double
  /// Distances of the later half from the middle, decreasing.
  private let distances: [Double]

  /// - Parameter phase: the largest at T, of functions `e^{i·phase·s/T}`; 0 leaves the one point T.
  init(until T: Double, phase: Double) {
    // the last Bessel function of phase/2 that counts, 18 x^{1/3} beyond its turn for less than rounding
    let count = phase * T == 0 ? 1 : Int((phase / 2 + 9 * cbrt(phase / 2) + 8).rounded(.up))
    middle = T / 2
    distances = (0..<count / 2).map { T / 2 * cos(Double.pi * Double($0) / Double(count - 1)) }
    let center = count % 2 == 1 ? [T / 2] : []
    points =
      count == 1
      ? [T] : distances.map { T / 2 - $0 } + center + distances.reversed().map { T / 2 + $0 }
  }

  var count: Int { points.count }

  /// Adds `value · e^{i·angle·s}` at all points, one value after the other.
  func add(
    _ values: UnsafeMutableBufferPointer<Complex>, _ angle: Double,
    _ sums: UnsafeMutablePointer<Complex>
  ) {
    let (n, center) = (count, Complex.phase(angle * middle))
    for i in values.indices { values[i] *= center }
    for (k, δ) in distances.enumerated() {
      let turn = Complex.phase(angle * δ)
      for (i, value) in values.enumerated() {
        sums[i * n + k] += value * turn.conjugate
        sums[(i + 1) * n - 1 - k] += value * turn
      }
    }
    guard n % 2 == 1 else { return }
    for (i, value) in values.enumerated() { sums[i * n + n / 2] += value }
  }

  /// The value at a time s of [0, T].
  func value(_ values: ArraySlice<Complex>, at s: Double) -> Complex {
    guard count > 1 else { return values[values.startIndex] }
    var (sum, norm) = (Complex.zero, 0.0)
    for (k, value) in values.enumerated() {
      let distance = s - points[k]
      if distance == 0 { return value }
      let weight = (k % 2 == 0 ? 1.0 : -1) * (k == 0 || k == count - 1 ? 0.5 : 1) / distance
      sum += weight * value
      norm += weight
    }
    return sum / norm
  }
}
