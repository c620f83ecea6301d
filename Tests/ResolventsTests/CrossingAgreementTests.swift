import Resolvents
import Testing
import Torus

/// Lattice sum, boxes and Monte Carlo on a grid of dimensions, denominators, energies and shifts.
@Suite struct CrossingAgreementTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let dimension: Int
    let energies: [Double]
    let shift: Momentum

    var testDescription: String { "d = \(dimension), E = \(energies), u = \(shift.components)" }

    /// Narrower where it is cheap.
    var epsilon: Double { [0.05, 0.2, 0.4, 1][dimension - 1] }
  }

  static let cases: [Case] = (1...4).flatMap { dimension in
    (2...4).flatMap { count in
      [
        // equal and on a van Hove point in d = 2 and 4, mixed, one of them off the band
        [Double](repeating: 0, count: 4), [0.7, -1.3, 0.7, 1.1], [0.5, 9, -0.4, 0.2],
      ].enumerated().map { index, energies in
        Case(
          dimension: dimension, energies: Array(energies.prefix(count)),
          shift: Momentum(
            Array(
              [[0.5, 0, 0.25, 0], [0.1, 0.23, 0.37, 0.8], [0, 0, 0, 0]][index].prefix(dimension))
          ))
      }
    }
  }

  @Test(arguments: cases)
  func `the three methods agree within their errors, and the errors are true`(_ test: Case) throws {
    func lattice(_ tolerance: Double?) throws -> Estimate {
      try CrossingLattice(
        dimension: test.dimension, epsilon: test.epsilon, energies: [test.energies],
        shifts: [test.shift], tolerance: tolerance
      ).integrals().integrals[0][0]
    }
    let exact = try lattice(1e-11)
    #expect(exact.error < 1e-9 * exact.value)
    for tolerance in [1e-4, nil] {
      let estimate = try lattice(tolerance)
      #expect(estimate.agrees(with: exact))
      #expect(estimate.error < 3 * (tolerance ?? 1e-8) * max(1, exact.value))
    }
    let torus = try CrossingTorus(
      dimension: test.dimension, epsilon: test.epsilon, energies: [test.energies],
      shifts: [test.shift]
    ).integrals().integrals[0][0]
    #expect(torus.agrees(with: exact))
    #expect(torus.error < 1e-4 * exact.value)
    let sample = try CrossingSample(
      dimension: test.dimension, epsilon: test.epsilon, energies: test.energies, shift: test.shift,
      samples: 1 << 13, seed: 11
    ).integral()
    #expect(abs(sample.value - exact.value) < 4 * sample.error)
    #expect(sample.error < 0.03 * exact.value)
  }
}
