/// Where the numbers of a real field on the box lie in the memory of a sweep.
///
/// Rows, lines of sites along the last axis, keep one site more at either end, `row[−1] = row[L−1]`
/// and `row[L] = row[0]`, so that neighbours along the row need no test for the boundary. The end
/// site of a row and the first one of the next share a gap of at least two numbers:
///
///     … x_{L−1} | x_0  …  y_{L−1} | y_0 … y_{L−1} | y_0  …
///                ↑ row[L]   row[−1] of the next row ↑
///
/// so rows `stride` apart are one long vector with gaps, and a sweep runs through several of them
/// without stopping; what it leaves in the gaps is overwritten. `stride` is even, which puts each
/// row on a boundary of 16 bytes, and holds a full number of lanes and the gap.
///
/// A *block* is a row for d ≤ 2 and the L rows of a plane of the last two axes beyond. Real and
/// imaginary part alternate block by block. The other neighbours of a block are blocks.
struct FieldLayout: Hashable, Sendable {
  let box: Box
  /// From a row to the next.
  let stride: Int
  /// The number of rows in a block.
  let rows: Int
  /// The number of blocks.
  let blocks: Int
  /// For each block the blocks beside it, 0, 2, 2 or 4 of them for d = 1, 2, 3, 4.
  let beside: [Int32]
  /// How a block is cut for the sweep.
  let chunks: [Chunk]

  /// Some rows of a block that lie one behind the other and whose neighbours do so too.
  struct Chunk: Hashable, Sendable {
    let first: Int
    let count: Int
    /// The rows of the block beside the first of these; for d ≤ 2 there are none.
    let above: Int
    let below: Int
  }

  /// Enough to forget the overhead, few enough for the first cache.
  private static let chunkLength = 512

  init(_ box: Box) {
    let side = box.side
    self.box = box
    stride = (side + 3) / 4 * 4 + 2
    rows = box.dimension >= 3 ? side : 1
    blocks = box.rows / rows
    let outer = Box(dimension: max(1, box.dimension - (rows == 1 ? 1 : 2)), side: side)
    beside =
      box.dimension == 1
      ? []
      : (0..<outer.sites).flatMap { block in
        (0..<outer.dimension).flatMap { axis in
          [1, -1].map { step in
            var x = outer.coordinates(block)
            x[axis] += step
            return Int32(outer.index(x))
          }
        }
      }
    guard rows > 1 else {
      chunks = [Chunk(first: 0, count: 1, above: 0, below: 0)]
      return
    }
    // the first and the last row have a neighbour at the other end of the block
    let (last, most) = (side - 1, max(1, Self.chunkLength / stride))
    let inner = Swift.stride(from: 1, to: last, by: most).map { first in
      Chunk(first: first, count: min(most, last - first), above: first - 1, below: first + 1)
    }
    chunks =
      [Chunk(first: 0, count: 1, above: last, below: 1)] + inner
      + [Chunk(first: last, count: 1, above: last - 1, below: 0)]
  }

  /// From the real part of a block to its imaginary part.
  var part: Int { rows * stride }

  /// The planes of the first axis, which a pair of sweeps goes through one after the other.
  var planes: Int { box.dimension == 1 ? 1 : box.side }

  /// The numbers of a field with so many parts, the margin at its ends included.
  func capacity(parts: Int) -> Int { blocks * parts * part + 2 * Self.margin }

  /// Before the first row and behind the last: the end sites, and a lane read beyond them.
  static let margin = 8

  /// The length of the vector that a chunk is: its last row ends with a full lane.
  func length(_ chunk: Chunk) -> Int { (chunk.count - 1) * stride + (box.side + 3) / 4 * 4 }

  /// Memory for a field, all zero; the pointer is to its first site. Freed by `free`.
  func field(parts: Int) -> UnsafeMutablePointer<Double> {
    let count = capacity(parts: parts)
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Double>.stride, alignment: 64)
    let field = bytes.initializeMemory(as: Double.self, repeating: 0, count: count)
    return field + Self.margin
  }

  static func free(_ field: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(field - margin).deallocate()
  }

  /// Copies a real function on the box into one part of a field, end sites included.
  func fill(
    _ field: UnsafeMutablePointer<Double>, parts: Int, part index: Int, with values: [Double]
  ) {
    precondition(values.count == box.sites, "a value for each site of the box")
    let side = box.side
    values.withUnsafeBufferPointer { values in
      for row in 0..<box.rows {
        let target = field + offset(row: row, parts: parts, part: index)
        target.update(from: values.baseAddress! + row * side, count: side)
        close(target)
      }
    }
  }

  /// The inverse of `fill`, without the end sites.
  func read(_ field: UnsafePointer<Double>, parts: Int, part index: Int) -> [Double] {
    let side = box.side
    return [Double](unsafeUninitializedCapacity: box.sites) { values, initialised in
      for row in 0..<box.rows {
        (values.baseAddress! + row * side).initialize(
          from: field + offset(row: row, parts: parts, part: index), count: side)
      }
      initialised = box.sites
    }
  }

  /// The place of a row, numbered as in `Box`.
  @inline(__always)
  func offset(row: Int, parts: Int, part index: Int) -> Int {
    ((row / rows) &* parts &+ index) &* part &+ (row % rows) &* stride
  }

  /// Renews the end sites of a row and clears what a sweep left in its gap.
  @inline(__always)
  func close(_ row: UnsafeMutablePointer<Double>) {
    let side = box.side
    row[-1] = row[side &- 1]
    row[side] = row[0]
    var i = side &+ 1
    while i < stride &- 1 {
      row[i] = 0
      i &+= 1
    }
  }

  /// `Σ_x a(x) b(x)` over the sites, of fields with one part; the lanes are added at the end.
  func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Double {
    let side = box.side
    var lanes = SIMD4<Double>.zero
    for row in 0..<box.rows {
      let place = offset(row: row, parts: 1, part: 0)
      let (left, right) = (a + place, b + place)
      var i = 0
      while i &+ 4 <= side {
        lanes += lane(left, i) * lane(right, i)
        i &+= 4
      }
      while i < side {
        lanes[0] += left[i] * right[i]
        i &+= 1
      }
    }
    return lanes.sum()
  }
}
