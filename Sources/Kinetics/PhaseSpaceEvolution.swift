public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The linear Boltzmann equation in phase space, from a packet that is a Gaussian in X.
///
///     ∂_T F + c(V)·∇_X F = ∫dU 2πδ(e(U) − e(V)) [F(X,U) − F(X,V)],      c = ∇e/2π
///     F_0(X, V) = |h(X)|² δ(V − p0)   or   |h(X)|² |ψ̂_0(V)|²,     |h|² a Gaussian of width W per axis
///
/// The first is the packet of the source, of W/η² sites, whose momenta come together as η → 0; the second a
/// packet of few sites, seen with a resolution W. The density is wanted on a `PhaseSpaceGrid`; coordinates
/// that the grid does not keep are integrated over.
///
/// * `ordinates` (deterministic): finitely many velocities, each Fourier mode in X by itself.
/// * `shell` (plane wave, one axis of X): the Volterra equation for every mode, errors below 1e-8.
/// * `particles`: the jump process, exact in law, counted in cells.
public struct PhaseSpaceEvolution: Sendable {
  /// The momenta at the start.
  public enum Start: Hashable, Sendable {
    case plane(Momentum)
    case packet(WavePacket)

    public var dimension: Int {
      switch self {
      case .plane(let p): p.dimension
      case .packet(let packet): packet.dimension
      }
    }
  }

  public let start: Start
  /// W, the standard deviation of |h|² along every axis, in units of X.
  public let width: Double
  public let grid: PhaseSpaceGrid
  let known = KnownOrdinates()

  /// - Throws: `LadderError` if a plane wave has no shell, or a packet's momenta lie too close together.
  public init(start: Start, width: Double, grid: PhaseSpaceGrid) throws(LadderError) {
    precondition(width > 0 && width.isFinite, "a packet of some width in X, got \(width)")
    guard start.dimension == grid.dimension else {
      throw .dimension(momentum: start.dimension, lattice: grid.dimension)
    }
    switch start {
    case .plane(let p): _ = try EnergyShell(dimension: p.dimension, energy: p.energy)
    case .packet(let packet):
      guard packet.width <= Self.widestPacket else {
        throw .packet(width: packet.width, most: Self.widestPacket)
      }
    }
    self.start = start
    self.width = width
    self.grid = grid
  }

  /// In sites; beyond it a packet is a plane wave to the eye.
  public static let widestPacket = 20.0

  /// How far from the origin there is anything at the time T: the front moves at 2 per axis.
  public static func reach(time T: Double, width: Double) -> Double { 2 * T + 6 * width }

  /// The density at each time, by the jump process: particles in cells, with standard errors.
  ///
  /// - Throws: `Interrupted`.
  public func particles(
    times: [Double], count: Int, seed: UInt64, workers: Workers = .single,
    monitor: Monitor = .silent
  ) throws(Interrupted) -> [PhaseSpaceDensity] {
    precondition(count >= 1, "a density needs a particle")
    let grid = grid
    let plane: ShellParticles?
    let cloud: PacketParticles?
    switch start {
    case .plane(let p):
      let none = [Double](repeating: 0, count: p.dimension)
      // the shell was found at the start
      let transport = try! ShellTransport(momentum: p, transfer: none)
      (plane, cloud) = (ShellParticles(transport, seed: seed), nil)
    case .packet(let packet):
      (plane, cloud) = (nil, PacketParticles(packet: packet, seed: seed))
    }
    // few pieces: each brings a whole grid back
    let pieces = min(64, (count + 2047) / 2048)
    var densities: [PhaseSpaceDensity] = []
    for T in times {
      let counts: [[Int]] = try workers.spread(pieces, monitor: monitor) { piece in
        var counts = [Int](repeating: 0, count: grid.count)
        let size = (piece + 1) * count / pieces - piece * count / pieces
        func add(_ state: ShellState) {
          guard let x = grid.placeCell({ state.place[$0] }) else { return }
          let v = grid.momentumCell {
            atan2(-state.velocity[$0], state.cosine[$0]) / (2 * Double.pi)
          }
          counts[x * grid.momentumCount + v] += 1
        }
        if let plane {
          // where a plane wave starts is drawn from a stream of its own
          var source = BlockSource(Philox(seed: seed, stream: UInt64(piece) | 1 << 63))
          plane.fly(size, stream: UInt64(piece), until: T) { end, _ in
            var state = end
            state.scatter(width, dimension: grid.dimension, &source)
            add(state)
          }
        } else {
          cloud?.fly(size, block: piece, until: T, width: width) { state, _ in add(state) }
        }
        return counts
      }
      let scale = 1 / (Double(count) * grid.volume)
      let sums = (0..<grid.count).map { cell in counts.reduce(0) { $0 + Double($1[cell]) } }
      densities.append(
        PhaseSpaceDensity(
          grid: grid, time: T, values: sums.map { $0 * scale },
          errors: sums.map { n in
            (n * max(0, 1 - n / Double(count))).squareRoot() * scale
          }))
    }
    return densities
  }

  /// The density of one axis of X from a plane wave, by the Volterra equation of the shell.
  ///
  /// - Precondition: a plane wave; a grid of one axis of X and none of V.
  /// - Throws: `LadderError.phase` where a mode turns too often, `.interrupted`.
  public func shell(
    times: [Double], workers: Workers = .single, monitor: Monitor = .silent
  ) throws(LadderError) -> [PhaseSpaceDensity] {
    guard case .plane(let p) = start, grid.places.count == 1, grid.momenta.isEmpty else {
      preconditionFailure("one axis of X from a plane wave")
    }
    var densities: [PhaseSpaceDensity] = []
    for T in times {
      let modes = SpatialModes(grid, width: width, until: T)
      @Sendable func transport(_ m: Int) throws(LadderError) -> ShellTransport {
        var κ = [Double](repeating: 0, count: p.dimension)
        κ[grid.places[0]] = modes.transfer(m)
        return try ShellTransport(momentum: p, transfer: κ)
      }
      _ = try transport(modes.largest).phase(until: T)
      let results: [Result<ComplexEstimate, LadderError>]
      do throws(Interrupted) {
        results = try workers.local.map(modes.largest + 1, monitor: monitor) { m in
          Result { () throws(LadderError) in
            try transport(m).value(time: T, observable: .one)
          }
        }
      } catch { throw .interrupted }
      var half: [Complex] = []
      var error = 0.0
      for (m, result) in results.enumerated() {
        let value = try result.get()
        half.append(modes.envelope([m]) * value.value)
        error += modes.envelope([m]) * value.error.modulus
      }
      let all = (-modes.largest...modes.largest).map { $0 < 0 ? half[-$0].conjugate : half[$0] }
      densities.append(
        PhaseSpaceDensity(
          grid: grid, time: T, values: modes.density(all, momentumCount: 1),
          stepError: error))
    }
    return densities
  }
}

/// Fourier modes in X of a density that is a Gaussian of width W at the start, on a period that nothing leaves.
struct SpatialModes: Sendable {
  let grid: PhaseSpaceGrid
  let width: Double
  /// P: twice the reach at the last time, or the length of the grid.
  let period: Double
  /// Modes m with |m| at most this; the envelope beyond is below 1e-10.
  let largest: Int

  /// - Precondition: `modes` of it is a number that memory can hold.
  init(_ grid: PhaseSpaceGrid, width: Double, until T: Double) {
    self.grid = grid
    self.width = width
    period = Self.period(grid, width: width, until: T)
    largest = Int((Self.modes(grid, width: width, until: T) - 1) / 2)
  }

  private static func period(_ grid: PhaseSpaceGrid, width: Double, until T: Double) -> Double {
    max(grid.length, 2 * PhaseSpaceEvolution.reach(time: T, width: width))
  }

  /// Modes per axis, however many.
  static func modes(_ grid: PhaseSpaceGrid, width: Double, until T: Double) -> Double {
    guard !grid.places.isEmpty else { return 1 }
    return 2 * (1.1 * period(grid, width: width, until: T) / width).rounded(.up) + 1
  }

  /// Modes per axis.
  var side: Int { 2 * largest + 1 }
  var count: Int { grid.places.reduce(1) { n, _ in n * side } }

  /// κ of mode m.
  func transfer(_ m: Int) -> Double { Double(m) / period }

  /// The transform of |h|², `e^{−2π²W²|κ|²}`.
  func envelope(_ m: [Int]) -> Double {
    let square = m.reduce(0) { $0 + transfer($1) * transfer($1) }
    return exp(-2 * Double.pi * Double.pi * width * width * square)
  }

  /// The modes of number k, last axis fastest; mode −m of number k is number count−1−k.
  func modes(_ k: Int) -> [Int] {
    var rest = k
    let reversed = grid.places.map { _ in
      defer { rest /= side }
      return rest % side - largest
    }
    return reversed.reversed()
  }

  /// Cell means of `P^{−a} Σ_m F̂_m e^{2πim·X/P}` per cell of V, from F̂ by mode and then cell of V.
  ///
  /// - Parameter transformed: masses of the cells of V.
  func density(_ transformed: [Complex], momentumCount: Int) -> [Double] {
    let (n, side) = (grid.placeCells, side)
    // the mean of e^{2πimX/P} over a cell, divided by P
    let matrix: [Complex] = (0..<n).flatMap { k in
      (0..<side).map { index in
        let m = Double(index - largest)
        let half = Double.pi * m * grid.placeWidth / period
        let mean = index == largest ? 1 : sin(half) / half
        return (mean / period) * Complex.phase(2 * Double.pi * m * grid.place(k) / period)
      }
    }
    var values = transformed
    var (outer, inner) = (count, momentumCount)
    // last axis of X first; what is done moves into `inner`
    for _ in grid.places {
      outer /= side
      var next = [Complex](repeating: .zero, count: outer * n * inner)
      for o in 0..<outer {
        for k in 0..<n {
          for m in 0..<side {
            let factor = matrix[k * side + m]
            let (from, to) = ((o * side + m) * inner, (o * n + k) * inner)
            for i in 0..<inner { next[to + i] += factor * values[from + i] }
          }
        }
      }
      values = next
      inner *= n
    }
    let scale = grid.momenta.reduce(1.0) { v, _ in v * Double(grid.momentumCells) }
    return values.map { $0.real * scale }
  }
}
