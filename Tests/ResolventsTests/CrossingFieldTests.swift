import Foundation
import Resolvents
import Testing
import Torus

@Suite struct CrossingFieldTests {
  @Test(arguments: [
    (1, 0.05, [0.5, 0.5, 0.5]), (2, 0.1, [1, 1, 1]), (3, 0.2, [0, 0, 0]), (3, 0.2, [1, -2, 0.3]),
    (4, 0.8, [0.5, 0.5]),
  ])
  func `the kept products give the same integrals as a pass`(
    dimension: Int, ε: Double, energies: [Double]
  ) throws {
    let shifts = [0.0, 0.31, -0.8].map { Momentum([$0, 0.1, 0.23, 0.4].prefix(dimension) + []) }
    let field = try CrossingField(
      CrossingField.plan(dimension: dimension, epsilon: ε, energies: energies))
    let values = try field.integrals(at: shifts, workers: Workers(threads: 2))
    let pass = try CrossingLattice(
      dimension: dimension, epsilon: ε, energies: [energies], shifts: shifts
    ).integrals()
    for (a, b) in zip(values, pass.integrals[0]) {
      #expect(abs(a.value - b.value) < 1e-12 * b.value)
    }
  }

  @Test(arguments: [
    (1, 0.1, [0.5, 0.5, 0.5]), (2, 0.1, [1, 1, 1]), (3, 0.2, [0, 0, 0]), (3, 0.1, [2, 2, 2]),
    (3, 0.2, [1, -2, 0.3]), (4, 0.8, [0.5, 0.5, 0.5]),
  ])
  func `no shift of a random sample beats the worst one`(
    dimension: Int, ε: Double, energies: [Double]
  ) throws {
    let field = try CrossingField(
      CrossingField.plan(dimension: dimension, epsilon: ε, energies: energies))
    let worst = try field.worst()
    let again = try field.integrals(at: [worst.shift])[0]
    #expect(abs(again.value - worst.integral.value) < 1e-12 * again.value)
    let random = Philox(seed: 5, stream: 0)
    let shifts = (0..<1000).map { i in
      Momentum((0..<dimension).map { random.uniforms(UInt64(4 * i + $0)).x })
    }
    // and points close by, where a maximum must be flat
    let close = (0..<50).map { i in
      Momentum(
        (0..<dimension).map {
          worst.shift[$0] + 1e-3 * (random.uniforms(UInt64(4 * i + $0)).x - 0.5)
        })
    }
    for value in try field.integrals(at: shifts + close) {
      #expect(value.value <= worst.integral.value * (1 + 1e-13))
    }
  }

  @Test func `at the band centre the worst shift is not zero`() throws {
    let field = try CrossingField(
      CrossingField.plan(dimension: 3, epsilon: 0.2, energies: [0, 0, 0]))
    let worst = try field.worst()
    let zero = try field.integrals(at: [.zero(dimension: 3)])[0]
    #expect(zip(worst.shift.components, [0, 0.25, 0.5]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(worst.integral.value > 1.02 * zero.value)
  }

  @Test func `no energy of a fine scan beats the worst one`() throws {
    let worst = try CrossingField.worstEnergy(dimension: 2, epsilon: 0.3)
    for energy in stride(from: -4.4, through: 4.4, by: 0.2) {
      let field = try CrossingField(
        CrossingField.plan(dimension: 2, epsilon: 0.3, energies: [energy, energy, energy]))
      let value = try field.worst(coarsening: 2).integral.value
      #expect(value <= worst.integral.value * (1 + 1e-9), "E = \(energy)")
    }
  }

  @Test func `products that would not fit are refused before the run`() {
    #expect(throws: CrossingError.self) {
      try CrossingField.plan(dimension: 3, epsilon: 0.003, energies: [0, 0, 0])
    }
    #expect(throws: Never.self) {
      try CrossingLattice(
        dimension: 3, epsilon: 0.003, energies: [[0, 0, 0]], shifts: [.zero(dimension: 3)])
    }
  }

  @Test(arguments: [
    (2, 0.2, [0.5, 0.5, 0.5]), (2, 0.2, [1, -2, 0.3]), (3, 0.4, [0, 0, 0]),
    (3, 0.4, [2, 2, 2]), (3, 0.3, [1, 0.5, -1]),
  ])
  func `no shift of a dense grid beats the worst one`(
    dimension: Int, ε: Double, energies: [Double]
  ) throws {
    // all of [0, ½]^d on a grid four and two times as fine as the scan's, by one cosine transform of
    // kernels summed on a box: nothing of the search is used
    let half = dimension == 2 ? 768 : 96
    let side = 2 * half
    let band = Dispersion.nearestNeighbour(dimension: dimension).quadrant(side: side)
    var product = [Double](repeating: 1, count: band.count)
    for energy in energies {
      var kernel = band.map { 1 / hypot($0 - energy, ε) / pow(Double(side), Double(dimension)) }
      FourierTransform.cosine(&kernel, count: half + 1, dimension: dimension)
      for i in product.indices { product[i] *= kernel[i] }
    }
    FourierTransform.cosine(&product, count: half + 1, dimension: dimension)
    let brute = product.max()!
    let worst = try CrossingField(
      CrossingField.plan(dimension: dimension, epsilon: ε, energies: energies)
    ).worst()
    // images of the box, and what the grid leaves between its points
    #expect(brute < worst.integral.value * (1 + 1e-6))
    #expect(brute > worst.integral.value * (1 - 1e-3))
  }

  @Test(arguments: [0.5, 1, 1.5])
  func `the worst shift moves towards the slowest point of the level surface`(
    energy: Double
  ) throws {
    let slowest = try #require(LevelSurface.slowestPoint(energy: energy))
    let distances = try [0.2, 0.1, 0.05, 0.03].map { ε in
      let shift = try CrossingField(
        CrossingField.plan(dimension: 3, epsilon: ε, energies: [energy, energy, energy])
      ).worst(workers: Workers(threads: 2)).shift
      return zip(shift.components, slowest.components.sorted()).reduce(0) {
        max($0, abs($1.0 - $1.1))
      }
    }
    #expect(zip(distances, distances.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(distances[3] < distances[0] && distances[3] < 0.08)
  }

  @Test func `two denominators meet all along the surface at u = 0, at E = 0 at (½, ½, ½) too`()
    throws
  {
    // S(w) ~ 1/|w| from distances beyond ε on: the surface lies on its mirror image at w = 0
    let ε = 0.02
    let corner = [0.5, 0.5, 0.5]
    for energy in [0.0, 1] {
      let offsets = [0.04, 0.08, 0.16]
      let shifts = [[0.0, 0, 0], corner].flatMap { base in
        offsets.map { Momentum([base[0] + $0, base[1], base[2]]) }
      }
      let values = try CrossingLattice(
        dimension: 3, epsilon: ε, energies: [[energy, energy]], shifts: shifts, tolerance: 1e-4
      ).integrals(workers: Workers(threads: 2)).integrals[0].map(\.value)
      let zero = log(values[0] / values[2]) / log(4)
      let half = log(values[3] / values[5]) / log(4)
      #expect(zero > 0.6, "\(zero)")
      if energy == 0 { #expect(abs(half - zero) < 1e-6) } else { #expect(half < 0.35, "\(half)") }
    }
  }
}
