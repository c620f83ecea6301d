import CGSL
import Foundation
import Testing
import Torus

@Suite struct EnergyExpansionTests {
  @Test(arguments: [1.0, 0.1, 0.003], [0.0, 1.3, 6, -9])
  func `the plane waves add up to the function on the whole band`(ε: Double, energy: Double) {
    let grid = EnergyGrid(dimension: 3, width: ε, tolerance: 1e-12)
    func φ(_ e: Double) -> Double { 1 / ((e - energy) * (e - energy) + ε * ε).squareRoot() }
    let coefficients = grid.coefficients(of: φ)
    for e in stride(from: -6.0, through: 6, by: 0.37) {
      var sum = coefficients[0].real
      for k in 1..<coefficients.count {
        let angle = grid.step * Double(k) * e
        sum += 2 * (coefficients[k].real * cos(angle) - coefficients[k].imaginary * sin(angle))
      }
      #expect(abs(sum - φ(e)) < 2e-11 / ε, "ε \(ε), E \(energy), e \(e)")
    }
  }

  @Test(arguments: [1, 2, 3, 4], [1e-3, 1e-6, 1e-9])
  func `the error bounds what the cut changes at the origin`(dimension: Int, target: Double) {
    let ε = 0.05
    let grid = EnergyGrid(dimension: dimension, width: ε, tolerance: 1e-13)
    func φ(_ e: Double) -> Double { 1 / ((e - 0.7) * (e - 0.7) + ε * ε).squareRoot() }
    let exact = EnergyExpansion(φ, on: grid, target: 0)
    let cut = EnergyExpansion(φ, on: grid, target: target)
    #expect(cut.coefficients.count < exact.coefficients.count)
    #expect(abs(cut.atOrigin - exact.atOrigin) <= cut.error)
    #expect(cut.error <= 1.1 * target)
  }

  @Test(arguments: [0, 0.8, -3.3])
  func `the kernel at the origin is the K0-Bessel integral of the modulus`(energy: Double) {
    // A(0) = (2/π) ∫ K_0(εt) cos Et J_0(2t)^3 dt, Gauss rules on panels graded at the logarithm
    let ε = 0.3
    let rule = GaussLegendre(20)
    var edges = (0...40).map { pow(2, Double($0 - 40)) }
    while edges.last! < 40 / ε { edges.append(edges.last! + 1) }
    var sum = 0.0
    for (a, b) in zip([0] + edges, edges) {
      let (t, w) = rule.on(a, b)
      for k in t.indices {
        let j = gsl_sf_bessel_J0(2 * t[k])
        sum += w[k] * gsl_sf_bessel_K0(ε * t[k]) * cos(energy * t[k]) * j * j * j
      }
    }
    let grid = EnergyGrid(dimension: 3, width: ε, tolerance: 1e-13)
    let kernel = EnergyExpansion(
      { 1 / (($0 - energy) * ($0 - energy) + ε * ε).squareRoot() }, on: grid, target: 0)
    #expect(abs(kernel.atOrigin - 2 / Double.pi * sum) < 2e-12)
  }

  @Test(arguments: [3, 4])
  func `the density of states stays below the bound that the error uses`(dimension: Int) {
    let density = DensityOfStates(dimension: dimension)
    for energy in stride(from: 0, through: 8, by: 0.01) {
      #expect(density.value(at: energy) < 0.15)
    }
  }
}
