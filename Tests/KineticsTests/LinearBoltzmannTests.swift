import Foundation
import Kinetics
import Testing
import Torus

private let start = Momentum([2.0 / 24, 4.0 / 24, 7.0 / 24])

@Suite struct LinearBoltzmannTests {
  @Test func `holds the values on file`() throws {
    let equation = try LinearBoltzmann(momentum: start)
    for (T, expected) in [(0.5, 0.7072), (1, 0.5001)] {
      let value = try equation.value(time: T, observable: .velocity)
      #expect(abs(value.value - expected) < 5e-5)
      #expect(value.error < 1e-10)
    }
  }

  @Test func `conserves probability and energy and decays to the shell average`() throws {
    let equation = try LinearBoltzmann(momentum: start)
    for T in [0, 0.3, 4] {
      let one = try equation.value(time: T, observable: .one)
      #expect(abs(one.value - 1) < 1e-12)
      let energy = try equation.value(time: T, observable: .energy)
      #expect(abs(energy.value - start.energy) < 1e-12)
    }
    let late = try equation.value(time: 60, observable: .mode([1, 1, 0]))
    #expect(abs(late.value - equation.shell.average(mode: [1, 1, 0]).value) < 1e-12)
    let left = try equation.value(time: 2, observable: .survival)
    #expect(abs(left.value - exp(-2 * equation.shell.rate.value)) < 1e-13)
  }

  @Test func `the collisions add up to the whole`() throws {
    let equation = try LinearBoltzmann(momentum: start)
    for observable in [Observable.velocity, .mode([2, 0, 0])] {
      let parts = try equation.collisions(upTo: 40, time: 3, observable: observable)
      let whole = try equation.value(time: 3, observable: observable)
      #expect(abs(parts.reduce(0) { $0 + $1.value } - whole.value) < 1e-12)
    }
  }

  @Test func `the ladders approach it, rung by rung, like η²`() throws {
    let equation = try LinearBoltzmann(momentum: start)
    let observable = Observable.mode([2, 0, 0])
    let limit = try equation.collisions(upTo: 2, time: 1, observable: observable)
    let distances = try [0.2, 0.05].map { η in
      let rungs = try LadderSum(.noncrossing, dimension: 3, coupling: η)
        .rungs(upTo: 2, time: 1, momentum: start, observable: observable)
      return zip(rungs, limit).map { abs($0.value - $1.value) }
    }
    for k in 0...2 {
      // 1/16, if the phases of the band edges did not still beat
      #expect(distances[1][k] < 0.2 * distances[0][k], "k = \(k): \(distances)")
    }
  }
}
