#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
internal import COpenBLAS
internal import Torus

/// What the sites of one piece contribute.
struct CrossingShellSum: Sendable {
  /// `values[set · terms + term]`.
  var values: [Double]
  /// `Σ_x A(x)²` by kernel.
  var squares: [Double]
  /// `Σ_x A(x)⁴` by kernel.
  var fourths: [Double]
  /// The largest |A(x)| of the current wave by kernel.
  var largest: [Double]
  /// The products themselves by set, if they are kept.
  var blocks: [[CrossingBlock]]

  init(sets: Int, terms: Int, kernels: Int) {
    values = Array(repeating: 0, count: sets * terms)
    blocks = Array(repeating: [], count: sets)
    squares = Array(repeating: 0, count: kernels)
    fourths = squares
    largest = squares
  }

  mutating func beginWave() { for k in largest.indices { largest[k] = 0 } }

  mutating func add(_ other: CrossingShellSum) {
    for i in values.indices { values[i] += other.values[i] }
    for k in squares.indices {
      squares[k] += other.squares[k]
      fourths[k] += other.fourths[k]
      largest[k] = max(largest[k], other.largest[k])
    }
  }
}

/// The sites of the sector `x_d ≥ … ≥ x_1 ≥ 0` with given x_d, …, x_3 and a range of x_2.
struct CrossingShell {
  /// `head` = (x_d, …, x_3) and the values of x_2; all x_1 ≤ x_2 belong to it.
  struct Piece: Sendable {
    let head: [Int]
    let rows: Range<Int>
  }

  let piece: Piece
  let kernels: CrossingKernels
  let table: BesselTable
  let columns: CrossingColumns
  /// See `CrossingColumns.phases`.
  let phases: [Double]
  /// Whether the products are kept in the sum.
  let keepsProducts: Bool

  private var dimension: Int { kernels.grid.dimension }

  /// How many shells of constant max|x_j| are summed before the rest is judged.
  static func wave(dimension: Int) -> Int {
    switch dimension {
    case 2: 128
    case 3: 16
    default: 8
    }
  }

  static func pieces(dimension: Int, shells: Range<Int>) -> [Piece] {
    switch dimension {
    case 2:
      stride(from: shells.lowerBound, to: shells.upperBound, by: 32).map {
        Piece(head: [], rows: $0..<min($0 + 32, shells.upperBound))
      }
    case 3: shells.map { Piece(head: [$0], rows: 0..<$0 + 1) }
    default:
      shells.flatMap { shell in
        (0...shell).map { Piece(head: [shell, $0], rows: 0..<$0 + 1) }
      }
    }
  }
}

extension CrossingShell {
  /// Rows of one matrix product: x_2 of one parity.
  private static let block = 96

  func sum() -> CrossingShellSum {
    let sets = kernels.sets.count
    let width = self.columns.width
    let terms = self.columns.terms.count
    var result = CrossingShellSum(
      sets: sets, terms: terms, kernels: kernels.energies.count)
    // times at which the farthest coordinate is reached
    let begin = table.first[piece.head.first ?? piece.rows.lowerBound]
    let times = table.stride - begin
    guard times > 0 else { return result }
    let weights = headWeights(begin: begin, times: times)

    // per set, Z[r, s] = Σ over (x_2, x_1) of product · phase_r(x_2) · phase_s(x_1)
    var pairs = [Double](repeating: 0, count: sets * width * width)
    let columns = piece.rows.upperBound / 2 + 1
    let rows = min(Self.block, columns)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rows * times) { left in
      withUnsafeTemporaryAllocation(
        of: Double.self, capacity: (kernels.energies.count + 1) * rows * columns
      ) { values in
        for parity in 0..<2 {
          let start = piece.rows.lowerBound + ((piece.rows.lowerBound ^ parity) & 1)
          for low in stride(from: start, to: piece.rows.upperBound, by: 2 * rows) {
            let count = min(rows, (piece.rows.upperBound - low + 1) / 2)
            for other in 0..<2 {
              add(
                low: low, rows: count, columnParity: other, begin: begin, times: times,
                weights: weights, left: left.baseAddress!, values: values.baseAddress!,
                pairs: &pairs, into: &result)
            }
          }
        }
      }
    }
    for set in 0..<sets {
      result.values.withUnsafeMutableBufferPointer { values in
        pairs.withUnsafeBufferPointer { pairs in
          self.columns.distribute(
            pairs.baseAddress! + set * width * width, head: piece.head, phases: phases,
            into: values.baseAddress! + set * terms)
        }
      }
    }
    return result
  }

  /// The coefficients of each kernel times `Π J_{x_j}(2t)` over the head, by parity of Σx.
  private func headWeights(begin: Int, times: Int) -> [[[Double]]] {
    var product = [Double](repeating: 1, count: times)
    for x in piece.head {
      let row = table.row(x) + begin
      for k in 0..<times { product[k] *= row[k] }
    }
    return [kernels.even, kernels.odd].map { part in
      part.map { coefficients in
        coefficients.isEmpty
          ? [] : (0..<times).map { product[$0] * coefficients[begin + $0] }
      }
    }
  }

  /// Adds the sites with x_2 = low, low + 2, … and x_1 ≤ x_2 of one parity.
  private func add(
    low: Int, rows: Int, columnParity: Int, begin: Int, times: Int, weights: [[[Double]]],
    left: UnsafeMutablePointer<Double>, values: UnsafeMutablePointer<Double>,
    pairs: inout [Double], into result: inout CrossingShellSum
  ) {
    let high = low + 2 * (rows - 1)
    guard high >= columnParity else { return }
    let columns = (high - columnParity) / 2 + 1
    let order = piece.head.reduce(low + columnParity, +)
    let size = rows * columns

    for (kernel, weight) in weights[order & 1].enumerated() where !weight.isEmpty {
      weight.withUnsafeBufferPointer { weight in
        for i in 0..<rows {
          Self.multiply(
            weight.baseAddress!, table.row(low + 2 * i) + begin, times, into: left + i * times)
        }
      }
      copenblas_dgemm(
        0x4E, 0x54, Int32(rows), Int32(columns), Int32(times), 1, left, Int32(times),
        table.row(columnParity) + begin, Int32(2 * table.stride), 0, values + kernel * size,
        Int32(columns))
      measure(
        values + kernel * size, kernel: kernel, low: low, rows: rows, columns: columns,
        columnParity: columnParity, into: &result)
    }

    let product = values + kernels.energies.count * size
    let width = self.columns.width
    for (set, choice) in kernels.sets.enumerated() {
      if choice.kernels.contains(where: { weights[order & 1][$0].isEmpty }) { continue }
      form(
        product, set: choice, values: values, order: order, low: low, rows: rows,
        columns: columns, columnParity: columnParity)
      phases.withUnsafeBufferPointer { phases in
        pairs.withUnsafeMutableBufferPointer { pairs in
          CrossingBlock.add(
            product, low: low, columnParity: columnParity, rows: rows, columns: columns,
            phases: phases.baseAddress!, width: width,
            to: pairs.baseAddress! + set * width * width)
        }
      }
      if keepsProducts {
        result.blocks[set].append(
          CrossingBlock(
            low: low, columnParity: columnParity, rows: rows, columns: columns,
            values: Array(UnsafeBufferPointer(start: product, count: size))))
      }
    }
  }

  /// `1/Π multiplicity!` of the coordinates of a site off and on the diagonal x_1 = x_2: what makes
  /// the sum over all d! orders of the coordinates count each site once.
  private func symmetryWeight(_ x: Int) -> (off: Double, on: Double) {
    func weight(_ coordinates: [Int]) -> Double {
      var (weight, run) = (1.0, 1)
      for (previous, next) in zip(coordinates, coordinates.dropFirst()) {
        run = previous == next ? run + 1 : 1
        weight /= Double(run)
      }
      return weight
    }
    return (weight(piece.head + [x]), weight(piece.head + [x, x]))
  }

  /// Norms of one kernel over the sites of a block.
  private func measure(
    _ values: UnsafeMutablePointer<Double>, kernel: Int, low: Int, rows: Int, columns: Int,
    columnParity: Int, into result: inout CrossingShellSum
  ) {
    let orders = (1...dimension).reduce(1.0) { $0 * Double($1) }
    let head = piece.head.reduce(orders) { $0 * ($1 == 0 ? 1 : 2) }
    for i in 0..<rows {
      let x = low + 2 * i
      guard x >= columnParity else { continue }
      let row = values + i * columns
      let weight = symmetryWeight(x)
      let factor = head * (x == 0 ? 1 : 2)
      let last = (x - columnParity) / 2
      var (squares, fourths, largest) = (0.0, 0.0, 0.0)
      for j in 0..<last {
        let square = row[j] * row[j]
        squares += square
        fourths += square * square
        largest = max(largest, square)
      }
      // x_1 = 0 counts once, all others twice; the last may lie on the diagonal
      let zero = columnParity == 0 ? row[0] * row[0] : 0
      let end = row[last] * row[last]
      let endWeight = (columnParity + 2 * last == x ? weight.on : weight.off)
      squares = weight.off * 2 * squares + endWeight * 2 * end
      fourths = weight.off * 2 * fourths + endWeight * 2 * end * end
      let zeroWeight = last == 0 ? endWeight : weight.off
      squares -= zeroWeight * zero
      fourths -= zeroWeight * zero * zero
      result.squares[kernel] += factor * squares
      result.fourths[kernel] += factor * fourths
      result.largest[kernel] = max(
        result.largest[kernel], max(largest, end).squareRoot())
    }
  }

  /// The products of the kernels of one set with their signs and symmetry weights.
  private func form(
    _ product: UnsafeMutablePointer<Double>, set: (kernels: [Int], negatives: Int),
    values: UnsafeMutablePointer<Double>, order: Int, low: Int, rows: Int, columns: Int,
    columnParity: Int
  ) {
    let size = rows * columns
    for i in 0..<rows {
      let x = low + 2 * i
      let target = product + i * columns
      let inside = x >= columnParity ? (x - columnParity) / 2 + 1 : 0
      for j in inside..<columns { target[j] = 0 }
      if inside == 0 { continue }
      let weight = symmetryWeight(x)
      // i^Σ c = ±Re c, ±Im c with the signs +, −, −, + for Σ = 0, 1, 2, 3 mod 4
      let total = order + 2 * i
      var sign = weight.off
      if set.kernels.count % 2 == 1, (total + 1) & 2 != 0 { sign = -sign }
      if set.negatives % 2 == 1, total & 1 == 1 { sign = -sign }
      let alternate = set.kernels.count % 2 == 1 ? -1.0 : 1.0
      let row = i * columns
      let first = values + set.kernels[0] * size + row
      let second = values + set.kernels[1] * size + row
      for j in 0..<inside {
        target[j] = sign * first[j] * second[j]
        sign *= alternate
      }
      for kernel in set.kernels.dropFirst(2) {
        let factor = values + kernel * size + row
        for j in 0..<inside { target[j] *= factor[j] }
      }
      if columnParity + 2 * (inside - 1) == x { target[inside - 1] *= weight.on / weight.off }
    }
  }

  @inline(__always)
  private static func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int,
    into target: UnsafeMutablePointer<Double>
  ) {
    for k in 0..<count { target[k] = a[k] * b[k] }
  }
}
