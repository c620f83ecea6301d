internal import COpenBLAS
internal import Torus

/// Products of kernels `P(x) = Π A_{E_i}(x)` on a rectangle of (x_2, x_1), signs and symmetry weights
/// included; zero for x_1 > x_2.
struct CrossingBlock: Sendable {
  /// Rows are x_2 = low, low + 2, …; columns x_1 = columnParity, columnParity + 2, ….
  let low: Int
  let columnParity: Int
  let rows: Int
  let columns: Int
  let values: [Double]

  /// Adds `Σ P · column_r(x_2) · column_s(x_1)` to `pairs[r · width + s]`.
  static func add(
    _ values: UnsafePointer<Double>, low: Int, columnParity: Int, rows: Int, columns: Int,
    phases: UnsafePointer<Double>, width: Int, to pairs: UnsafeMutablePointer<Double>
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rows * width) { inner in
      copenblas_dgemm(
        0x4E, 0x4E, Int32(rows), Int32(width), Int32(columns), 1, values, Int32(columns),
        phases + columnParity * width, Int32(2 * width), 0, inner.baseAddress!, Int32(width))
      copenblas_dgemm(
        0x54, 0x4E, Int32(width), Int32(width), Int32(rows), 1, phases + low * width,
        Int32(2 * width), inner.baseAddress!, Int32(width), 1, pairs, Int32(width))
    }
  }
}
