import Dynamics
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct BandMatrixTests {
  @Test(arguments: BandEntries.allCases)
  func `is Hermitian, banded, of the right variance`(entries: BandEntries) {
    let (side, width) = (400, 20)
    let h = BandMatrix(side: side, width: width, entries: entries, seed: 1, realisation: 3)
    var sum = 0.0
    for x in 0..<side {
      for y in 0..<side {
        #expect(h[x, y] == h[y, x].conjugate)
        let distance = min((x - y + side) % side, (y - x + side) % side)
        if !(1...width).contains(distance) { #expect(h[x, y] == .zero) }
        sum += h[x, y].norm
      }
    }
    // 8,000 independent |H|², of variance 0 or at most 2
    let mean = sum / Double(side * 2 * width) * Double(2 * width - 1)
    #expect(abs(mean - 1) < 5 * (2.0 / 8000).squareRoot())
    if entries == .phase || entries == .sign {
      for y in [1, 13, 20, 380, 399] { #expect(abs(h[0, y].norm * 39 - 1) < 1e-13) }
    }
    // Gershgorin's circles around 0
    let rows = (0..<side).map { x in (0..<side).reduce(0) { $0 + h[x, $1].modulus } }
    #expect(abs(h.bound / rows.max()! - 1) < 1e-13)
    let isReal = entries == .sign || entries == .realGaussian
    #expect((h[0, 1].imaginary == 0) == isReal)
  }

  /// The power series of `e^{−itH/2}`, 80 terms.
  @Test(arguments: BandEntries.allCases)
  func `its evolution agrees with the power series`(entries: BandEntries) {
    let (side, t) = (23, 4.0)
    let h = BandMatrix(side: side, width: 5, entries: entries, seed: 2, realisation: 0)
    var term = (0..<side).map { $0 == 0 ? Complex.one : .zero }
    var sum = term
    for n in 1...80 {
      let before = term
      for x in 0..<side {
        var value = Complex.zero
        for y in 0..<side { value += h[x, y] * before[y] }
        term[x] = Complex(0, -t / 2 / Double(n)) * value
        sum[x] += term[x]
      }
    }
    let densities = h.densities(times: [1, t])
    for x in 0..<side { #expect(abs(densities[1][x] - sum[x].norm) < 1e-11) }
    #expect(abs(densities[0].reduce(0, +) - 1) < 1e-13)
  }
}

@Suite struct BandEnsembleTests {
  /// The spread is that of the walks up to terms of order t/W, and the displacement of the heat
  /// kernels is reached from it as t grows.
  @Test(arguments: BandEntries.allCases)
  func `spreads as the walks do`(entries: BandEntries) throws {
    let (width, t) = (40, 6.0)
    let ensemble = BandEnsemble(
      side: 1200, width: width, entries: entries, times: [t], realisations: 12, seed: 4)
    let result = try #require(ensemble.average(workers: Workers(threads: 2)))
    let displacement = result.rows[0].displacement
    let walk = BandDiffusion(width: width).walk(time: t)
    // backtracking corrections of relative order 1/W per step
    let tolerance = 4 * displacement.error + walk * t / Double(width) / 2
    #expect(abs(displacement.value - walk) < tolerance, "\(displacement), walks \(walk)")
    #expect(displacement.error < walk / 20)
    #expect(result.normDefect < 1e-12)
    let total = result.rows[0].profile.reduce(0) { $0 + $1.value }
    #expect(abs(total - 1) < 1e-12)
  }

  /// At time zero the particle is at the place 0, whatever the parity of the side.
  @Test(arguments: [40, 41]) func `a profile begins half a side before the start`(side: Int) throws
  {
    let ensemble = BandEnsemble(
      side: side, width: 3, entries: .sign, times: [0, 1], realisations: 3, seed: 4)
    let rows = try #require(ensemble.average(workers: .single)?.rows)
    for (position, density) in rows[0].profile.enumerated() {
      #expect(density.value == (position == side / 2 ? 1 : 0))
    }
    let square = rows[1].profile.enumerated().reduce(0) { sum, place in
      let x = Double(place.0 - side / 2)
      return sum + x * x * place.1.value
    }
    #expect(abs(square - rows[1].displacement.value) < 1e-12)
  }

  @Test func `one and two threads give the same bits`() {
    let ensemble = BandEnsemble(
      side: 100, width: 7, entries: .phase, times: [1, 5], realisations: 9, seed: 4)
    let one = ensemble.average(workers: .single)
    let two = ensemble.average(workers: Workers(threads: 2))
    #expect(one?.rows == two?.rows && one != nil)
  }
}

@Suite struct BandDiffusionTests {
  @Test(arguments: [0.5, 3, 20, 100])
  func `the weights of the walks add up to 1`(t: Double) {
    let steps = BandDiffusion(width: 5).steps(time: t)
    #expect(abs(steps.reduce(0, +) - 1) < 1e-13)
  }

  @Test func `a step of the walk goes anywhere within the band`() {
    for width in [1, 2, 17] {
      let square = (1...width).reduce(0) { $0 + $1 * $1 }
      let diffusion = BandDiffusion(width: width)
      #expect(abs(diffusion.stepVariance - Double(square) / Double(width)) < 1e-12)
      #expect(abs(pow(diffusion.provedBelow, 3) - Double(width)) < 1e-12)
      // α_1 = 4J_2(t)/t to lowest order, one step with probability (t/2)²
      #expect(abs(diffusion.walk(time: 1e-3) / diffusion.stepVariance * 4e6 - 1) < 1e-5)
    }
  }

  /// `∫_0^1 dλ (4/π) λ³/√(1−λ²) = 8/3π`: the walks reach it with an error of order 1/t.
  @Test func `the walks become the heat kernels`() {
    let diffusion = BandDiffusion(width: 9)
    for t in [50.0, 200, 800] {
      let ratio = diffusion.walk(time: t) / diffusion.displacement(time: t)
      #expect(abs(ratio - 1) < 2 / t)
    }
  }

  @Test func `the density of the heat kernels has mass 1 and its displacement`() {
    let diffusion = BandDiffusion(width: 6)
    let t = 10.0
    var (mass, square) = (0.0, 0.0)
    for x in -400...400 {
      // the kink of the kernels at 0 is integrable; a midpoint rule avoids it
      for offset in [-0.375, -0.125, 0.125, 0.375] {
        let position = Double(x) + offset
        let density = diffusion.density(time: t, at: position) / 4
        mass += density
        square += position * position * density
      }
    }
    #expect(abs(mass - 1) < 1e-4)
    #expect(abs(square / diffusion.displacement(time: t) - 1) < 1e-4)
  }
}
