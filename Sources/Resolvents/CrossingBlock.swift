internal import COpenBLAS
internal import Torus

/// Products of kernels `P(x) = Π A_{E_i}(x)` of one head (x_d, …, x_3) on a rectangle of (x_2, x_1),
/// signs and symmetry weights included; zero for x_1 > x_2.
struct CrossingBlock: Sendable {
  /// The rectangle.
  struct Shape: Sendable {
    /// Rows are x_2 = low, low + 2, ….
    let low: Int
    let rows: Int
    /// Columns are x_1 = first, first + step, ….
    let first: Int
    let step: Int
    let columns: Int

    /// How many columns of the row x_2 have x_1 ≤ x_2.
    func inside(_ x: Int) -> Int { x < first ? 0 : (x - first) / step + 1 }
  }

  let head: [Int]
  let shape: Shape
  let values: [Double]

  /// Adds `Σ P · column_r(x_2) · column_s(x_1)` to `pairs[r · width + s]`.
  static func add(
    _ values: UnsafePointer<Double>, _ shape: Shape, phases: UnsafePointer<Double>, width: Int,
    to pairs: UnsafeMutablePointer<Double>
  ) {
    let (rows, columns) = (shape.rows, shape.columns)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rows * width) { inner in
      copenblas_dgemm(
        0x4E, 0x4E, Int32(rows), Int32(width), Int32(columns), 1, values, Int32(columns),
        phases + shape.first * width, Int32(shape.step * width), 0, inner.baseAddress!,
        Int32(width))
      copenblas_dgemm(
        0x54, 0x4E, Int32(width), Int32(width), Int32(rows), 1, phases + shape.low * width,
        Int32(2 * width), inner.baseAddress!, Int32(width), 1, pairs, Int32(width))
    }
  }
}
