import Foundation
import Kinetics
import Testing
import Torus

@Suite struct ShellRelaxationTests {
  @Test(arguments: [1, 2, 3, 4])
  func `entropy rises at every step by what is produced`(d: Int) throws {
    let p = Momentum((0..<d).map { 0.1 + 0.07 * Double($0) })
    let relaxation = try ShellRelaxation(momentum: p, width: 0.8, until: 3, steps: 300)
    let rows = try relaxation.rows()
    let closed = try EnergyShell(dimension: d, energy: p.energy)
    #expect(abs(relaxation.largestEntropy - closed.entropy.value) < 1e-6)
    for (a, b) in zip(rows, rows.dropFirst()) {
      #expect(a.production >= 0 && b.production >= 0)
      #expect(b.entropy >= a.entropy - 1e-14 && b.entropy <= relaxation.largestEntropy + 1e-12)
      // the distance is a norm, and all of F relaxes alike
      #expect(abs(b.distance / a.distance - exp(-relaxation.rate * 0.01)) < 1e-9)
      #expect(b.least >= a.least && b.massDefect < 1e-12)
    }
    // S by Simpson's rule over the production, away from the first moment, where F is 0 somewhere
    var sum = 0.0
    for k in stride(from: 20, to: 300, by: 2) {
      sum += (rows[k].production + 4 * rows[k + 1].production + rows[k + 2].production) / 300
    }
    #expect(abs(rows[300].entropy - rows[20].entropy - sum) < 1e-5)
    let velocity = rows[100].velocity / rows[0].velocity
    #expect(abs(velocity - exp(-relaxation.rate)) < 1e-7)
  }

  // In d = 1 the shell is {p, −p}: with the masses m and 1 − m the distance is |m − ½|, the velocity 2m − 1.
  @Test(arguments: [0.1, 0.8, 3])
  func `in one dimension the start is known`(width: Double) throws {
    let p = Momentum([0.1])
    let packet = WavePacket(momentum: p, width: width)
    let (here, there) = (packet.amplitude(at: p), packet.amplitude(at: Momentum([-0.1])))
    let m = here * here / (here * here + there * there)
    let row = try ShellRelaxation(momentum: p, width: width, until: 1, steps: 1).rows()[0]
    #expect(abs(row.distance - abs(m - 0.5)) < 1e-12)
    #expect(abs(row.velocity - (2 * m - 1)) < 1e-12)
  }

  @Test func `ordinates and Volterra equation keep mass and energy over ten thousand steps`() throws
  {
    // ordinates at a transfer: the sum of masses is not conserved mode by mode, but at κ = 0
    let rule = ShellRule(dimension: 3, energy: 1.1)
    let rate = 2 * Double.pi * rule.densityOfStates
    var ordinates = ShellOrdinates(
      rule: rule, rate: rate, momentum: Momentum([0.1, 0.2, 0.3]), transfer: [0, 0, 0])
    var (worst, energy) = (0.0, 0.0)
    let energies = (0..<rule.count).map { i in (0..<3).reduce(0) { $0 + 2 * rule.cosine[$1][i] } }
    for _ in 0..<10_000 {
      ordinates.advance(by: 0.003)
      worst = max(worst, abs(ordinates.total.real - 1))
    }
    energy = abs(ordinates.value(energies, atStart: 1.1).real - 1.1)
    #expect(worst < 1e-12 && energy < 2e-12)
    #expect(ordinates.mass.allSatisfy { $0.real >= 0 })
    // the Volterra equation at κ = 0 for 10⁴ panels' worth of time would be constant: m = 1
    let still = try ShellTransport(momentum: Momentum([0.1, 0.2, 0.3]), transfer: [0, 0, 0])
    for T in [1.0, 30, 300] {
      let one = try still.value(time: T, observable: .one)
      let e = try still.value(time: T, observable: .energy)
      #expect(abs(one.value.real - 1) < 1e-12, "\(T) \(one)")
      #expect(abs(e.value.real - Momentum([0.1, 0.2, 0.3]).energy) < 2e-11, "\(T) \(e)")
    }
  }
}

@Suite struct SpreadingTests {
  private let p = Momentum([2.0 / 24, 4.0 / 24, 7.0 / 24])

  @Test func `the slope is the derivative and both asymptotes are met`() throws {
    let h = 1e-4
    let times = [0.3, 0.3 * exp(h), 0.3 * exp(-h), 1e-3, 1e4]
    let plane = try Spreading(momentum: p, times: times)
    let packet = try Spreading(
      packet: WavePacket(momentum: p, width: 2), times: times, workers: Workers(threads: 2))
    for spreading in [plane, packet] {
      let rows = spreading.rows
      let slope = log(rows[1].displacement.value / rows[2].displacement.value) / (2 * h)
      #expect(abs(slope - rows[0].exponent.value) < 1e-6)
      #expect(abs(rows[3].exponent.value - 2) < 2e-3 && abs(rows[4].exponent.value - 1) < 1e-3)
      #expect(abs(rows[3].displacement.value / (spreading.ballistic.value * 1e-6) - 1) < 2e-3)
      #expect(abs(rows[4].displacement.value / (2e4 * spreading.diffusion.value) - 1) < 1e-3)
    }
    let closed = try LinearBoltzmann.value(
      time: 0.3, packet: WavePacket(momentum: p, width: 2), observable: .displacement)
    #expect(abs(closed.value - packet.rows[0].displacement.value) < 1e-12)
    let particles = try PacketParticles(packet: WavePacket(momentum: p, width: 2), seed: 1)
      .average(
        time: 3, transfer: [0, 0, 0], observable: .displacement, particles: 50_000,
        workers: Workers(threads: 2)
      ).value
    let row = try Spreading(packet: WavePacket(momentum: p, width: 2), times: [3]).rows[0]
    #expect(abs(particles.value.real - row.displacement.value) < 4.5 * particles.error.real)
  }
}
