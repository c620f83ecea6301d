internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The collisions of the jump process in d = 3, many at a time: momenta from `δ(e − E)/ρ` and flight times.
///
/// The law is that of `ShellSampler`: the axis with the largest |c_j| is solved for, the two other angles
/// have the density 1/|c_3| on the region where it is the largest. Here the angles are drawn from cells
/// of a quarter of their torus, 64 × 64, and signs at the end. A cell is proposed with probability
/// n/2^17, n an integer at least as large as 1/|c_3| anywhere in it asks for, and a point of it kept with
/// probability proportional to `1/(n |c_3|)`: exact whatever n is, and 95 of 100 are kept. Within a cell
/// cosine and sine are those of its middle, turned by at most 0.025: short polynomials. Flight times
/// are `−log u`, u on a grid of 2^44.
///
/// One collision takes five words of one Philox stream; in d = 3 no libm and no branch that fails often is
/// left. `Draws` are read row by row and refilled when used up.
struct ShellDraws {
  /// Proposals per refill.
  private static let size = 512
  /// Cells per half turn.
  private static let side = 64
  private static let tableBits = 17

  private let energy: Double
  private let mean: Double
  private let philox: Philox
  private var index: UInt64 = 0
  /// The cell of each of 2^17 entries.
  private let table: [UInt16]
  /// By cell: a point is kept if u |c_3| bound ≤ 1.
  private let bound: [Double]
  /// 2cos and 2sin in the middle of each interval.
  private let middle: [SIMD2<Double>]

  private var words: [UInt32]
  private var columns: [Double]
  /// Kept collisions: `(c_1, c_2, c_3, flight)` and `(2cos 2πV_j, 0)`.
  private var rows: [SIMD4<Double>]
  private var kept = 0
  private var position = 0

  init(energy E: Double, mean: Double, philox: Philox, cells: ShellCells) {
    energy = E
    self.mean = mean
    self.philox = philox
    (table, bound, middle) = (cells.table, cells.bound, cells.middle)
    words = [UInt32](repeating: 0, count: 5 * Self.size)
    columns = [Double](repeating: 0, count: 7 * Self.size)
    rows = [SIMD4<Double>](repeating: .zero, count: 2 * Self.size + 2)
  }

  /// The next collision: velocity with the flight that follows as fourth lane, and the cosines.
  @inline(__always)
  mutating func next() -> (velocity: SIMD4<Double>, cosine: SIMD4<Double>) {
    while position == kept { refill() }
    defer { position += 1 }
    return rows.withUnsafeBufferPointer { ($0[2 * position], $0[2 * position + 1]) }
  }

  private mutating func refill() {
    words.withUnsafeMutableBufferPointer { words in
      philox.fill(words, from: index)
    }
    index &+= UInt64(5 * Self.size / 4)
    gather()
    transform()
    compact()
    position = 0
  }

  /// Looks up cell, bound, and the middle of both angles.
  private mutating func gather() {
    let n = Self.size
    columns.withUnsafeMutableBufferPointer { columns in
      words.withUnsafeBufferPointer { words in
        table.withUnsafeBufferPointer { table in
          bound.withUnsafeBufferPointer { bound in
            middle.withUnsafeBufferPointer { middle in
              for k in 0..<n {
                let cell = Int(table[Int(words[k] &>> UInt32(32 - Self.tableBits))])
                let (a, b) = (middle[cell / Self.side], middle[cell % Self.side])
                columns[k] = a.x
                columns[n + k] = a.y
                columns[2 * n + k] = b.x
                columns[3 * n + k] = b.y
                columns[4 * n + k] = bound[cell]
              }
            }
          }
        }
      }
    }
  }

  /// Angles within the cells, the solved axis, what is kept, and the flights.
  private mutating func transform() {
    let n = Self.size
    let (energy, mean) = (energy, mean)
    columns.withUnsafeMutableBytes { columns in
      words.withUnsafeBytes { words in
        func load(_ column: Int, _ k: Int) -> Lanes {
          columns.loadUnaligned(fromByteOffset: 8 * (column * n + k), as: Lanes.self)
        }
        func store(_ value: Lanes, _ column: Int, _ k: Int) {
          columns.storeBytes(of: value, toByteOffset: 8 * (column * n + k), as: Lanes.self)
        }
        func word(_ column: Int, _ k: Int) -> Words {
          words.loadUnaligned(fromByteOffset: 4 * (column * n + k), as: Words.self)
        }
        for k in stride(from: 0, to: n, by: Lanes.scalarCount) {
          let (e1, c1) = Self.turn(load(0, k), load(1, k), by: word(1, k))
          let (e2, c2) = Self.turn(load(2, k), load(3, k), by: word(2, k))
          let e3 = energy - e1 - e2
          let square = 4 - e3 * e3
          let c3 = square.replacing(with: 0, where: square .< 0).squareRoot()
          // the low word of three times a word is as good as the word; the high one is the axis
          let u = Lanes(word(3, k) &* 3) * 0x1p-32 + (0.5 + 0x1p-33)
          let excess: Lanes = u * c3 * load(4, k)
          var good = excess .<= 1
          good = good .& (c3 .>= c1)
          good = good .& (c3 .>= c2)
          good = good .& (square .> 0)
          store(e1, 0, k)
          store(c1, 1, k)
          store(e2, 2, k)
          store(c2, 3, k)
          store(c3, 4, k)
          store(Lanes(repeating: 0).replacing(with: 1, where: good), 5, k)
          store(Self.exponential(word(4, k), (word(0, k) &>> 3) & 0xFFF) * mean, 6, k)
        }
      }
    }
  }

  /// Signs, the place of the solved axis, and only what is kept.
  private mutating func compact() {
    let n = Self.size
    var count = 0
    rows.withUnsafeMutableBytes { rows in
      columns.withUnsafeBufferPointer { columns in
        words.withUnsafeBufferPointer { words in
          for k in 0..<n {
            let bits = UInt64(words[k])
            let axis = Int((UInt64(words[3 * n + k]) &* 3) &>> 32)
            let second = axis == 2 ? 0 : axis + 1
            let third = 3 - axis - second
            func signed(_ value: Double, _ bit: UInt64) -> Double {
              Double(bitPattern: value.bitPattern ^ ((bits &>> bit) &<< 63))
            }
            let row = 64 * count
            let (e1, e2) = (columns[k], columns[2 * n + k])
            rows.storeBytes(
              of: signed(columns[4 * n + k], 2), toByteOffset: row + 8 * axis, as: Double.self)
            rows.storeBytes(
              of: signed(columns[n + k], 0), toByteOffset: row + 8 * second, as: Double.self)
            rows.storeBytes(
              of: signed(columns[3 * n + k], 1), toByteOffset: row + 8 * third, as: Double.self)
            rows.storeBytes(of: columns[6 * n + k], toByteOffset: row + 24, as: Double.self)
            rows.storeBytes(
              of: energy - e1 - e2, toByteOffset: row + 32 + 8 * axis, as: Double.self)
            rows.storeBytes(of: e1, toByteOffset: row + 32 + 8 * second, as: Double.self)
            rows.storeBytes(of: e2, toByteOffset: row + 32 + 8 * third, as: Double.self)
            count += Int(columns[5 * n + k])
          }
        }
      }
    }
    kept = count
  }

  private typealias Lanes = SIMD8<Double>
  private typealias Words = SIMD8<Int32>

  /// 2cos and 2sin, turned from the middle of the cell by a word's share of its width.
  @inline(__always)
  private static func turn(_ cosine: Lanes, _ sine: Lanes, by word: Words) -> (Lanes, Lanes) {
    let δ = (Lanes(word) + 0.5) * (Double.pi / Double(side) * 0x1p-32)
    let z = δ * δ
    // |δ| ≤ 0.0246: the next terms are δ⁹/9! < 2e-20 and δ⁸/8! < 4e-18
    var s = z * (-1.0 / 5040) + (1.0 / 120)
    s = s * z - (1.0 / 6)
    s = δ + δ * z * s
    var c = z * (-1.0 / 720) + (1.0 / 24)
    c = z * (c * z - 0.5)
    return (cosine + (cosine * c - sine * s), sine + (sine * c + cosine * s))
  }

  /// `−log u`, u = (high + low/2^12 + ½…)/2^32 in (0, 1).
  ///
  /// `u = 2^e m` with m in [√½, √2), `log m = 2 artanh (m−1)/(m+1)`, whose series in an argument below
  /// 0.172 ends at the 19th power with 3e-18.
  @inline(__always)
  private static func exponential(_ high: Words, _ low: Words) -> Lanes {
    let u = Lanes(high) * 0x1p-32 + Lanes(low) * 0x1p-44 + (0.5 + 0x1p-45)
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
