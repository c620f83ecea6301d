import Dynamics
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The rate of `ChebyshevEvolution` beside the plain C kernel: `evolution-benchmark SIDE TIME THREADS`.
///
/// Prints million site updates per second of elapsed and of processor time, and the processor time
/// of one evolution in seconds: one output time,
/// complex start, one realisation per thread, allocation and start included. A site update is one
/// step of the recurrence on one site, with its share of the sum.
@main
enum Benchmark {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst().compactMap { Double($0) }
    guard arguments.count == 3 else {
      print("usage: evolution-benchmark SIDE TIME THREADS")
      return
    }
    let box = Box(dimension: 3, side: Int(arguments[0]))
    let (t, threads) = (arguments[1], Int(arguments[2]))
    let evolution = ChebyshevEvolution(box: box, times: [t])
    let h = Hamiltonian(
      box: box, coupling: 0.5, disorder: Disorder(.uniform, seed: 1), realisation: 0)
    let ψ = WaveFunction.planeWave(box.nearest(to: Momentum([0.1, 0.2, 0.3])), on: box)
    let sweeps = evolution.sweeps(under: h)
    // several rounds, of which the best counts
    var (elapsed, used) = (Double.infinity, Double.infinity)
    for _ in 0..<5 {
      let begin = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
      _ = try Workers(threads: threads).map(threads) { _ in
        evolution.evolve(ψ, under: h).count
      }
      elapsed = min(elapsed, seconds(CLOCK_MONOTONIC) - begin.0)
      used = min(used, seconds(CLOCK_PROCESS_CPUTIME_ID) - begin.1)
    }
    let updates = Double(sweeps * box.sites * threads) / 1e5
    print(
      (updates / elapsed).rounded() / 10, (updates / used).rounded() / 10, used / Double(threads))
  }

  static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
