public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The linear Boltzmann equation as a jump process, exact in law.
///
/// A particle starts at p0, flies with velocity c, and after an exponential time of rate Γ(E) takes a
/// new momentum, drawn from the shell independently of the old one. The mean over particles of
/// `g(V_T) e^{−2πiκ·X_T}`, of the displacement or of "never collided" has a standard error and no
/// other. Block n of 2048 particles draws from stream n of the seed: the same for any number of threads.
///
/// In d = 2…4 eight fly side by side in a `ShellFlock`; in d = 1 only a sign is drawn. What is left
/// of a flight when a particle's time is over is, by the exponential law, a fresh flight for the next one.
public struct ShellParticles: Sendable {
  /// What a run gives.
  public struct Average: Sendable {
    public let value: ComplexEstimate
    public let collisions: Int
    public let particles: Int
  }

  public let transport: ShellTransport
  public let seed: UInt64
  /// nil in d = 1.
  private let cells: ShellCells?

  public init(_ transport: ShellTransport, seed: UInt64) {
    self.transport = transport
    self.seed = seed
    let shell = transport.shell
    cells =
      shell.dimension > 1
      ? ShellCells(dimension: shell.dimension, energy: shell.energy) : nil
  }

  /// The mean of an observable over `count` particles at the macroscopic time T.
  public func average(
    time T: Double, observable: Observable, particles count: Int, workers: Workers = .single,
    monitor: Monitor = .silent
  ) throws(LadderError) -> Average {
    precondition(count >= 2, "an error bar needs two particles, got \(count)")
    if observable != .displacement {
      _ = try Weight(observable, start: transport.momentum, dimension: transport.momentum.dimension)
    }
    let size = 2048
    let sums: [ParticleScore.Sums]
    do throws(Interrupted) {
      sums = try workers.spread((count + size - 1) / size, monitor: monitor) { piece in
        run(
          min(count, (piece + 1) * size) - piece * size, stream: UInt64(piece), time: T,
          observable: observable)
      }
    } catch { throw .interrupted }
    return ParticleScore.average(sums, particles: count)
  }

  private func run(
    _ count: Int, stream: UInt64, time T: Double, observable: Observable
  ) -> ParticleScore.Sums {
    var score = ParticleScore(
      observable, start: transport.momentum, transfer: transport.transfer)
    fly(count, stream: stream, until: T, withMomenta: score.readsMomenta) {
      score.add($0, collisions: $1)
    }
    return score.sums
  }

  /// Particles at the time T, in an order that only the seed decides, and how often they collided.
  ///
  /// - Parameter withMomenta: Whether the body reads velocity and cosines.
  @inline(__always)
  func fly(
    _ count: Int, stream: UInt64, until T: Double, withMomenta: Bool = true,
    _ body: (ShellState, Int) -> Void
  ) {
    let mean = 1 / transport.shell.rate.value
    let atStart = ShellState(transport.momentum)
    let philox = Philox(seed: seed, stream: stream)
    if let cells {
      func fly<let d: Int>(_ flock: consuming ShellFlock<d>) {
        flock.fly(
          count, from: atStart, until: T, through: cells, withMomenta: withMomenta, body)
      }
      // a constant d for the compiler
      let energy = cells.energy
      switch cells.dimension {
      case 2: fly(ShellFlock<2>(energy: energy, mean: mean, philox: philox))
      case 3: fly(ShellFlock<3>(energy: energy, mean: mean, philox: philox))
      default: fly(ShellFlock<4>(energy: energy, mean: mean, philox: philox))
      }
    } else {
      let sampler = ShellSampler(dimension: 1, energy: transport.shell.energy)
      var source = BlockSource(philox)
      var flight = -log(source.uniforms().x) * mean
      for _ in 0..<count {
        var state = atStart
        var left = T
        var collisions = 0
        while flight < left {
          state.place += state.velocity * flight
          left -= flight
          flight = -log(sampler.draw(&source, &state)) * mean
          collisions += 1
        }
        state.place += state.velocity * left
        flight -= left
        body(state, collisions)
      }
    }
  }
}
