#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Torus

/// The entire function `h_μ(s) = J_μ(2√s)/s^{μ/2}`, tabulated so that a value costs one short
/// polynomial.
///
/// It is what an integral over one momentum leaves of a group of propagators,
///
///     ∫dv e^{iμv} e^{2i Re(W e^{iv})} = i^{|μ|} h_{|μ|}(|W|²) · (W̄ if μ ≥ 0, W if μ < 0)^{|μ|},
///
/// smooth in `s = |W|²` where `J_μ(2|W|)` alone is not smooth in W. Since `h_μ' = −h_{μ+1}`, the
/// Taylor polynomial about any point is a row of Bessel functions:
/// `h_μ(s+δ) = Σ_k (−δ)^k/k! · h_{μ+k}(s)`. Cells of width 1/4 and degree 7 leave an error below
/// `(1/8)^8/8!² < 4e-17`.
///
/// Memory: 64 bytes per cell, 16 KiB for the times of η = 0.5, T = 1.
package final class SquaredBessel: Sendable {
  static let degree = 7
  static let stride = degree + 1
  static let cellsPerUnit = 4.0

  /// Where the table ends.
  let upperBound: Double
  let coefficients: [Double]

  /// - Parameters:
  ///   - order: μ ≥ 0.
  ///   - upperBound: the largest s that will be asked for.
  package init(order: Int, upTo upperBound: Double) {
    precondition(order >= 0 && upperBound >= 0, "no table of order \(order) up to \(upperBound)")
    self.upperBound = upperBound
    let cells = Int(upperBound * Self.cellsPerUnit) + 2
    var table: [Double] = []
    table.reserveCapacity(cells * Self.stride)
    for cell in 0..<cells {
      let s = (Double(cell) + 0.5) / Self.cellsPerUnit
      var factor = 1.0
      let values = Self.values(order: order, count: Self.stride, at: s)
      for k in 0...Self.degree {
        table.append(values[k] * factor)
        factor /= -Double(k + 1)
      }
    }
    coefficients = table
  }

  /// `h_order(s), …, h_{order+count−1}(s)` for s ≥ 0.
  static func values(order: Int, count: Int, at s: Double) -> [Double] {
    if s < 1 {
      return (order..<order + count).map { series(order: $0, at: s) }
    }
    let root = s.squareRoot()
    let bessel = Bessel.orders(upTo: order + count - 1, at: 2 * root)
    return (order..<order + count).map { bessel[$0] / pow(root, Double($0)) }
  }

  /// `Σ_k (−s)^k/(k! (k+μ)!)`, for s < 1.
  private static func series(order: Int, at s: Double) -> Double {
    var term = 1.0
    for k in 0..<order { term /= Double(k + 1) }
    var sum = term
    for k in 1..<20 {
      term *= -s / Double(k * (k + order))
      sum += term
    }
    return sum
  }

  /// `h_μ(s)` for 0 ≤ s ≤ upperBound, through the pointer to `coefficients`.
  @inline(__always)
  static func value(_ table: UnsafePointer<Double>, at s: Double) -> Double {
    let scaled = s * cellsPerUnit
    let cell = Int(scaled)
    let x = (scaled - Double(cell) - 0.5) / cellsPerUnit
    let c = table + cell * stride
    let (x2, low) = (x * x, c[0] + c[1] * x)
    let (middle, upper) = (c[2] + c[3] * x, c[4] + c[5] * x)
    let x4 = x2 * x2
    return low + middle * x2 + (upper + (c[6] + c[7] * x) * x2) * x4
  }

  /// `h_μ(s)`.
  package func callAsFunction(_ s: Double) -> Double {
    precondition(s >= 0 && s <= upperBound, "s = \(s) is outside the table [0, \(upperBound)]")
    return coefficients.withUnsafeBufferPointer { Self.value($0.baseAddress!, at: s) }
  }
}
