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

  /// Among them shells that hold a standing momentum or nearly so, near an edge, and of both signs; beside averages
  /// of the rule on the shell, which knows no cells, and in d = 4, where it is coarse at E = 0, of random momenta
  /// with an energy near E.
  @Test(arguments: [
    (2, 0.001), (2, 0.7), (2, -3.9), (3, 0.0), (3, 1.3), (3, -1.3), (3, 2), (3, -2), (3, 2.00001),
    (3, 1.9999), (3, 3), (3, -4.5), (3, 5.7), (4, 0), (4, 1e-5), (4, 1.7), (4, 4), (4, -6.5),
  ])
  func `draws have the averages of the shell`(d: Int, energy: Double) throws {
    let p = Momentum([Double](repeating: acos(energy / Double(2 * d)) / (2 * .pi), count: d))
    let transport = try ShellTransport(momentum: p, transfer: [Double](repeating: 0, count: d))
    let modes = [[1, 0, 0, 0], [0, 2, 0, 0], [2, 2, 0, 0], [1, -1, 3, 1], [4, 0, 0, 0]]
      .map { Array($0.prefix(d)) }
    let means: [Estimate]
    if d == 4 {
      means = nearShell(modes, energy: energy)
    } else {
      let rule = ShellRule(dimension: d, energy: p.energy, nodes: 24)
      means = modes.map { m in
        let values = rule.values(of: .mode(m), start: p)!
        return Estimate(rule.average { values[$0] }, error: 1e-6, method: "rule")
      }
    }
    // so late that all have collided
    let T = 40 / transport.shell.rate.value
    for (m, mean) in zip(modes, means) {
      let particles = try ShellParticles(transport, seed: 11)
        .average(time: T, observable: .mode(m), particles: 40_000, workers: Workers(threads: 2))
      let (value, error) = (particles.value.value.real, particles.value.error.real)
      let allowed = 4.5 * (error * error + mean.error * mean.error).squareRoot()
      #expect(abs(value - mean.value) < allowed + 1e-6, "\(m): \(value) ± \(error), \(mean)")
    }
  }

  /// Means of `cos 2πm·v` over random v with |e(v) − E| < 0.04, which shifts them by less than their errors.
  private func nearShell(_ modes: [[Int]], energy: Double) -> [Estimate] {
    let random = Philox(seed: 5, stream: 0)
    var (hits, sums) = (0.0, [(Double, Double)](repeating: (0, 0), count: modes.count))
    for k in 0..<1_500_000 {
      let (a, b) = (random.uniforms(UInt64(2 * k)), random.uniforms(UInt64(2 * k + 1)))
      let v = Momentum([a.x, a.y, b.x, b.y])
      guard abs(v.energy - energy) < 0.04 else { continue }
      hits += 1
      for (index, m) in modes.enumerated() {
        let x = cos(2 * .pi * zip(m, v.components).reduce(0) { $0 + Double($1.0) * $1.1 })
        sums[index].0 += x
        sums[index].1 += x * x
      }
    }
    return sums.map { sum in
      let mean = sum.0 / hits
      return Estimate(
        mean, error: ((sum.1 / hits - mean * mean) / hits).squareRoot(), .standardError,
        method: "\(hits) momenta")
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
