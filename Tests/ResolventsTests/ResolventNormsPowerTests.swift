import Foundation
import Resolvents
import Testing
import Torus

@Suite struct ResolventNormsPowerTests {
  @Test(arguments: [1, 2], [0.0, 1.3, 2, -2.4, 5])
  func `a power norm is the mean over a fine momentum grid`(
    dimension: Int, energy: Double
  ) throws {
    // the integrand is periodic and analytic in a strip of width ~ε: the grid is exact to rounding
    let ε = 0.25
    let side = 1024
    let band = Dispersion.nearestNeighbour(dimension: dimension).quadrant(side: side)
    let count = side / 2 + 1
    for q in [1.5, 2, 3.7] {
      var sum = 0.0
      for (index, e) in band.enumerated() {
        var (rest, weight) = (index, 1.0)
        for _ in 0..<dimension {
          weight *= rest % count == 0 || rest % count == count - 1 ? 1 : 2
          rest /= count
        }
        sum += weight * pow(hypot(e - energy, ε), -q)
      }
      let mean = sum / pow(Double(side), Double(dimension))
      let norm = try ResolventNorms(dimension: dimension, energy: energy, epsilon: ε).norm(q)
      let reference = pow(mean, 1 / q)
      #expect(abs(norm.value - reference) < 1e-10 * reference, "q \(q)")
      #expect(abs(norm.value - reference) < norm.error + 1e-12 * reference, "q \(q)")
    }
  }

  @Test(arguments: [1, 2, 3], [1.4, 2, 5])
  func `power norms tend to their constants`(dimension: Int, q: Double) throws {
    for ε in [1e-3, 1e-5] {
      let norms = try ResolventNorms(dimension: dimension, energy: 0.7, epsilon: ε)
      let scaled = norms.norm(q).value * pow(ε, 1 - 1 / q)
      // the next term is smaller by ε^{q−1}, or ε² beyond q = 3
      #expect(abs(scaled / norms.limit(q) - 1) < 5 * pow(ε, min(q - 1, 1)), "ε \(ε)")
    }
  }
}
