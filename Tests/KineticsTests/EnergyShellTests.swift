import Foundation
import Kinetics
import Testing
import Torus

@Suite struct EnergyShellTests {
  @Test(arguments: [(1, 0.7), (2, 1.3), (2, -3.9), (3, 0.0), (3, 1.3), (3, -3.1), (3, 5.5), (4, 1)])
  func `the rule lies on the shell and has its density of states`(dimension: Int, E: Double) {
    let rule = ShellRule(dimension: dimension, energy: E, nodes: dimension == 4 ? 16 : 24)
    let density = DensityOfStates(dimension: dimension).value(at: E)
    // with fewer nodes in d = 4, where there are 10^5 points
    let tolerance = (dimension == 4 ? 1e-7 : 1e-8) * density
    #expect(abs(rule.densityOfStates - density) < tolerance, "\(rule.densityOfStates)")
    #expect(rule.weight.allSatisfy { $0 > 0 })
    #expect(abs(rule.weight.reduce(0, +) - 1) < 1e-12)
    for i in 0..<rule.count {
      let energy = (0..<dimension).reduce(0) { $0 + 2 * rule.cosine[$1][i] }
      #expect(abs(energy - E) < 1e-12)
    }
    // no current at rest
    #expect(abs(rule.average { rule.velocity(0, $0) }) < 1e-12)
  }

  @Test(arguments: [(1, 0.7), (2, 1.3), (3, 0.4), (3, 4.4), (4, -2.6)])
  func `the two routes to shell averages agree`(dimension: Int, E: Double) throws {
    let shell = try EnergyShell(dimension: dimension, energy: E)
    for m in [[1], [2], [1, 1], [2, 1], [1, 0, 3], [2, 2, 2]] where m.count <= dimension {
      let mode = m + [Int](repeating: 0, count: dimension - m.count)
      let average = shell.average(mode: mode)
      #expect(average.error < 2e-8, "m = \(mode): \(average)")
    }
    // e = Σ_j 2cos 2πv_j is the energy
    let unit = [1] + [Int](repeating: 0, count: dimension - 1)
    #expect(abs(shell.average(mode: unit).value * Double(2 * dimension) - E) < 1e-11)
  }

  @Test func `the diffusion constants on file`() throws {
    for (E, D) in [(0.0, 2.612), (1.3, 2.270), (3, 4.66)] {
      let diffusion = try EnergyShell(dimension: 3, energy: E).diffusion
      #expect(abs(diffusion.value - D) < 0.01 * D)
      #expect(diffusion.error < 1e-6)
    }
    // in d = 1 everything is closed: c² = 4 − E², Γ = 2/√(4 − E²)
    let line = try EnergyShell(dimension: 1, energy: 0.6).diffusion
    #expect(abs(line.value - pow(4 - 0.36, 1.5) / 2) < 1e-10)
  }

  @Test func `refuses energies without a shell`() {
    #expect(throws: LadderError.shell(energy: 6, dimension: 3)) {
      try EnergyShell(dimension: 3, energy: 6)
    }
    #expect(throws: LadderError.shell(energy: 0, dimension: 2)) {
      try EnergyShell(dimension: 2, energy: 0)
    }
  }
}
