public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The mean square displacement from one place, from ballistic to diffusive.
///
///     ⟨X_1²⟩ → ⟨c_0²⟩ T² (T → 0),   2DT (T → ∞),     per axis, ⟨c_0²⟩ = |c(p0)|²/d
///     exponent = d log⟨X_1²⟩/d log T,      from 2 to 1;      both lines meet at T = 2D/⟨c_0²⟩
///
/// A packet is the mean over its shells, of D(E) too.
public struct Spreading: Sendable {
  public struct Row: Sendable {
    public let time: Double
    public let displacement: Estimate
    /// The local slope in logarithms.
    public let exponent: Estimate
  }

  /// ⟨c_0²⟩ per axis.
  public let ballistic: Estimate
  /// D, over shells.
  public let diffusion: Estimate
  public let rows: [Row]

  /// Where both asymptotes meet.
  public var crossover: Double { 2 * diffusion.value / ballistic.value }

  public init(momentum: Momentum, times: [Double]) throws(LadderError) {
    let equation = try LinearBoltzmann(momentum: momentum)
    let shell = equation.shell
    let d = Double(momentum.dimension)
    let start = momentum.velocity.reduce(0) { $0 + $1 * $1 } / d
    ballistic = Estimate(start, error: 0x1p-50 * start, method: "energy shell")
    diffusion = shell.diffusion
    rows = times.map { T in
      let displacement = equation.displacement(time: T)
      let slope = LinearBoltzmann.displacementRate(
        shell.rate.value, shell.meanSquareVelocity.value, start, T)
      let exponent = T * slope / displacement.value
      return Row(
        time: T, displacement: displacement,
        exponent: Estimate(
          exponent, error: 2 * exponent * displacement.error / displacement.value,
          method: "energy shell"))
    }
  }

  public init(
    packet: WavePacket, times: [Double], workers: Workers = .single, monitor: Monitor = .silent
  ) throws(LadderError) {
    let d = packet.dimension
    let none = [Double](repeating: 0, count: d)
    // ⟨c_1²⟩ = 2 − 2⟨cos 4πv_1⟩
    let double = Observable.mode((0..<d).map { $0 == 0 ? 2 : 0 })
    let weight = try Weight(double, start: packet.momentum, dimension: d)
    /// ⟨c_0²⟩, D, and by time ⟨X_1²⟩ and its derivative.
    @Sendable func add(
      _ sums: inout [Double], _ weight: Double, _ Γ: Double, _ square: Double, _ start: Double
    ) {
      sums[0] += weight * start
      if Γ > 0 { sums[1] += weight * square / Γ }
      for (k, T) in times.enumerated() {
        sums[2 + 2 * k] += weight * LinearBoltzmann.displacement(Γ, square, start, T)
        sums[3 + 2 * k] += weight * LinearBoltzmann.displacementRate(Γ, square, start, T)
      }
    }
    let zero = [Double](repeating: 0, count: 2 + 2 * times.count)
    func byMomenta(_ degree: Int) throws(Interrupted) -> [Double] {
      let nodes = PacketNodes(packet, degree: degree, transfer: none).nodes
      let size = 512
      let parts = try workers.local.map(
        (nodes.count + size - 1) / size, monitor: monitor
      ) { piece in
        var sums = zero
        for node in nodes[(piece * size)..<min(nodes.count, (piece + 1) * size)] {
          let (Γ, mean) = LinearBoltzmann.shell(weight, energy: node.left, dimension: d)
          let start =
            node.momentum.reduce(0) { $0 + 4 * pow(sin(2 * Double.pi * $1), 2) } / Double(d)
          add(&sums, node.weight, Γ, 2 - 2 * mean, start)
        }
        return sums
      }
      return parts.reduce(zero) { zip($0, $1).map { $0 + $1 } }
    }
    func byShells(_ scale: Double) throws(Interrupted) -> [Double] {
      let shells = try PacketShells(
        packet, measured: Observable.squareVelocity(dimension: d), transfer: none, until: 0,
        scale: scale, workers: workers, monitor: monitor)
      let parts = try workers.local.map(shells.count, monitor: monitor) { k in
        var sums = zero
        guard let shell = shells.shell(k) else { return sums }
        add(
          &sums, shell.weight * shell.mass, shell.rate, shell.mean, shell.start / shell.mass)
        return sums
      }
      return parts.reduce(zero) { zip($0, $1).map { $0 + $1 } }
    }
    let (fine, coarse): ([Double], [Double])
    do throws(Interrupted) {
      if packet.width <= PacketShells.widest(dimension: d) {
        (fine, coarse) = (try byShells(1.4), try byShells(1))
      } else {
        let degrees = LinearBoltzmann.packetDegrees(dimension: d)
        (fine, coarse) = (try byMomenta(degrees.fine), try byMomenta(degrees.coarse))
      }
    } catch { throw .interrupted }
    func estimate(_ k: Int, _ scale: Double = 1) -> Estimate {
      Estimate(
        scale * fine[k], error: scale * (abs(fine[k] - coarse[k]) + 1e-13 * abs(fine[k])),
        method: "shells of a packet")
    }
    ballistic = estimate(0)
    diffusion = estimate(1)
    rows = times.enumerated().map { k, T in
      let (value, other) = (fine[2 + 2 * k], coarse[2 + 2 * k])
      let exponents = (T * fine[3 + 2 * k] / value, T * coarse[3 + 2 * k] / other)
      return Row(
        time: T, displacement: estimate(2 + 2 * k),
        exponent: Estimate(
          exponents.0, error: abs(exponents.0 - exponents.1) + 1e-12,
          method: "shells of a packet"))
    }
  }
}
