import CGSL
import Foundation
import Testing
import Torus

@Suite struct DensityOfStatesTests {
  @Test func `agrees with the closed forms in one and two dimensions`() {
    let (one, two) = (DensityOfStates(dimension: 1), DensityOfStates(dimension: 2))
    for E in [-1.9, -0.3, 0.1, 1.5] {
      #expect(abs(one.value(at: E) - 1 / (Double.pi * (4 - E * E).squareRoot())) < 1e-14)
    }
    for E in [-3.999, -2, 0.01, 1, 3.5] {
      let modulus = (1 - E * E / 16).squareRoot()
      let reference = gsl_sf_ellint_Kcomp(modulus, gsl_mode_t(GSL_PREC_DOUBLE))
      // the modulus near 1 costs the reference two digits
      #expect(abs(two.value(at: E) - reference / (2 * Double.pi * Double.pi)) < 1e-12)
    }
  }

  @Test func `holds the value on file in three dimensions`() {
    #expect(abs(DensityOfStates(dimension: 3).value(at: 1.3) - 0.143505) < 5e-7)
  }

  @Test(arguments: 1...4)
  func `has the moments of the walks that return`(dimension: Int) {
    // ∫ρ = 1, ∫E²ρ = 2d, ∫E⁴ρ = 3(2d)² − 3·2d: closed walks of 0, 2 and 4 steps
    let density = DensityOfStates(dimension: dimension)
    let edges = density.vanHovePoints + (dimension == 2 ? [] : [0])
    var moments = [0.0, 0, 0]
    let rule = GaussLegendre(60)
    let sorted = edges.sorted()
    for (a, b) in zip(sorted, sorted.dropFirst()) {
      // E = a + (b−a) sin²θ takes the roots at both ends away
      let (θ, w) = rule.on(0, Double.pi / 2)
      for (θ, w) in zip(θ, w) {
        let E = a + (b - a) * sin(θ) * sin(θ)
        let measure = w * (b - a) * 2 * sin(θ) * cos(θ) * density.value(at: E)
        moments[0] += measure
        moments[1] += measure * E * E
        moments[2] += measure * E * E * E * E
      }
    }
    let degree = Double(2 * dimension)
    let tolerance = dimension == 2 ? 1e-5 : 1e-8
    #expect(abs(moments[0] - 1) < tolerance)
    #expect(abs(moments[1] - degree) < 20 * tolerance)
    #expect(abs(moments[2] - 3 * degree * degree + 3 * degree) < 400 * tolerance)
  }

  @Test func `agrees with the time integral in three and four dimensions`() {
    // (1/π) ∫ cos(Et) J_0(2t)^d with a Gaussian cut at t ~ 1/δ: the density smeared by δ, whose
    // bias is ρ''δ²/2
    for (dimension, E) in [(3, 1.3), (3, 3.1), (4, 1.0), (4, 5.2)] {
      let δ = 2e-3
      let rule = GaussLegendre(20)
      var sum = 0.0
      for panel in 0..<3500 {
        let (t, w) = rule.on(Double(panel), Double(panel + 1))
        for (t, w) in zip(t, w) {
          sum += w * cos(E * t) * pow(j0(2 * t), Double(dimension)) * exp(-δ * δ * t * t / 2)
        }
      }
      let value = DensityOfStates(dimension: dimension).value(at: E)
      #expect(abs(value - sum / Double.pi) < 3e-7, "d = \(dimension), E = \(E)")
    }
  }

  @Test(arguments: 1...4)
  func `is even and vanishes outside the band`(dimension: Int) {
    let density = DensityOfStates(dimension: dimension)
    let edge = Double(2 * dimension)
    #expect(density.value(at: edge + 1e-9) == 0)
    #expect(density.estimate(at: -edge - 1).error == 0)
    for E in [0.1, 0.77, 1.9] {
      #expect(abs(density.value(at: E) - density.value(at: -E)) < 1e-13)
      let estimate = density.estimate(at: E)
      #expect(estimate.error < 1e-11 && estimate.value == density.value(at: E))
    }
  }

  init() { gsl_set_error_handler_off() }
}
