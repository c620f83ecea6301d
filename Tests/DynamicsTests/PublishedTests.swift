import Dynamics
import Foundation
import TestSupport
import Testing
import Torus

/// Results of other people's papers, Tables/exponents.tsv.
@Suite struct PublishedTests {
  static func published(_ system: String) throws -> (exponent: Double, tolerance: Double) {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Tables/exponents.tsv")
    let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
    let line = try #require(lines.first { $0.hasPrefix(system + "\t") })
    let cells = line.split(separator: "\t")
    return (try #require(Double(cells[1])), try #require(Double(cells[2])))
  }

  /// Uniform disorder of full width 16.5: η = W/√12.
  @Test func `at the Anderson transition a particle spreads with exponent two thirds`() throws {
    let (exponent, tolerance) = try Self.published("anderson-transition-3d")
    let times = [8.0, 64]
    let ensemble = try Ensemble(
      box: Box(dimension: 3, side: 36), disorder: Disorder(.uniform, seed: 1),
      coupling: 16.5 / 12.0.squareRoot(), start: .site, times: times,
      measurements: [.observable(.displacement)], realisations: 24)
    let average = try #require(ensemble.average(workers: Workers(threads: 2)))
    let slope = try #require(average.exponents(times: times)[0])
    #expect(slope.error < 0.03)
    #expect(abs(slope.value - exponent) < tolerance + 2 * slope.error, "\(slope)")
  }

  /// `C(t) = (1/t) ∫_0^t |⟨ψ_0, ψ_s⟩|² ds` from a start near the band centre, where the states are critical:
  /// a site through the filter `e^{−H²/2σ²}`, σ = 1, a mean of evolutions over normal times.
  @Test func `at the Anderson transition the return probability falls with half the dimension`()
    throws
  {
    let (exponent, tolerance) = try Self.published("anderson-transition-3d-return")
    let box = Box(dimension: 3, side: 20)
    let (step, realisations) = (0.5, 48)
    // the spectrum ends at 14.25: no alias of the trapezoid rule lies within it
    let filter = (0...24).map { 0.25 * Double($0) }
    let samples = try Workers(threads: 2).map(realisations) { k -> [Double] in
      let h = Hamiltonian(
        box: box, coupling: 16.5 / 12.0.squareRoot(), disorder: Disorder(.uniform, seed: 3),
        realisation: k)
      var ψ = WaveFunction(
        box: box, real: [Double](repeating: 0, count: box.sites),
        imaginary: [Double](repeating: 0, count: box.sites))
      let site = WaveFunction.site(box.middle, on: box)
      for (s, φ) in zip(filter, ChebyshevEvolution(box: box, times: filter).evolve(site, under: h))
      {
        // both signs of s
        let weight = (s == 0 ? 1 : 2) * exp(-s * s / 2)
        for x in ψ.real.indices { ψ.real[x] += weight * φ.real[x] }
      }
      let norm = ψ.norm
      let evolution = ChebyshevEvolution(box: box, times: [step])
      var integral = 0.0
      var means: [Double] = []
      var before = 1.0
      for n in 1...64 {
        ψ = evolution.evolve(ψ, under: h)[0]
        // ⟨ψ_0, ψ_2s⟩ = ⟨conj ψ_s, ψ_s⟩ of a real start
        let now = ψ.conjugate.overlap(with: ψ).norm / (norm * norm)
        integral += step * (before + now)
        before = now
        if n == 8 || n == 64 { means.append(integral / (2 * step * Double(n))) }
      }
      return means
    }
    let (early, late) = (
      Statistics.mean(samples.map { $0[0] }), Statistics.mean(samples.map { $0[1] })
    )
    let slope = log(late.value / early.value) / log(8)
    let variance =
      Statistics.covariance(early, early) / (early.value * early.value)
      + Statistics.covariance(late, late) / (late.value * late.value)
      - 2 * Statistics.covariance(early, late) / (early.value * late.value)
    let error = variance.squareRoot() / log(8)
    #expect(error < 0.04)
    #expect(abs(slope - exponent) < tolerance + 2 * error, "\(slope) ± \(error)")
  }

  /// Site energies ±Δ/2 given to pairs of neighbours: states around one energy are not reflected.
  @Test(arguments: [("random-dimer", 1.0), ("random-dimer-critical", 2.0)])
  func `random dimers spread faster than localisation allows`(
    system: String, difference: Double
  ) throws {
    let (exponent, tolerance) = try Self.published(system)
    let times = [100.0, 400]
    let box = Box(dimension: 1, side: 1800)
    let evolution = ChebyshevEvolution(box: box, times: times)
    let start = WaveFunction.site(box.middle, on: box)
    let realisations = 60
    let samples = try Workers(threads: 2).map(realisations) { k -> [Double] in
      let signs = Disorder(.sign, seed: 9).realisation(k, count: 900)
      let h = Hamiltonian(
        box: box, potential: signs.flatMap { [$0 * difference / 2, $0 * difference / 2] })
      return evolution.evolve(start, under: h).map { ψ in
        ψ.marginals[0].enumerated().reduce(0) { sum, place in
          let x = Double(place.0 - 900)
          return sum + x * x * place.1
        }
      }
    }
    let early = Statistics.mean(samples.map { $0[0] })
    let late = Statistics.mean(samples.map { $0[1] })
    let slope = log(late.value / early.value) / log(4)
    let error =
      (early.error * early.error / (early.value * early.value)
      + late.error * late.error / (late.value * late.value)).squareRoot() / log(4)
    #expect(error < 0.1)
    #expect(abs(slope - exponent) < tolerance + 2 * error, "\(slope) ± \(error)")
  }

  /// Lloyd's model: Cauchy disorder of half-width γ shifts the energy of the averaged Green function
  /// by iγ, so `E⟨0|e^{−itH}|0⟩ = J_0(2t)^d e^{−γt}`, here by the mean over all sites.
  @Test(arguments: [(1, 200), (3, 12)])
  func `the averaged amplitude of the Lloyd model is exactly known`(
    dimension: Int, side: Int
  ) throws {
    let (γ, times) = (0.4, [0.5, 1.0, 1.5])
    let box = Box(dimension: dimension, side: side)
    let evolution = ChebyshevEvolution(box: box, times: times)
    let samples = try Workers(threads: 2).map(60) { k -> [Complex] in
      let h = Self.lloyd(γ, box, k)
      let signs = Disorder(.sign, seed: 8).realisation(k, count: box.sites)
      let r = WaveFunction(
        box: box, real: signs, imaginary: [Double](repeating: 0, count: box.sites))
      return evolution.evolve(r, under: h).map { r.overlap(with: $0) / Double(box.sites) }
    }
    for (i, t) in times.enumerated() {
      let real = Statistics.mean(samples.map { $0[i].real })
      let imaginary = Statistics.mean(samples.map { $0[i].imaginary })
      let exact = pow(j0(2 * t), Double(dimension)) * exp(-γ * t)
      #expect(real.error < 0.01)
      #expect(abs(real.value - exact) < 4 * real.error, "t = \(t): \(real.value), \(exact)")
      #expect(abs(imaginary.value) < 4 * imaginary.error)
    }
  }

  /// The density of states of Lloyd's model is that of the clean lattice at E + iγ.
  @Test func `the density of states of the Lloyd model is exactly known`() throws {
    let (γ, ε) = (0.5, 0.3)
    let box = Box(dimension: 1, side: 64)
    let points = [-2.5, -1, 0, 0.7, 2].map { Complex($0, ε) }
    let samples = try Workers(threads: 2).map(400) { k -> [Double] in
      let r = Disorder(.sign, seed: 9).realisation(k, count: box.sites)
      return SpectralDensity.resolvents(Self.lloyd(γ, box, k), vector: r, at: points).map {
        $0.imaginary / (64 * Double.pi)
      }
    }
    let green = GreenFunction(dimension: 1)
    for (i, z) in points.enumerated() {
      let mean = Statistics.mean(samples.map { $0[i] })
      let exact = green.value(at: z + Complex(0, γ)).imaginary / Double.pi
      #expect(mean.error < 0.03 * exact)
      #expect(abs(mean.value - exact) < 4 * mean.error, "\(z): \(mean.value), \(exact)")
    }
  }

  /// Normal and uniform site energies on the infinite chain: Tables/densities.tsv, from Dyson's and Schmidt's
  /// equation, which `DysonSchmidtOracle` solves.
  @Test func `the density of states of a chain is that of Dyson and Schmidt`() throws {
    let table = try ReferenceTable("Tables/densities.tsv", beside: #filePath)
    for (system, rows) in Dictionary(grouping: table.rows, by: { "\($0["law"]!) \($0["eta"]!)" }) {
      func number(_ row: [String: String], _ column: String) throws -> Double {
        try #require(row[column].flatMap(Double.init))
      }
      let law = try #require(DisorderLaw(rawValue: rows[0]["law"]!))
      let (η, ε) = try (number(rows[0], "eta"), number(rows[0], "width"))
      let oracle = law == .gaussian ? DysonSchmidtOracle.gaussian(η) : .uniform(η)
      let spectrum = try SpectralDensity(
        box: Box(dimension: 1, side: 2000), disorder: Disorder(law, seed: 11), coupling: η,
        energies: rows.map { try number($0, "energy") }, width: ε, realisations: 200)
      let average = try #require(spectrum.average(workers: Workers(threads: 2)))
      for (E, (row, density)) in zip(spectrum.energies, zip(rows, average.density)) {
        let known = try number(row, "density")
        #expect(abs(oracle.density(E, width: ε) - known) < 5e-5)
        #expect(density.error < 1e-3)
        #expect(
          abs(density.value - known) < 4 * density.error, "\(system), \(E): \(density), \(known)")
      }
    }
  }

  /// Cauchy site energies on the chain: there the equation has the closed form of Lloyd, and their 1024 quantiles
  /// integrate the first 1023 powers of `(V − iγ)/(V + iγ)` exactly; 96 moments leave some 1e-5.
  @Test func `the equation of Dyson and Schmidt has Lloyd's solution`() {
    let γ = 0.5
    let quantiles = (0..<1024).map { k -> (value: Double, weight: Double) in
      let u = (Double(k) + 0.5) / 1024
      return (γ * tan(Double.pi * (u - 0.5)), 1 / 1024)
    }
    let oracle = DysonSchmidtOracle(law: quantiles)
    let green = GreenFunction(dimension: 1)
    for E in [0, 0.7, 2] {
      let exact = green.value(at: Complex(E, 0.3 + γ)).imaginary / Double.pi
      #expect(abs(oracle.density(E, width: 0.3) - exact) < 3e-5 * exact)
    }
  }

  /// Site energies `γ tan π(u − ½)`.
  private static func lloyd(_ γ: Double, _ box: Box, _ k: Int) -> Hamiltonian {
    let random = Philox(seed: 10, stream: UInt64(k))
    return Hamiltonian(
      box: box,
      potential: (0..<box.sites).map { x in
        let u = random.uniforms(UInt64(x / 2))[x % 2]
        return γ * tan(Double.pi * (u - 0.5))
      })
  }
}
