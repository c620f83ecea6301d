import Diagrams
import Resolvents
import Testing
import Torus

/// Amplitudes that start from a wave packet.
@Suite struct PacketAmplitudeTests {
  // The box integrates over p0 like over the loop momenta, and shares nothing with the time form.
  @Test(arguments: [0, 0.7])
  func `every graph in one dimension agrees with the sum over a large box`(width: Double) throws {
    let packet = WavePacket(momentum: Momentum([0.13]), width: width)
    let size = 28
    for (observable, shift) in [
      (Observable.one, 0), (.energy, 0), (.mode([-2]), 0), (.one, 3), (.mode([1]), -2),
    ] {
      let setting = try AmplitudeSetting(
        coupling: 0.8, time: 0.6, start: packet.momentum, packet: packet, observable: observable,
        transfer: [Double(shift) / Double(size) / 0.64])
      for graph in try graphs(order: 1) + graphs(order: 2) where graph.left >= graph.right {
        let amplitude = Amplitude(graph, setting)
        let box = try amplitude.evaluate(.box(size: size))
        let time = try amplitude.evaluate()
        #expect((box.value - time.value).modulus <= time.error.real + 1e-12, "\(graph)")
        #expect(time.value.modulus <= amplitude.bound)
      }
    }
  }

  // From one site p0 is one more momentum of the loops; a packet takes a quadrature in p0.
  @Test(arguments: ["abc|abc", "abcabc|", "abcb|ac", "aab|bcc"], [0, 0.5])
  func `graphs of order three do so too`(word: String, width: Double) throws {
    let packet = WavePacket(momentum: Momentum([0.3]), width: width)
    let cases: [(Observable, Int)] =
      width == 0 ? [(.energy, 0), (.one, 3), (.mode([-1]), 2)] : [(.velocity, 0)]
    for (observable, shift) in cases {
      let setting = try AmplitudeSetting(
        coupling: 0.9, time: 0.5, start: packet.momentum, packet: packet, observable: observable,
        transfer: [Double(shift) / 20 / 0.81])
      let amplitude = try Amplitude(Pairing(word), setting)
      let box = try amplitude.evaluate(.box(size: 20))
      // with a transfer nothing is shared between the lines, and 1e-8 takes a minute
      let time = try amplitude.evaluate(tolerance: shift == 0 ? 1e-8 : 1e-5)
      let errors = time.uncertainty == .standardError ? 5.0 : 1
      #expect(
        (box.value - time.value).modulus <= errors * time.error.modulus + 1e-11,
        "\(observable), \(shift)")
    }
  }

  @Test(arguments: ["aa|", "ab|ab", "ab|ba", "aba|b"])
  func `a packet is the mean of plane waves`(word: String) throws {
    let packet = WavePacket(momentum: Momentum([0.13, 0.4]), width: 2.5)
    for κ in [[0.0, 0], [0.05, -0.02]] {
      // t = 1, so that degree 12 has 5 digits; ξ = η²κ = κ
      let whole = try Amplitude(
        Pairing(word),
        AmplitudeSetting(
          coupling: 1, time: 1, start: packet.momentum, packet: packet, observable: .mode([1, 0]),
          transfer: κ)
      ).evaluate(tolerance: 1e-7)
      var sum = Complex.zero
      for p in packet.rule(axis: 0, degree: 8, transfer: κ[0]) {
        for q in packet.rule(axis: 1, degree: 8, transfer: κ[1])
        where abs(p.weight * q.weight) > 1e-7 {
          let wave = try Amplitude(
            Pairing(word),
            AmplitudeSetting(
              coupling: 1, time: 1, start: Momentum([p.momentum, q.momentum]),
              observable: .mode([1, 0]), transfer: κ)
          ).evaluate(tolerance: 1e-5)
          sum += p.weight * q.weight * wave.value
        }
      }
      #expect((sum - whole.value).modulus < 2e-5)
    }
  }

  @Test func `all graphs of an order add up to zero for the observable one`() throws {
    let packet = WavePacket(momentum: Momentum([0.1, 0.2, 0.3]), width: 3)
    let setting = try AmplitudeSetting(
      coupling: 0.8, time: 0.5, start: packet.momentum, packet: packet, observable: .one)
    let sum = try ClassSum(order: 2, setting)
    #expect(sum.row(.all).sum.value.modulus < 1e-9)
    #expect(sum.row(.all).absolute.value > 0.1)
  }

  @Test func `reflection conjugates`() throws {
    let packet = WavePacket(momentum: Momentum([0.1, 0.2]), width: 2)
    let setting = try AmplitudeSetting(
      coupling: 0.8, time: 0.5, start: packet.momentum, packet: packet, observable: .velocity)
    for graph in try graphs(order: 2) {
      let value = try Amplitude(graph, setting).evaluate().value
      let mirror = try Amplitude(graph.mirror, setting).evaluate().value
      #expect((value.conjugate - mirror).modulus < 1e-10, "\(graph)")
    }
  }

  @Test func `lattice rules over all momenta agree`() throws {
    let packet = WavePacket(momentum: Momentum([0.1, 0.2, 0.35]), width: 0.8)
    let setting = try AmplitudeSetting(
      coupling: 0.8, time: 0.7, start: packet.momentum, packet: packet, observable: .velocity)
    let amplitude = try Amplitude(Pairing("ab|ab"), setting)
    let exact = try amplitude.evaluate()
    let sample = try amplitude.evaluate(.momentum(points: 4096, shifts: 16, seed: 1))
    #expect(abs(exact.value.real - sample.value.real) < 5 * sample.error.real)
    #expect(sample.error.real < 0.3 * abs(exact.value.real))
  }

  @Test func `survival asks for one momentum`() throws {
    let packet = WavePacket(momentum: Momentum([0.1]), width: 2)
    #expect(throws: AmplitudeError.survivalOfPacket) {
      try AmplitudeSetting(
        coupling: 1, time: 1, start: packet.momentum, packet: packet, observable: .survival)
    }
  }
}
