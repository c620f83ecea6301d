import Diagrams
import Resolvents
import Testing
import Torus

/// Amplitudes of the mean square displacement.
@Suite struct DisplacementAmplitudeTests {
  // Second route: the amplitude of `one` at every momentum of a box is the Fourier transform of what
  // the graph adds to the density, whose second moment is a finite sum.
  @Test(arguments: [0, 0.7], ["aa|", "a|a", "ab|ab", "ab|ba", "aba|b", "aa|bb", "abab|"])
  func `is the second moment of the graph's density`(width: Double, word: String) throws {
    let side = 28
    let packet = WavePacket(momentum: Momentum([0.13]), width: width)
    func setting(_ observable: Observable, transfer: Int) throws -> AmplitudeSetting {
      try AmplitudeSetting(
        coupling: 0.8, time: 0.6, start: packet.momentum, packet: packet, observable: observable,
        transfer: [Double(transfer) / Double(side) / 0.64])
    }
    let graph = try Pairing(word)
    let transformed = try (0..<side).map {
      try Amplitude(graph, setting(.one, transfer: $0)).evaluate(.box(size: side)).value
    }
    var moment = Complex.zero
    for x in -side / 2 + 1..<side / 2 {
      let density = transformed.enumerated().reduce(Complex.zero) { sum, term in
        sum + Complex.phase(2 * Double.pi * Double(x * term.offset) / Double(side)) * term.element
      }
      moment += Double(x * x) / Double(side) * density
    }
    let amplitude = try Amplitude(graph, setting(.displacement, transfer: 0))
    let value = try amplitude.evaluate()
    #expect((value.value - moment).modulus <= value.error.real + 1e-9)
    #expect(value.error.real < 1e-6)
    #expect(moment.modulus <= amplitude.bound)
    #expect(moment.modulus > 1e-4)
  }

  @Test func `all axes of a site are alike`() throws {
    // a packet is differentiated along each axis and in both directions, a site along one
    let setting = { (packet: WavePacket) in
      try AmplitudeSetting(
        coupling: 0.9, time: 0.5, start: packet.momentum, packet: packet,
        observable: .displacement)
    }
    let site = try Amplitude(Pairing("aba|b"), setting(.site(dimension: 2))).evaluate()
    let narrow = try Amplitude(
      Pairing("aba|b"), setting(WavePacket(momentum: .zero(dimension: 2), width: 0.05))
    ).evaluate()
    #expect((site.value - narrow.value).modulus <= site.error.real + narrow.error.real)
  }

  // e^{iωx} at the largest ω there is, ωh = 1/2, without any error of its own: what is left is that of
  // the formula
  @Test func `the difference formula knows its error`() {
    func estimate(_ k: Int, error: Double = 0) -> ComplexEstimate {
      ComplexEstimate(
        Complex.phase(Amplitude.differenceStep * Double(k)), error: Complex(error, 2 * error),
        method: "")
    }
    let pairs = (1...Amplitude.differencePairs).map { (estimate($0), estimate(-$0)) }
    let exact = -Amplitude.differenceStep * Amplitude.differenceStep
    let value = Amplitude.secondDifference(estimate(0), pairs)
    let distance = (value.value - Complex(exact)).modulus
    #expect(distance > 1e-10)
    #expect(distance <= value.error.real)
    #expect(value.error.real < 1e-7)
    // 2Σ|c_k|ε + 2|Σc_k|ε
    let noisy = Amplitude.secondDifference(
      estimate(0, error: 1e-3),
      pairs.indices.map { (estimate($0 + 1, error: 1e-3), estimate(-$0 - 1, error: 1e-3)) })
    let weights = Amplitude.differenceWeights(Amplitude.differencePairs)
    let factor = 2 * weights.map(abs).reduce(0, +) + 2 * abs(weights.reduce(0, +))
    #expect(abs(noisy.error.real - value.error.real - 1e-3 * factor) < 1e-12)
    #expect(abs(noisy.error.imaginary - value.error.imaginary - 2e-3 * factor) < 1e-12)
    #expect(abs(weights[0] - 12.0 / 7) < 1e-12 && abs(weights[5] + 1.0 / 16_632) < 1e-12)
  }

  @Test func `asks for a start that is localised, and for the time form`() throws {
    let packet = WavePacket(momentum: Momentum([0.1]), width: 2)
    #expect(throws: AmplitudeError.displacement) {
      try AmplitudeSetting(
        coupling: 1, time: 1, start: packet.momentum, packet: packet, observable: .displacement,
        transfer: [0.1])
    }
    let setting = try AmplitudeSetting(
      coupling: 1, time: 1, start: packet.momentum, packet: packet, observable: .displacement)
    #expect(throws: AmplitudeError.displacementMethod) {
      try Amplitude(Pairing("aa|"), setting).evaluate(.box(size: 8))
    }
  }
}
