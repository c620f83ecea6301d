import Foundation
import Resolvents
import Testing
import Torus

@Suite struct ResolventNormsTests {
  @Test(arguments: [1, 2, 3, 4], [0.0, 1.3, -2, 4, 6.5, 11])
  func `the L1 norm from the density of states is the kernel at the origin`(
    dimension: Int, energy: Double
  ) throws {
    // ρ is a hundred times dearer in d = 4
    for ε in dimension == 4 ? [0.1] : [3, 0.3, 0.02] {
      let norm = try ResolventNorms(dimension: dimension, energy: energy, epsilon: ε).one
      let grid = EnergyGrid(dimension: dimension, width: ε, tolerance: 1e-13)
      let kernel = EnergyExpansion(
        { 1 / (($0 - energy) * ($0 - energy) + ε * ε).squareRoot() }, on: grid, target: 0)
      #expect(abs(norm.value - kernel.atOrigin) < 1e-11 + norm.error, "ε \(ε)")
      #expect(norm.error < 1e-11)
    }
  }

  @Test func `the supremum is attained at the nearest energy of the band`() throws {
    func supremum(_ energy: Double) throws -> Double {
      try ResolventNorms(dimension: 3, energy: energy, epsilon: 0.1).supremum.value
    }
    #expect(try supremum(2.5) == 10)
    #expect(abs(try supremum(-9) - 1 / hypot(3, 0.1)) < 1e-15)
  }

  @Test func `the energy norm is the largest integral over the band`() throws {
    let ε = 0.01
    let norm = try ResolventNorms(dimension: 2, energy: 0, epsilon: ε).energyNorm.value
    func integral(_ e: Double) -> Double { asinh((4 - e) / ε) + asinh((4 + e) / ε) }
    let scan = stride(from: -4.0, through: 4, by: 0.01).map(integral).max()!
    #expect(abs(norm - scan) < 1e-12)
  }

  @Test(arguments: [2, 3], [0.0, 1.7])
  func `the square of the L2 norm is Im G over ε`(dimension: Int, energy: Double) throws {
    let ε = 0.07
    let norm = try ResolventNorms(dimension: dimension, energy: energy, epsilon: ε).norm(2)
    let green = GreenFunction(dimension: dimension).value(at: Complex(energy, ε))
    #expect(abs(norm.value * norm.value - green.imaginary / ε) < 1e-11)
  }

  @Test func `norms grow with the exponent up to the supremum`() throws {
    let norms = try ResolventNorms(dimension: 3, energy: 1, epsilon: 0.05)
    let values = [1, 1.5, 2, 4, 40, 400].map { norms.norm($0).value } + [norms.supremum.value]
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
    #expect(values[5] > 0.95 * values[6])
  }

  @Test(arguments: [2, 3, 4])
  func `the coefficient of the logarithm is twice the density of states`(dimension: Int) throws {
    let energy = 1.1
    let points = try [1e-5, 1e-6, 1e-7].map { ε in
      try (
        x: log(1 / ε),
        y: ResolventNorms(dimension: dimension, energy: energy, epsilon: ε).one.value
      )
    }
    let fit = try #require(LineFit(points, method: ""))
    let density = DensityOfStates(dimension: dimension).value(at: energy)
    #expect(abs(fit.slope.value - 2 * density) < 1e-5)
  }
}
