import Dynamics
import Testing
import Torus

@Suite struct ChebyshevEvolutionTests {
  /// Every row length modulo the lanes, every dimension, both ends of the time axis.
  @Test(arguments: [
    (1, 2), (1, 3), (1, 37), (1, 64), (2, 2), (2, 3), (2, 8), (2, 9), (3, 2), (3, 3), (3, 4),
    (4, 2), (4, 3),
  ])
  func `agrees with exact diagonalisation`(dimension: Int, side: Int) {
    let box = Box(dimension: dimension, side: side)
    let h = Hamiltonian(
      box: box, coupling: 0.8, disorder: Disorder(.gaussian, seed: 4), realisation: side)
    let oracle = DenseOracle(h)
    let times = [0, 3.7, -1.25, 0.01, 22]
    for ψ in [arbitrary(on: box), .site([Int](repeating: 1, count: dimension), on: box)] {
      let evolved = ChebyshevEvolution(box: box, times: times).evolve(ψ, under: h)
      for (t, φ) in zip(times, evolved) {
        #expect(distance(φ, oracle.evolved(ψ, time: t)) < 1e-12, "t = \(t)")
      }
    }
  }

  /// `ψ_t(x) = Π_j (−i)^{x_j} J_{x_j}(2t)` on Z^d, summed over the periodic images of the start.
  @Test(arguments: [(1, 128, 90.0), (2, 64, 30.0), (3, 21, 12.5), (4, 10, 2.0)])
  func `spreads on the clean lattice as Bessel functions`(
    dimension: Int, side: Int, t: Double
  ) {
    let box = Box(dimension: dimension, side: side)
    let h = Hamiltonian(box: box, potential: [Double](repeating: 0, count: box.sites))
    let start = WaveFunction.site([Int](repeating: 0, count: dimension), on: box)
    let evolved = ChebyshevEvolution(box: box, times: [t]).evolve(start, under: h)[0]
    let bessel = Bessel.orders(upTo: 5 * side, at: 2 * t)
    let axis = (0..<side).map { x in
      (-4...3).reduce(Complex.zero) { sum, image in
        let n = abs(x + image * side)  // (−i)^n J_n is even in n
        return sum + Complex(bessel[n]).timesPower(ofI: -n)
      }
    }
    var expected = start
    for site in 0..<box.sites {
      expected[site] = box.coordinates(site).reduce(Complex.one) { $0 * axis[$1] }
    }
    #expect(distance(evolved, expected) < 1e-12)
  }

  /// Strang splitting between the two diagonal parts, extrapolated in the square of the step.
  @Test func `agrees with the split-step method`() {
    let box = Box(dimension: 3, side: 6)
    let h = Hamiltonian(
      box: box, coupling: 0.7, disorder: Disorder(.uniform, seed: 9), realisation: 0)
    let ψ = arbitrary(on: box)
    let t = 1.5
    func split(_ steps: Int) -> WaveFunction {
      let step = t / Double(steps)
      var φ = ψ
      for _ in 0..<steps {
        for x in 0..<box.sites { φ[x] *= Complex.phase(-step / 2 * h.potential[x]) }
        φ = fourier(φ, sign: -1)
        for p in 0..<box.sites {
          let momentum = Momentum(box.coordinates(p).map { Double($0) / 6 })
          φ[p] *= Complex.phase(-step * momentum.energy)
        }
        φ = fourier(φ, sign: 1)
        for x in 0..<box.sites { φ[x] *= Complex.phase(-step / 2 * h.potential[x]) }
      }
      return φ
    }
    // Romberg's table; the error of the last entry is of order step^8
    var table = [8, 16, 32, 64].map(split)
    for order in 1..<table.count {
      let factor = Double(1 << (2 * order))
      for i in (order..<table.count).reversed() {
        for x in 0..<box.sites {
          table[i][x] = table[i][x] + (table[i][x] - table[i - 1][x]) / (factor - 1)
        }
      }
    }
    let evolved = ChebyshevEvolution(box: box, times: [t]).evolve(ψ, under: h)[0]
    #expect(distance(evolved, table[3]) < 1e-9)
  }

  @Test func `one run for several times equals a run for each`() {
    let box = Box(dimension: 3, side: 5)
    let h = Hamiltonian(
      box: box, coupling: 1, disorder: Disorder(.laplace, seed: 1), realisation: 2)
    let ψ = arbitrary(on: box)
    let times = [4.0, 0.3, 1.1]
    let together = ChebyshevEvolution(box: box, times: times).evolve(ψ, under: h)
    for (t, φ) in zip(times, together) {
      #expect(ChebyshevEvolution(box: box, times: [t]).evolve(ψ, under: h)[0] == φ)
    }
  }

  @Test func `conserves norm and energy and can be turned back`() {
    let box = Box(dimension: 3, side: 8)
    let h = Hamiltonian(
      box: box, coupling: 0.6, disorder: Disorder(.sign, seed: 1), realisation: 0)
    let ψ = WaveFunction.planeWave(Momentum([0.125, 0.25, 0.375]), on: box)
    let forward = ChebyshevEvolution(box: box, times: [30]).evolve(ψ, under: h)[0]
    #expect(abs(forward.norm - 1) < 1e-13)
    let energy = ψ.overlap(with: h.applied(to: ψ))
    #expect((forward.overlap(with: h.applied(to: forward)) - energy).modulus < 1e-12)
    let back = ChebyshevEvolution(box: box, times: [30]).evolve(forward.conjugate, under: h)[0]
    #expect(distance(back, ψ.conjugate) < 1e-12)
  }

  @Test func `stops when asked`() {
    let box = Box(dimension: 1, side: 64)
    let h = Hamiltonian(box: box, potential: [Double](repeating: 0, count: 64))
    let monitor = Monitor(isCancelled: { true })
    #expect(throws: Interrupted.self) {
      try ChebyshevEvolution(box: box, times: [1]).evolve(
        .site([0], on: box), under: h, monitor: monitor)
    }
  }
}
