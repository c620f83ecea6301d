internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The line `E + iδ` above the real axis with a grid that serves all times 0…t at once.
///
/// Step h in time and ΔE in energy, `h ΔE = 2π/N`, period `P = Nh ≥ 4t`, `δP = 37`: aliases are
/// `e^{−37}`, and the growth `e^{δs} ≤ e^{9.3}` costs four digits of the sixteen.
struct EnergyLine {
  /// Nodes of the poles that carry the behaviour at infinity.
  static let poles = 28
  /// Samples wanted beyond both ends of [0, t].
  static let margin = 12

  let time: Double
  /// Number of steps in [0, t], even.
  let steps: Int
  let step: Double
  /// Length of the transform.
  let length: Int
  let height: Double
  let spacing: Double
  /// E_k = k ΔE for |k| ≤ half.
  let half: Int
  let transform: RetardedFunction

  /// - Parameters:
  ///   - time: t > 0.
  ///   - radius: R, the spectrum lies in [−R, R].
  init(time: Double, radius: Double) {
    self.time = time
    // products of two functions have frequencies up to 2R; h·2R ≤ ½
    steps = 2 * max(16, Int((time * 2 * radius).rounded(.up)))
    step = time / Double(steps)
    var length = 64
    while length < 4 * (steps + Self.margin) { length *= 2 }
    self.length = length
    let period = Double(length) * step
    height = 37 / period
    spacing = 2 * Double.pi / period
    half = min(length / 2 - 1, Int(3 * radius / spacing))
    transform = RetardedFunction(radius: radius)
  }

  /// The points of the line, E increasing.
  var points: [Complex] { (-half...half).map { Complex(Double($0) * spacing, height) } }

  /// The points off the line where a function must be known for its moments.
  var momentPoints: [Complex] { transform.circlePoints(for: Self.poles) }

  /// f at `s = jh`, j = −margin … steps + margin.
  ///
  /// - Parameters:
  ///   - line: F at `points`.
  ///   - circle: F at `momentPoints`.
  func samples(line: [Complex], circle: [Complex]) -> [Complex] {
    let (R, n) = (transform.radius, Self.poles)
    let moments = transform.coefficients(n, from: circle)
    // poles at the Chebyshev nodes: exact for polynomials of degree < n
    var nodes = [Double](repeating: 0, count: n)
    var residues = nodes
    for k in 0..<n {
      let angle = Double.pi * (Double(k) + 0.5) / Double(n)
      nodes[k] = cos(angle)
      for l in 0..<n { residues[k] += moments[l] * cos(Double(l) * angle) / Double(n) }
    }
    var series = [Complex](repeating: .zero, count: length)
    for (k, z) in points.enumerated() {
      var rest = line[k]
      for m in 0..<n { rest -= Complex(residues[m]) / (Complex(R * nodes[m]) - z) }
      series[(k - half + length) % length] = rest
    }
    FourierTransform.complex(&series, .forward)
    let first = -Self.margin
    let last = steps + Self.margin
    var result = [Complex](repeating: .zero, count: last - first + 1)
    for j in 1...last {
      // ΔE/2πi, at s < 0 the rest is of order (R|s|)^28/28! and left out
      let scale = spacing / (2 * Double.pi) * exp(height * step * Double(j))
      result[j - first] = scale * series[j].timesPower(ofI: -1)
    }
    for (x, c) in zip(nodes, residues) {
      let turn = Complex.phase(-R * x * step)
      var phase = Complex.one
      for j in first...last {
        // the recurrence is restarted before rounding adds up
        if (j - first) % 64 == 0 { phase = Complex.phase(-R * x * step * Double(j)) }
        result[j - first] += c * phase
        phase *= turn
      }
    }
    return result
  }
}
