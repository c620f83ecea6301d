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
/// In d = 3 collisions come many at a time from `ShellDraws`, one row each. What is left of a flight
/// when a particle's time is over is, by the exponential law, a fresh flight for the next one.
public struct ShellParticles: Sendable {
  /// What a run gives.
  public struct Average: Sendable {
    public let value: ComplexEstimate
    public let collisions: Int
    public let particles: Int
  }

  public let transport: ShellTransport
  public let seed: UInt64

  public init(_ transport: ShellTransport, seed: UInt64) {
    self.transport = transport
    self.seed = seed
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
    let cells =
      transport.momentum.dimension == 3 ? ShellCells(energy: transport.shell.energy) : nil
    let sums: [Sums]
    do throws(Interrupted) {
      sums = try workers.spread((count + size - 1) / size, monitor: monitor) { piece in
        run(
          min(count, (piece + 1) * size) - piece * size, stream: UInt64(piece), time: T,
          observable: observable, cells: cells)
      }
    } catch { throw .interrupted }
    var all = Sums()
    for sum in sums { all.add(sum) }
    let n = Double(count)
    func deviation(_ sum: Double, _ squares: Double) -> Double {
      (max(0, squares - sum * sum / n) / (n * (n - 1))).squareRoot()
    }
    return Average(
      value: ComplexEstimate(
        all.value / n,
        error: Complex(
          deviation(all.value.real, all.squares.real),
          deviation(all.value.imaginary, all.squares.imaginary)),
        .standardError, method: "particles"),
      collisions: all.collisions, particles: count)
  }

  private struct Sums: PlainData {
    var value = Complex.zero
    /// Of both parts apart.
    var squares = Complex.zero
    var collisions = 0

    init() {}

    init(from source: inout ByteSource) throws(PlainDataError) {
      value = try Complex(from: &source)
      squares = try Complex(from: &source)
      collisions = try Int(from: &source)
    }

    func encode(into sink: inout ByteSink) {
      value.encode(into: &sink)
      squares.encode(into: &sink)
      collisions.encode(into: &sink)
    }

    mutating func add(_ other: Sums) {
      value += other.value
      squares += other.squares
      collisions += other.collisions
    }
  }

  private func run(
    _ count: Int, stream: UInt64, time T: Double, observable: Observable, cells: ShellCells?
  ) -> Sums {
    let d = transport.momentum.dimension
    let mean = 1 / transport.shell.rate.value
    let start = transport.momentum
    var score = Score(
      observable: observable, modes: observable.weight(start: start) ?? [],
      transfer: transport.transfer, dimension: d)
    let atStart = ShellState(start)
    let philox = Philox(seed: seed, stream: stream)
    if let cells {
      var draws = ShellDraws(
        energy: transport.shell.energy, mean: mean, philox: philox, cells: cells)
      var flight = draws.next().velocity[3]
      for _ in 0..<count {
        var left = T
        var (velocity, cosine) = (atStart.velocity, atStart.cosine)
        var place = SIMD4<Double>.zero
        var collisions = 0
        while flight < left {
          place += velocity * flight
          left -= flight
          (velocity, cosine) = draws.next()
          flight = velocity[3]
          collisions += 1
        }
        place += velocity * left
        flight -= left
        var state = ShellState(place: place, velocity: velocity, cosine: cosine)
        state.forgetFourthAxis()
        score.add(state, collisions: collisions)
      }
    } else {
      let sampler = ShellSampler(dimension: d, energy: transport.shell.energy)
      var source = BlockSource(philox)
      let first = source.next()
      var uniform = (Double((UInt64(first[1]) << 32 | UInt64(first[0])) >> 11) + 0.5) * 0x1p-53
      var flight = -log(uniform) * mean
      for _ in 0..<count {
        var state = atStart
        var left = T
        var collisions = 0
        while flight < left {
          state.place += state.velocity * flight
          left -= flight
          uniform = sampler.draw(&source, &state)
          flight = -log(uniform) * mean
          collisions += 1
        }
        state.place += state.velocity * left
        flight -= left
        score.add(state, collisions: collisions)
      }
    }
    return score.sums
  }

  /// What a particle counts for, summed up.
  private struct Score {
    let observable: Observable
    let modes: [Observable.Mode]
    let transfer: SIMD4<Double>
    let dimension: Int
    var sums = Sums()

    init(observable: Observable, modes: [Observable.Mode], transfer: [Double], dimension: Int) {
      (self.observable, self.modes, self.dimension) = (observable, modes, dimension)
      var κ = SIMD4<Double>.zero
      for (j, component) in transfer.enumerated() { κ[j] = component }
      self.transfer = κ
    }

    mutating func add(_ state: ShellState, collisions: Int) {
      sums.collisions += collisions
      var value = Complex.one
      switch observable {
      case .survival: value = collisions > 0 ? .zero : .one
      case .displacement:
        value = Complex((state.place * state.place).sum() / Double(dimension))
      default: value = Complex(ShellParticles.weight(modes, state))
      }
      if observable != .displacement {
        let phase = (transfer * state.place).sum()
        if phase != 0 { value *= Complex.phase(-2 * Double.pi * phase) }
      }
      sums.value += value
      sums.squares += Complex(value.real * value.real, value.imaginary * value.imaginary)
    }
  }

  /// g(V), with `e^{2πiV_j} = (2cos − i c_j)/2`.
  private static func weight(_ modes: [Observable.Mode], _ state: ShellState) -> Double {
    var sum = 0.0
    for mode in modes {
      var phase = mode.coefficient
      for (j, m) in mode.index.enumerated() where m != 0 {
        let turn = Complex(
          state.cosine[j] / 2, (m < 0 ? state.velocity[j] : -state.velocity[j]) / 2)
        for _ in 0..<abs(m) { phase *= turn }
      }
      sum += phase.real
    }
    return sum
  }
}
