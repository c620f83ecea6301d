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
