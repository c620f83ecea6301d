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
