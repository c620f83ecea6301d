public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The linear Boltzmann equation from a wave packet as a jump process, exact in law.
///
/// Each particle draws its momentum from `|ψ̂_0(q)|²` and stays on the shell of that energy. Possible collisions come
/// at a rate `2d/c_min` that needs no density of states, and `ShellSampler` keeps as many of them as the rate
/// Γ(E) = 2πρ(E) asks for: no table in E, no thickness of the shell. Block n of 512 particles draws from
/// stream n of the seed: the same for any number of threads.
public struct PacketParticles: Sendable {
  public let packet: WavePacket
  public let seed: UInt64
  private let starts: PacketStarts

  public init(packet: WavePacket, seed: UInt64) {
    self.packet = packet
    self.seed = seed
    starts = PacketStarts(packet)
  }

  /// The mean of an observable at a transfer κ over `count` particles at the macroscopic time T.
  public func average(
    time T: Double, transfer: [Double], observable: Observable, particles count: Int,
    workers: Workers = .single, monitor: Monitor = .silent
  ) throws(LadderError) -> ShellParticles.Average {
    precondition(count >= 2, "an error bar needs two particles, got \(count)")
    precondition(T >= 0 && T.isFinite, "the time T is not negative, got \(T)")
    guard transfer.count == packet.dimension else {
      throw .dimension(momentum: transfer.count, lattice: packet.dimension)
    }
    if observable != .displacement {
      _ = try Weight(observable, start: packet.momentum, dimension: packet.dimension)
    }
    let size = 512
    let sums: [ParticleScore.Sums]
    do throws(Interrupted) {
      sums = try workers.spread((count + size - 1) / size, monitor: monitor) { piece in
        var score = ParticleScore(observable, start: packet.momentum, transfer: transfer)
        let particles = min(count, (piece + 1) * size) - piece * size
        fly(particles, block: piece, until: T) { score.add($0, collisions: $1) }
        return score.sums
      }
    } catch { throw .interrupted }
    return ParticleScore.average(sums, particles: count)
  }

  /// The particles of a block at the time T, one after the other, and how often they collided.
  ///
  /// - Parameter width: of a Gaussian that X is drawn from along every axis.
  func fly(
    _ count: Int, block: Int, until T: Double, width: Double = 0,
    _ body: (ShellState, Int) -> Void
  ) {
    var source = BlockSource(Philox(seed: seed, stream: UInt64(block)))
    for _ in 0..<count {
      var state = ShellState(starts.draw(&source))
      if width > 0 { state.scatter(width, dimension: packet.dimension, &source) }
      let collisions = Self.fly(&state, dimension: packet.dimension, until: T, &source)
      body(state, collisions)
    }
  }

  /// Flies and collides on the particle's own shell until T; returns the number of collisions.
  static func fly(
    _ state: inout ShellState, dimension: Int, until T: Double, _ source: inout BlockSource
  ) -> Int {
    let energy = state.cosine.sum()
    // at an edge of the band nothing moves
    guard abs(energy) < Double(2 * dimension) else { return 0 }
    let sampler = ShellSampler(dimension: dimension, energy: energy)
    let mean = 1 / sampler.proposalRate
    var left = T
    var collisions = 0
    var flight = -log(source.uniforms().x) * mean
    while flight < left {
      state.place += state.velocity * flight
      left -= flight
      let (uniform, isKept) = sampler.propose(&source, &state)
      if isKept { collisions += 1 }
      flight = -log(uniform) * mean
    }
    state.place += state.velocity * left
    return collisions
  }
}

/// Momenta with the law `|ψ̂_0(q)|²` of a packet, by rejection from a wrapped Gaussian or the circle.
struct PacketStarts: Sendable {
  private let packet: WavePacket
  /// Standard deviation of the Gaussian, 1/(4πw); nil for the circle.
  private let spread: Double?
  /// The greatest ratio of both densities.
  private let bound: Double

  init(_ packet: WavePacket) {
    self.packet = packet
    // |φ̂|² is the square of a sum of Gaussians, the wrapped one the sum of squares: half a turn away,
    // where two of them meet, their ratio is 2, and less than 2.04 for these widths
    spread = packet.width >= 0.25 ? 1 / (4 * Double.pi * packet.width) : nil
    let most = packet.axisAmplitude(0)
    bound = spread == nil ? most * most : 2.1
  }

  func draw(_ source: inout BlockSource) -> Momentum {
    Momentum((0..<packet.dimension).map { packet.momentum[$0] + axis(&source) })
  }

  private func axis(_ source: inout BlockSource) -> Double {
    guard packet.width > 0 else { return source.uniforms().x - 0.5 }
    while true {
      let uniforms = source.uniforms()
      var (k, density) = (uniforms.y - 0.5, 1.0)
      if let spread {
        k = spread * source.normals().x
        k -= k.rounded()
        let reach = spread > 0.02 ? 4 : 0
        density = (-reach...reach).reduce(0) { sum, n in
          let distance = (k + Double(n)) / spread
          return sum + exp(-distance * distance / 2)
        }
        density /= spread * (2 * Double.pi).squareRoot()
      }
      let amplitude = packet.axisAmplitude(k)
      if uniforms.x * bound * density <= amplitude * amplitude { return k }
    }
  }
}
