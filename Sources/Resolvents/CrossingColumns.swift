#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
internal import Torus

/// Functions of one coordinate, and the products of them that a pass over the sites sums with.
///
/// A term is one column per axis; its sum is `Σ_x P(x) Π_axis g(x_axis) column(x_axis)` over the
/// sites of the positive quadrant, g(0) = 1, else 2.
struct CrossingColumns: Sendable {
  /// `d^order/du^order cos 2πux`.
  struct Column: Hashable, Sendable {
    /// In [0, ½]: the integrals are even in each component of u, with period 1.
    let u: Double
    let order: Int
  }

  private(set) var columns: [Column] = []
  /// Per term, the column of each axis.
  private(set) var terms: [[Int]] = []
  private var places: [Column: Int] = [:]

  var width: Int { columns.count }

  init() {}

  /// One term per shift.
  init(_ shifts: [Momentum]) {
    for u in shifts { append(u) }
  }

  /// A shift component moved to [0, ½].
  static func reduced(_ u: Double) -> Double { abs(u - u.rounded()) }

  /// Appends the term of a shift, differentiated as often as `orders` says per axis.
  mutating func append(_ shift: Momentum, orders: [Int]? = nil) {
    terms.append(
      shift.components.enumerated().map { axis, u in
        let column = Column(u: Self.reduced(u), order: orders?[axis] ?? 0)
        if let place = places[column] { return place }
        places[column] = columns.count
        columns.append(column)
        return columns.count - 1
      })
  }

  /// The columns with the factor g for x = 0…last: one row per x.
  func phases(upTo last: Int) -> [Double] {
    (0...last).flatMap { x in
      columns.map { column in
        let g = x == 0 ? 1.0 : 2.0
        let wave = 2 * Double.pi * Double(x)
        let angle = 2 * Double.pi * (column.u * Double(x))
        return switch column.order {
        case 0: g * cos(angle)
        case 1: -g * wave * sin(angle)
        default: -g * wave * wave * cos(angle)
        }
      }
    }
  }

  /// Adds the terms of one head (x_d, …, x_3) to `values`, over all orders of the coordinates.
  ///
  /// - Parameter pairs: `pairs[r · width + s] = Σ P · column_r(x_2) · column_s(x_1)`.
  func distribute(
    _ pairs: UnsafePointer<Double>, head: [Int], phases: [Double],
    into values: UnsafeMutablePointer<Double>
  ) {
    let width = self.width
    func pair(_ r: Int, _ s: Int) -> Double { pairs[r * width + s] + pairs[s * width + r] }
    switch head.count {
    case 0:
      for (term, axes) in terms.enumerated() { values[term] += pair(axes[0], axes[1]) }
    case 1:
      let row = head[0] * width
      for (term, axes) in terms.enumerated() {
        let (a, b, c) = (axes[0], axes[1], axes[2])
        values[term] +=
          phases[row + a] * pair(b, c) + phases[row + b] * pair(a, c)
          + phases[row + c] * pair(a, b)
      }
    default:
      let (first, second) = (head[0] * width, head[1] * width)
      for (term, axes) in terms.enumerated() {
        for (i, j, k, l) in Self.splits {
          let (a, b) = (axes[i], axes[j])
          let heads =
            phases[first + a] * phases[second + b] + phases[first + b] * phases[second + a]
          values[term] += heads * pair(axes[k], axes[l])
        }
      }
    }
  }

  /// The ways to share four axes between (x_4, x_3) and (x_2, x_1).
  private static let splits = [
    (0, 1, 2, 3), (0, 2, 1, 3), (0, 3, 1, 2), (1, 2, 0, 3), (1, 3, 0, 2), (2, 3, 0, 1),
  ]
}
