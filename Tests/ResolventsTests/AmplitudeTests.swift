import Diagrams
import Testing
import TestSupport
import Torus

@testable import Resolvents

@Suite struct AmplitudeTests {
  static let setting = try! AmplitudeSetting(
    coupling: 0.5, time: 1, start: Momentum([0.1, 0.2, 0.3]), observable: .one)

  @Test(arguments: [("ab|ab", 0.0439653676457), ("ab|ba", 0.2834002353445)])
  func `agrees with the values of the prototype to nine digits`(word: String, value: Double) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let amplitude = try Amplitude(Pairing(word), Self.setting).evaluate(workers: Workers(threads: 2))
    print(word, amplitude, clock.now - start)
    #expect(abs(amplitude.value.real - value) < 1e-10)
    #expect(abs(amplitude.value.imaginary) < 1e-10)
    #expect(amplitude.error.real < 1e-10)
  }

  @Test(arguments: ["ab|ab", "ab|ba", "aab|b", "abab|", "abba|", "aa|bb", "aba|b", "a|a", "aa|"])
  func `agrees with lattice rules over the momenta`(word: String) throws {
    for observable in [Observable.one, .velocity, .mode([1, 0, -2]), .energy] {
      let setting = try AmplitudeSetting(
        coupling: 0.8, time: 0.7, start: Momentum([0.1, 0.2, 0.35]), observable: observable)
      let amplitude = try Amplitude(Pairing(word), setting)
      let exact = try amplitude.evaluate(workers: Workers(threads: 2))
      let sample = try amplitude.evaluate(
        .momentum(points: 4096, shifts: 16, seed: 1), workers: Workers(threads: 2))
      print(word, observable, exact.value, exact.error.real, exact.method, sample.value, sample.error)
      let δ = exact.value - sample.value
      #expect(abs(δ.real) < 5 * sample.error.real + 1e-9)
      #expect(abs(δ.imaginary) < 5 * sample.error.imaginary + 1e-9)
    }
  }
}
