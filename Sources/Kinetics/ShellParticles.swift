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
/// other. Particle number n draws from stream n of the seed: the same for any number of threads.
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
    let sums: [Sums]
    do throws(Interrupted) {
      sums = try workers.spread((count + size - 1) / size, monitor: monitor) { piece in
        run((piece * size)..<min(count, (piece + 1) * size), time: T, observable: observable)
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

  private func run(_ range: Range<Int>, time T: Double, observable: Observable) -> Sums {
    let d = transport.momentum.dimension
    let sampler = ShellSampler(dimension: d, energy: transport.shell.energy)
    let mean = 1 / transport.shell.rate.value
    let start = transport.momentum
    let modes = observable.weight(start: start) ?? []
    var κ = SIMD4<Double>.zero
    for (j, component) in transport.transfer.enumerated() { κ[j] = component }
    let atStart = ShellState(start)
    var sums = Sums()
    for particle in range {
      var source = BlockSource(Philox(seed: seed, stream: UInt64(particle)))
      var state = atStart
      let first = source.next()
      var uniform = (Double((UInt64(first[1]) << 32 | UInt64(first[0])) >> 11) + 0.5) * 0x1p-53
      var left = T
      var collided = false
      while true {
        let flight = -log(uniform) * mean
        state.place += state.velocity * min(flight, left)
        left -= flight
        if left <= 0 { break }
        uniform = sampler.draw(&source, &state)
        collided = true
        sums.collisions += 1
      }
      var value = Complex.one
      switch observable {
      case .survival: value = collided ? .zero : .one
      case .displacement: value = Complex((state.place * state.place).sum() / Double(d))
      default: value = Complex(Self.weight(modes, state))
      }
      if observable != .displacement {
        let phase = (κ * state.place).sum()
        if phase != 0 { value *= Complex.phase(-2 * Double.pi * phase) }
      }
      sums.value += value
      sums.squares += Complex(value.real * value.real, value.imaginary * value.imaginary)
    }
    return sums
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
