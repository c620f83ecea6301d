import Dynamics
import Foundation
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
}
