import Foundation
import Kinetics
import Testing
import Torus

@Suite struct ShellOrdinatesTests {
  let rule = ShellRule(dimension: 3, energy: 1.1)
  let rate = 2 * Double.pi * DensityOfStates(dimension: 3).value(at: 1.1)

  @Test func `conserves mass and energy over ten thousand steps`() {
    // energy is conserved since every node has the same; mass to rounding
    var ordinates = ShellOrdinates(
      rule: rule, rate: rate, momentum: Momentum([0.1, 0.2, 0.3]), transfer: [0, 0, 0])
    ordinates.advance(by: 1e-3, count: 10_000)
    #expect(abs(ordinates.total.real - 1) < 1e-12)
    let energy = (0..<rule.count).map { i in (0..<3).reduce(0) { $0 + 2 * rule.cosine[$1][i] } }
    #expect(abs(ordinates.value(energy, atStart: 1.1).real - 1.1) < 2e-12)
    #expect(ordinates.mass.allSatisfy { $0.real >= 0 && $0.imaginary == 0 })
  }

  @Test func `entropy grows at the rate of its production to its largest value`() {
    // a half of the shell
    let masses = (0..<rule.count).map { i in
      rule.weight[i] * (rule.velocity(0, i) > 0 ? 1.9 : 0.1)
    }
    let sum = masses.reduce(0, +)
    var ordinates = ShellOrdinates(rule: rule, rate: rate, masses: masses.map { $0 / sum })
    var entropy = ordinates.entropy
    let h = 0.01
    for _ in 0..<400 {
      let before = ordinates.entropyProduction
      ordinates.advance(by: h)
      let after = ordinates.entropyProduction
      #expect(before >= 0 && after >= 0 && ordinates.entropy >= entropy)
      #expect(abs(ordinates.entropy - entropy - h * (before + after) / 2) < 1e-5)
      entropy = ordinates.entropy
    }
    ordinates.advance(by: 40)
    #expect(abs(ordinates.entropy - log(rule.densityOfStates)) < 1e-12)
    #expect(abs(ordinates.entropyProduction) < 1e-12)
  }
}
