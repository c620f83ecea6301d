import Foundation
import Testing
import Torus

@Suite struct DispersionTests {
  @Test(arguments: 1...4)
  func `the nearest-neighbour hopping is the energy of a momentum`(dimension: Int) {
    let p = Momentum([0.1, 0.23, 0.37, 0.8].prefix(dimension) + [])
    let dispersion = Dispersion.nearestNeighbour(dimension: dimension)
    #expect(abs(dispersion.energy(at: p) - p.energy) < 1e-14)
    #expect(abs(dispersion.band.lowerBound + Double(2 * dimension)) < 1e-12)
    #expect(abs(dispersion.band.upperBound - Double(2 * dimension)) < 1e-12)
    let positive = Dispersion.positiveLaplacian(dimension: dimension)
    #expect(abs(positive.energy(at: p) - (Double(2 * dimension) - p.energy)) < 1e-14)
    let multiple = positive.multipleOfNearestNeighbour
    #expect(multiple?.constant == Double(2 * dimension) && multiple?.amplitude == -1)
    let next = Dispersion.nextNearest(dimension: dimension, amplitude: 0.3)
    #expect(next.multipleOfNearestNeighbour == nil && next.isEvenInEachCoordinate)
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

  @Test func `opposite offsets are one hop, and one diagonal alone is not even in each coordinate`()
  {
    let once = Dispersion(
      dimension: 2,
      hops: [.init(offset: [1, 1], amplitude: 0.2), .init(offset: [-1, -1], amplitude: 0.3)])
    #expect(once.hops == [.init(offset: [1, 1], amplitude: 0.5)])
    #expect(!once.isEvenInEachCoordinate)
    let both = Dispersion(
      dimension: 2, hops: Dispersion.Hop.reflected(offset: [2, -1], amplitude: 0.5))
    #expect(both.hops.count == 2 && both.isEvenInEachCoordinate)
  }

  @Test(arguments: [1, 2, 3])
  func `a box holds the energy of each of its momenta`(dimension: Int) {
    let offsets = [[1, 0, 0], [0, 1, 0], [1, -2, 0], [3, 1, -1]].map {
      Array($0.prefix(dimension))
    }
    let dispersion = Dispersion(
      dimension: dimension, constant: 0.3,
      hops: offsets.filter { $0.contains { $0 != 0 } }.enumerated().map {
        Dispersion.Hop(offset: $1, amplitude: 1 / Double(2 + $0))
      })
    let side = 7
    for (index, energy) in dispersion.box(side: side).enumerated() {
      var rest = index
      var p: [Double] = []
      for _ in 0..<dimension {
        p.insert(Double(rest % side) / Double(side), at: 0)
        rest /= side
      }
      #expect(abs(dispersion.energy(at: Momentum(p)) - energy) < 1e-13)
    }
  }

  @Test func `the band is found between grid points`() {
    // 2 cos θ + 2t cos 2θ, t = 1: least at cos θ = −1/4, −1/4 − 2 = −9/4; greatest 4
    let next = Dispersion.nextNearest(dimension: 1, amplitude: 1).band
    #expect(abs(next.lowerBound + 2.25) < 1e-11 && abs(next.upperBound - 4) < 1e-11)
    // triangular lattice: least −3 at (1/3, 1/3), greatest 6
    let triangular = Dispersion(
      dimension: 2,
      hops: [[1, 0], [0, 1], [1, -1]].map { .init(offset: $0, amplitude: 1) }
    ).band
    #expect(abs(triangular.lowerBound + 3) < 1e-11 && abs(triangular.upperBound - 6) < 1e-11)
  }
}
