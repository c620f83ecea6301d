#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Torus

/// Any number of nodes: the corner entry of a matrix exponential.
///
/// The table of all divided differences of consecutive nodes is `exp(−itB)`, B with the nodes on
/// the diagonal and 1 above it (Opitz; McCurdy, Ng, Parlett 1984). It is computed for `τ = t/2^s`
/// with τ·spread ≤ 1 by the Taylor series and squared s times. An entry k places off the diagonal
/// is bounded by τ^k/k!, and squaring keeps that bound, since Σ_j C(k,j) = 2^k: relative to it the
/// error of an entry grows by a few units per squaring as long as the diagonal is exact. So the
/// diagonal is set anew each time; left to squaring, its error would double.
extension DividedDifference {
  static func squaring(_ nodes: UnsafeBufferPointer<Double>, time t: Double) -> Complex {
    let n = nodes.count
    let (low, high) = (nodes.min()!, nodes.max()!)
    var squarings = 0
    var τ = t
    while τ * (high - low) > 1 {
      τ /= 2
      squarings += 1
    }
    return withUnsafeTemporaryAllocation(of: Complex.self, capacity: 2 * n * n) { scratch in
      var table = UnsafeMutableBufferPointer(rebasing: scratch[..<(n * n)])
      var next = UnsafeMutableBufferPointer(rebasing: scratch[(n * n)...])
      start(table, nodes, τ: τ, middle: low + (high - low) / 2)
      // entries ascending from the diagonal need only what is nearer to it
      for round in stride(from: squarings - 1, through: 0, by: -1) {
        let doubled = t / Double(1 << round)
        for i in 0..<n {
          next[i * n + i] = phase(nodes[i], doubled)
          for j in i + 1..<max(n, i + 1) {
            if round == 0 && (i > 0 || j < n - 1) { continue }
            var sum = Complex.zero
            for k in i...j { sum += table[i * n + k] * table[k * n + j] }
            next[i * n + j] = sum
          }
        }
        (table, next) = (next, table)
      }
      return table[n - 1]
    }
  }

  /// The table for small τ.
  ///
  ///     f[e_i,…,e_j] = (−iτ)^k e^{−iτm} Σ_l (−i)^l h_l(y_i,…,y_j)/(l+k)!,    k = j−i, |y| ≤ 1/2
  private static func start(
    _ table: UnsafeMutableBufferPointer<Complex>, _ nodes: UnsafeBufferPointer<Double>, τ: Double,
    middle: Double
  ) {
    let n = nodes.count
    let common = phase(middle, τ)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: n) { h in
      for i in 0..<n {
        table[i * n + i] = phase(nodes[i], τ)
        // h_l(y_i,…,y_j) for j = i, i+1, …; the sums start with their largest term
        for j in i..<n { h[j] = 1 }
        var scale = 1.0
        for j in i + 1..<max(n, i + 1) {
          scale *= τ / Double(j - i)
          table[i * n + j] = Complex(scale)
        }
        for l in 1..<16 {
          h[i] *= τ * (nodes[i] - middle)
          // τ^k/(l+k)!, starting from 1/l!
          var factor = 1.0
          for m in 1...l { factor /= Double(m) }
          for j in i + 1..<max(n, i + 1) {
            h[j] = h[j] * (τ * (nodes[j] - middle)) + h[j - 1]
            factor *= τ / Double(l + j - i)
            table[i * n + j] += Complex(h[j] * factor).timesPower(ofI: -l)
          }
        }
        for j in i + 1..<max(n, i + 1) {
          table[i * n + j] = (common * table[i * n + j]).timesPower(ofI: i - j)
        }
      }
    }
  }
}
