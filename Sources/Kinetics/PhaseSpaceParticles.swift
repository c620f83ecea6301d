public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The Boltzmann density of one axis of phase space, from a wave packet, by the jump process.
///
///     B(x, v; t) = ∫dx_⊥ dv_⊥ F_{η²t},    smeared by a Gaussian in x and v as the Husimi function is
///
/// in sites x and momenta v, so that it stands beside the Wigner transform of `E |ψ_t⟩⟨ψ_t|`. A
/// particle starts with the momentum distribution `|ψ̂_0|²` and the position distribution `|ψ_0|²` of
/// the packet, flies with velocity c(v), and collides at rate `η² 2πρ(e)`; then its momentum is drawn
/// anew from its own shell, as `PacketParticles` do. Errors are of sampling and none else; particle n
/// draws from stream n of the seed.
///
/// In d = 1 the equation holds no longer than the kinetic limit does, which is not long: backward
/// scattering interferes at the same order.
public struct PhaseSpaceParticles: Sendable {
  public let packet: WavePacket
  /// η.
  public let coupling: Double
  /// t, microscopic.
  public let time: Double
  public let seed: UInt64
  private let starts: PacketStarts

  public init(packet: WavePacket, coupling: Double, time: Double, seed: UInt64) {
    precondition(coupling >= 0 && coupling.isFinite, "a coupling η ≥ 0, got \(coupling)")
    precondition(time >= 0 && time.isFinite, "a time t ≥ 0, got \(time)")
    self.packet = packet
    self.coupling = coupling
    self.time = time
    self.seed = seed
    starts = PacketStarts(packet)
  }

  /// How the density is sampled: cells of one site, x from −L/2 on, and of 1/L in v around k/L.
  public struct Grid: Hashable, Sendable {
    public let side: Int
    /// w of the smearing: variance w² in x and 1/(4πw)² in v.
    public let smearing: Double

    public init(side: Int, smearing: Double) {
      precondition(side >= 2 && smearing > 0, "a grid of two cells, smeared")
      self.side = side
      self.smearing = smearing
    }
  }

  /// The density by x and then v, so that `L^{−1} Σ B = 1` but for particles outside the grid.
  ///
  /// - Throws: `Interrupted`.
  public func density(
    on grid: Grid, particles: Int, workers: Workers = .single, monitor: Monitor = .silent
  ) throws(Interrupted) -> [[Double]] {
    precondition(particles >= 1, "a density needs a particle")
    let size = 8192
    let pieces = try workers.spread((particles + size - 1) / size, monitor: monitor) { piece in
      var counts = [Double](repeating: 0, count: grid.side * grid.side)
      for n in piece * size..<min(particles, (piece + 1) * size) {
        let (x, v) = particle(n, smearing: grid.smearing)
        let cell = Int((x + Double(grid.side / 2)).rounded())
        guard (0..<grid.side).contains(cell) else { continue }
        let turn = Int((v * Double(grid.side)).rounded()) % grid.side
        counts[cell * grid.side + (turn + grid.side) % grid.side] += 1
      }
      return counts
    }
    var sums = [Double](repeating: 0, count: grid.side * grid.side)
    for counts in pieces { for i in sums.indices { sums[i] += counts[i] } }
    let scale = Double(grid.side) / Double(particles)
    return (0..<grid.side).map { x in
      (0..<grid.side).map { v in scale * sums[x * grid.side + v] }
    }
  }

  /// Position and momentum of particle n along the first axis, smeared.
  private func particle(_ n: Int, smearing w: Double) -> (x: Double, v: Double) {
    var source = BlockSource(Philox(seed: seed, stream: UInt64(n)))
    var state = ShellState(starts.draw(&source))
    var x = state.velocity[0] * time
    if coupling > 0 {
      // kinetic units: T = η²t, X = η²x
      let η2 = coupling * coupling
      _ = PacketParticles.fly(
        &state, dimension: packet.dimension, until: η2 * time, &source)
      x = state.place[0] / η2
    }
    let (place, momentum) = (source.normals(), source.normals())
    let v = atan2(-state.velocity[0], state.cosine[0]) / (2 * Double.pi)
    return (
      x + packet.width * place.x + w * place.y, v + momentum.x / (4 * Double.pi * w)
    )
  }
}
