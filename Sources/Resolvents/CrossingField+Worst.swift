#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Torus

/// Where a crossing integral is largest.
public struct CrossingMaximum: Hashable, Sendable {
  /// The maximiser, components sorted in [0, ½]; all sign changes, permutations and integer
  /// translations of it are maximisers too.
  public let shift: Momentum
  /// Integral and `‖·‖_1` there.
  public let integral: Estimate
  public let norms: [Estimate]
  /// The energy of all denominators.
  public let energies: [Double]
  /// The next best local maximum that the scan found, if there is another.
  public let runnerUp: Estimate?
}

extension CrossingField {
  /// The largest I(u) over all shifts.
  ///
  /// A scan over the grid of spacing 1/2N (N = 192, 48, 24 in d = 2, 3, 4, less by `coarsening`;
  /// all of the ring in d = 1), then Newton's method with exact derivatives from each of the best local maxima of the
  /// grid. It is global as far as no peak hides between grid points: I(u) is even in each component
  /// and symmetric, so that the scan covers u_1 ≤ … ≤ u_d in [0, ½].
  public func worst(
    coarsening: Int = 1, workers: Workers = .single, monitor: Monitor = .silent
  ) throws(Interrupted) -> CrossingMaximum {
    try climb(from: scan(coarsening, workers: workers, monitor: monitor), workers: workers)
  }

  /// The highest of the maxima above the given shifts.
  func climb(from starts: [[Double]], workers: Workers) throws(Interrupted) -> CrossingMaximum {
    var peaks = starts.map { Peak(shift: $0) }
    for _ in 0..<40 where peaks.contains(where: { !$0.isSettled }) {
      let moving = peaks.indices.filter { !peaks[$0].isSettled }
      let expansions = try expansions(at: moving.map { peaks[$0].trial }, workers: workers)
      for (index, expansion) in zip(moving, expansions) { peaks[index].take(expansion) }
    }
    peaks.sort { $0.value > $1.value }
    let best = peaks[0]
    // peaks that ran into the same maximum are one
    let other = peaks.dropFirst().first { peak in
      zip(peak.canonical, best.canonical).contains { abs($0 - $1) > 1e-5 }
    }
    func estimate(_ value: Double) -> Estimate {
      Estimate(value, error: error + 1e-14 * abs(value), method: method)
    }
    return CrossingMaximum(
      shift: Momentum(best.canonical), integral: estimate(best.value), norms: norms,
      energies: energies, runnerUp: other.map { estimate($0.value) })
  }

  /// The best local maxima of a grid.
  private func scan(
    _ coarsening: Int, workers: Workers, monitor: Monitor
  ) throws(Interrupted) -> [[Double]] {
    if let line { return scan(line) }
    let count = [192, 48, 24][dimension - 2] / coarsening
    let points = Self.sorted(upTo: count, dimension: dimension)
    let columns = CrossingColumns(
      points.map { Momentum($0.map { Double($0) / Double(2 * count) }) })
    let values = try sums(columns, workers: workers, monitor: monitor)
    let maxima = points.indices.filter { index in
      Self.neighbours(of: points[index], last: count).allSatisfy {
        values[Self.rank($0)] <= values[index]
      }
    }
    return maxima.sorted { values[$0] > values[$1] }.prefix(16).map { index in
      points[index].map { Double($0) / Double(2 * count) }
    }
  }

  /// On a ring the cosine transform gives all its shifts at once.
  private func scan(_ line: CrossingLine) -> [[Double]] {
    var values = line.products[0]
    FourierTransform.cosine(&values, count: values.count, dimension: 1)
    let last = values.count - 1
    let maxima = values.indices.filter { k in
      values[k] >= values[abs(k - 1)] && values[k] >= values[k == last ? last - 1 : k + 1]
    }
    return maxima.sorted { values[$0] > values[$1] }.prefix(16).map {
      [Double($0) / Double(line.side)]
    }
  }

  /// All `k_1 ≤ … ≤ k_d` from 0 to `last`, in the order of `rank`.
  static func sorted(upTo last: Int, dimension: Int) -> [[Int]] {
    guard dimension > 0 else { return [[]] }
    return (0...last).flatMap { top in
      sorted(upTo: top, dimension: dimension - 1).map { $0 + [top] }
    }
  }

  /// The place of sorted numbers in colexicographic order, `Σ_j binomial(k_j + j − 1, j)`.
  static func rank(_ numbers: [Int]) -> Int {
    numbers.enumerated().reduce(0) { rank, entry in
      let (j, k) = entry
      return rank + (0...j).reduce(1) { $0 * (k + $1) / ($1 + 1) }
    }
  }

  /// The 3^d − 1 grid points around one, reflected into the grid and sorted.
  private static func neighbours(of point: [Int], last: Int) -> [[Int]] {
    var all: [[Int]] = [[]]
    for k in point {
      let near = [k, k == 0 ? 1 : k - 1, k == last ? last - 1 : k + 1]
      all = all.flatMap { head in near.map { head + [$0] } }
    }
    return all.dropFirst().map { $0.sorted() }
  }

  /// I, its gradient and its Hessian.
  struct Expansion {
    let value: Double
    let gradient: [Double]
    let hessian: [[Double]]
  }

  func expansions(
    at shifts: [[Double]], workers: Workers
  ) throws(Interrupted) -> [Expansion] {
    var columns = CrossingColumns()
    let axes = 0..<dimension
    for shift in shifts {
      let u = Momentum(shift)
      columns.append(u)
      for a in axes { columns.append(u, orders: axes.map { $0 == a ? 1 : 0 }) }
      for a in axes {
        for b in 0...a {
          columns.append(u, orders: axes.map { ($0 == a ? 1 : 0) + ($0 == b ? 1 : 0) })
        }
      }
    }
    let sums = try sums(columns, workers: workers)
    let count = 1 + dimension + dimension * (dimension + 1) / 2
    return shifts.indices.map { index in
      let values = sums[index * count..<(index + 1) * count].map { $0 }
      var hessian = axes.map { _ in [Double](repeating: 0, count: dimension) }
      var next = 1 + dimension
      for a in axes {
        for b in 0...a {
          hessian[a][b] = values[next]
          hessian[b][a] = values[next]
          next += 1
        }
      }
      return Expansion(
        value: values[0], gradient: Array(values[1...dimension]), hessian: hessian)
    }
  }
}

/// A point that climbs to a maximum by Newton steps of bounded length.
private struct Peak {
  private(set) var value = -Double.infinity
  /// The next point to look at.
  private(set) var trial: [Double]
  private(set) var isSettled = false
  private var point: [Double]
  private var step: [Double] = []
  private var reach = 0.01

  init(shift: [Double]) {
    point = shift
    trial = shift
  }

  /// The point in [0, ½]^d, sorted.
  var canonical: [Double] { point.map { CrossingColumns.reduced($0) }.sorted() }

  /// Moves to the trial point if it is higher, else shortens the step.
  mutating func take(_ expansion: CrossingField.Expansion) {
    if expansion.value > value {
      value = expansion.value
      point = trial.map { CrossingColumns.reduced($0) }
      step = Self.newtonStep(expansion)
    } else {
      reach /= 4
    }
    let length = step.reduce(0) { max($0, abs($1)) }
    isSettled = length < 1e-10 || reach < 1e-10
    let factor = min(1, reach / max(length, 1e-300))
    trial = zip(point, step).map { $0 + factor * $1 }
  }

  /// `Σ_i v_i (v_i·g)/|h_i|` over eigenvectors of the Hessian: uphill whatever its signs.
  private static func newtonStep(_ expansion: CrossingField.Expansion) -> [Double] {
    let (values, vectors) = SymmetricMatrix.eigen(expansion.hessian)
    let largest = values.reduce(0) { max($0, abs($1)) }
    var step = [Double](repeating: 0, count: values.count)
    for (h, v) in zip(values, vectors) {
      let slope = zip(v, expansion.gradient).reduce(0) { $0 + $1.0 * $1.1 }
      let factor = slope / max(abs(h), 1e-9 * largest, 1e-300)
      for a in step.indices { step[a] += factor * v[a] }
    }
    return step
  }
}

/// Eigenvalues of small symmetric matrices.
enum SymmetricMatrix {
  /// Values and vectors, by the rotations of Jacobi.
  static func eigen(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
    let n = matrix.count
    var a = matrix
    var v = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
    for _ in 0..<50 {
      var off = 0.0
      for p in 0..<n {
        for q in 0..<p {
          off += a[p][q] * a[p][q]
          guard abs(a[p][q]) > 1e-300 else { continue }
          let θ = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let t = (θ < 0 ? -1.0 : 1.0) / (abs(θ) + (θ * θ + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          let s = t * c
          for k in 0..<n {
            (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q])
          }
          for k in 0..<n {
            (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k])
          }
          for k in 0..<n {
            (v[p][k], v[q][k]) = (c * v[p][k] - s * v[q][k], s * v[p][k] + c * v[q][k])
          }
        }
      }
      let scale = (0..<n).reduce(0) { $0 + a[$1][$1] * a[$1][$1] }
      if off <= 1e-30 * scale { break }
    }
    return ((0..<n).map { a[$0][$0] }, v)
  }
}
