import COpenBLAS
import Resolvents
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The lattice sum beside OpenBLAS: `crossing-benchmark [ENERGY]`.
///
/// Prints the rate of a large square product, that of products with the shape of the last shell at
/// each ε, and of whole passes, counting only multiplications that the symmetry sector needs; all
/// in 10^9 operations per second of processor time, one thread, the best of some runs.
@main
enum Benchmark {
  static func main() throws {
    openblas_set_num_threads(1)
    let energy = CommandLine.arguments.dropFirst().first.flatMap { Double($0) } ?? 1
    let square = product(1500, 1500, 1500)
    print("square 1500: \(rounded(square))")
    for ε in [0.1, 0.05, 0.02, 0.01] {
      let run = try CrossingLattice(
        dimension: 3, epsilon: ε, energies: [[energy, energy, energy]],
        shifts: [.zero(dimension: 3)])
      var best = Double.infinity
      var result: CrossingLattice.Result?
      for _ in 0..<(ε < 0.02 ? 1 : 3) {
        let begin = clock()
        result = try run.integrals()
        best = min(best, Double(clock() - begin) / Double(CLOCKS_PER_SEC))
      }
      let (radius, nodes) = (result!.radius, result!.nodes)
      // times before the front reaches the last shell are skipped
      let times = nodes - radius * 3 / 4
      let shell = product(min(256, 4 * radius), radius, times, chunk: 256)
      let sites = Double((radius + 1) * (radius + 2) * (radius + 3)) / 6
      let rate = 2 * sites * Double(nodes) / best * 1e-9
      print(
        "ε \(ε): radius \(radius), \(nodes) times, \(rounded(best)) s;"
          + " products of the last shell \(rounded(shell)), \(percent(shell / square));"
          + " whole pass \(rounded(rate)), \(percent(rate / square))")
    }
  }

  /// 10^9 operations per second of one shape of product, the left operand in chunks of k that stay
  /// in the cache.
  private static func product(_ m: Int, _ n: Int, _ k: Int, chunk: Int = .max) -> Double {
    let chunk = min(chunk, k)
    let a = [Double](repeating: 1.1, count: m * chunk)
    let b = [Double](repeating: 0.9, count: n * k)
    var c = [Double](repeating: 0, count: m * n)
    let operations = 2 * Double(m) * Double(n) * Double(k)
    let rounds = max(1, Int(1e9 / operations))
    var best = Double.infinity
    for _ in 0..<5 {
      let begin = clock()
      for _ in 0..<rounds {
        for start in stride(from: 0, to: k, by: chunk) {
          let count = Int32(min(chunk, k - start))
          b.withUnsafeBufferPointer { b in
            copenblas_dgemm(
              0x4E, 0x54, Int32(m), Int32(n), count, 1, a, count, b.baseAddress! + start, Int32(k),
              start == 0 ? 0 : 1, &c, Int32(n))
          }
        }
      }
      best = min(best, Double(clock() - begin) / Double(CLOCKS_PER_SEC) / Double(rounds))
    }
    return operations / best * 1e-9
  }

  private static func rounded(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }

  private static func percent(_ ratio: Double) -> String { "\(Int((100 * ratio).rounded())) %" }
}
