public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Ladder sums from a wave packet: a mean over plane waves.
///
///     ⟨g⟩ = ∫dq |ψ̂_0(q)|² ⟨g⟩_q
///
/// A plane wave enters by its energy alone, but for the factor g(q) of what has no rung. So survival and
/// rungs are computed at Chebyshev points of the packet's energies, entire functions of e of type t, and
/// interpolated. The error holds the tail of the interpolation and the distance of two rules in q.
extension LadderSum {
  /// The sum at the macroscopic time T; `survival` is the part without rungs.
  public func value(
    time T: Double, packet: WavePacket, observable: Observable, workers: Workers = .single,
    monitor: Monitor = .silent
  ) throws(LadderError) -> Estimate {
    let (t, weight) = try checked(
      observable, start: packet.momentum, time: T, longest: Self.longestPacketTime)
    let none = [Double](repeating: 0, count: dimension)
    let modes = observable.weight(start: packet.momentum)
    let degree = 16 + Int((2 * t).rounded(.up))
    let coarse = PacketNodes(packet, degree: degree, transfer: none)
    let fine = PacketNodes(packet, degree: degree + 12, transfer: none)
    func starts(_ nodes: PacketNodes) -> [Double] {
      modes.map { nodes.values(of: $0, transfer: none) }
        ?? [Double](repeating: 1, count: nodes.nodes.count)
    }
    func sum(_ nodes: PacketNodes, _ survival: (Double) -> Double, _ rungs: (Double) -> Double)
      -> Double
    {
      zip(nodes.nodes, starts(nodes)).reduce(0) { sum, pair in
        sum + pair.0.weight * (survival(pair.0.left) * pair.1 + rungs(pair.0.left))
      }
    }
    let method = "energy integrals, \(variant), over a packet"
    guard T > 0 else {
      return Estimate(sum(fine, { _ in 1 }, { _ in 0 }), error: 1e-13, method: method)
    }
    let energies = fine.nodes.map(\.left)
    let (low, high) = (energies.min() ?? 0, energies.max() ?? 0)
    let table = try table(
      from: low, to: high, time: t, weight: weight, workers: workers, monitor: monitor)
    func run(_ nodes: PacketNodes) -> Double {
      sum(nodes, { table.value(\.survival, at: $0) }, { table.value(\.rungs, at: $0) })
    }
    let (a, b) = (run(fine), run(coarse))
    return Estimate(a, error: abs(a - b) + table.error, method: method)
  }

  /// The longest microscopic time from a packet.
  public static let longestPacketTime = 200.0

  private struct Point: Sendable {
    let survival: Double
    let rungs: Double
    let error: Double
  }

  /// Chebyshev series of survival and rungs as functions of the energy.
  private struct Table {
    let low, high: Double
    let survival, rungs: [Double]
    let error: Double

    func value(_ series: KeyPath<Table, [Double]>, at e: Double) -> Double {
      let x = high > low ? (2 * e - low - high) / (high - low) : 0
      var (b, c) = (0.0, 0.0)
      let a = self[keyPath: series]
      for n in stride(from: a.count - 1, to: 0, by: -1) { (b, c) = (2 * x * b - c + a[n], b) }
      return x * b - c + a[0]
    }
  }

  private func table(
    from low: Double, to high: Double, time t: Double, weight: Weight, workers: Workers,
    monitor: Monitor
  ) throws(LadderError) -> Table {
    var count = max(8, Int((high - low) * t / 3) + 8)
    while true {
      var points: [Point] = []
      for k in 0..<count {
        let x = cos(Double.pi * (Double(k) + 0.5) / Double(count))
        let e = min(max((low + high) / 2 + (high - low) / 2 * x, low), high)
        // any momentum of this energy
        let angle = acos(min(1, max(-1, e / (2 * Double(dimension))))) / (2 * Double.pi)
        let lines = try LadderLines(
          selfEnergy, time: t,
          momentum: Momentum([Double](repeating: angle, count: dimension)),
          weights: weight.terms.isEmpty ? [] : [weight], workers: workers, monitor: monitor)
        let rungs = weight.terms.isEmpty ? (value: 0, error: 0) : lines.allRungs()[0]
        let a = lines.amplitude
        points.append(
          Point(
            survival: a.value.norm, rungs: rungs.value,
            error: 2 * a.value.modulus * a.error.modulus + rungs.error + 1e-12))
      }
      func series(_ values: [Double]) -> [Double] {
        (0..<count).map { n in
          let sum = values.enumerated().reduce(0.0) { sum, value in
            sum + value.element
              * cos(Double.pi * Double(n) * (Double(value.offset) + 0.5) / Double(count))
          }
          return sum * (n == 0 ? 1 : 2) / Double(count)
        }
      }
      let (a, b) = (series(points.map(\.survival)), series(points.map(\.rungs)))
      let tail = max(
        a.suffix(3).reduce(0) { max($0, abs($1)) }, b.suffix(3).reduce(0) { max($0, abs($1)) })
      if tail < 1e-10 || count > 2000 {
        return Table(
          low: low, high: high, survival: a, rungs: b,
          error: 4 * tail + points.reduce(0) { max($0, $1.error) })
      }
      count += count / 2
    }
  }
}
