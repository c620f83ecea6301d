internal import COpenBLAS
internal import Torus

/// The sites of the sector `x_d ≥ … ≥ x_1 ≥ 0` that one piece of a pass sums.
///
/// Left operands are the bare products `Π_{j>1} J_{x_j}(2t)` of all heads and x_2 of the piece with
/// x_d + … + x_2 of one parity, some 256 rows, formed for 256 times at once so that they stay in
/// the cache; right operands the rows of `CrossingTable`, as many as the greatest x_2. Rows of
/// several shells in one product spare packing, and a narrow range of x_2 spares sites outside the
/// sector.
struct CrossingShell {
  struct Piece: Sendable {
    /// The (x_d, …, x_3).
    let heads: [[Int]]
    /// The x_2; of each head those up to x_3.
    let rows: Range<Int>
  }

  let piece: Piece
  let kernels: CrossingKernels
  let bessel: BesselTable
  let table: CrossingTable
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

  /// Wide ranges of x_2 first, so that the last piece of a wave is a short one.
  static func pieces(dimension: Int, shells: Range<Int>) -> [Piece] {
    let width = dimension == 2 ? 64 : 32
    func ranges(_ range: Range<Int>) -> [Range<Int>] {
      stride(from: range.lowerBound, to: range.upperBound, by: width).reversed().map {
        $0..<min($0 + width, range.upperBound)
      }
    }
    switch dimension {
    case 2:
      return ranges(shells).map { Piece(heads: [[]], rows: $0) }
    case 3:
      return ranges(0..<shells.upperBound).map { rows in
        Piece(heads: shells.filter { $0 >= rows.lowerBound }.map { [$0] }, rows: rows)
      }
    default:
      return (0..<shells.upperBound).reversed().flatMap { third in
        let heads = shells.filter { $0 >= third }.map { [$0, third] }
        return ranges(0..<third + 1).map { Piece(heads: heads, rows: $0) }
      }
    }
  }
}

// MARK: - Products

extension CrossingShell {
  /// Times of one left operand.
  private static let chunk = 256

  /// The rows of one head in a matrix product.
  private struct Band {
    let head: [Int]
    /// x_2 = low, low + 2, …
    let low: Int
    let count: Int
    /// Their first row in the product.
    let start: Int

    /// `x_d + … + x_2` of a row.
    func order(_ row: Int) -> Int { head.reduce(low + 2 * row, +) }
  }

  func sum() -> CrossingShellSum {
    var result = CrossingShellSum(
      sets: kernels.sets.count, terms: columns.terms.count, kernels: kernels.energies.count)
    // times at which the farthest coordinate is reached
    let farthest = piece.heads.compactMap(\.first).min() ?? piece.rows.lowerBound
    let begin = bessel.first[farthest]
    guard begin < bessel.stride else { return result }
    let heads = piece.heads.map { headProduct($0, begin: begin) }
    for phase in 0..<2 { add(phase, heads: heads, begin: begin, to: &result) }
    return result
  }

  /// `Π J_{x_j}(2t)` over a head.
  private func headProduct(_ head: [Int], begin: Int) -> [Double] {
    var product = [Double](repeating: 1, count: bessel.stride - begin)
    for x in head {
      let row = bessel.row(x) + begin
      for k in product.indices { product[k] *= row[k] }
    }
    return product
  }

  /// The rows with `x_d + … + x_2` of the parity `phase`.
  private func bands(_ phase: Int) -> [Band] {
    var start = 0
    return piece.heads.map { head in
      let parity = head.reduce(phase, ^) & 1
      let low = piece.rows.lowerBound + ((piece.rows.lowerBound ^ parity) & 1)
      let end = min(piece.rows.upperBound, (head.last ?? .max - 1) + 1)
      let count = max(0, (end - low + 1) / 2)
      defer { start += count }
      return Band(head: head, low: low, count: count, start: start)
    }
  }

  private func add(
    _ phase: Int, heads: [[Double]], begin: Int, to result: inout CrossingShellSum
  ) {
    let bands = bands(phase)
    let rows = bands.reduce(0) { $0 + $1.count }
    let high = bands.reduce(-1) { $1.count == 0 ? $0 : max($0, $1.low + 2 * ($1.count - 1)) }
    let first = table.step == 2 ? phase : 0
    guard rows > 0, high >= first else { return }
    let columns = (high - first) / table.step + 1
    let size = rows * columns
    let times = bessel.stride - begin
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rows * Self.chunk) { left in
      withUnsafeTemporaryAllocation(
        of: Double.self, capacity: (kernels.energies.count + 1) * size
      ) { values in
        for offset in stride(from: 0, to: times, by: Self.chunk) {
          let count = min(Self.chunk, times - offset)
          for (band, head) in zip(bands, heads) {
            head.withUnsafeBufferPointer { head in
              for i in 0..<band.count {
                Self.multiply(
                  head.baseAddress! + offset, bessel.row(band.low + 2 * i) + begin + offset, count,
                  into: left.baseAddress! + (band.start + i) * count)
              }
            }
          }
          for kernel in kernels.energies.indices {
            copenblas_dgemm(
              0x4E, 0x54, Int32(rows), Int32(columns), Int32(count), 1, left.baseAddress!,
              Int32(count), table.firstRow(kernel: kernel, phase: phase) + begin + offset,
              Int32(table.step * bessel.stride), offset == 0 ? 0 : 1,
              values.baseAddress! + kernel * size, Int32(columns))
          }
        }
        for band in bands where band.count > 0 {
          let shape = CrossingBlock.Shape(
            low: band.low, rows: band.count, first: first, step: table.step, columns: columns)
          add(
            band, shape, values: values.baseAddress!, size: size,
            product: values.baseAddress! + kernels.energies.count * size, to: &result)
        }
      }
    }
  }

  /// Adds the sites of one head.
  private func add(
    _ band: Band, _ shape: CrossingBlock.Shape, values: UnsafePointer<Double>, size: Int,
    product: UnsafeMutablePointer<Double>, to result: inout CrossingShellSum
  ) {
    let offset = band.start * shape.columns
    for kernel in kernels.energies.indices {
      measure(values + kernel * size + offset, kernel: kernel, band, shape, into: &result)
    }
    let width = columns.width
    let terms = columns.terms.count
    var pairs = [Double](repeating: 0, count: width * width)
    for (set, choice) in kernels.sets.enumerated() {
      form(product, set: choice, values: values + offset, size: size, band, shape)
      for i in pairs.indices { pairs[i] = 0 }
      phases.withUnsafeBufferPointer { phases in
        CrossingBlock.add(product, shape, phases: phases.baseAddress!, width: width, to: &pairs)
      }
      result.values.withUnsafeMutableBufferPointer { sums in
        columns.distribute(
          pairs, head: band.head, phases: phases, into: sums.baseAddress! + set * terms)
      }
      if keepsProducts {
        result.blocks[set].append(
          CrossingBlock(
            head: band.head, shape: shape,
            values: Array(
              UnsafeBufferPointer(start: product, count: shape.rows * shape.columns))))
      }
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

// MARK: - Sites

extension CrossingShell {
  /// `1/Π multiplicity!` of the coordinates of a site off and on the diagonal x_1 = x_2: what makes
  /// the sum over all d! orders of the coordinates count each site once.
  private func symmetryWeight(_ head: [Int], _ x: Int) -> (off: Double, on: Double) {
    func weight(_ coordinates: [Int]) -> Double {
      var (weight, run) = (1.0, 1)
      for (previous, next) in zip(coordinates, coordinates.dropFirst()) {
        run = previous == next ? run + 1 : 1
        weight /= Double(run)
      }
      return weight
    }
    return (weight(head + [x]), weight(head + [x, x]))
  }

  /// Norms of one kernel over the sites of a block.
  private func measure(
    _ values: UnsafePointer<Double>, kernel: Int, _ band: Band, _ shape: CrossingBlock.Shape,
    into result: inout CrossingShellSum
  ) {
    let orders = (1...dimension).reduce(1.0) { $0 * Double($1) }
    let head = band.head.reduce(orders) { $0 * ($1 == 0 ? 1 : 2) }
    for i in 0..<shape.rows {
      let x = shape.low + 2 * i
      let last = shape.inside(x) - 1
      guard last >= 0 else { continue }
      let row = values + i * shape.columns
      let weight = symmetryWeight(band.head, x)
      let factor = head * (x == 0 ? 1 : 2)
      var (squares, fourths, largest) = (0.0, 0.0, 0.0)
      for j in 0..<last {
        let square = row[j] * row[j]
        squares += square
        fourths += square * square
        largest = max(largest, square)
      }
      // x_1 = 0 counts once, all others twice; the last may lie on the diagonal
      let zero = shape.first == 0 ? row[0] * row[0] : 0
      let end = row[last] * row[last]
      let endWeight = (shape.first + shape.step * last == x ? weight.on : weight.off)
      squares = weight.off * 2 * squares + endWeight * 2 * end
      fourths = weight.off * 2 * fourths + endWeight * 2 * end * end
      let zeroWeight = last == 0 ? endWeight : weight.off
      squares -= zeroWeight * zero
      fourths -= zeroWeight * zero * zero
      result.squares[kernel] += factor * squares
      result.fourths[kernel] += factor * fourths
      result.largest[kernel] = max(result.largest[kernel], max(largest, end).squareRoot())
    }
  }

  /// The products of the kernels of one set with their signs and symmetry weights.
  private func form(
    _ product: UnsafeMutablePointer<Double>, set: (kernels: [Int], negatives: Int),
    values: UnsafePointer<Double>, size: Int, _ band: Band, _ shape: CrossingBlock.Shape
  ) {
    // A_{−E} = (−1)^{Σx} A_E; at E = 0 alone the step is 2 and no energy negative
    let alternates = set.negatives % 2 == 1
    for i in 0..<shape.rows {
      let x = shape.low + 2 * i
      let row = i * shape.columns
      let target = product + row
      let inside = shape.inside(x)
      for j in inside..<shape.columns { target[j] = 0 }
      if inside == 0 { continue }
      let weight = symmetryWeight(band.head, x)
      let order = band.order(i)
      var sign = weight.off
      if set.kernels.count % 2 == 1, order & 2 != 0 { sign = -sign }
      if alternates, order & 1 == 1 { sign = -sign }
      let first = values + set.kernels[0] * size + row
      let second = values + set.kernels[1] * size + row
      if alternates {
        for j in 0..<inside { target[j] = (j & 1 == 0 ? sign : -sign) * first[j] * second[j] }
      } else {
        for j in 0..<inside { target[j] = sign * first[j] * second[j] }
      }
      for kernel in set.kernels.dropFirst(2) {
        let factor = values + kernel * size + row
        for j in 0..<inside { target[j] *= factor[j] }
      }
      if shape.first + shape.step * (inside - 1) == x {
        target[inside - 1] *= weight.on / weight.off
      }
    }
  }
}
