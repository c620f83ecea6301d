import Dynamics
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct StartTests {
  @Test func `a packet has its width, its place and its momentum`() {
    let box = Box(dimension: 2, side: 60)
    let p = Momentum([0.13, 0.8])
    let w = 4.0
    let ψ = WaveFunction.packet(p, width: w, on: box)
    #expect(abs(ψ.norm - 1) < 1e-14)
    for (axis, marginal) in ψ.marginals.enumerated() {
      let mean = marginal.enumerated().reduce(0) { $0 + Double($1.0 - 30) * $1.1 }
      let square = marginal.enumerated().reduce(0) {
        $0 + Double(($1.0 - 30) * ($1.0 - 30)) * $1.1
      }
      // the packet is cut off at 7.5 standard deviations, where the density is e^{−28}
      #expect(abs(mean) < 1e-10)
      #expect(abs(square - w * w) < 1e-9)
      // ⟨e^{2πi v}⟩ = e^{2πi p} e^{−1/8w²}
      let shift = (0..<2).map { $0 == axis ? 1 : 0 }
      let expected = exp(-1 / (8 * w * w)) * Complex.phase(2 * Double.pi * p[axis])
      #expect((ψ.correlation(shift) - expected).modulus < 1e-10)
    }
  }

  @Test func `a packet moves with its group velocity on the clean lattice`() throws {
    let box = Box(dimension: 1, side: 300)
    let ensemble = try Ensemble(
      box: box, disorder: Disorder(.sign, seed: 1), coupling: 0,
      start: .packet(Momentum([0.2]), width: 10), times: [25], measurements: [.profile],
      realisations: 3)
    let profile = try #require(ensemble.average(workers: .single)).estimates[0]
    let mean = profile.enumerated().reduce(0) { $0 + Double($1.0 - 150) * $1.1.value }
    // dx/dt = e'(p)/2π averaged over the packet: the momentum spreads by 1/(4πw)
    let velocity = Momentum([0.2]).velocity[0] * exp(-1 / (8 * 100.0))
    #expect(abs(mean - 25 * velocity) < 1e-8)
  }

  @Test func `a packet that does not fit is refused`() {
    let box = Box(dimension: 1, side: 30)
    for width in [0, -1, 2.1, .nan, .infinity] {
      #expect(throws: EnsembleError.self) {
        try Ensemble(
          box: box, disorder: Disorder(.sign, seed: 1), coupling: 0,
          start: .packet(Momentum([0.2]), width: width), times: [1], measurements: [.profile],
          realisations: 3)
      }
    }
  }
}
