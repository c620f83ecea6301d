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
}
