import Figures
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

extension Arguments {
  /// The largest number of contractions in a crossing component that is summed, nil for none.
  ///
  /// - Throws: a usage failure for times that do not fit the memory, before anything is run.
  func crossingSize(dimension: Int, couplings: [Double], times: [Double]) throws(Failure) -> Int? {
    guard let order = try ifGiven(Option<Int>.crossingOrder) else { return nil }
    for η in couplings {
      let t = (times.max() ?? 0) / (η * η)
      let longest = CrossingSum.longestTime(upTo: order / 2, dimension: dimension, coupling: η)
      guard t <= longest else {
        throw .usage(
          option: Option<Int>.crossingOrder.flag, value: "\(order)",
          expected:
            "T/η² at most \(NumberText.general(longest)), got \(NumberText.general(t)) at η = \(NumberText.general(η))"
        )
      }
    }
    return order / 2
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
