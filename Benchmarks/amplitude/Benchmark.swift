import Diagrams
import Resolvents
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What amplitudes cost without the start of a program: `amplitude-benchmark`.
///
/// Divided differences of e^{−itx} in nanoseconds each, amplitudes in milliseconds each; processor
/// time of one thread, the best of some runs.
@main
enum Benchmark {
  static func main() throws {
    for count in [2, 3, 4, 5, 8, 16] {
      print("divided difference, \(count) nodes: \(rounded(dividedDifference(count))) ns")
    }
    for (word, tolerance, observable, η) in [
      ("ab|ab", 4e-5, Observable.one, 0.5), ("ab|ab", 1e-10, .one, 0.5),
      ("ab|ba", 1e-10, .one, 0.5),
      ("abab|", 1e-10, .one, 0.5), ("aab|b", 1e-10, .one, 0.5), ("abc|cba", 1e-8, .one, 0.5),
      ("abc|abc", 1e-8, .one, 0.5), ("ab|cabc", 1e-8, .one, 0.5), ("ab|cabc", 1e-8, .velocity, 0.5),
      ("ab|ab", 1e-8, .velocity, 0.2), ("ab|ab", 1e-8, .one, 0.2), ("abab|", 1e-8, .one, 0.2),
      ("abcd|abcd", 1e-5, .one, 0.5),
    ] {
      let setting = try AmplitudeSetting(
        coupling: η, time: 1, start: Momentum([0.1, 0.2, 0.3]), observable: observable)
      let amplitude = try Amplitude(Pairing(word), setting)
      var result: ComplexEstimate?
      let cost = amplitude.cost(tolerance: tolerance)
      let seconds = try best(rounds: word.count > 5 || η < 0.5 ? 2 : 20) {
        result = try amplitude.evaluate(tolerance: tolerance)
      }
      print(
        "\(word), η = \(η), \(observable), to \(tolerance): \(rounded(seconds * 1e3)) ms,",
        "\(rounded(cost.seconds * 1e3)) to \(rounded(cost.most * 1e3)) announced,",
        result!.method)
    }
  }

  /// Nanoseconds for one, over tables of random energies of d = 3 at t = 4.
  private static func dividedDifference(_ count: Int) -> Double {
    let random = Philox(seed: 1, stream: 0)
    let tables = 4096
    let energies = (0..<tables * count).map { index in
      Momentum((0..<3).map { random.uniforms(UInt64(3 * index + $0)).x }).energy
    }
    var sum = Complex.zero
    let seconds = best(rounds: 20) {
      energies.withUnsafeBufferPointer { energies in
        for table in 0..<tables {
          sum += DividedDifference.exponential(
            UnsafeBufferPointer(rebasing: energies[table * count..<(table + 1) * count]), time: 4)
        }
      }
    }
    precondition(sum.norm.isFinite)
    return seconds / Double(tables) * 1e9
  }

  private static func best(rounds: Int, _ body: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    for _ in 0..<rounds {
      let begin = clock()
      try body()
      best = min(best, Double(clock() - begin) / Double(CLOCKS_PER_SEC))
    }
    return best
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
