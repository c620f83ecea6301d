public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The ladder sum at a transfer: one Fourier mode `ξ = η²κ` in space.
///
///     ⟨g⟩ = conj a(p0) a(p0+ξ) g(p0+ξ/2) + ∫∫ dE dE'/(2π)² e^{−i(z−z')t} S(p0+ξ; z) S̄(p0; z') η²B_g/(1 − η²B)
///     B_g(z, z'; ξ) = ∫dp g(p) / ((e(p+ξ/2) − z − Σ(z)) (e(p−ξ/2) − z' − Σ̄(z')))
///
/// Unlike at zero transfer the two energies do not separate, so both integrals are done: on the lines
/// E ± iδ, where the trapezoid rule is exact to rounding (`TransferLines`), with the rungs from the
/// Chebyshev moments of single lines (`TransferMoments`). Two pairs of lines at different heights, thus of different
/// grids, images and moments, give the error.
///
/// Cost: O(t²) pairs of energies and O(t²) work for the moments: 0.1 s at t = 4, seconds at t = 100.
extension LadderSum {
  /// The longest microscopic time at a transfer.
  public static let longestTransferTime = 400.0

  /// The sum at the macroscopic time T and the transfer κ; `survival` is the part without rungs.
  ///
  /// - Throws: `LadderError` for what does not fit, is too long or of too large a phase, or when
  ///   interrupted.
  public func value(
    time: Double, momentum: Momentum, transfer κ: [Double], observable: Observable,
    workers: Workers = .single, monitor: Monitor = .silent
  ) throws(LadderError) -> ComplexEstimate {
    Self.total(
      try rungs(
        upTo: nil, time: time, momentum: momentum, transfer: κ, observable: observable,
        workers: workers, monitor: monitor))
  }

  /// The same by number of rungs, 0…count.
  public func rungs(
    upTo count: Int, time: Double, momentum: Momentum, transfer κ: [Double],
    observable: Observable, workers: Workers = .single, monitor: Monitor = .silent
  ) throws(LadderError) -> [ComplexEstimate] {
    precondition(count >= 0, "a number of rungs is not negative, got \(count)")
    return try rungs(
      upTo: Optional(count), time: time, momentum: momentum, transfer: κ, observable: observable,
      workers: workers, monitor: monitor)
  }

  /// The sum from a wave packet at a transfer: `∫dq conj ψ̂_0(q) ψ̂_0(q+ξ)` over its plane waves.
  ///
  /// The propagators of the start are interpolated in e(q) and e(q+ξ), analytic functions of either.
  public func value(
    time: Double, packet: WavePacket, transfer κ: [Double], observable: Observable,
    workers: Workers = .single, monitor: Monitor = .silent
  ) throws(LadderError) -> ComplexEstimate {
    if κ.allSatisfy({ $0 == 0 }) {
      return ComplexEstimate(
        try value(
          time: time, packet: packet, observable: observable, workers: workers, monitor: monitor))
    }
    return Self.total(
      try rungs(
        upTo: nil, time: time, momentum: packet.momentum, packet: packet, transfer: κ,
        observable: observable, workers: workers, monitor: monitor))
  }

  private static func total(_ parts: [ComplexEstimate]) -> ComplexEstimate {
    parts.reduce(ComplexEstimate(.zero, error: .zero, method: "")) { sum, part in
      ComplexEstimate(
        sum.value + part.value, error: sum.error + part.error, method: part.method)
    }
  }

  /// No rung and then 1…count rungs, or all others together for nil.
  private func rungs(
    upTo count: Int?, time T: Double, momentum: Momentum, packet: WavePacket? = nil,
    transfer κ: [Double], observable: Observable, workers: Workers, monitor: Monitor
  ) throws(LadderError) -> [ComplexEstimate] {
    guard κ.count == dimension else {
      throw .dimension(momentum: κ.count, lattice: dimension)
    }
    let square = coupling * coupling
    let method = "energy integrals, \(variant)" + (count == nil ? "" : ", by rungs")
    let ξ = κ.map { square * $0 }
    // a whole turn is no transfer
    if packet == nil, ξ.allSatisfy({ abs(sin(Double.pi * $0)) < 1e-13 }) {
      guard let count else {
        return [
          ComplexEstimate(
            try value(
              time: T, momentum: momentum, observable: observable, workers: workers,
              monitor: monitor))
        ]
      }
      return try rungs(
        upTo: count, time: T, momentum: momentum, observable: observable, workers: workers,
        monitor: monitor
      ).map(ComplexEstimate.init)
    }
    let t = try checked(
      observable, start: momentum, time: T, longest: Self.longestTransferTime
    ).microscopicTime
    let phase = 4 * Double.pi * T * κ.reduce(0) { $0 + abs($1) }
    guard phase <= Self.largestPhase else { throw .phase(phase, most: Self.largestPhase) }
    let isWeighed = observable != .survival
    let modes = isWeighed ? observable.weight(start: momentum)! : []
    /// The starts, with two counts of nodes for a packet.
    func legs(_ refinement: Double) throws(Interrupted) -> TransferLines.Legs {
      if let packet {
        return try Self.legs(
          of: packet, modes: isWeighed ? modes : nil, transfer: ξ, time: t, refinement,
          workers: workers, monitor: monitor)
      }
      let end = Momentum(zip(momentum.components, ξ).map { $0 + $1 })
      let middle = Momentum(zip(momentum.components, ξ).map { $0 + $1 / 2 })
      return TransferLines.Legs(
        right: [end.energy], left: [momentum.energy], weight: [1],
        weighted: [isWeighed ? Self.value(of: modes, at: middle) : 1])
    }
    guard T > 0 else {
      let whole: TransferLines.Legs
      do throws(Interrupted) { whole = try legs(1) } catch { throw .interrupted }
      let start = ComplexEstimate(
        Complex(whole.weighted.reduce(0, +)), error: .zero, method: method)
      let none = ComplexEstimate(.zero, error: .zero, method: method)
      return [start] + [ComplexEstimate](repeating: none, count: count ?? 1)
    }
    func run(_ period: Double, _ refinement: Double) throws(Interrupted) -> [Complex] {
      let lines = try TransferLines(
        selfEnergy, time: t, period: period, legs: try legs(refinement), transfer: ξ, weight: modes,
        workers: workers, monitor: monitor)
      var parts = [lines.coherent]
      if count != 0 {
        parts +=
          isWeighed
          ? try lines.rungs(upTo: count, workers: workers, monitor: monitor)
          : [Complex](repeating: .zero, count: count ?? 1)
      }
      return parts
    }
    do throws(Interrupted) {
      let (fine, coarse) = (try run(6, 1.15), try run(4.8, 1))
      return zip(fine, coarse).map { a, b in
        ComplexEstimate(
          a,
          error: Complex(
            abs(a.real - b.real) + Self.transferRounding,
            abs(a.imaginary - b.imaginary) + Self.transferRounding),
          method: method)
      }
    } catch { throw .interrupted }
  }

  private static func value(of modes: [Observable.Mode], at v: Momentum) -> Double {
    modes.reduce(0) { sum, mode in
      let turns = zip(mode.index, v.components).reduce(0) { $0 + Double($1.0) * $1.1 }
      return sum + (mode.coefficient * Complex.phase(2 * Double.pi * turns)).real
    }
  }

  private static func legs(
    of packet: WavePacket, modes: [Observable.Mode]?, transfer ξ: [Double], time t: Double,
    _ refinement: Double, workers: Workers, monitor: Monitor
  ) throws(Interrupted) -> TransferLines.Legs {
    let degree = Int(refinement * (20 + 2 * t))
    let nodes = PacketNodes(packet, degree: degree, transfer: ξ)
    let values =
      modes.map { nodes.values(of: $0, transfer: ξ) }
      ?? [Double](repeating: 1, count: nodes.nodes.count)
    let sums = nodes.nodes.map { ($0.right + $0.left) / 2 }
    let differences = nodes.nodes.map { ($0.right - $0.left) / 2 }
    /// Chebyshev points for poles at the height 5/t over an interval: the ellipse of Bernstein.
    func interpolation(_ low: Double, _ high: Double) -> EnergyInterpolation {
      let ellipse = asinh(10 / (t * max(high - low, 1e-6)))
      return EnergyInterpolation(
        from: low, to: high, count: Int((refinement * 30 / ellipse).rounded(.up)) + 6)
    }
    // first onto points of sum and difference, since the differences are small
    let middle = interpolation(sums.min() ?? 0, sums.max() ?? 0)
    let half = interpolation(differences.min() ?? 0, differences.max() ?? 0)
    let (total, size) = (nodes.nodes.count, 2048)
    let parts = try workers.local.map((total + size - 1) / size, monitor: monitor) { piece in
      let width = half.points.count
      var grid = [SIMD2<Double>](repeating: .zero, count: middle.points.count * width)
      grid.withUnsafeMutableBufferPointer { grid in
        for k in (piece * size)..<min(total, (piece + 1) * size) {
          let (sum, difference) = (
            middle.cardinals(at: sums[k]), half.cardinals(at: differences[k])
          )
          let pair = nodes.nodes[k].weight * SIMD2(1, values[k])
          difference.withUnsafeBufferPointer { difference in
            for (i, c) in sum.enumerated() {
              let (scaled, row) = (c * pair, grid.baseAddress! + i * width)
              for j in 0..<width { row[j] += difference[j] * scaled }
            }
          }
        }
      }
      return grid
    }
    let grid = parts.dropFirst().reduce(parts[0]) { sum, part in zip(sum, part).map { $0 + $1 } }
    let reach = half.points.reduce(0) { max($0, abs($1)) }
    let points = interpolation(
      (middle.points.min() ?? 0) - reach, (middle.points.max() ?? 0) + reach)
    let count = points.points.count
    var weights = [SIMD2<Double>](repeating: .zero, count: count * count)
    weights.withUnsafeMutableBufferPointer { weights in
      for (i, c) in middle.points.enumerated() {
        for (j, x) in half.points.enumerated() {
          let (right, left) = (points.cardinals(at: c + x), points.cardinals(at: c - x))
          let pair = grid[i * half.points.count + j]
          left.withUnsafeBufferPointer { left in
            for k in 0..<count {
              let (scaled, row) = (right[k] * pair, weights.baseAddress! + k * count)
              for l in 0..<count { row[l] += left[l] * scaled }
            }
          }
        }
      }
    }
    return TransferLines.Legs(
      right: points.points, left: points.points, weight: weights.map { $0[0] },
      weighted: weights.map { $0[1] })
  }

  /// The largest phase `4πTΣ|κ_j|`: the number of moments grows with it.
  public static let largestPhase = 200.0

  /// Rounding of values of order 1 after the growth `e^{2δt} = e^{10}` of the lines.
  private static let transferRounding = 1e-11
}
