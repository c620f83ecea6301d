internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Functions of one or two axes, or of none: products of |ψ̂_0|², a Fourier polynomial and `e^{−2πiκ·c s}`, by channel
/// and time.
struct ShellFactor: Sendable {
  /// Of all channels and times.
  let count: Int
  /// What the packet reaches.
  let support: ClosedRange<Double>
  private let axes: Range<Int>
  private let packet: WavePacket?
  private let channels: [[(index: [Int], coefficient: Complex)]]
  /// 4πκ_j, for c = −2 sin.
  private let turns: [Double]
  private let times: TimeInterpolation

  init(
    _ axes: Range<Int>, _ packet: WavePacket?, _ channels: [ShellIntegrals.Polynomial],
    transfer κ: [Double], times: TimeInterpolation
  ) {
    self.axes = axes
    self.packet = packet
    self.channels = channels.map { channel in
      channel.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
    }
    self.times = times
    turns = axes.map { 4 * Double.pi * κ[$0] }
    count = channels.count * times.count
    support = packet?.energies(of: axes) ?? -Double(2 * axes.count)...Double(2 * axes.count)
  }

  /// Adds the values at one momentum.
  func add(
    _ cosine: SIMD2<Double>, _ sine: SIMD2<Double>, weight: Double, to sums: inout [Complex]
  ) {
    var (weight, angle) = (weight, 0.0)
    for (j, axis) in axes.enumerated() {
      angle += turns[j] * sine[j]
      if let packet {
        let turn = atan2(sine[j], cosine[j]) / (2 * Double.pi)
        let amplitude = packet.axisAmplitude(turn - packet.momentum[axis])
        weight *= amplitude * amplitude
      }
    }
    // of all that a sum over a shell may hold, less than rounding
    guard weight > 1e-22 else { return }
    sums.withUnsafeMutableBufferPointer { sums in
      withUnsafeTemporaryAllocation(of: Complex.self, capacity: channels.count) { values in
        for (k, channel) in channels.enumerated() {
          var value = Complex.zero
          for term in channel {
            var product = weight * term.coefficient
            for (j, m) in term.index.enumerated() where m != 0 {
              let turn = Complex(cosine[j], m < 0 ? -sine[j] : sine[j])
              for _ in 0..<abs(m) { product *= turn }
            }
            value += product
          }
          values[k] = value
        }
        times.add(values, angle, sums.baseAddress!)
      }
    }
  }

  /// Adds the integrals over the shell of these axes alone.
  func addShell(_ E: Double, bandwidth: Double, to sums: inout [Complex]) {
    let rule = ShellRule(dimension: axes.count, energy: E, bandwidth: bandwidth)
    for i in 0..<rule.count {
      let second = axes.count - 1
      add(
        SIMD2(rule.cosine[0][i], rule.cosine[second][i]),
        SIMD2(rule.sine[0][i], rule.sine[second][i]),
        weight: rule.densityOfStates * rule.weight[i], to: &sums)
    }
  }
}

extension WavePacket {
  /// The energies `Σ_j 2cos 2πq_j` of some axes beyond which |ψ̂_0|² is less than 1e-17 of its largest value.
  func energies(of axes: Range<Int>) -> ClosedRange<Double> {
    let edge = Double(2 * axes.count)
    // the factor e^{−8π²w²k²} of an axis is e^{−40} there
    let reach = 5.0.squareRoot() / (Double.pi * width)
    guard reach < 0.5 else { return -edge...edge }
    // within r of the middle at |k| ≤ reach the exponent of a change x is at least 40(x/r)², and so it is for sums with
    // the root of Σr²
    var (middle, squares) = (0.0, 0.0)
    for axis in axes {
      let angle = 2 * Double.pi * momentum[axis]
      let (e, slope) = (2 * cos(angle), 2 * abs(sin(angle)))
      let x = 2 * Double.pi * reach
      let r = slope * x + abs(e) / 2 * x * x
      middle += e
      squares += r * r
    }
    let r = squares.squareRoot()
    return max(-edge, middle - r)...min(edge, middle + r)
  }
}
