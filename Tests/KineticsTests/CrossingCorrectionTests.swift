import Diagrams
import Foundation
import Kinetics
import Resolvents
import Testing
import Torus

private let start = Momentum([2.0 / 24, 4.0 / 24, 7.0 / 24])

@Suite struct CrossingCorrectionTests {
  @Test func `closes the gap between noncrossing sum and simulation`() throws {
    // (η, T), disorder averages of the Schrödinger dynamics, their standard errors
    let seen = [
      (0.8, 0.5, 0.77765, 0.00014), (0.8, 1, 0.54632, 0.00032), (0.6, 1, 0.51562, 0.00041),
    ]
    for (η, T, simulated, error) in seen {
      let sum = try LadderSum(.noncrossing, dimension: 3, coupling: η)
        .value(time: T, momentum: start, observable: .velocity)
      let crossing = try CrossingCorrection(
        coupling: η, time: T, momentum: start, observable: .velocity)
      let before = abs(simulated - sum.value)
      let after = abs(simulated - sum.value - crossing.dressed.value)
      #expect(after < 0.6 * before && before > 5 * error, "η = \(η), T = \(T): \(before), \(after)")
    }
  }

  @Test func `refuses what has no weight`() {
    #expect(throws: LadderError.unsupported(.survival)) {
      try CrossingCorrection(coupling: 0.6, time: 1, momentum: start, observable: .survival)
    }
  }
}
