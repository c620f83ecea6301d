import Dynamics
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct MeasurementTests {
  static func average(
    _ box: Box, η: Double, _ start: Start, times: [Double], _ measurements: [Measurement],
    realisations: Int
  ) throws -> EnsembleAverage {
    let ensemble = try Ensemble(
      box: box, disorder: Disorder(.gaussian, seed: 3), coupling: η, start: start, times: times,
      measurements: measurements, realisations: realisations)
    return try #require(ensemble.average(workers: Workers(threads: 2)))
  }

  /// The clean lattice is ballistic: `⟨x_j²⟩ = 2t²` exactly, before the front meets itself.
  @Test(arguments: [(1, 120, 20.0), (2, 60, 8.0), (3, 40, 4.0), (4, 20, 1.0)])
  func `on the clean lattice the mean square displacement is 2t² per axis`(
    dimension: Int, side: Int, t: Double
  ) throws {
    let average = try Self.average(
      Box(dimension: dimension, side: side), η: 0, .site, times: [t / 2, t],
      [.observable(.displacement)], realisations: 3)
    #expect(abs(average.estimates[1][0].value - 2 * t * t) < 1e-9 * t * t)
    let exponent = try #require(average.exponents(times: [t / 2, t])[0])
    #expect(abs(exponent.value - 2) < 1e-9)
    let transport = Transport(
      exponent: exponent, displacement: average.estimates[1][0], realisations: 3)
    #expect(transport == .ballistic)
    #expect(average.atBoundary[1] < 1e-9)
  }

  /// `⟨x²⟩_t − ⟨x²⟩_0 = t² ⟨4 sin² 2πp⟩` from a packet around the middle, the width of the start taken off.
  @Test func `the displacement of a packet is counted from what it begins with`() throws {
    let box = Box(dimension: 1, side: 120)
    let (t, p) = (9.0, Momentum([0.13]))
    let average = try Self.average(
      box, η: 0, .packet(p, width: 3), times: [0, t], [.observable(.displacement)],
      realisations: 3)
    let ψ = WaveFunction.packet(p, width: 3, on: box)
    let square = 2 - 2 * ψ.correlation([2]).real
    #expect(abs(average.estimates[0][0].value) < 1e-11)
    #expect(abs(average.estimates[1][0].value - t * t * square) < 1e-9)
  }

  /// d = 1 localises at any disorder, at strong disorder on the site where the particle is; d = 3 at η = 2,
  /// far below the transition at η ≈ 4.8 (W = 16.5 of the uniform law), diffuses after a few collisions.
  @Test(arguments: [
    (1, 200, 1.5, [100.0, 300], 60, Transport.localised), (1, 40, 40, [100, 300], 60, .trapped),
    (3, 40, 2, [4, 8], 8, .diffusive),
  ])
  func `disorder localises and traps in one dimension, and lets diffuse in three`(
    dimension: Int, side: Int, η: Double, times: [Double], realisations: Int, seen: Transport
  ) throws {
    let average = try Self.average(
      Box(dimension: dimension, side: side), η: η, .site, times: times,
      [.observable(.displacement)], realisations: realisations)
    let exponent = try #require(average.exponents(times: times)[0])
    let transport = Transport(
      exponent: exponent, displacement: average.estimates[1][0], realisations: realisations)
    #expect(transport == seen, "\(exponent), \(average.estimates[1][0])")
  }

  @Test func `return, autocorrelation, participation and profile agree with diagonalisation`()
    throws
  {
    let box = Box(dimension: 2, side: 6)
    let measurements: [Measurement] = [
      .autocorrelation, .returnProbability, .participation, .profile,
      .observable(.displacement),
    ]
    let average = try Self.average(
      box, η: 0.9, .site, times: [0.7, 5], measurements, realisations: 4)
    let ψ = WaveFunction.site(box.middle, on: box)
    for (i, t) in [0.7, 5].enumerated() {
      var expected = [Double](repeating: 0, count: 11)
      var atBoundary = 0.0
      for k in 0..<4 {
        let h = Hamiltonian(
          box: box, coupling: 0.9, disorder: Disorder(.gaussian, seed: 3), realisation: k)
        let φ = DenseOracle(h).evolved(ψ, time: t)
        let amplitude = φ[box.index([3, 3])]
        var (fourth, square) = (0.0, 0.0)
        for site in 0..<box.sites {
          let x = box.coordinates(site)
          let density = φ[site].norm
          fourth += density * density
          let distance = (x[0] - 3) * (x[0] - 3) + (x[1] - 3) * (x[1] - 3)
          square += density * Double(distance) / 2
          expected[4 + x[0]] += density / 4
          for axis in 0..<2 where x[axis] == 0 || x[axis] == 5 { atBoundary += density / 4 }
        }
        expected[0] += amplitude.real / 4
        expected[1] += amplitude.imaginary / 4
        expected[2] += amplitude.norm / 4
        expected[3] += 1 / fourth / 4
        expected[10] += square / 4
      }
      #expect(average.estimates[i].count == 11)
      #expect(abs(average.atBoundary[i] - atBoundary) < 1e-12)
      for (estimate, value) in zip(average.estimates[i], expected) {
        #expect(abs(estimate.value - value) < 1e-11)
      }
    }
  }

  /// Conjugation is time reversal: in the same disorder the start comes back, whatever happened on
  /// the way; in fresh disorder only what the averaged dynamics has not scattered.
  @Test func `what is reversed comes back in the same disorder only`() throws {
    for start in [Start.site, .planeWave(Momentum([0.125, 0.25, 0]))] {
      let average = try Self.average(
        Box(dimension: 3, side: 8), η: 0.9, start, times: [1, 20],
        [.echo(.same), .echo(.fresh), .returnProbability], realisations: 6)
      for time in 0..<2 { #expect(abs(average.estimates[time][0].value - 1) < 1e-12) }
      #expect(average.estimates[0][1].value > 5 * average.estimates[1][1].value)
      #expect(average.estimates[1][1].value < 0.1)
    }
  }

  /// Against the definition in momentum space, from a wave, by exact diagonalisation.
  @Test func `a transfer is a mode between two momenta`() throws {
    let box = Box(dimension: 2, side: 5)
    let (p, ξ) = (Momentum([0.2, 0.6]), Momentum([0.4, -0.2]))
    let observables: [Observable] = [.one, .velocity, .mode([1, 2])]
    let average = try Self.average(
      box, η: 0.8, .planeWave(p), times: [2],
      observables.map { .transferred($0, transfer: ξ) }, realisations: 3)
    var expected = [Complex](repeating: .zero, count: 3)
    for k in 0..<3 {
      let oracle = DenseOracle(
        Hamiltonian(
          box: box, coupling: 0.8, disorder: Disorder(.gaussian, seed: 3), realisation: k))
      let a = fourier(oracle.evolved(.planeWave(p, on: box), time: 2), sign: -1)
      let b = fourier(oracle.evolved(.planeWave(p + ξ, on: box), time: 2), sign: -1)
      for site in 0..<box.sites {
        let v = box.coordinates(site)
        let product = a[site].conjugate * b[box.index([v[0] + 2, v[1] - 1])]
        let middle = Momentum([Double(v[0]) / 5 + 0.2, Double(v[1]) / 5 - 0.1])
        let c = zip(middle.velocity, p.velocity).reduce(0) { $0 + $1.0 * $1.1 }
        let square = p.velocity.reduce(0) { $0 + $1 * $1 }
        let mode = Complex.phase(2 * Double.pi * (middle[0] + 2 * middle[1])).real
        for (j, g) in [1, c / square, mode].enumerated() { expected[j] += g / 3 * product }
      }
    }
    for j in 0..<3 {
      let value = Complex(
        average.estimates[0][2 * j].value, average.estimates[0][2 * j + 1].value)
      #expect((value - expected[j]).modulus < 1e-12, "\(observables[j])")
    }
  }

  /// `e^{−it(e(p+ξ)−e(p))}` from a wave, `Π_j J_0(4t sin πξ_j)` from a site.
  @Test func `without disorder a transfer turns as the dispersion says`() throws {
    let box = Box(dimension: 2, side: 40)
    // no whole turns on the way from the corner of the box to its middle
    let (p, ξ) = (Momentum([0.1, 0.7]), Momentum([0.075, -0.1]))
    let t = 3.0
    let measurement = Measurement.transferred(.one, transfer: ξ)
    let wave = try Self.average(
      box, η: 0, .planeWave(p), times: [t], [measurement], realisations: 3)
    let phase = Complex.phase(-t * ((p + ξ).energy - p.energy))
    #expect(abs(wave.estimates[0][0].value - phase.real) < 1e-12)
    #expect(abs(wave.estimates[0][1].value - phase.imaginary) < 1e-12)
    let site = try Self.average(box, η: 0, .site, times: [t], [measurement], realisations: 3)
    let bessel = ξ.components.reduce(1) { product, component in
      product * Bessel.orders(upTo: 0, at: 4 * t * sin(Double.pi * component))[0]
    }
    #expect(abs(site.estimates[0][0].value - bessel) < 1e-12)
    #expect(abs(site.estimates[0][1].value) < 1e-12)
  }

  @Test func `a plane wave takes part everywhere, a site at one place`() {
    let box = Box(dimension: 3, side: 5)
    let wave = WaveFunction.planeWave(Momentum([0.2, 0, 0.4]), on: box)
    #expect(abs(1 / wave.inverseParticipation - 125) < 1e-10)
    #expect(WaveFunction.site([1, 2, 3], on: box).inverseParticipation == 1)
  }

  @Test(arguments: [
    "one", "velocity", "mode:1,0", "displacement", "return", "autocorrelation",
    "participation", "profile", "survival",
  ])
  func `its text form is read back`(text: String) {
    #expect(Measurement(text)?.description == text)
    #expect(Measurement(text + "s") == nil)
  }
}
