#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Torus

/// Gauss rules of graded length for the times of a simplex in collapsed coordinates.
///
/// An interval of length h sees the integrand turn by at most `rate·h`; the Gauss rule with k nodes is
/// exact up to degree 2k − 1, so its error goes like a Bessel function of order 2k at `rate·h/2`, at
/// most `x^m/m!`, `x = rate·h/4`. An interval shorter than t takes the fewest nodes that keep this
/// below what n nodes leave on t, or below 1e-7 where that is larger: there n nodes do not resolve t
/// yet, and the number is also at least in proportion to the length. Two degrees are set aside for
/// the polynomial weights.
///
/// A product rule in the 5 times of a graph with n̄ = 3 loses nine points in ten that way.
struct TimeNodes {
  /// The numbers of nodes that are used: all up to 32, then steps of some 4 %.
  private let counts: [Int]
  /// The longest interval for each of them, rising, the last one without end.
  private let reach: [Double]
  /// Whether n nodes resolve t; if not, short intervals are good to `coarsest` only.
  let isResolved: Bool
  static let coarsest = 1e-7
  /// Rules on [0, 1], none where only costs are asked for.
  private var rules: [(nodes: [Double], weights: [Double])] = []

  /// Grades alone, without the rules.
  ///
  /// - Parameters:
  ///   - count: the number n of nodes for an interval of length `time`.
  ///   - rate: the largest frequency of the integrand that counts.
  init(gradesOf count: Int, time t: Double, rate: Double) {
    var counts = [1]
    while counts.last! < count { counts.append(min(count, counts.last! + 1 + counts.last! / 32)) }
    let x = max(rate * t / 4, 1e-3)
    func degree(_ k: Int) -> Double { Double(max(2 * k - 2, 1)) }
    let reached = degree(count) * log(x) - lgamma(degree(count) + 1)
    let level = min(reached, log(Self.coarsest))
    isResolved = reached <= level
    reach = counts.map { k in
      guard k < count else { return .infinity }
      let longest = exp((level + lgamma(degree(k) + 1)) / degree(k))
      return t * min(longest / x, Double(k) / Double(count))
    }
    self.counts = counts
  }

  init(_ count: Int, time: Double, rate: Double) {
    self.init(gradesOf: count, time: time, rate: rate)
    rules = counts.map { GaussLegendre($0).on(0, 1) }
  }

  /// The grade of an interval, an index into `counts` and `rules`.
  private func grade(length h: Double) -> Int {
    var (low, high) = (0, reach.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if reach[middle] >= h { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The rule for the longest interval.
  var whole: (nodes: [Double], weights: [Double]) { rules[rules.count - 1] }

  /// Calls `body` with each point and its weight; the times from `index` on add up to `remaining`.
  func visit(
    _ times: inout [Double], from index: Int, remaining: Double, weight: Double,
    _ body: ([Double], Double) -> Void
  ) {
    guard index < times.count - 1 else {
      times[index] = remaining
      return body(times, weight)
    }
    let (nodes, weights) = rules[grade(length: remaining)]
    for (x, w) in zip(nodes, weights) {
      times[index] = remaining * x
      visit(
        &times, from: index + 1, remaining: remaining - times[index],
        weight: weight * w * remaining,
        body)
    }
  }

  /// All points of a simplex with their weights.
  func points(variables: Int, size: Double) -> [(times: [Double], weight: Double)] {
    var points: [(times: [Double], weight: Double)] = []
    var times = [Double](repeating: 0, count: variables)
    visit(&times, from: 0, remaining: size, weight: 1) { points.append(($0, $1)) }
    return points
  }
}

/// The number of points beforehand.
extension TimeNodes {
  /// The number of points of simplices of size `length·j/32`, j = 0…32, with so many variables.
  func pointCounts(variables: Int, length: Double) -> [Double] {
    let steps = 32
    var table = [Double](repeating: 1, count: steps + 1)
    guard variables > 1 else { return table }
    for _ in 1..<variables {
      let last = table
      table = (0...steps).map { j in
        let count = counts[grade(length: length * Double(j) / Double(steps))]
        return (0..<count).reduce(0) { sum, node in
          sum + Self.interpolate(last, at: Double(j) * Self.place(node, of: count))
        }
      }
    }
    return table
  }

  /// Where Gauss's nodes lie, nearly: evenly spaced as an angle.
  static func place(_ node: Int, of count: Int) -> Double {
    (1 - cos(.pi * (Double(node) + 0.5) / Double(count))) / 2
  }

  static func interpolate(_ table: [Double], at x: Double) -> Double {
    let cell = min(Int(x), table.count - 2)
    let rest = x - Double(cell)
    return table[cell] * (1 - rest) + table[cell + 1] * rest
  }
}
