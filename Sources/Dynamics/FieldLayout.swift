import Torus

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
///
/// On a slab the first and the last plane of blocks are the *halo*, copies of the planes that the two
/// neighbouring processes hold; for d = 1 the two end sites are it.
///
///     halo | own planes 0 … n−1 | halo
struct FieldLayout: Hashable, Sendable {
  let slab: Slab
  /// The sites of a row held here: L, but for a slab of d = 1.
  let length: Int
  /// From a row to the next.
  let stride: Int
  /// The number of rows in a block.
  let rows: Int
  /// The number of blocks, the halo included.
  let blocks: Int
  /// The number of blocks in a plane.
  let planeBlocks: Int
  /// The planes of the halo at either end, 0 or 1.
  let halo: Int
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

  init(_ box: Box) { self.init(Slab(box)) }

  init(_ slab: Slab) {
    let box = slab.box
    let side = box.side
    self.slab = slab
    length = box.dimension == 1 ? slab.sites.count : side
    stride = (length + 3) / 4 * 4 + 2
    rows = box.dimension >= 3 ? side : 1
    planeBlocks = box.dimension == 4 ? side : 1
    let planes = box.dimension == 1 ? 1 : slab.planes.count
    halo = slab.isWhole || box.dimension == 1 ? 0 : 1
    blocks = (planes + 2 * halo) * planeBlocks
    beside =
      box.dimension == 1
      ? [] : Self.beside(planes: planes, halo: halo, width: planeBlocks)
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

  /// For each block those before and behind it along the first axis, then, where a plane is a ring of
  /// blocks (d = 4), those along the second; the halo has none.
  private static func beside(planes: Int, halo: Int, width: Int) -> [Int32] {
    let all = planes + 2 * halo
    return (0..<all * width).flatMap { block -> [Int32] in
      let (plane, place) = (block / width, block % width)
      let along = [1, -1].map { Int32((plane + $0 + all) % all * width + place) }
      let across = [1, -1].map { Int32(plane * width + (place + $0 + width) % width) }
      return width == 1 ? along : along + across
    }
  }

  var box: Box { slab.box }

  /// From the real part of a block to its imaginary part.
  var part: Int { rows * stride }

  /// The planes of the first axis held here, which a pair of sweeps goes through one after the other.
  var planes: Int { blocks / planeBlocks - 2 * halo }

  /// The numbers of a field with so many parts, the margin at its ends included.
  func capacity(parts: Int) -> Int { blocks * parts * part + 2 * Self.margin }

  /// Before the first row and behind the last: the end sites, and a lane read beyond them.
  static let margin = 8

  /// The length of the vector that a chunk is: its last row ends with a full lane.
  func length(_ chunk: Chunk) -> Int { (chunk.count - 1) * stride + (length + 3) / 4 * 4 }

  /// Memory for a field, all zero; the pointer is to its first site. Freed by `free`.
  func field(parts: Int) -> UnsafeMutablePointer<Double> {
    let count = capacity(parts: parts)
    let size = count * MemoryLayout<Double>.stride
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: size, alignment: size < LargePages.size ? 64 : LargePages.size)
    LargePages.advise(UnsafeMutableRawBufferPointer(start: bytes, count: size))
    let field = bytes.initializeMemory(as: Double.self, repeating: 0, count: count)
    return field + Self.margin
  }

  /// Makes all of a field zero again.
  func clear(_ field: UnsafeMutablePointer<Double>, parts: Int) {
    (field - Self.margin).update(repeating: 0, count: capacity(parts: parts))
  }

  static func free(_ field: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(field - margin).deallocate()
  }

  /// Copies a real function on the slab, plus a constant, into one part of a field, end sites included.
  func fill(
    _ field: UnsafeMutablePointer<Double>, parts: Int, part index: Int, with values: [Double],
    plus constant: Double = 0
  ) {
    precondition(values.count == slab.sites.count, "a value for each site")
    values.withUnsafeBufferPointer { values in
      for row in 0..<slab.rows {
        let target = field + offset(row: row, parts: parts, part: index)
        let source = values.baseAddress! + row * length
        if constant == 0 {
          target.update(from: source, count: length)
        } else {
          for x in 0..<length { target[x] = source[x] + constant }
        }
        close(target)
      }
    }
  }

  /// The inverse of `fill`, without the end sites.
  func read(_ field: UnsafePointer<Double>, parts: Int, part index: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: slab.sites.count) { values, initialised in
      LargePages.advise(UnsafeMutableRawBufferPointer(values))
      for row in 0..<slab.rows {
        (values.baseAddress! + row * length).initialize(
          from: field + offset(row: row, parts: parts, part: index), count: length)
      }
      initialised = slab.sites.count
    }
  }

  /// The place of a row of the slab.
  @inline(__always)
  func offset(row: Int, parts: Int, part index: Int) -> Int {
    ((row / rows &+ halo &* planeBlocks) &* parts &+ index) &* part &+ (row % rows) &* stride
  }

  /// Renews the end sites of a row and clears what a sweep left in its gap.
  @inline(__always)
  func close(_ row: UnsafeMutablePointer<Double>) {
    row[-1] = row[length &- 1]
    row[length] = row[0]
    var i = length &+ 1
    while i < stride &- 1 {
      row[i] = 0
      i &+= 1
    }
  }

  /// Fills the halo of a field from the neighbouring processes, and works meanwhile.
  func exchange(_ field: UnsafeMutablePointer<Double>, parts: Int, meanwhile: () -> Void) {
    guard let crew = slab.crew else { return meanwhile() }
    guard box.dimension > 1 else {
      // the end sites of each part
      var ends = [Double](repeating: 0, count: 4 * parts)
      for index in 0..<parts {
        ends[index] = field[index * part]
        ends[parts + index] = field[index * part + length - 1]
      }
      ends.withUnsafeMutableBytes { ends in
        func quarter(_ k: Int) -> Slice<UnsafeMutableRawBufferPointer> {
          ends[8 * parts * k..<8 * parts * (k + 1)]
        }
        crew.exchange(
          Halo(
            toBefore: UnsafeRawBufferPointer(rebasing: quarter(0)),
            toBehind: UnsafeRawBufferPointer(rebasing: quarter(1)),
            fromBefore: UnsafeMutableRawBufferPointer(rebasing: quarter(2)),
            fromBehind: UnsafeMutableRawBufferPointer(rebasing: quarter(3))), meanwhile: meanwhile)
      }
      for index in 0..<parts {
        field[index * part - 1] = ends[2 * parts + index]
        field[index * part + length] = ends[3 * parts + index]
      }
      return
    }
    let plane = planeBlocks * parts * part
    // the last number of a plane is the end site of the first row of the next
    let bytes = 8 * (plane - 1)
    crew.exchange(
      Halo(
        toBefore: UnsafeRawBufferPointer(start: field + plane, count: bytes),
        toBehind: UnsafeRawBufferPointer(start: field + planes * plane, count: bytes),
        fromBefore: UnsafeMutableRawBufferPointer(start: field, count: bytes),
        fromBehind: UnsafeMutableRawBufferPointer(
          start: field + (planes + 1) * plane, count: bytes)), meanwhile: meanwhile)
  }

  /// `Σ_x a(x) b(x)` over the sites, of fields with one part; the lanes are added at the end.
  func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Double {
    precondition(slab.isWhole, "the whole box only")
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
