import Kinetics
import Torus

extension Option where Value == Int {
  /// `--crossing-order 4|6`, of `compare` and `ladder`.
  static var crossingOrder: Option {
    Option(
      "crossing-order", "N",
      help: "Add the graphs with one crossing component of order η⁴, or η⁴ and η⁶ (N = 4 or 6),"
        + " dressed by all that does not cross.",
      expected: "4 or 6", parse: { text in Int(text).flatMap { [4, 6].contains($0) ? $0 : nil } })
  }
}

extension Console {
  /// The sums of `CrossingSum`, with what they will cost if that is more than some seconds.
  func crossings(
    upTo size: Int, coupling η: Double, time T: Double, momentum: Momentum, observable: Observable
  ) throws -> [Estimate] {
    let cost = CrossingSum.cost(
      upTo: size, dimension: momentum.dimension, coupling: η, microscopicTime: T / (η * η))
    if cost.seconds > 3 * Double(workers.threads) {
      announce(
        "crossing graphs at η = \(η), T = \(T): \(Int(cost.bytes / 1e6)) MB, about"
          + " \(Progress.duration(cost.seconds / Double(workers.threads)))"
          + " on \(workers.threads) threads")
    }
    return try CrossingSum(dimension: momentum.dimension, coupling: η).terms(
      upTo: size, time: T, momentum: momentum, observable: observable, workers: workers,
      monitor: monitor("crossing graphs"))
  }
}
