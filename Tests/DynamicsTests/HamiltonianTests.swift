import Dynamics
import Testing
import Torus

@Suite struct HamiltonianTests {
  @Test(arguments: [(1, 6), (2, 5), (3, 4), (4, 3), (3, 2)])
  func `a plane wave is an eigenfunction of the clean lattice`(dimension: Int, side: Int) {
    let box = Box(dimension: dimension, side: side)
    let clean = Hamiltonian(box: box, potential: [Double](repeating: 0, count: box.sites))
    let p = Momentum((0..<dimension).map { Double(($0 * 2 + 1) % side) / Double(side) })
    let ψ = WaveFunction.planeWave(p, on: box)
    var expected = ψ
    for x in 0..<box.sites { expected[x] = p.energy * ψ[x] }
    #expect(distance(clean.applied(to: ψ), expected) < 1e-14)
  }

  @Test(arguments: DisorderLaw.allCases)
  func `the spectrum lies within its bounds`(law: DisorderLaw) {
    let box = Box(dimension: 2, side: 6)
    for k in 0..<4 {
      let h = Hamiltonian(
        box: box, coupling: 0.9, disorder: Disorder(law, seed: 2), realisation: k)
      let energies = DenseOracle(h).energies
      #expect(energies.allSatisfy { h.spectralBounds.contains($0) })
      // and the bounds are no wider than the hopping explains
      #expect(h.spectralBounds.upperBound - energies.max()! <= 8)
    }
  }
}
