import Dynamics
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct EnsembleEntropyTests {
  static func ensemble(
    _ box: Box, _ start: Start, times: [Double], realisations: Int
  ) throws -> Ensemble {
    try Ensemble(
      box: box, disorder: Disorder(.gaussian, seed: 6), coupling: 1, start: start, times: times,
      measurements: [], realisations: realisations)
  }

  static let wave = Start.planeWave(Momentum([1.0 / 6, 2.0 / 6]))

  /// 20,000 exact realisations of a 6 × 6 box would be too many; the averaged state of 400 is not,
  /// and translations make it diagonal in momentum: its eigenvalues against the distribution.
  @Test func `from a plane wave both entropies are those of the momentum distribution`() throws {
    let box = Box(dimension: 2, side: 6)
    let ensemble = try Self.ensemble(box, Self.wave, times: [1.5], realisations: 3200)
    let row = try #require(
      EnsembleEntropy(ensemble).average(workers: Workers(threads: 2))?.rows.first)
    // another seed, another transform, no jackknife
    let evolution = ChebyshevEvolution(box: box, times: [1.5])
    var f = [Double](repeating: 0, count: 36)
    let count = 3200
    for k in 0..<count {
      let h = Hamiltonian(
        box: box, coupling: 1, disorder: Disorder(.gaussian, seed: 77), realisation: k)
      let transformed = fourier(
        evolution.evolve(Self.wave.waveFunction(on: box), under: h)[0],
        sign: -1)
      for v in 0..<36 { f[v] += transformed[v].norm / Double(count) }
    }
    let shannon = f.reduce(0) { $0 - $1 * log($1) } + 0.5 / Double(count)
    let renyi = -log(f.reduce(0) { $0 + $1 * $1 })
    #expect(abs(row.distribution.value - shannon) < 6 * row.distribution.error)
    #expect(abs(row.state.value - renyi) < 6 * row.state.error)
    #expect(row.distribution.error < 0.02 && row.state.error < 0.02)
    #expect(row.distribution.value > row.state.value)
    #expect(row.reversal < 1e-10)
  }

  /// At a fixed number of realisations the plain estimate is off by −1/2R; the jackknife is not.
  @Test func `few realisations do not shift the entropy of the distribution`() throws {
    let box = Box(dimension: 2, side: 6)
    func entropy(_ realisations: Int, _ seed: UInt64) throws -> Estimate {
      let ensemble = try Ensemble(
        box: box, disorder: Disorder(.gaussian, seed: seed), coupling: 1, start: Self.wave,
        times: [1.5], measurements: [], realisations: realisations)
      return try #require(
        EnsembleEntropy(ensemble).average(workers: Workers(threads: 2))?.rows[0].distribution)
    }
    let many = try entropy(32_000, 6)
    let few = try (0..<1600).map { try entropy(16, 100 + $0).value }
    let mean = Statistics.mean(few)
    let error = (mean.error * mean.error + many.error * many.error).squareRoot()
    #expect(abs(mean.value - many.value) < 4 * error, "\(mean.value) against \(many)")
    // half of what the plain estimate is off by
    #expect(4 * error < 0.5 / 32)
  }

  /// Sixteen realisations are two groups of eight, whose purities p and q are computed anew.
  @Test func `the bias of the logarithm of the purity is taken away`() throws {
    let box = Box(dimension: 1, side: 12)
    let ensemble = try Self.ensemble(box, .site, times: [2], realisations: 16)
    let evolution = ChebyshevEvolution(box: box, times: [2])
    let states = (0..<16).map { k in
      let h = Hamiltonian(box: box, coupling: 1, disorder: ensemble.disorder, realisation: k)
      return evolution.evolve(.site([6], on: box), under: h)[0]
    }
    func purity(_ group: Range<Int>) -> Double {
      var sum = 0.0
      for a in group {
        for b in group where b < a {
          let overlap = (0..<12).reduce(Complex.zero) {
            $0 + states[a][$1].conjugate * states[b][$1]
          }
          sum += overlap.norm / 28
        }
      }
      return sum
    }
    let (p, q) = (purity(0..<8), purity(8..<16))
    let row = try #require(EnsembleEntropy(ensemble).average(workers: .single)?.rows.first)
    #expect(abs(row.state.value - (0.5 * log(p * q) - 2 * log((p + q) / 2))) < 1e-12)
    #expect(abs(row.state.error - 0.5 * abs(log(p / q))) < 1e-12)
    #expect(abs(log(p / q)) > 1e-3)
  }

  @Test func `nothing has happened at time zero, and entropy grows from there`() throws {
    let box = Box(dimension: 1, side: 64)
    for start in [Start.site, .packet(Momentum([0.2]), width: 3)] {
      let ensemble = try Self.ensemble(box, start, times: [0, 2, 4, 8], realisations: 64)
      let rows = try #require(
        EnsembleEntropy(ensemble, cell: 4).average(workers: Workers(threads: 2))?.rows)
      #expect(abs(rows[0].state.value) < 1e-12)
      for (a, b) in zip(rows, rows.dropFirst()) {
        #expect(b.state.value > a.state.value + a.state.error + b.state.error)
        #expect(b.distribution.value > a.distribution.value)
        #expect(b.reversal < 1e-10)
      }
      #expect(rows[3].distribution.value < log(64.0) + 3 * rows[3].distribution.error)
    }
  }

  /// A particle within one cell of b^d sites, of which each counts 1.
  @Test(arguments: [(1, 1), (1, 5), (2, 3), (3, 2)])
  func `at time zero the entropy is that of a cell`(dimension: Int, cell: Int) throws {
    let ensemble = try Self.ensemble(
      Box(dimension: dimension, side: 8), .site, times: [0], realisations: 16)
    let row = try #require(
      EnsembleEntropy(ensemble, cell: cell).average(workers: .single)?.rows.first)
    #expect(abs(row.distribution.value - Double(dimension) * log(Double(cell))) < 1e-12)
  }

  /// One cell for all: log of the volume; cells of one site: the density itself.
  @Test func `cells of one site give the entropy of the density`() throws {
    let box = Box(dimension: 1, side: 16)
    let ensemble = try Self.ensemble(box, .site, times: [1], realisations: 640)
    let row = try #require(
      EnsembleEntropy(ensemble).average(workers: Workers(threads: 2))?.rows.first)
    let evolution = ChebyshevEvolution(box: box, times: [1])
    var density = [Double](repeating: 0, count: 16)
    for k in 0..<640 {
      let h = Hamiltonian(
        box: box, coupling: 1, disorder: Disorder(.gaussian, seed: 6), realisation: k)
      let ψ = evolution.evolve(.site([8], on: box), under: h)[0]
      for x in 0..<16 { density[x] += ψ[x].norm / 640 }
    }
    let plain = density.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
    #expect(abs(row.distribution.value - plain) < 0.01)
    #expect(abs(row.distribution.value - plain) < 4 * row.distribution.error + 1e-3)
  }

  @Test func `one and two threads give the same bits`() throws {
    let ensemble = try Self.ensemble(
      Box(dimension: 3, side: 4), .planeWave(.zero(dimension: 3)), times: [1, 2], realisations: 40)
    let entropy = EnsembleEntropy(ensemble)
    #expect(entropy.realisations <= 40)
    let one = entropy.average(workers: .single)
    #expect(one != nil && one == entropy.average(workers: Workers(threads: 2)))
  }
}
