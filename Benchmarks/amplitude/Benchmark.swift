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
    let setting = try AmplitudeSetting(
      coupling: 0.5, time: 1, start: Momentum([0.1, 0.2, 0.3]), observable: .one)
    for (word, tolerance) in [
      ("ab|ab", 4e-5), ("ab|ab", 1e-10), ("ab|ba", 1e-10), ("abab|", 1e-10), ("aab|b", 1e-10),
      ("abc|cba", 1e-8), ("abc|abc", 1e-8), ("ab|cabc", 1e-8),
    ] {
      let amplitude = try Amplitude(Pairing(word), setting)
      var result: ComplexEstimate?
      let seconds = try best(rounds: word.count > 5 ? 2 : 20) {
        result = try amplitude.evaluate(tolerance: tolerance)
      }
      print("\(word) to \(tolerance): \(rounded(seconds * 1e3)) ms, \(result!.method)")
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
