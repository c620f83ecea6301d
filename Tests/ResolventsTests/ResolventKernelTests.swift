import Foundation
import Resolvents
import Testing
import Torus

@Suite struct ResolventKernelTests {
  @Test(arguments: [
    (2, [3, 1], 0.7), (3, [0, 0, 0], 0), (3, [4, 2, 1], 1.3), (3, [5, 0, 0], -2),
  ])
  func `agrees with the sum over a fine grid of momenta`(
    dimension: Int, site: [Int], energy: Double
  ) throws {
    let ε = 0.8
    let value = try ResolventKernel(dimension: dimension, energy: energy, epsilon: ε).values(
      at: [site])[0]
    // periodic images are e^{−ε·side/2} away
    let side = 64
    var sum = 0.0
    let count = Int(pow(Double(side), Double(dimension)))
    for index in 0..<count {
      var rest = index
      let p = Momentum(
        site.map { _ in
          defer { rest /= side }
          return Double(rest % side) / Double(side)
        })
      let wave = zip(p.components, site).reduce(1) { $0 * cos(2 * Double.pi * $1.0 * Double($1.1)) }
      sum += wave / hypot(p.energy - energy, ε)
    }
    #expect(abs(value.value - sum / Double(count)) < value.error + 1e-9)
    #expect(value.error < 1e-9)
  }

  @Test func `opposite energies differ by the sign of the sublattice`() throws {
    let sites = [[0, 0, 0], [1, 0, 0], [2, 1, 0], [3, 3, 1]]
    let plus = try ResolventKernel(dimension: 3, energy: 1, epsilon: 0.1).values(at: sites)
    let minus = try ResolventKernel(dimension: 3, energy: -1, epsilon: 0.1).values(at: sites)
    for (index, site) in sites.enumerated() {
      let sign = site.reduce(0, +) % 2 == 0 ? 1.0 : -1
      #expect(abs(plus[index].value - sign * minus[index].value) < 1e-9)
    }
  }
}
