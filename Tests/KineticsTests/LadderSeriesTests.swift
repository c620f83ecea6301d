import Diagrams
import Foundation
import Kinetics
import Resolvents
import TestSupport
import Testing
import Torus

/// The ladder sums expanded in η² at fixed t against sums over graphs, class by class, to n̄ = 3.
@Suite struct LadderSeriesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let variant: LadderVariant
    let graphs: GraphClass
    let start: Momentum
    let time: Double
    let observables: [Observable]

    var testDescription: String { "\(variant), d = \(start.dimension), t = \(time)" }
  }

  static let starts: [(momentum: Momentum, time: Double, observables: [Observable])] = [
    (Momentum([0.13]), 1.7, [.one, .energy]),
    (Momentum([0.1, 0.27]), 1.0, [.energy, .velocity]),
    (
      Momentum([2.0 / 24, 4.0 / 24, 7.0 / 24]), 1.5, [.energy, .mode([1, 0, 1])]
    ),
    (Momentum([2.0 / 24, 4.0 / 24, 7.0 / 24]), 0.6, [.velocity]),
  ]

  static let classes: [(variant: LadderVariant, graphs: GraphClass)] = [
    (.basic, .basic), (.decorated, .decorated), (.noncrossing, .noncrossing),
  ]

  static let cases: [Case] = classes.flatMap { each in
    starts.map {
      Case(
        variant: each.variant, graphs: each.graphs, start: $0.momentum, time: $0.time,
        observables: $0.observables)
    }
  }

  @Test(arguments: cases)
  func `the series in η² is the sum over the graphs of the class`(_ each: Case) throws {
    let (t, start) = (each.time, each.start)
    // entire functions of η²t², so that the nodes may reach to η²t² = 1
    let x = PolynomialFit.nodes(13, width: 1 / (t * t))
    for observable in each.observables {
      let values = try x.map { square in
        try LadderSum(each.variant, dimension: start.dimension, coupling: square.squareRoot())
          .value(time: t * square, momentum: start, observable: observable)
      }
      let series = PolynomialFit.coefficients(values.map(\.value), at: x)
      // the values are good to 1e-12, differences of order k divide by widths of 1/t²
      for order in 1...3 {
        let η = 0.5
        let setting = try AmplitudeSetting(
          coupling: η, time: t * η * η, start: start, observable: observable)
        let sum = try ClassSum(order: order, setting) { $0.isMember(of: each.graphs) }
          .row(each.graphs).sum.real
        let scale = pow(η, Double(2 * order))
        let allowed = 2e-8 * pow(t, Double(2 * order)) + sum.error / scale
        #expect(
          abs(series[order] - sum.value / scale) < allowed,
          "\(observable), n̄ = \(order): \(series[order]), \(sum.value / scale), \(allowed)")
      }
    }
  }
}
