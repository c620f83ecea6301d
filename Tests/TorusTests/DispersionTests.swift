import Foundation
import Testing
import Torus

@Suite struct DispersionTests {
  @Test(arguments: 1...4)
  func `the nearest-neighbour hopping is the energy of a momentum`(dimension: Int) {
    let p = Momentum([0.1, 0.23, 0.37, 0.8].prefix(dimension) + [])
    let dispersion = Dispersion.nearestNeighbour(dimension: dimension)
    #expect(abs(dispersion.energy(at: p) - p.energy) < 1e-14)
    #expect(dispersion.band == Double(-2 * dimension)...Double(2 * dimension))
    let positive = Dispersion.positiveLaplacian(dimension: dimension)
    #expect(abs(positive.energy(at: p) - (Double(2 * dimension) - p.energy)) < 1e-14)
  }

  @Test func `it is the Fourier sum over all hops`() {
    let dispersion = Dispersion.nextNearest(dimension: 2, amplitude: -0.3)
    let p = Momentum([0.13, 0.41])
    var sum = Complex.zero
    for x in -1...1 {
      for y in -1...1 where (x, y) != (0, 0) {
        let amplitude = x * y == 0 ? 1 : -0.3
        sum += amplitude * Complex.phase(-2 * Double.pi * (Double(x) * p[0] + Double(y) * p[1]))
      }
    }
    #expect(abs(dispersion.energy(at: p) - sum.real) < 1e-14 && abs(sum.imaginary) < 1e-14)
    let side = 10
    let quadrant = dispersion.quadrant(side: side)
    for k in 0...5 {
      for l in 0...5 {
        let p = Momentum([Double(k) / 10, Double(l) / 10])
        #expect(abs(quadrant[6 * k + l] - dispersion.energy(at: p)) < 1e-13)
      }
    }
  }
}
