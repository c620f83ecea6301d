public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension LinearBoltzmann {
  /// The observable from a wave packet, a mean over shells: `F_0 = δ(X) |ψ̂_0(V)|²`.
  ///
  ///     ⟨g⟩_T = ∫dq |ψ̂_0(q)|² [⟨g⟩_{e(q)} + e^{−Γ(e(q))T} (g(q) − ⟨g⟩_{e(q)})]
  ///
  /// A packet of fixed width in sites is a point in X = η²x as η → 0; its momenta stay spread. Γ is not
  /// smooth at van Hove energies: up to `PacketShells.widest` the packet is cut into shells between them. For the wider
  /// a rule in q converges algebraically where the packet reaches one.
  /// The error is the distance of two rules, and on shells the probability that the finer one misses.
  public static func value(
    time T: Double, packet: WavePacket, observable: Observable, workers: Workers = .single,
    monitor: Monitor = .silent
  ) throws(LadderError) -> Estimate {
    precondition(T >= 0 && T.isFinite, "the time T is not negative, got \(T)")
    let d = packet.dimension
    let isDisplacement = observable == .displacement
    // the displacement needs ⟨c_1²⟩ = 2 − 2⟨cos 4πv_1⟩
    let averaged =
      isDisplacement
      ? Observable.mode((0..<d).map { $0 == 0 ? 2 : 0 }) : observable
    let weight = try Weight(averaged, start: packet.momentum, dimension: d)
    let modes = observable.weight(start: packet.momentum)
    if packet.width <= PacketShells.widest(dimension: d) {
      do throws(Interrupted) {
        return try onShells(
          time: T, packet: packet, observable: observable, workers, monitor)
      } catch { throw .interrupted }
    }
    let none = [Double](repeating: 0, count: d)
    func run(_ degree: Int) throws(Interrupted) -> Double {
      let nodes = PacketNodes(packet, degree: degree, transfer: none)
      let values =
        modes.map { nodes.values(of: $0, transfer: none) }
        ?? [Double](repeating: 1, count: nodes.nodes.count)
      let size = 512
      let count = nodes.nodes.count
      let parts = try workers.map((count + size - 1) / size, monitor: monitor) { piece in
        var sum = 0.0
        for k in (piece * size)..<min(count, (piece + 1) * size) {
          let node = nodes.nodes[k]
          let (Γ, mean) = Self.shell(weight, energy: node.left, dimension: d)
          if isDisplacement {
            let start =
              node.momentum.reduce(0) { $0 + 4 * pow(sin(2 * Double.pi * $1), 2) } / Double(d)
            sum += node.weight * Self.displacement(Γ, 2 - 2 * mean, start, T)
          } else {
            let left = exp(-Γ * T)
            sum += node.weight * (values[k] * left + mean * (1 - left))
          }
        }
        return sum
      }
      return parts.reduce(0, +)
    }
    do throws(Interrupted) {
      let degrees = packetDegrees(dimension: d)
      let (fine, coarse) = (try run(degrees.fine), try run(degrees.coarse))
      return Estimate(
        fine, error: abs(fine - coarse) + 1e-13 * max(1, T * T), method: "shells of a packet")
    } catch { throw .interrupted }
  }

  private static func onShells(
    time T: Double, packet: WavePacket, observable: Observable, _ workers: Workers,
    _ monitor: Monitor
  ) throws(Interrupted) -> Estimate {
    let d = packet.dimension
    let isDisplacement = observable == .displacement
    let g =
      isDisplacement
      ? Observable.squareVelocity(dimension: d) : observable.polynomial(start: packet.momentum)
    func run(_ scale: Double) throws(Interrupted) -> (value: Double, mass: Double) {
      let shells = try PacketShells(
        packet, measured: g, transfer: [Double](repeating: 0, count: d), until: T, scale: scale,
        workers: workers, monitor: monitor)
      let parts: [(Double, Double)] = try workers.map(shells.count, monitor: monitor) { k in
        guard let shell = shells.shell(k) else { return (0, 0) }
        let (Γ, mass) = (shell.rate, shell.mass)
        let left = exp(-Γ * T)
        let value =
          isDisplacement
          ? mass * displacement(Γ, shell.mean, shell.start / mass, T)
          : left * shell.start + (observable == .survival ? 0 : (1 - left) * mass * shell.mean)
        return (shell.weight * value, shell.weight * mass)
      }
      return parts.reduce((0.0, 0.0)) { ($0.0 + $1.0, $0.1 + $1.1) }
    }
    let (coarse, fine) = (try run(1), try run(1.4))
    let lost = abs(fine.mass - 1) * max(1, abs(fine.value))
    return Estimate(
      fine.value, error: abs(fine.value - coarse.value) + lost + 1e-13 * max(1, T * T),
      method: "shells of a packet")
  }

  /// Of the two rules in q whose distance is the error.
  static func packetDegrees(dimension d: Int) -> (fine: Int, coarse: Int) {
    d < 3 ? (160, 120) : d == 3 ? (44, 34) : (16, 12)
  }

  /// Γ(E) and ⟨g⟩_E; at an edge of the band, where there is no shell, Γ = 0.
  static func shell(_ weight: Weight, energy E: Double, dimension d: Int)
    -> (rate: Double, mean: Double)
  {
    let green = GreenFunction(dimension: d)
    let G = green.value(at: Complex(E)).imaginary
    // an infinite density of states is one point of the packet: its neighbour stands for it
    guard G.isFinite else { return shell(weight, energy: 0.999999999 * E - 1e-9, dimension: d) }
    guard G > 1e-12 else { return (0, 0) }
    var mean = 0.0
    for term in weight.terms {
      // ⟨1⟩ = 1 and ⟨cos 2πv_1⟩ = E/2d need no integral
      switch term.site.reduce(0, +) {
      case 0: mean += term.coefficient
      case 1: mean += term.coefficient * E / Double(2 * d)
      default:
        mean += term.coefficient * green.value(at: Complex(E), site: term.site).imaginary / G
      }
    }
    return (2 * G, mean)
  }
}
