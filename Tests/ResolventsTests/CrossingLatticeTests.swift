import Resolvents
import Testing
import Torus

@Suite struct CrossingLatticeTests {
  static let shifts = [[0, 0, 0], [0.25, 0.25, 0.25], [0.1, 0.23, 0.37], [0.5, 0, 0]].map {
    Momentum($0)
  }

  /// ε, E, ‖·‖_1 and the integral at the four shifts; from K_0–Bessel kernels by Gauss rules on
  /// panels and a dense lattice sum in Python, checked there against a Fourier grid.
  static let reference: [(Double, Double, Double, [Double])] = [
    (0.4, 0, 0.7990446864, [0.50184656, 0.51277732, 0.51416703, 0.50999454]),
    (0.4, 1, 0.7817048041, [0.4693967, 0.47796515, 0.48040732, 0.4856152]),
    (0.2, 0, 0.9958974453, [0.97143485, 0.99895109, 1.0004881, 0.98224078]),
    (0.2, 3, 0.6518494389, [0.31486536, 0.27668244, 0.27991141, 0.29410134]),
  ]

  @Test(arguments: reference)
  func `gives the reference values in three dimensions`(
    ε: Double, energy: Double, norm: Double, integrals: [Double]
  ) throws {
    let run = try CrossingLattice(
      dimension: 3, epsilon: ε, energies: [[energy, energy, energy]], shifts: Self.shifts)
    let result = try run.integrals()
    #expect(abs(result.norms[0][0].value - norm) < 1e-9)
    for (value, expected) in zip(result.integrals[0], integrals) {
      #expect(abs(value.value - expected) < 2e-8 * expected)
      #expect(value.error < 1e-7)
    }
  }

  @Test(arguments: [
    (2, 0.05, [0.7, 0.7, 0.7]), (3, 0.1, [0, 0, 0]), (3, 0.1, [1.3, -2, 0.5]),
    (3, 0.1, [7, 7, 7]), (4, 0.3, [0.5, 0.5, 0.5]),
  ])
  func `is off by less than its error, which falls with the tolerance`(
    dimension: Int, ε: Double, energies: [Double]
  ) throws {
    let shifts = [0.0, 0.31].map { u in Momentum([u, 0.1, 0.23, 0.4].prefix(dimension) + []) }
    func run(_ tolerance: Double) throws -> [Estimate] {
      try CrossingLattice(
        dimension: dimension, epsilon: ε, energies: [energies], shifts: shifts,
        tolerance: tolerance
      ).integrals().integrals[0]
    }
    let exact = try run(1e-10)
    var previous = Double.infinity
    for tolerance in [1e-3, 1e-5, 1e-7] {
      let estimates = try run(tolerance)
      for (estimate, exact) in zip(estimates, exact) {
        #expect(abs(estimate.value - exact.value) <= estimate.error + exact.error)
        #expect(estimate.error < min(previous, 3 * tolerance * abs(exact.value)))
      }
      previous = estimates[0].error
    }
  }

  @Test func `many sets and shifts in one pass are the same as one by one`() throws {
    let sets = [[0, 0, 0], [1, -1, 0.5], [2, 2], [0.3, 0.3, -0.3, 0]]
    let together = try CrossingLattice(
      dimension: 3, epsilon: 0.3, energies: sets, shifts: Self.shifts
    ).integrals()
    for (i, set) in sets.enumerated() {
      for (j, u) in Self.shifts.enumerated() {
        let alone = try CrossingLattice(
          dimension: 3, epsilon: 0.3, energies: [set], shifts: [u]
        ).integrals().integrals[0][0]
        #expect(together.integrals[i][j].agrees(with: alone))
      }
    }
  }

  @Test func `one and two threads give the same bits`() throws {
    let run = try CrossingLattice(
      dimension: 3, epsilon: 0.1, energies: [[1, 1, 1]], shifts: Self.shifts)
    let one = try run.integrals(workers: .single)
    let two = try run.integrals(workers: Workers(threads: 2))
    #expect(one == two)
  }

  @Test func `refuses what it cannot compute and says what would be right`() {
    func error(
      _ dimension: Int = 3, _ ε: Double = 0.1, _ energies: [Double] = [0, 0, 0],
      _ u: [Double] = [0, 0, 0], _ tolerance: Double? = nil
    ) -> CrossingError? {
      do throws(CrossingError) {
        _ = try CrossingLattice(
          dimension: dimension, epsilon: ε, energies: [energies], shifts: [Momentum(u)],
          tolerance: tolerance)
        return nil
      } catch { return error }
    }
    #expect(error(5) == .dimension(5))
    #expect(error(3, 0) == .epsilon(0))
    #expect(error(3, .infinity) == .epsilon(.infinity))
    #expect(error(3, 0.1, [0]) == .denominators(1))
    #expect(error(3, 0.1, [0, .infinity]) == .energy(.infinity))
    #expect(error(3, 0.1, [0, 0], [0, 0]) == .shift([0, 0], dimension: 3))
    #expect(error(3, 0.1, [0, 0], [0, 0, 0], 1) == .tolerance(1))
    let memory = error(3, 1e-4)
    #expect(memory?.description.contains("would fit") == true)
    #expect(error(1, 1e-4, [0, 0, 0], [0]) == nil)
  }
}
