import Kinetics
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct PhaseSpaceParticlesTests {
  static let packet = WavePacket(momentum: Momentum([0.1, 0.2, 0.3]), width: 20)

  /// `L^{−1} Σ B e^{−2πikx}`.
  static func transform(_ density: [[Double]], at k: Double) -> Complex {
    let side = density.count
    return density.enumerated().reduce(Complex.zero) { sum, row in
      let x = Double(row.offset - side / 2)
      return sum + row.element.reduce(0, +) / Double(side) * Complex.phase(-2 * Double.pi * k * x)
    }
  }

  @Test func `without disorder particles fly straight`() throws {
    let time = 15.0
    let density = try PhaseSpaceParticles(
      packet: Self.packet, coupling: 0, time: time, seed: 1
    ).density(on: .init(side: 400, smearing: 3), particles: 40_000, workers: Workers(threads: 2))
    let mean = density.enumerated().reduce(0) {
      $0 + Double($1.offset - 200) * $1.element.reduce(0, +) / 400
    }
    let square = density.enumerated().reduce(0) {
      $0 + pow(Double($1.offset - 200), 2) * $1.element.reduce(0, +) / 400
    }
    // the packet's momenta are spread by 1/80π
    let velocity = -2 * sin(0.2 * Double.pi)
    let spread = 4 * Double.pi * cos(0.2 * Double.pi) / (80 * Double.pi) * time
    let variance = 400 + 9 + spread * spread
    #expect(abs(mean - velocity * time) < 4 * (variance / 40_000).squareRoot())
    #expect(abs(square - mean * mean - variance) < 4 * variance * (2.0 / 40_000).squareRoot())
    let total = density.reduce(0) { $0 + $1.reduce(0, +) / 400 }
    #expect(abs(total - 1) < 1e-12)
  }

  /// The Volterra equation of the shell, one Fourier mode at a time.
  @Test(arguments: [0.0, 0.002, 0.006])
  func `its Fourier modes are those of the transport equation`(k: Double) throws {
    let (η, time) = (0.4, 8.0)
    let density = try PhaseSpaceParticles(
      packet: Self.packet, coupling: η, time: time, seed: 2
    ).density(on: .init(side: 500, smearing: 4), particles: 60_000, workers: Workers(threads: 2))
    let transport = try ShellTransport(
      momentum: Self.packet.momentum, transfer: [k / (η * η), 0, 0])
    let exact = try transport.value(time: η * η * time, observable: .one)
    let envelope = exp(-2 * Double.pi * Double.pi * k * k * (400 + 16))
    let value = Self.transform(density, at: k)
    #expect((value - envelope * exact.value).modulus < 4 / 60_000.0.squareRoot() + 2e-3)
  }

  @Test(arguments: 1...4)
  func `the momentum relaxes as on the shell`(dimension: Int) throws {
    let (η, time) = (0.5, 4.0)
    let momentum = Momentum((0..<dimension).map { 0.12 + 0.09 * Double($0) })
    let density = try PhaseSpaceParticles(
      packet: WavePacket(momentum: momentum, width: 60), coupling: η, time: time, seed: 3
    ).density(on: .init(side: 900, smearing: 60), particles: 20_000, workers: Workers(threads: 2))
    let mean = density.reduce(0) { sum, row in
      sum
        + row.enumerated().reduce(0) {
          $0 + cos(2 * Double.pi * Double($1.offset) / 900) * $1.element / 900
        }
    }
    let mode = [1] + [Int](repeating: 0, count: dimension - 1)
    let exact = try LinearBoltzmann(momentum: momentum).value(
      time: η * η * time, observable: .mode(mode))
    #expect(abs(mean - exact.value) < 4 * (0.5 / 20_000).squareRoot() + 5e-3)
  }

  @Test func `one and two threads give the same bits`() throws {
    let particles = PhaseSpaceParticles(
      packet: .site(dimension: 2), coupling: 0.7, time: 3, seed: 4)
    let grid = PhaseSpaceParticles.Grid(side: 32, smearing: 2)
    let one = try particles.density(on: grid, particles: 20_000)
    #expect(try one == particles.density(on: grid, particles: 20_000, workers: Workers(threads: 2)))
  }
}
