internal import Torus

/// Bessel functions times the coefficients of one kernel: the right operands of a pass.
///
///     V_p[n](t_k) = Re(i^{n+p} g_k c_k) J_n(2t_k),   g_0 = 1, else 2,   p = 0, 1
///
/// so that, with s the sum of the other coordinates of a site and p its parity,
///
///     A(x) = (−1)^{(s−p)/2} Σ_k V_p[x_1](t_k) Π_{j>1} J_{x_j}(2t_k)
///
/// holds phases, signs and coefficients alike, and the left operands are bare products of Bessel
/// functions, the same for all kernels. At E = 0 the c_k are real and only n ≡ p counts, so one
/// table does for both p.
final class CrossingTable: Sendable {
  /// 1 or, where all energies are 0, 2: the rows of one p are p, p + step, ….
  let step: Int
  private let rows: Int
  private let stride: Int
  nonisolated(unsafe) private let storage: UnsafeMutablePointer<Double>

  init(_ table: BesselTable, kernels: CrossingKernels) {
    step = kernels.energies.allSatisfy { $0 == 0 } ? 2 : 1
    rows = table.order + 1
    stride = table.stride
    let phases = step == 2 ? 1 : 2
    let count = kernels.energies.count * phases * rows * stride
    storage = .allocate(capacity: count)
    var target = storage
    for kernel in kernels.energies.indices {
      let parts = [kernels.even[kernel], kernels.odd[kernel]]
      for phase in 0..<phases {
        for n in 0..<rows {
          // i^q c: c, i c, −c, −i c
          let q = step == 2 ? n + (n & 1) : n + phase
          let sign = (q + 1) & 2 == 0 ? 1.0 : -1
          parts[q & 1].withUnsafeBufferPointer { part in
            let row = table.row(n)
            for k in 0..<stride { (target + k).initialize(to: sign * part[k] * row[k]) }
          }
          target += stride
        }
      }
    }
  }

  deinit { storage.deallocate() }

  /// `V_p[p]` where rows come in twos, else `V_p[0]`.
  func firstRow(kernel: Int, phase: Int) -> UnsafePointer<Double> {
    let row = step == 2 ? phase : phase * rows
    let tables = step == 2 ? 1 : 2
    return UnsafePointer(storage + (kernel * tables * rows + row) * stride)
  }

  /// Bytes per entry of the table of Bessel functions that it comes from.
  static func bytesPerEntry(energies: Set<Double>) -> Double {
    energies == [0] ? 8 : 16 * Double(energies.count)
  }
}
