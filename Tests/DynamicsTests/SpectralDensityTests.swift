import Dynamics
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct SpectralDensityTests {
  /// `Σ_k ⟨r|k⟩²/(E_k − z)` by exact diagonalisation, in boxes of every dimension.
  @Test(arguments: [
    Box(dimension: 1, side: 13), Box(dimension: 2, side: 6),
    Box(dimension: 3, side: 4), Box(dimension: 4, side: 3),
  ])
  func `resolvents of a vector agree with exact diagonalisation`(box: Box) {
    let h = Hamiltonian(
      box: box, coupling: 1.3, disorder: Disorder(.gaussian, seed: 3), realisation: 0)
    let oracle = DenseOracle(h)
    let r = Disorder(.laplace, seed: 4).realisation(1, count: box.sites)
    let points = [Complex(0.3, 0.05), Complex(-2, 0.2), Complex(9, 1), Complex(0, 0.5)]
    for (z, value) in zip(points, SpectralDensity.resolvents(h, vector: r, at: points)) {
      var sum = Complex.zero
      for k in 0..<box.sites {
        let overlap = (0..<box.sites).reduce(0) { $0 + r[$1] * oracle.vectors[$1][k] }
        sum += Complex(overlap * overlap) / (Complex(oracle.energies[k]) - z)
      }
      let scale = Double(box.sites) / z.imaginary
      #expect((value - sum).modulus < 1e-9 * scale, "\(z): \(value) against \(sum)")
    }
  }

  /// Without disorder a random vector still has its noise, of known size.
  @Test func `the clean lattice has the density of its dispersion`() throws {
    let box = Box(dimension: 2, side: 10)
    let spectrum = SpectralDensity(
      box: box, disorder: Disorder(.gaussian, seed: 1), coupling: 0, energies: [-3, 0, 1.5],
      width: 0.3, realisations: 200)
    let average = try #require(spectrum.average(workers: Workers(threads: 2)))
    for (E, density) in zip(spectrum.energies, average.density) {
      var exact = 0.0
      for i in 0..<10 {
        for j in 0..<10 {
          let e = 2 * cos(0.2 * Double.pi * Double(i)) + 2 * cos(0.2 * Double.pi * Double(j))
          exact += 0.3 / ((e - E) * (e - E) + 0.09) / Double.pi / 100
        }
      }
      #expect(abs(density.value - exact) < 4 * density.error)
      #expect(density.error < 0.1 * exact)
    }
    for (i, row) in average.covariance.enumerated() {
      for (j, value) in row.enumerated() {
        #expect(abs(value - average.covariance[j][i]) < 1e-18)
        let most = average.density[i].error * average.density[j].error
        #expect(i == j ? abs(value - most) < 1e-18 : abs(value) < most)
      }
    }
  }

  @Test func `the mean over random vectors is the trace`() throws {
    let box = Box(dimension: 3, side: 4)
    let spectrum = SpectralDensity(
      box: box, disorder: Disorder(.sign, seed: 5), coupling: 2, energies: [0.7], width: 0.4,
      realisations: 300)
    let average = try #require(spectrum.average(workers: Workers(threads: 2)))
    let exact = (0..<40).map { k -> Double in
      let h = Hamiltonian(
        box: box, coupling: 2, disorder: spectrum.disorder, realisation: k)
      return DenseOracle(h).energies.reduce(0) {
        $0 + 0.4 / (($1 - 0.7) * ($1 - 0.7) + 0.16) / Double.pi / 64
      }
    }
    let mean = Statistics.mean(exact)
    let error = (mean.error * mean.error + average.density[0].error * average.density[0].error)
      .squareRoot()
    #expect(abs(mean.value - average.density[0].value) < 4 * error)
    #expect(abs(average.covariance[0][0].squareRoot() - average.density[0].error) < 1e-15)
  }

  /// In d = 1 a half line has a resolvent by continued fractions, `g ← 1/(V − z − g)`, and a site
  /// between two of them `1/(V − z − g − g')`: no box, no random vector, no polynomial.
  @Test(arguments: [(DisorderLaw.gaussian, 1.0), (.sign, 1.6)])
  func `a chain has the density of its continued fractions`(law: DisorderLaw, η: Double) throws {
    let spectrum = SpectralDensity(
      box: Box(dimension: 1, side: 3000), disorder: Disorder(law, seed: 3), coupling: η,
      energies: [-2.2, 0, 1], width: 0.1, realisations: 60)
    let average = try #require(spectrum.average(workers: Workers(threads: 2)))
    for (E, density) in zip(spectrum.energies, average.density) {
      let z = Complex(E, spectrum.width)
      // independent chains, their ends grown over 200 sites, and as many sites in between
      let means = (0..<40).map { k -> Double in
        let v = Disorder(law, seed: 99).realisation(k, count: 20_000).map { η * $0 }
        var left = [Complex](repeating: .zero, count: v.count + 1)
        for x in v.indices { left[x + 1] = .one / (Complex(v[x]) - z - left[x]) }
        var right = Complex.zero
        var sum = 0.0
        for x in v.indices.reversed() {
          let here = Complex(v[x]) - z - right
          if (200..<v.count - 200).contains(x) { sum += (.one / (here - left[x])).imaginary }
          right = .one / here
        }
        return sum / Double(v.count - 400) / Double.pi
      }
      let exact = Statistics.mean(means)
      let error = (exact.error * exact.error + density.error * density.error).squareRoot()
      #expect(abs(density.value - exact.value) < 4 * error, "E = \(E): \(density), \(exact.value)")
      #expect(error < 0.02 * exact.value)
    }
  }

  /// At the centre of the band `|w| = e^{−asinh(ε/a)}`; two moments from a sweep, which is half of a complex one.
  @Test func `the cost is that of the moments`() {
    let box = Box(dimension: 3, side: 8)
    let spectrum = SpectralDensity(
      box: box, disorder: Disorder(.sign, seed: 1), coupling: 0, energies: [0], width: 0.05,
      realisations: 7)
    let moments = log(1e10) / asinh(0.05 / 6)
    #expect(abs(spectrum.siteUpdates / (moments / 4 * 512 * 7) - 1) < 2 / moments)
  }

  @Test func `one and two threads give the same bits`() {
    let spectrum = SpectralDensity(
      box: Box(dimension: 3, side: 5), disorder: Disorder(.uniform, seed: 2), coupling: 0.8,
      energies: [0, 2], width: 0.5, realisations: 9)
    let one = spectrum.average(workers: .single)
    #expect(one != nil && one == spectrum.average(workers: Workers(threads: 2)))
    let stopped = spectrum.average(
      workers: .single, monitor: Monitor(isCancelled: { true }))
    #expect(stopped == nil)
  }
}
