internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The collisions of the jump process in d = 2…4, many at a time: momenta from `δ(e − E)/ρ` and flight times.
///
/// The axis with the largest |c_j| is solved for, `2cos θ_d = E − Σ 2cos θ_j`; the other angles have the density
/// 1/|c_d| on the region where it is the largest. They are drawn from `ShellCells`, and signs at the end. A
/// point of a cell is kept with probability proportional to `1/(b |c_d|)`: exact whatever the bound b of the cell
/// is, and 95 of 100 are kept. Within a cell cosine and sine are those of its middle, turned by at most
/// 0.05: short polynomials. Flight times are `−log u`, u on a grid of 2^43.
///
/// One collision takes d + 2 words of one Philox stream; no libm and no branch that fails often is left.
/// `Draws` are read row by row and refilled when used up.
struct ShellDraws {
  /// Proposals per refill.
  private static let size = 512

  private let dimension: Int
  private let energy: Double
  private let mean: Double
  private let philox: Philox
  private let cells: ShellCells
  private var index: UInt64 = 0

  private var words: [UInt32]
  /// By angle 2cos and 2sin, then width, bound; then what came of it.
  private var columns: [Double]
  /// Kept collisions: the velocity, and `2cos 2πV_j`; axes beyond the dimension are 0.
  private var rows: [SIMD4<Double>]
  private var flights: [Double]
  private var kept = 0
  private var position = 0

  init(mean: Double, philox: Philox, cells: ShellCells) {
    dimension = cells.dimension
    energy = cells.energy
    self.mean = mean
    self.philox = philox
    self.cells = cells
    let d = cells.dimension
    words = [UInt32](repeating: 0, count: (d + 2) * Self.size)
    columns = [Double](repeating: 0, count: (2 * d + 3) * Self.size)
    rows = [SIMD4<Double>](repeating: .zero, count: 2 * Self.size + 2)
    flights = [Double](repeating: 0, count: Self.size + 1)
  }

  /// The next collision: velocity, cosines, and the flight that follows.
  @inline(__always)
  mutating func next() -> (velocity: SIMD4<Double>, cosine: SIMD4<Double>, flight: Double) {
    while position == kept { refill() }
    defer { position += 1 }
    return rows.withUnsafeBufferPointer { rows in
      (
        rows[2 * position], rows[2 * position + 1],
        flights.withUnsafeBufferPointer { $0[position] }
      )
    }
  }

  private mutating func refill() {
    let d = dimension
    words.withUnsafeMutableBufferPointer { words in
      philox.fill(words, from: index)
      columns.withUnsafeMutableBufferPointer { columns in
        cells.table.withUnsafeBufferPointer { table in
          cells.cells.withUnsafeBufferPointer { cells in
            rows.withUnsafeMutableBytes { rows in
              flights.withUnsafeMutableBufferPointer { flights in
                let buffers = Buffers(
                  words: words.baseAddress!, columns: columns.baseAddress!,
                  table: table.baseAddress!, cells: cells.baseAddress!, rows: rows.baseAddress!,
                  flights: flights.baseAddress!)
                // a constant d for the compiler
                switch d {
                case 2: kept = Self.draw(2, buffers, energy: energy, mean: mean)
                case 3: kept = Self.draw(3, buffers, energy: energy, mean: mean)
                default: kept = Self.draw(4, buffers, energy: energy, mean: mean)
                }
              }
            }
          }
        }
      }
    }
    index &+= UInt64(words.count / 4)
    position = 0
  }

  private struct Buffers {
    let words: UnsafeMutablePointer<UInt32>
    let columns: UnsafeMutablePointer<Double>
    let table: UnsafePointer<UInt16>
    let cells: UnsafePointer<Double>
    let rows: UnsafeMutableRawPointer
    let flights: UnsafeMutablePointer<Double>
  }

  @inline(__always)
  private static func draw(_ d: Int, _ buffers: Buffers, energy: Double, mean: Double) -> Int {
    gather(d, buffers)
    transform(d, buffers, energy, mean)
    return compact(d, buffers)
  }

  /// Looks up cells: the middle of each angle, width and bound.
  @inline(__always)
  private static func gather(_ d: Int, _ buffers: Buffers) {
    let n = size
    let columns = buffers.columns
    for k in 0..<n {
      let entry = Int(buffers.words[k] &>> UInt32(32 - ShellCells.tableBits))
      let cell = buffers.cells + 2 * d * Int(buffers.table[entry])
      for j in 0..<(2 * d) { columns[j * n + k] = cell[j] }
    }
  }

  /// Angles within the cells, the solved axis, what is kept, and the flights.
  @inline(__always)
  private static func transform(
    _ d: Int, _ buffers: Buffers, _ energy: Double, _ mean: Double
  ) {
    let n = size
    let (columns, words) = (
      UnsafeMutableRawPointer(buffers.columns), UnsafeRawPointer(buffers.words)
    )
    for k in stride(from: 0, to: n, by: Lanes.scalarCount) {
      @inline(__always) func load(_ column: Int) -> Lanes {
        columns.loadUnaligned(fromByteOffset: 8 * (column * n + k), as: Lanes.self)
      }
      @inline(__always) func store(_ value: Lanes, _ column: Int) {
        columns.storeBytes(of: value, toByteOffset: 8 * (column * n + k), as: Lanes.self)
      }
      @inline(__always) func word(_ column: Int) -> Words {
        words.loadUnaligned(fromByteOffset: 4 * (column * n + k), as: Words.self)
      }
      let scale = load(2 * d - 2) * 0x1p-32
      var rest = Lanes(repeating: energy)
      var largest = Lanes.zero
      for j in 0..<(d - 1) {
        let δ = (Lanes(word(1 + j)) + 0.5) * scale
        let (e, c) = turn(load(2 * j), load(2 * j + 1), by: δ)
        store(e, 2 * j)
        store(c, 2 * j + 1)
        rest -= e
        largest = largest.replacing(with: c, where: c .> largest)
      }
      let square = 4 - rest * rest
      let speed = square.replacing(with: 0, where: square .< 0).squareRoot()
      // the low word of d times a word is as good as the word; the high one is the axis
      let u = Lanes(word(d) &* Int32(d)) * 0x1p-32 + (0.5 + 0x1p-33)
      let excess: Lanes = u * speed * load(2 * d - 1)
      var good = excess .<= 1
      good = good .& (speed .>= largest)
      good = good .& (square .> 0)
      store(rest, 2 * d - 2)
      store(speed, 2 * d - 1)
      store(Lanes(repeating: 0).replacing(with: 1, where: good), 2 * d)
      store(exponential(word(d + 1), (word(0) &>> 4) & 0x7FF) * mean, 2 * d + 1)
    }
  }

  /// Signs, the place of the solved axis, and only what is kept; how many are.
  @inline(__always)
  private static func compact(_ d: Int, _ buffers: Buffers) -> Int {
    let n = size
    let (columns, words) = (buffers.columns, buffers.words)
    var count = 0
    for k in 0..<n {
      let bits = UInt64(words[k])
      let solved = Int(truncatingIfNeeded: (UInt64(words[d * n + k]) &* UInt64(d)) &>> 32)
      let row = buffers.rows + 64 &* count
      for j in 0..<d {
        let turned = solved &+ (d - 1 - j)
        let axis = turned >= d ? turned &- d : turned
        let c = columns[(2 * j + 1) * n + k]
        let signed = Double(bitPattern: c.bitPattern ^ ((bits &>> UInt64(j)) &<< 63))
        row.storeBytes(of: signed, toByteOffset: 8 &* axis, as: Double.self)
        row.storeBytes(of: columns[2 * j * n + k], toByteOffset: 32 &+ 8 &* axis, as: Double.self)
      }
      buffers.flights[count] = columns[(2 * d + 1) * n + k]
      count &+= Int(columns[2 * d * n + k])
    }
    return count
  }

  private typealias Lanes = SIMD8<Double>
  private typealias Words = SIMD8<Int32>

  /// 2cos and 2sin, turned from the middle of the cell by δ.
  @inline(__always)
  private static func turn(_ cosine: Lanes, _ sine: Lanes, by δ: Lanes) -> (Lanes, Lanes) {
    let z = δ * δ
    // |δ| ≤ π/64: the next terms are δ⁹/9! < 5e-18 and δ¹⁰/10! < 3e-20
    var s = z * (-1.0 / 5040) + (1.0 / 120)
    s = s * z - (1.0 / 6)
    s = δ + δ * z * s
    var c = z * (1.0 / 40320) - (1.0 / 720)
    c = c * z + (1.0 / 24)
    c = z * (c * z - 0.5)
    return (cosine + (cosine * c - sine * s), sine + (sine * c + cosine * s))
  }

  /// `−log u`, u = (high + low/2^11 + ½…)/2^32 in (0, 1).
  ///
  /// `u = 2^e m` with m in [√½, √2), `log m = 2 artanh (m−1)/(m+1)`, whose series in an argument below
  /// 0.172 ends at the 19th power with 3e-18.
  @inline(__always)
  private static func exponential(_ high: Words, _ low: Words) -> Lanes {
    let u = Lanes(high) * 0x1p-32 + Lanes(low) * 0x1p-43 + (0.5 + 0x1p-44)
    let bits = unsafeBitCast(u, to: SIMD8<UInt64>.self)
    let top = SIMD8<UInt32>(truncatingIfNeeded: bits &>> 32)
    let shifted = top &+ (0x3FF0_0000 - 0x3FE6_A09E)
    let exponent = Words(truncatingIfNeeded: shifted &>> 20) &- 1023
    let mantissa = (shifted & 0xF_FFFF) &+ 0x3FE6_A09E
    let m = unsafeBitCast(
      (SIMD8<UInt64>(truncatingIfNeeded: mantissa) &<< 32) | (bits & 0xFFFF_FFFF),
      to: Lanes.self)
    let s = (m - 1) / (m + 1)
    let z = s * s
    var p = z * (1.0 / 19) + (1.0 / 17)
    p = p * z + (1.0 / 15)
    p = p * z + (1.0 / 13)
    p = p * z + (1.0 / 11)
    p = p * z + (1.0 / 9)
    p = p * z + (1.0 / 7)
    p = p * z + (1.0 / 5)
    p = p * z + (1.0 / 3)
    let log = Lanes(exponent) * 0.693147180559945309 + 2 * (s + s * z * p)
    return -log
  }
}
