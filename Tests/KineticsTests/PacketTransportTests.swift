import Foundation
import Kinetics
import Testing
import Torus

@Suite struct PacketTransportTests {
  /// The first two share the shells and nothing else, a Volterra equation of high order beside steps in time; particles
  /// know no shell and no density of states.
  @Test(arguments: [
    (1, 1.5, "one", [0.2]), (1, 0.8, "energy", [0.35]), (2, 1.2, "velocity", [0.1, -0.2]),
    (2, 2.0, "mode:1,1", [0.3, 0]), (3, 1.5, "one", [0.2, 0.1, 0]),
    (3, 2.0, "velocity", [0, 0.15, 0.1]),
    (3, 1.0, "survival", [0.1, 0.1, 0.1]),
  ])
  func `the three methods agree at a transfer`(
    dimension: Int, width: Double, name: String, κ: [Double]
  ) throws {
    let observable = try #require(Observable(name))
    let momentum = Momentum((0..<dimension).map { 0.1 + 0.09 * Double($0) })
    let packet = WavePacket(momentum: momentum, width: width)
    let transport = try PacketTransport(packet: packet, transfer: κ)
    let workers = Workers(threads: 2)
    let shell = try transport.value(time: 1.1, observable: observable, workers: workers)
    let ordinates = try transport.ordinates(
      time: 1.1, observable: observable, steps: 60, workers: workers)
    let particles = try PacketParticles(packet: packet, seed: 5).average(
      time: 1.1, transfer: κ, observable: observable, particles: 60_000, workers: workers
    ).value
    #expect(shell.error.modulus < 1e-8, "\(shell)")
    // in d = 1 and 2 the density of states is infinite somewhere in the packet, where a step of 1/60 is long
    #expect(ordinates.error.modulus < (dimension == 3 ? 3e-5 : 2e-3), "\(ordinates)")
    for (a, b, e, f) in [
      (shell.value.real, ordinates.value.real, shell.error.real, ordinates.error.real),
      (
        shell.value.imaginary, ordinates.value.imaginary, shell.error.imaginary,
        ordinates.error.imaginary
      ),
    ] {
      #expect(abs(a - b) < 3 * (e + f) + 1e-9, "\(shell) \(ordinates)")
    }
    let distance = particles.value - ordinates.value
    #expect(abs(distance.real) < 4.5 * particles.error.real + 3 * ordinates.error.real + 1e-12)
    #expect(
      abs(distance.imaginary) < 4.5 * particles.error.imaginary
        + 3 * ordinates.error.imaginary + 1e-12)
  }

  /// In d = 1 plane waves, each by its own Volterra equation, over Gauss points in q between the edges of the band.
  @Test(arguments: [("one", 0.6), ("energy", 1.5), ("mode:2", 1), ("survival", 6)])
  func `in d = 1 it is the mean of its plane waves`(name: String, width: Double) throws {
    let observable = try #require(Observable(name))
    let packet = WavePacket(momentum: Momentum([0.13]), width: width)
    let value = try PacketTransport(packet: packet, transfer: [0.3])
      .value(time: 0.9, observable: observable)
    var sum = Complex.zero
    let rule = GaussLegendre(120)
    for (x, w) in zip(rule.nodes, rule.weights) {
      for q in [(1 + x) / 4, (3 + x) / 4] {
        let momentum = Momentum([q])
        // closer to an edge e^{−ΓT} is nothing, and the mass, a thousandth of all, stays within 10⁻⁷ of where it is
        guard abs(sin(2 * .pi * q)) > 2e-3 else {
          let modes = observable.weight(start: packet.momentum) ?? []
          let g = modes.reduce(0) {
            $0 + $1.coefficient.real * cos(2 * .pi * Double($1.index[0]) * q)
          }
          sum += Complex(w / 4 * packet.density(at: momentum) * g)
          continue
        }
        let plane = try ShellTransport(momentum: momentum, transfer: [0.3])
          .value(time: 0.9, observable: observable)
        sum += (w / 4 * packet.density(at: momentum)) * plane.value
      }
    }
    #expect((value.value - sum).modulus < 1e-8, "\(value) \(sum)")
    #expect(value.error.modulus < 1e-8)
  }

  /// `∂_T ⟨1⟩ = −2πi ⟨κ·c⟩`, and κ·c is the observable `velocity` if κ points along c(p0).
  @Test(arguments: [(1, 1.2), (2, 0.7), (2, 2), (3, 1), (3, 8), (4, 0.6)])
  func `density and current are continuous`(dimension: Int, width: Double) throws {
    let momentum = Momentum((0..<dimension).map { 0.1 + 0.09 * Double($0) })
    let packet = WavePacket(momentum: momentum, width: width)
    let c = momentum.velocity
    let transport = try PacketTransport(packet: packet, transfer: c.map { 0.1 * $0 })
    let scale = 0.1 * c.reduce(0) { $0 + $1 * $1 }
    let T = 0.6
    let (times, weights) = GaussLegendre(9).on(0, T)
    var current = Complex.zero
    for (t, w) in zip(times, weights) {
      current += try w * transport.value(time: t, observable: .velocity).value
    }
    let one = try transport.value(time: T, observable: .one).value
    let balance = one - .one + Complex(0, 2 * .pi * scale) * current
    #expect(balance.modulus < 2e-8, "\(balance)")
  }

  @Test func `without transfer it is the mean over shells, and a wide packet is a plane wave`()
    throws
  {
    let packet = WavePacket(momentum: Momentum([0.1, 0.2, 0.3]), width: 2)
    let still = try PacketTransport(packet: packet, transfer: [0, 0, 0])
    for observable in [Observable.one, .energy, .velocity, .mode([1, 1, 0])] {
      let value = try still.value(time: 0.9, observable: observable)
      let closed = try LinearBoltzmann.value(time: 0.9, packet: packet, observable: observable)
      #expect(abs(value.value.real - closed.value) < 3 * (value.error.real + closed.error))
      #expect(abs(value.value.imaginary) < 1e-12)
    }
    let κ = [0.1, 0.2, 0]
    let wide = try PacketTransport(
      packet: WavePacket(momentum: packet.momentum, width: 3000), transfer: κ)
    let plane = try ShellTransport(momentum: packet.momentum, transfer: κ)
      .value(time: 0.9, observable: .velocity)
    let value = try wide.value(time: 0.9, observable: .velocity)
    #expect((value.value - plane.value).modulus < 1e-5)
  }

  @Test func `one and two threads give the same bits`() throws {
    let packet = WavePacket(momentum: Momentum([0.1, 0.2, 0.3]), width: 1)
    let transport = try PacketTransport(packet: packet, transfer: [0.1, 0, 0])
    let particles = PacketParticles(packet: packet, seed: 3)
    let values = try [1, 2].map { threads in
      [
        try transport.value(time: 1, observable: .one, workers: Workers(threads: threads)).value,
        try particles.average(
          time: 1, transfer: [0.1, 0, 0], observable: .one, particles: 3000,
          workers: Workers(threads: threads)
        ).value.value,
      ]
    }
    #expect(values[0] == values[1])
  }
}

@Suite struct PacketStartTests {
  /// What no collision has met, to a third of a percent in Γ: the sampler knows only how often it proposes and refuses.
  @Test(arguments: [2, 3])
  func `particles collide at the rate of their shells`(dimension: Int) throws {
    let momentum = Momentum((0..<dimension).map { 0.1 + 0.09 * Double($0) })
    let packet = WavePacket(momentum: momentum, width: 1)
    let exact = try LinearBoltzmann.value(time: 1.2, packet: packet, observable: .survival)
    let seen = try PacketParticles(packet: packet, seed: 11).average(
      time: 1.2, transfer: [Double](repeating: 0, count: dimension), observable: .survival,
      particles: 1_200_000, workers: Workers(threads: 2)
    ).value
    #expect(seen.error.real < 5e-4)
    #expect(abs(seen.value.real - exact.value) < 4.5 * seen.error.real, "\(seen) \(exact)")
  }

  /// Every Fourier coefficient of the sampled momenta is that of the packet, at widths on both sides of the change
  /// of proposals.
  @Test(arguments: [0.0, 0.15, 0.24, 0.26, 0.5, 3, 40])
  func `momenta have the law of the packet`(width: Double) throws {
    let packet = WavePacket(momentum: Momentum([0.13]), width: width)
    let count = 100_000
    let particles = PacketParticles(packet: packet, seed: 9)
    for m in 1...3 {
      // at T = 0 the observable is that of the start
      let value = try particles.average(
        time: 0, transfer: [0], observable: .mode([m]), particles: count
      ).value
      let exact = packet.mean(of: [m]).real
      #expect(abs(value.value.real - exact) < 4.5 * value.error.real + 1e-9, "\(m)")
    }
  }
}
