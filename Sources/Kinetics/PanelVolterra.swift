internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The Volterra equation `m(t) = f(t) + ∫_0^t K(t−s) m(s) ds` on [0, T], by collocation.
///
/// The interval is cut into panels of p = 16 Gauss nodes; m is a polynomial of degree 15 on each.
/// Whole panels of the past enter by their own nodes, the panel in progress by an interpolation of m
/// and 16 nodes on [0, t] of its own, the same matrix for every panel. Convergence is exponential in p
/// where K and f are smooth on the scale of a panel. Cost: 256 (panels)² and 256 panels values of K.
struct PanelVolterra {
  static let order = 16

  let panels: Int
  let width: Double
  /// Gauss nodes and weights on [0, 1].
  private let node: [Double]
  private let weight: [Double]
  /// `∫_0^{t_i} K(t_i − s) ℓ_j(s) ds` within a panel, row by row.
  private let within: [Double]
  /// `w_j K(lH + t_i − t_j)` for the l-th panel before.
  private let before: [[Double]]

  init(until T: Double, panels: Int, kernel: (Double) -> Double) {
    let p = Self.order
    self.panels = panels
    let H = T / Double(panels)
    width = H
    let (x, w) = GaussLegendre(p).on(0, 1)
    (node, weight) = (x, w)
    let barycentric = x.indices.map { j in
      x.indices.reduce(1.0) { $1 == j ? $0 : $0 / (x[j] - x[$1]) }
    }
    var matrix = [Double](repeating: 0, count: p * p)
    for i in 0..<p {
      for q in 0..<p {
        let point = x[i] * x[q]
        let value = w[q] * x[i] * H * kernel(H * (x[i] - point))
        let product = x.reduce(1.0) { $0 * (point - $1) }
        for j in 0..<p { matrix[i * p + j] += value * product * barycentric[j] / (point - x[j]) }
      }
    }
    within = matrix
    before = (0..<panels).map { l in
      guard l > 0 else { return [] }
      return (0..<p * p).map { k in
        let (i, j) = (k / p, k % p)
        return H * w[j] * kernel(H * (Double(l) + x[i] - x[j]))
      }
    }
  }

  /// Panels for a kernel that falls at a rate Γ and turns with phases up to `2πCt`.
  init(
    until T: Double, rate Γ: Double, frequency C: Double, refinement: Double,
    kernel: (Double) -> Double
  ) {
    let panels = max(1, Int((refinement * T * (Γ + 2 * Double.pi * C) / 3).rounded(.up)))
    self.init(until: T, panels: panels, kernel: kernel)
  }

  /// The times of the nodes, increasing.
  var times: [Double] {
    (0..<panels).flatMap { l in node.map { width * (Double(l) + $0) } }
  }

  /// m at the nodes.
  func solve(_ f: [Complex]) -> [Complex] {
    let p = Self.order
    let inverse = LinearSystem(
      (0..<p * p).map { ($0 / p == $0 % p ? 1 : 0) - within[$0] }, count: p)
    var m: [Complex] = []
    for l in 0..<panels {
      var right = Array(f[(l * p)..<((l + 1) * p)])
      addPast(of: m, panel: l, to: &right)
      m += inverse.solve(right)
    }
    return m
  }

  /// `∫_0^t K(t−s) m(s) ds` at the nodes.
  func apply(_ m: [Complex]) -> [Complex] {
    let p = Self.order
    var result: [Complex] = []
    for l in 0..<panels {
      var sum = [Complex](repeating: .zero, count: p)
      addPast(of: m, panel: l, to: &sum)
      for i in 0..<p {
        for j in 0..<p { sum[i] += within[i * p + j] * m[l * p + j] }
      }
      result += sum
    }
    return result
  }

  /// `∫_0^T k(T−s) m(s) ds` for another kernel k.
  func final(_ m: [Complex], kernel: (Double) -> Complex) -> Complex {
    let p = Self.order
    let T = width * Double(panels)
    var sum = Complex.zero
    for l in 0..<panels {
      for j in 0..<p {
        let s = width * (Double(l) + node[j])
        sum += width * weight[j] * kernel(T - s) * m[l * p + j]
      }
    }
    return sum
  }

  /// `w_j` by node, for `∫_0^T f ds`.
  var weights: [Double] {
    (0..<panels).flatMap { _ in weight.map { width * $0 } }
  }

  private func addPast(of m: [Complex], panel l: Int, to sum: inout [Complex]) {
    let p = Self.order
    for k in 0..<l {
      let table = before[l - k]
      for i in 0..<p {
        var part = Complex.zero
        for j in 0..<p { part += table[i * p + j] * m[k * p + j] }
        sum[i] += part
      }
    }
  }
}

/// A small real matrix, factored once by elimination with pivots.
private struct LinearSystem {
  private let count: Int
  private var factors: [Double]
  private var order: [Int]

  init(_ matrix: [Double], count n: Int) {
    count = n
    factors = matrix
    order = Array(0..<n)
    for k in 0..<n {
      let pivot = (k..<n).max { abs(factors[$0 * n + k]) < abs(factors[$1 * n + k]) }!
      if pivot != k {
        order.swapAt(k, pivot)
        for j in 0..<n { factors.swapAt(k * n + j, pivot * n + j) }
      }
      for i in k + 1..<max(n, k + 1) {
        factors[i * n + k] /= factors[k * n + k]
        for j in k + 1..<n { factors[i * n + j] -= factors[i * n + k] * factors[k * n + j] }
      }
    }
  }

  func solve(_ right: [Complex]) -> [Complex] {
    var x = order.map { right[$0] }
    for i in 0..<count {
      for j in 0..<i { x[i] -= factors[i * count + j] * x[j] }
    }
    for i in stride(from: count - 1, through: 0, by: -1) {
      for j in i + 1..<max(count, i + 1) { x[i] -= factors[i * count + j] * x[j] }
      x[i] = x[i] / factors[i * count + i]
    }
    return x
  }
}
