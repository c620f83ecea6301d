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
    (1, 0.05, [0, 0, 0], [0.1]), (1, 0.1, [0.7, 0.3], [0.2]), (1, 0.2, [3, -1, 0.2, 0.5], [0.3]),
    (1, 0.01, [0.7, 0.3, -1.2], [0.45]),
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

  @Test(arguments: [0, 4, 8, 11])
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

  /// Dimension, ε, energies, shift, offsets with amplitudes.
  static let hoppings: [(Int, Double, [Double], [Double], [([Int], Double)])] = [
    (1, 0.1, [0.5, 0.5, -1], [0.15], [([1], 1), ([2], 0.4)]),
    (2, 0.2, [0, 0, 0], [0.1, 0.3], [([1, 0], 1), ([0, 1], 1), ([1, 1], 0.5)]),
    (2, 0.2, [4, -1], [0.2, 0], [([1, 0], 1), ([0, 1], 0.7), ([2, -1], 0.3), ([0, 0], 0.5)]),
    (
      3, 0.5, [0.3, 1, -0.5], [0.1, 0.2, 0.3],
      [([1, 0, 0], 1), ([0, 1, 1], 0.8), ([1, -1, 2], 0.4)]
    ),
  ]

  static func dispersion(_ dimension: Int, _ hops: [([Int], Double)]) -> Dispersion {
    Dispersion(
      dimension: dimension,
      constant: hops.reduce(0) { $1.0.contains { $0 != 0 } ? $0 : $0 + $1.1 },
      hops: hops.filter { $0.0.contains { $0 != 0 } }.map { .init(offset: $0.0, amplitude: $0.1) })
  }

  @Test(arguments: hoppings.indices)
  func `any even hopping agrees with the torus within its error`(_ index: Int) throws {
    let (dimension, ε, energies, u, hops) = Self.hoppings[index]
    let dispersion = Self.dispersion(dimension, hops)
    let torus = try CrossingTorus(
      dimension: dimension, epsilon: ε, energies: [energies], shifts: [Momentum(u)],
      dispersion: dispersion
    ).integrals()
    let exact = torus.integrals[0][0]
    #expect(exact.error < 1e-4 * exact.value)
    let sample = try CrossingSample(
      dimension: dimension, epsilon: ε, energies: energies, shift: Momentum(u), samples: 1 << 15,
      seed: 3, dispersion: dispersion)
    let estimate = try sample.integral(workers: Workers(threads: 2))
    #expect(abs(estimate.value - exact.value) < 4 * estimate.error)
    #expect(estimate.error < 0.02 * exact.value)
    for (norm, reference) in zip(try sample.norms(), torus.norms[0]) {
      #expect(abs(norm.value - reference.value) < 4 * norm.error + reference.error)
      #expect(norm.error < 0.02 * reference.value)
    }
  }

  @Test func `the error bar of any even hopping covers the truth as often as it should`() throws {
    let (dimension, ε, energies, u, hops) = Self.hoppings[1]
    let dispersion = Self.dispersion(dimension, hops)
    let exact = try CrossingTorus(
      dimension: dimension, epsilon: ε, energies: [energies], shifts: [Momentum(u)],
      dispersion: dispersion
    ).integrals().integrals[0][0].value
    let pulls = try (1...60).map { seed in
      let estimate = try CrossingSample(
        dimension: dimension, epsilon: ε, energies: energies, shift: Momentum(u), samples: 1 << 10,
        seed: UInt64(seed), dispersion: dispersion
      ).integral()
      return abs(estimate.value - exact) / estimate.error
    }
    // 68 and 95 % of 60, give or take three standard deviations
    #expect((30...52).contains(pulls.count { $0 < 1 }))
    #expect(pulls.count { $0 < 2 } >= 52)
  }

  @Test func `the continuum-like dispersion is the lattice one with energies turned round`() throws
  {
    let plain = try CrossingSample(
      dimension: 2, epsilon: 0.1, energies: [1, 0.5, -0.3], shift: Momentum([0.1, 0.2]),
      samples: 5000, seed: 1)
    let turned = try CrossingSample(
      dimension: 2, epsilon: 0.1, energies: [3, 3.5, 4.3], shift: Momentum([0.1, 0.2]),
      samples: 5000, seed: 1, dispersion: .positiveLaplacian(dimension: 2))
    let (a, b) = (try plain.integral(), try turned.integral())
    #expect(abs(a.value - b.value) < 1e-12)
    #expect(try abs(plain.norms()[1].value - turned.norms()[1].value) < 1e-13)
  }
}
