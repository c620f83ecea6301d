import Diagrams
import Exact
import Figures

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What graphs cost without the start of a program: `diagrams-benchmark [tallies] [trees]`.
///
/// Tallies in nanoseconds a graph, the steps of `feyn tree` at 500 contractions in milliseconds;
/// processor time of one thread, the best of some runs.
@main
enum Benchmark {
  static func main() throws {
    let parts = CommandLine.arguments.dropFirst()
    if parts.isEmpty || parts.contains("tallies") { try tallies() }
    if parts.isEmpty || parts.contains("trees") { try trees() }
  }

  /// Nanoseconds for each graph of Γ_{n,n}, with a table of completions that is new or filled.
  private static func tallies() throws {
    print("tally of all graphs, ns a graph (table filled on the way; table filled before)")
    for n in 6...11 {
      let graphs = (1...2 * n).reduce(1.0) { $1 % 2 == 1 ? $0 * Double($1) : $0 }
      let rounds = n < 9 ? 20 : n < 11 ? 3 : 1
      var total = 0
      let fresh = try best(rounds: rounds) {
        total = try GraphSearch(left: n, right: n).tally().total
      }
      precondition(Double(total) == graphs, "every graph is visited")
      let search = try GraphSearch(left: n, right: n)
      _ = search.tally()
      let filled = best(rounds: rounds) { total = search.tally().total }
      print("n = \(n): \(rounded(fresh / graphs * 1e9)); \(rounded(filled / graphs * 1e9))")
    }
  }

  /// Milliseconds for the parts of `feyn tree` at n = ñ = 500.
  private static func trees() throws {
    // a prime that does not divide 999!!: otherwise the rank ends in zeros and the graph is orderly
    let graph = Pairing(left: 500, right: 500, rank: Integer.pairings(500) / 1009)
    func show(_ what: String, _ seconds: Double) {
      print("\(what): \(rounded(seconds * 1e3)) ms")
    }
    var best: CrossingFactors?
    show("best tree and its crossing factors", Self.best(rounds: 10) { best = .init(of: graph) })
    var routing: Routing?
    show("routing, every delta checked", Self.best(rounds: 10) { routing = .init(best!.tree) })
    show(
      "bound", Self.best(rounds: 10) { _ = PowerBound(graph, crossingFactors: best!.factors.count) }
    )
    var count: Integer = 0
    show("number of trees", Self.best(rounds: 10) { count = SpanningTree.count(of: graph) })
    print("  (\(count.description.count) digits)")
    var text = ""
    show(
      "momenta as JSON",
      Self.best(rounds: 10) {
        text =
          JSON.array(
            routing!.momenta.map {
              ["momentum": .string($0.description), "loops": .integers($0.loops)]
            }
          ).compact
      })
    print("  (\(text.utf8.count) bytes)")
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
