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
/// anew from its own shell, whose energy is that of its start. The shell is given a thickness of
/// ±0.05 about that energy, which no collision adds to. Errors are of sampling, that thickness, and
/// none else; particle n draws from stream n of the seed.
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
  private let rates: Rates

  public init(packet: WavePacket, coupling: Double, time: Double, seed: UInt64) {
    precondition(coupling >= 0 && coupling.isFinite, "a coupling η ≥ 0, got \(coupling)")
    precondition(time >= 0 && time.isFinite, "a time t ≥ 0, got \(time)")
    self.packet = packet
    self.coupling = coupling
    self.time = time
    self.seed = seed
    rates = Rates(dimension: packet.dimension)
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
    let d = packet.dimension
    var random = Draws(seed: seed, stream: UInt64(n))
    let noise = random.normals()
    var x = packet.width * noise.x + w * noise.y
    var v = [Double](repeating: 0, count: d)
    for axis in 0..<d {
      // φ̂ squared is a Gaussian of width 1/4πw on the circle; of one site it is constant
      let spread = packet.width > 0 ? random.normals().x / (4 * Double.pi * packet.width) : 0
      v[axis] =
        packet.width > 0 ? packet.momentum[axis] + spread : random.uniform()
    }
    let energy = v.reduce(0) { $0 + 2 * cos(2 * Double.pi * $1) }
    let rate = coupling * coupling * rates.value(at: energy)
    var left = time
    while true {
      let flight = rate > 0 ? -log(random.uniform()) / rate : .infinity
      x += min(flight, left) * -2 * sin(2 * Double.pi * v[0])
      left -= flight
      if left <= 0 { break }
      scatter(&v, energy, &random)
    }
    return (x, v[0] + random.normals().x / (4 * Double.pi * w))
  }

  /// A new momentum on the shell, by rejection.
  private func scatter(_ v: inout [Double], _ energy: Double, _ random: inout Draws) {
    var thickness = Self.thickness
    var tries = 0
    while true {
      var e = 0.0
      for axis in v.indices {
        v[axis] = random.uniform()
        e += 2 * cos(2 * Double.pi * v[axis])
      }
      if abs(e - energy) <= thickness { return }
      tries += 1
      // at the edge of the band there is next to nothing to hit
      if tries % 20_000 == 0 { thickness *= 2 }
    }
  }

  private static let thickness = 0.05
}

/// A stream of random numbers, one after the other.
private struct Draws {
  let random: Philox
  var index: UInt64 = 0
  var spare: Double?

  init(seed: UInt64, stream: UInt64) { random = Philox(seed: seed, stream: stream) }

  mutating func uniform() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    let two = random.uniforms(index)
    index += 1
    spare = two.y
    return two.x
  }

  mutating func normals() -> SIMD2<Double> {
    defer { index += 1 }
    return random.normals(index)
  }
}

/// `2πρ(E)` from a table: a Green function in d = 4 costs too much for each particle.
private struct Rates: Sendable {
  private let values: [Double]
  private let edge: Double
  private let step: Double

  init(dimension: Int) {
    let green = GreenFunction(dimension: dimension)
    let count = dimension == 4 ? 400 : 8000
    edge = green.bandEdge
    step = 2 * edge / Double(count)
    let (lowest, width) = (-edge, step)
    // cell means of the density: it has singularities between the points
    values = (0..<count).map { k in
      let E = lowest + (Double(k) + 0.5) * width
      return 2 * green.value(at: Complex(E, 0.1 * width)).imaginary
    }
  }

  func value(at E: Double) -> Double {
    let k = Int(((E + edge) / step).rounded(.down))
    return values[min(max(k, 0), values.count - 1)]
  }
}
