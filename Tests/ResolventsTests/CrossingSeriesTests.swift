import Foundation
import Resolvents
import Testing
import Torus

@Suite struct CrossingSeriesTests {
  static func series(_ epsilons: [Double], _ integral: (Double) -> Double) -> CrossingSeries {
    CrossingSeries(
      epsilons.map { ε in
        CrossingSeries.Row(
          epsilon: ε, integral: Estimate(integral(ε), error: 1e-9, method: "model"),
          norms: [1, 2, 3].map { Estimate($0, error: 0, method: "model") },
          suprema: [1 / ε, 2 / ε, 0.5 / ε])
      })
  }

  @Test func `finds the power of a power and the power of a logarithm`() throws {
    let epsilons = [0.4, 0.2, 0.1, 0.05]
    let power = Self.series(epsilons) { 3 * pow($0, -0.8) }
    #expect(power.localExponents[0] == nil)
    for exponent in power.localExponents.dropFirst() {
      #expect(abs(try #require(exponent).value - 0.8) < 1e-12)
    }
    let fit = try #require(power.powerFit)
    #expect(abs(fit.slope.value - 0.8) < 1e-12 && fit.residual < 1e-12)
    #expect(abs(fit.intercept.value - log(3)) < 1e-12)
    let logarithm = Self.series(epsilons) { 2 * pow(log(1 / $0), 1.7) }
    let other = try #require(logarithm.logarithmicFit)
    #expect(abs(other.slope.value - 1.7) < 1e-12 && other.residual < 1e-12)
    #expect(try #require(logarithm.powerFit).residual > 0.01)
    #expect(power.verdict == "a power of ε is favoured for ε from 0.4 to 0.05")
    #expect(logarithm.verdict == "a power of log 1/ε is favoured for ε from 0.4 to 0.05")
    #expect(Self.series([0.4, 0.2]) { 1 / $0 }.verdict == nil)
  }

  @Test func `the gain is what the trivial bound grows faster`() throws {
    // the bound of the model is 1/ε
    let series = Self.series([0.4, 0.2, 0.05]) { 0.3 * pow($0, -0.7) }
    #expect(series.gainExponents[0] == nil)
    for gain in series.gainExponents.dropFirst() {
      #expect(abs(try #require(gain).value - 0.3) < 1e-12)
    }
  }

  @Test func `the trivial bound takes the best choice of the supremum`() {
    // 1/ε · 2 · 3, 2/ε · 1 · 3, 0.5/ε · 1 · 2
    let row = Self.series([0.1]) { _ in 1 }.rows[0]
    #expect(abs(row.trivialBound - 10) < 1e-12)
    #expect(abs(row.ratio - 0.1) < 1e-13)
  }

  @Test func `every integral is below its trivial bound`() throws {
    for energies: [Double] in [[0, 0, 0], [1, -4, 7], [2, 2]] {
      let run = try CrossingLattice(
        dimension: 3, epsilon: 0.2, energies: [energies], shifts: CrossingLatticeTests.shifts)
      let result = try run.integrals()
      let suprema = try energies.map {
        try ResolventNorms(dimension: 3, energy: $0, epsilon: 0.2).supremum.value
      }
      for integral in result.integrals[0] {
        let row = CrossingSeries.Row(
          epsilon: 0.2, integral: integral, norms: result.norms[0], suprema: suprema)
        #expect(row.ratio < 1)
      }
    }
  }

  @Test func `a line through noisy points has the errors of least squares`() throws {
    // slope 2, residuals ±1 that are orthogonal to x
    let fit = try #require(
      LineFit([(0, 1), (1, 1), (2, 3), (3, 7)], method: ""))
    #expect(abs(fit.slope.value - 2) < 1e-14 && abs(fit.intercept.value) < 1e-14)
    #expect(abs(fit.residual - 2.0.squareRoot()) < 1e-14)
    #expect(abs(fit.slope.error - (2.0 / 5).squareRoot()) < 1e-14)
    #expect(LineFit([(1, 1)], method: "") == nil)
    #expect(LineFit([(1, 1), (1, 2)], method: "") == nil)
  }
}
