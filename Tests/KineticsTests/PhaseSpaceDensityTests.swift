import Foundation
import Kinetics
import Testing
import Torus

private let middle = Momentum([0.1, 0.2, 0.3])

@Suite struct PhaseSpaceDensityTests {
  static func grid(
    _ d: Int, _ places: [Int], _ momenta: [Int] = [], cells: Int = 32, momentumCells: Int = 32,
    length: Double = 10
  ) -> PhaseSpaceGrid {
    PhaseSpaceGrid(
      dimension: d, places: places, momenta: momenta, placeCells: cells,
      momentumCells: momentumCells, length: length)
  }

  /// Where cells are well filled, the mean square of the deviations in standard errors.
  static func deviation(_ a: PhaseSpaceDensity, _ particles: PhaseSpaceDensity) -> (Double, Int) {
    var (sum, count) = (0.0, 0)
    for k in a.values.indices where particles.values[k] > 5 * particles.errors[k] {
      sum += pow((a.values[k] - particles.values[k]) / particles.errors[k], 2)
      count += 1
    }
    return (sum / Double(count), count)
  }

  @Test func `from a plane wave ordinates, Volterra equation and particles agree`() throws {
    for (d, places) in [(3, [1]), (2, [0]), (1, [0])] {
      let p = Momentum(Array(middle.components.prefix(d)))
      let evolution = try PhaseSpaceEvolution(
        start: .plane(p), width: 0.3, grid: Self.grid(d, places))
      let ordinates = try evolution.ordinates(times: [0.5, 1.5], workers: Workers(threads: 2))
      let shell = try evolution.shell(times: [0.5, 1.5], workers: Workers(threads: 2))
      let particles = try evolution.particles(
        times: [0.5, 1.5], count: 400_000, seed: 3, workers: Workers(threads: 2))
      for k in 0...1 {
        #expect(abs(ordinates[k].mass - 1) < 1e-11 && abs(shell[k].mass - 1) < 1e-7)
        #expect(ordinates[k].distance(to: shell[k].values) < 2 * ordinates[k].stepError + 1e-7)
        #expect(ordinates[k].stepError < 1e-4)
        let (square, count) = Self.deviation(shell[k], particles[k])
        #expect(abs(square - 1) < 4.5 * (2 / Double(count)).squareRoot(), "\(square) \(count)")
        #expect((ordinates[k].values.min() ?? -1) > -1e-9)
      }
    }
  }

  // Before the first collision the density of X is the Gaussian that smears it, S = ½ log 2πeW².
  /// Ordinates are kept from one call to the next, but only for the same latest time.
  @Test func `what was computed before changes nothing`() throws {
    func evolution() throws -> PhaseSpaceEvolution {
      try PhaseSpaceEvolution(
        start: .plane(middle), width: 0.5, grid: Self.grid(3, [0], cells: 40, length: 30))
    }
    let used = try evolution()
    _ = used.ordinateUpdates(until: 0.3)
    let (again, fresh) = (
      try used.ordinates(times: [4])[0], try evolution().ordinates(times: [4])[0]
    )
    #expect(again.values == fresh.values)
  }

  @Test func `the entropy of a Gaussian is the closed form, and it rises`() throws {
    let width = 0.6
    let evolution = try PhaseSpaceEvolution(
      start: .plane(middle), width: width, grid: Self.grid(3, [1], cells: 256))
    let densities = try evolution.shell(times: [1e-5, 0.5, 1.5], workers: Workers(threads: 2))
    let closed = log(2 * Double.pi * exp(1) * width * width) / 2
    #expect(abs(densities[0].entropy - closed) < 1e-3, "\(densities[0].entropy) \(closed)")
    #expect(densities[1].entropy > densities[0].entropy)
    #expect(densities[2].entropy > densities[1].entropy)
  }

  @Test func `a short grid sees nothing of what lies beyond it`() throws {
    func densities(cells: Int, length: Double) throws -> [[Double]] {
      let evolution = try PhaseSpaceEvolution(
        start: .plane(middle), width: 0.4, grid: Self.grid(3, [1], cells: cells, length: length))
      return try [
        evolution.shell(times: [2], workers: Workers(threads: 2))[0].values,
        evolution.ordinates(times: [2], workers: Workers(threads: 2))[0].values,
      ]
    }
    let (short, long) = try (densities(cells: 8, length: 4), densities(cells: 32, length: 16))
    for (a, b) in zip(short, long) {
      for k in 0..<8 { #expect(abs(a[k] - b[k + 12]) < 1e-4, "\(k): \(a[k]) \(b[k + 12])") }
    }
    #expect(short[0].reduce(0, +) / 2 < 0.999)
  }

  // Two routes to ⟨X²⟩: cells and hats of the energy, and the mean over shells.
  @Test func `the second moment of a packet's density is its displacement`() throws {
    let packet = WavePacket(momentum: Momentum([0.1, 0.2]), width: 1.5)
    let (T, width, length, cells) = (1.5, 0.4, 11.0, 64)
    let evolution = try PhaseSpaceEvolution(
      start: .packet(packet), width: width,
      grid: Self.grid(2, [0], cells: cells, length: length))
    let density = try evolution.ordinates(times: [T], workers: Workers(threads: 2))[0]
    let h = length / Double(cells)
    var moment = 0.0
    for (k, value) in density.values.enumerated() {
      let x = (Double(k) + 0.5) * h - length / 2
      moment += value * h * (x * x + h * h / 12)
    }
    let other = try PhaseSpaceEvolution(
      start: .packet(packet), width: width,
      grid: Self.grid(2, [1], cells: cells, length: length)
    ).ordinates(times: [T], workers: Workers(threads: 2))[0]
    for (k, value) in other.values.enumerated() {
      let x = (Double(k) + 0.5) * h - length / 2
      moment += value * h * (x * x + h * h / 12)
    }
    let closed = try LinearBoltzmann.value(time: T, packet: packet, observable: .displacement)
    let expected = closed.value + width * width
    #expect(abs(moment / 2 / expected - 1) < 1e-3, "\(moment / 2) \(expected)")
  }

  /// A wide packet at the top of the band lies in the last hat, half a one of width ΔE = 1/8 in d = 2. There momenta of
  /// `(2πk)² < ΔE` have the weight 1 − (2πk)²/ΔE, so that |V_1| < a holds for `(16/3π)(x − x³/2 + 3x⁵/40)` of them,
  /// x = 2πa/√ΔE; the start, narrower than a, goes over to them at the rate 2πρ_2(4) = 1/2.
  @Test func `at the edge of the band half a hat has the rate of its shells`() throws {
    let packet = WavePacket(momentum: Momentum([0, 0]), width: 20)
    let cells = 64
    let evolution = try PhaseSpaceEvolution(
      start: .packet(packet), width: 0.4, grid: Self.grid(2, [], [0], momentumCells: cells))
    let near = try evolution.ordinates(times: [0, 2, 40], workers: Workers(threads: 2)).map {
      ($0.values[0] + $0.values[cells - 1]) / Double(cells)
    }
    #expect(abs(near[0] - 1) < 1e-3)
    let x = 2 * Double.pi / Double(cells) / 0.125.squareRoot()
    let last = 16 / (3 * Double.pi) * (x - pow(x, 3) / 2 + 3 * pow(x, 5) / 40)
    // next to the edge ρ grows and e is not a square: of relative order ΔE/16
    #expect(abs(near[2] / last - 1) < 0.02, "\(near) \(last)")
    let rate = -log((near[1] - near[2]) / (near[0] - near[2])) / 2
    #expect(abs(rate - 0.5) < 0.01, "\(rate)")
  }

  @Test(arguments: [1, 2, 3])
  func `from a packet the phase space of an axis is that of the particles`(d: Int) throws {
    let packet = WavePacket(momentum: Momentum(Array(middle.components.prefix(d))), width: 1.5)
    let evolution = try PhaseSpaceEvolution(
      start: .packet(packet), width: 0.4,
      grid: Self.grid(d, [0], [0], cells: 16, momentumCells: 16, length: 11))
    let ordinates = try evolution.ordinates(times: [1.5], workers: Workers(threads: 2))[0]
    let particles = try evolution.particles(
      times: [1.5], count: 300_000, seed: 4, workers: Workers(threads: 2))[0]
    #expect(abs(ordinates.mass - 1) < 1e-11)
    #expect((ordinates.values.min() ?? -1) > -1e-9)
    let (square, count) = Self.deviation(ordinates, particles)
    #expect(count > 60)
    #expect(abs(square - 1) < 4.5 * (2 / Double(count)).squareRoot() + 0.1, "\(square) \(count)")
    // its marginal in X is the density of X
    let alone = try PhaseSpaceEvolution(
      start: .packet(packet), width: 0.4, grid: Self.grid(d, [0], cells: 16, length: 11)
    ).ordinates(times: [1.5], workers: Workers(threads: 2))[0]
    for (a, b) in zip(ordinates.spatial, alone.values) { #expect(abs(a - b) < 2e-5) }
  }

  @Test func `all of phase space in d = 2 adds up to one axis and agrees with particles`() throws {
    let packet = WavePacket(momentum: Momentum([0.1, 0.2]), width: 0.7)
    let start = PhaseSpaceEvolution.Start.packet(packet)
    let whole = try PhaseSpaceEvolution(
      start: start, width: 0.8,
      grid: Self.grid(2, [0, 1], [0, 1], cells: 8, momentumCells: 8, length: 8))
    let ordinates = try whole.ordinates(times: [0.6], steps: 8, workers: Workers(threads: 2))[0]
    let particles = try whole.particles(
      times: [0.6], count: 300_000, seed: 2, workers: Workers(threads: 2))[0]
    let (square, count) = Self.deviation(ordinates, particles)
    #expect(count > 300)
    #expect(abs(square - 1) < 4.5 * (2 / Double(count)).squareRoot() + 0.15, "\(square) \(count)")
    let axis = try PhaseSpaceEvolution(
      start: start, width: 0.8, grid: Self.grid(2, [0], [0], cells: 8, momentumCells: 8, length: 8)
    ).ordinates(times: [0.6], workers: Workers(threads: 2))[0]
    for x in 0..<8 {
      for v in 0..<8 {
        var sum = 0.0
        for y in 0..<8 { for w in 0..<8 { sum += ordinates.values[((x * 8 + y) * 8 + v) * 8 + w] } }
        // a cell of X_2 is 1 wide, one of V_2 an eighth
        #expect(abs(sum / 8 - axis.values[x * 8 + v]) < 3e-3)
      }
    }
  }

  /// The process of Goldstein and Kac: in d = 1 a particle turns round at rate Γ/2. The density of those that
  /// turned, `|X| < cT`, λ = Γ/2 (M. Kac, Rocky Mountain J. Math. 4 (1974) 497):
  ///
  ///     e^{−λT}/2c [λ I_0(s) + λ (cT + X)/√(c²T²−X²) I_1(s)],    s = λ √(T² − X²/c²),   from velocity +c
  @Test func `in d = 1 it is the telegraph process`() throws {
    let p = Momentum([0.9])
    let (c, T, W) = (p.velocity[0], 1.3, 0.2)
    let λ = 1 / c
    func bessel(_ n: Int, _ x: Double) -> Double {
      var sum = 0.0
      for k in 0..<60 {
        let factorials = lgamma(Double(k + 1)) + lgamma(Double(k + n + 1))
        sum += exp(Double(2 * k + n) * log(x / 2) - factorials)
      }
      return sum
    }
    func law(_ x: Double) -> Double {
      let root = (c * c * T * T - x * x).squareRoot()
      let s = λ * root / c
      return exp(-λ * T) / (2 * c) * λ * (bessel(0, s) + (c * T + x) / root * bessel(1, s))
    }
    func gauss(_ x: Double) -> Double {
      exp(-x * x / (2 * W * W)) / (W * (2 * Double.pi).squareRoot())
    }
    let grid = Self.grid(1, [0], cells: 40, length: 6)
    let density = try PhaseSpaceEvolution(start: .plane(p), width: W, grid: grid)
      .shell(times: [T])[0]
    let (rule, weights) = GaussLegendre(200).on(-1, 1)
    let (inner, innerWeights) = GaussLegendre(8).on(-0.5, 0.5)
    for k in 0..<40 {
      var mean = 0.0
      for (s, w) in zip(inner, innerWeights) {
        let x: Double = grid.place(k) + s * grid.placeWidth
        var value: Double = exp(-λ * T) * gauss(x - c * T)
        // X = cT sin φ takes the root at the ends away
        for (y, g) in zip(rule, weights) {
          let φ: Double = y * Double.pi / 2
          let (place, slope) = (c * T * sin(φ), c * T * cos(φ) * Double.pi / 2)
          value += g * slope * law(place) * gauss(x - place)
        }
        mean += w * value
      }
      #expect(abs(density.values[k] - mean) < 1e-7, "\(grid.place(k)) \(density.values[k]) \(mean)")
    }
  }

  @Test func `moments of the density are those of the shell, and it becomes Gaussian`() throws {
    let grid = Self.grid(3, [0], cells: 400, length: 60)
    let evolution = try PhaseSpaceEvolution(start: .plane(middle), width: 0.5, grid: grid)
    let times = [1.0, 4, 12]
    let densities = try evolution.ordinates(times: times, workers: Workers(threads: 2))
    let shell = try EnergyShell(dimension: 3, energy: middle.energy)
    let Γ = shell.rate.value
    let c = middle.velocity[0]
    var distances: [Double] = []
    for density in densities {
      let T = density.time
      let mean = (0..<400).reduce(0) { $0 + grid.place($1) * density.values[$1] } * grid.placeWidth
      #expect(abs(mean - c * (1 - exp(-Γ * T)) / Γ) < 1e-4)
      let square =
        (0..<400).reduce(0) { $0 + pow(grid.place($1), 2) * density.values[$1] } * grid.placeWidth
      // ⟨X_1²⟩ of this axis: the memory of its own velocity
      let spread = shell.meanSquareVelocity.value
      let x = Γ * T
      let memory: Double = (c * c - spread) * (1 - exp(-x) * (1 + x))
      let exact: Double = 2 * (spread * (x - 1 + exp(-x)) + memory) / (Γ * Γ)
      // and the variance of a cell; steps of 1/32 leave (Γh)²/12 of it
      #expect(abs(square - exact - 0.25 - pow(grid.placeWidth, 2) / 12) < 1e-4 * square)
      distances.append(density.distance(to: evolution.diffusiveLimit(time: T)))
    }
    #expect(distances[1] < 0.6 * distances[0] && distances[2] < 0.4 * distances[1])
    #expect(distances[2] < 0.05)
  }

  @Test func `a phase space is conserved over ten thousand steps`() throws {
    let packet = WavePacket(momentum: Momentum([0.1, 0.2]), width: 1)
    let evolution = try PhaseSpaceEvolution(
      start: .packet(packet), width: 1, grid: Self.grid(2, [], [0, 1], momentumCells: 12))
    let density = try evolution.ordinates(times: [5, 10], steps: 10_000)
    for later in density {
      #expect(abs(later.mass - 1) < 1e-12)
      #expect((later.values.min() ?? -1) >= 0)
    }
    // a class keeps its energy: what is left is the width of the hats
    func mean(_ d: PhaseSpaceDensity) -> Double {
      var sum = 0.0
      for k in 0..<d.grid.count {
        sum += d.values[k] * Momentum(d.grid.coordinates(of: k)).energy
      }
      return sum * d.grid.volume
    }
    #expect(abs(mean(density[0]) - mean(density[1])) < 1e-2)
  }
}
