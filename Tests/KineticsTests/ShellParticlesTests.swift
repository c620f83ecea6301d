import Foundation
import Kinetics
import Testing
import Torus

private let start = Momentum([0.1, 0.2, 0.3])

@Suite struct ShellParticlesTests {
  @Test(arguments: [
    [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0, 2, 0], [1, 2, 0], [1, 1, 1],
  ])
  func `momenta after collisions fill the shell evenly in every axis`(m: [Int]) throws {
    let transport = try ShellTransport(momentum: start, transfer: [0, 0, 0])
    let particles = try ShellParticles(transport, seed: 3)
      .average(time: 2, observable: .mode(m), particles: 40_000)
    let closed = try LinearBoltzmann(momentum: start).value(time: 2, observable: .mode(m))
    #expect(abs(particles.value.value.real - closed.value) < 4 * particles.value.error.real)
    // a Poisson number of collisions
    let mean = 2 * transport.shell.rate.value * 40_000
    #expect(abs(Double(particles.collisions) - mean) < 5 * mean.squareRoot())
  }

  /// Among them shells that hold a standing momentum or nearly so, near an edge, and of both signs; averages of the
  /// rule on the shell, which knows no cells, and in d = 4, where it is coarse at E = 0, of the Green function.
  @Test(arguments: [
    (2, 0.001), (2, 0.7), (2, -3.9), (3, 0.0), (3, 1.3), (3, -1.3), (3, 2), (3, -2), (3, 2.00001),
    (3, 1.9999), (3, 3), (3, -4.5), (3, 5.7), (4, 0), (4, 1e-5), (4, 1.7), (4, 4), (4, -6.5),
  ])
  func `draws have the averages of the shell`(d: Int, energy: Double) throws {
    let p = Momentum([Double](repeating: acos(energy / Double(2 * d)) / (2 * .pi), count: d))
    let transport = try ShellTransport(momentum: p, transfer: [Double](repeating: 0, count: d))
    let rule = ShellRule(dimension: d, energy: p.energy, nodes: d == 4 ? 2 : 24)
    // so late that all have collided
    let T = 40 / transport.shell.rate.value
    for m in [[1, 0, 0, 0], [0, 2, 0, 0], [2, 2, 0, 0], [1, -1, 3, 1], [4, 0, 0, 0]] {
      let index = Array(m.prefix(d))
      let mode = Observable.mode(index)
      let particles = try ShellParticles(transport, seed: 11)
        .average(time: T, observable: mode, particles: 40_000, workers: Workers(threads: 2))
      let values = rule.values(of: mode, start: p)!
      let mean =
        d == 4 ? transport.shell.average(mode: index).value : rule.average { values[$0] }
      let (value, error) = (particles.value.value.real, particles.value.error.real)
      #expect(abs(value - mean) < 4.5 * error + 1e-6, "\(m): \(value) ± \(error), \(mean)")
    }
  }

  @Test func `flights are exponential`() throws {
    // the number of collisions has mean and variance ΓT, and survival is e^{−ΓT}
    let transport = try ShellTransport(momentum: start, transfer: [0, 0, 0])
    for T in [0.05, 0.7, 3] {
      let left = try ShellParticles(transport, seed: 4)
        .average(time: T, observable: .survival, particles: 200_000).value
      let law = exp(-transport.shell.rate.value * T)
      #expect(abs(left.value.real - law) < 4.5 * left.error.real)
    }
    let run = try ShellParticles(transport, seed: 6)
      .average(time: 50, observable: .one, particles: 100_000)
    let mean = 50 * transport.shell.rate.value * 100_000
    #expect(abs(Double(run.collisions) - mean) < 4.5 * mean.squareRoot())
  }

  @Test(arguments: [0.2, 3])
  func `the displacement goes from ballistic to diffusive`(T: Double) throws {
    let transport = try ShellTransport(momentum: start, transfer: [0, 0, 0])
    let particles = try ShellParticles(transport, seed: 8)
      .average(time: T, observable: .displacement, particles: 40_000).value
    let closed = try LinearBoltzmann(momentum: start).displacement(time: T)
    #expect(abs(particles.value.real - closed.value) < 4 * particles.error.real)
  }

  @Test func `the displacement is that of diffusion in the long run`() throws {
    // Green and Kubo: d⟨X²⟩/dT → 2D
    let equation = try LinearBoltzmann(momentum: start)
    let slope = equation.displacement(time: 60).value - equation.displacement(time: 50).value
    #expect(abs(slope / 20 - equation.shell.diffusion.value) < 1e-9)
    let short = equation.displacement(time: 1e-3).value
    let speed = start.velocity.reduce(0) { $0 + $1 * $1 } / 3
    #expect(abs(short / (speed * 1e-6) - 1) < 1e-3)
    // the series meets the closed form at ΓT = 0.01
    let edge = 0.01 / equation.shell.rate.value
    let (left, right) = (
      equation.displacement(time: edge * (1 - 1e-6)), equation.displacement(time: edge)
    )
    #expect(abs(left.value - right.value * (1 - 2e-6)) < 1e-8 * right.value)
  }

  @Test func `gives the same bits with one thread and with two`() throws {
    let transport = try ShellTransport(momentum: start, transfer: [0.1, 0, 0])
    let values = try [1, 2].map { threads in
      try ShellParticles(transport, seed: 1).average(
        time: 1, observable: .one, particles: 5000, workers: Workers(threads: threads)
      ).value
    }
    #expect(values[0] == values[1])
  }
}
