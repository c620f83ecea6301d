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

@Suite struct LadderSeriesTests {
  /// The coefficient of η^{2k} at fixed t, from values at small η² by polynomial interpolation.
  private func coefficients(_ variant: LadderVariant, time t: Double, _ observable: Observable)
    throws -> [Double]
  {
    let n = 11
    let x = (0..<n).map { 0.06 * (1.02 - cos(Double.pi * (Double($0) + 0.5) / Double(n))) }
    var table = try x.map { square in
      try LadderSum(variant, dimension: 3, coupling: square.squareRoot())
        .value(time: t * square, momentum: start, observable: observable).value
    }
    // Newton's differences, then powers
    for k in 1..<n {
      for j in stride(from: n - 1, through: k, by: -1) {
        table[j] = (table[j] - table[j - 1]) / (x[j] - x[j - k])
      }
    }
    var powers = [Double](repeating: 0, count: n)
    for k in stride(from: n - 1, through: 0, by: -1) {
      for j in stride(from: n - 1, through: 1, by: -1) {
        powers[j] = powers[j - 1] - x[k] * powers[j]
      }
      powers[0] = table[k] - x[k] * powers[0]
    }
    return powers
  }

  @Test(arguments: [
    (LadderVariant.basic, GraphClass.basic), (.decorated, .decorated),
    (.noncrossing, .noncrossing),
  ])
  func `its series in η² is the sum over the graphs of its class`(
    variant: LadderVariant, graphs: GraphClass
  ) throws {
    let t = 1.5
    for observable in [Observable.one, .energy, .velocity] {
      let series = try coefficients(variant, time: t, observable)
      for order in 1...2 {
        let η = 0.5
        let setting = try AmplitudeSetting(
          coupling: η, time: t * η * η, start: start, observable: observable)
        let sum = try ClassSum(order: order, setting) { $0.isMember(of: graphs) }.row(graphs).sum
        let expected = sum.value.real / pow(η, Double(2 * order))
        #expect(
          abs(series[order] - expected) < 1e-5 * max(1, abs(expected)),
          "\(variant), \(observable), order \(order)")
      }
    }
  }
}
