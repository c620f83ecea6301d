import Foundation
import Resolvents
import Testing
import Torus

@Suite struct CrossingSampleTests {
  static let cases: [(Int, Double, [Double], [Double])] = [
    (3, 0.2, [0, 0, 0], [0, 0, 0]), (3, 0.1, [1, -2, 0.5], [0.1, 0.23, 0.37]),
    (3, 0.05, [2, 2, 2], [0.25, 0.25, 0.25]), (3, 0.1, [7, 7, 7], [0.5, 0, 0]),
    (2, 0.1, [0.7, 0.7, 0.7], [0.1, 0.3]), (2, 0.1, [1, 1], [0.2, 0.45]),
    (4, 0.3, [0.5, 0.5, 0.5], [0.3, 0.1, 0.2, 0]), (3, 0.2, [0, 1, 2, 0.5], [0.1, 0.2, 0.3]),
  ]

  @Test(arguments: cases.indices)
  func `agrees with the lattice sum within its error`(_ index: Int) throws {
    let (dimension, ε, energies, u) = Self.cases[index]
    let exact = try CrossingLattice(
      dimension: dimension, epsilon: ε, energies: [energies], shifts: [Momentum(u)]
    ).integrals().integrals[0][0]
    let estimate = try CrossingSample(
      dimension: dimension, epsilon: ε, energies: energies, shift: Momentum(u), samples: 1 << 16,
      seed: 1
    ).integral(workers: Workers(threads: 2))
    #expect(abs(estimate.value - exact.value) < 4 * estimate.error)
    #expect(estimate.error < 0.01 * exact.value)
  }

  @Test(arguments: [0, 4])
  func `the error bar covers the truth as often as it should`(_ index: Int) throws {
    let (dimension, ε, energies, u) = Self.cases[index]
    let exact = try CrossingLattice(
      dimension: dimension, epsilon: ε, energies: [energies], shifts: [Momentum(u)]
    ).integrals().integrals[0][0].value
    let pulls = try (1...120).map { seed in
      let estimate = try CrossingSample(
        dimension: dimension, epsilon: ε, energies: energies, shift: Momentum(u), samples: 1 << 11,
        seed: UInt64(seed)
      ).integral()
      return abs(estimate.value - exact) / estimate.error
    }
    // 68 and 95 % of 120, give or take three standard deviations
    #expect((66...97).contains(pulls.count { $0 < 1 }))
    #expect(pulls.count { $0 < 2 } >= 108)
  }

  @Test func `the relative error hardly grows as ε falls to 1e-5`() throws {
    let errors = try [1e-2, 1e-5].map { ε in
      let estimate = try CrossingSample(
        dimension: 3, epsilon: ε, energies: [0, 0, 0], shift: Momentum([0, 0.25, 0.5]),
        samples: 1 << 16, seed: 2
      ).integral(workers: Workers(threads: 2))
      return estimate.error / estimate.value
    }
    #expect(errors[1] < 0.01 && errors[1] < 3 * errors[0])
  }

  @Test func `is reproducible, whatever the number of threads`() throws {
    func run(_ seed: UInt64, _ threads: Int) throws -> Estimate {
      try CrossingSample(
        dimension: 3, epsilon: 0.1, energies: [1, 1, 1], shift: .zero(dimension: 3),
        samples: 5000, seed: seed
      ).integral(workers: Workers(threads: threads))
    }
    #expect(try run(1, 1) == run(1, 2))
    #expect(try run(1, 1) != run(2, 1))
  }

  @Test func `one dimension has no pair of axes and is refused`() {
    #expect(throws: CrossingError.self) {
      try CrossingSample(
        dimension: 1, epsilon: 0.1, energies: [0, 0, 0], shift: Momentum([0]), samples: 10, seed: 1)
    }
  }
}
