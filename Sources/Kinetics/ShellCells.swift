#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The cells of `ShellFlock` for one energy in d = 2…4, made once.
///
/// On the region where |c_d| is the largest the shell has the density 1/|c_d| in the other d−1 angles, of which a
/// quarter, eighth … of their torus is enough. In `x_j ∈ [−1, 1]`, `2cos θ_j = x_j w_j`, `2|sin θ_j| = w_j − 2` with
/// `w = 4/(1 + x²)`, it is `Π w_j/|c_d|` up to a factor. The x are cut into cubes, finer wherever
/// many points would be refused: at the rim of the region, and towards standing momenta, where the density has no
/// bound. A cube is proposed with probability n/2^17, n an integer at least as large as its greatest
/// density asks for.
struct ShellCells: Sendable {
  static let tableBits = 17

  let dimension: Int
  let energy: Double
  /// The cell of each of 2^17 entries.
  let table: [UInt16]
  /// By cell d + 1 numbers: its corner, its width over 2^31, and the bound b: a point is kept if
  /// `u |c_d| b ≤ Π w_j`.
  let cells: [Double]

  /// The entry of the table that a random word stands for: its upper bits, the lower ones stay fresh.
  @inline(__always)
  static func entry(_ word: UInt32) -> Int { Int(word &>> UInt32(32 - tableBits)) }

  /// Velocities below are drawn evenly, for a root of rounding is 6·10⁻⁸; that is less than 10⁻⁶ of a shell
  /// through a standing momentum, and nothing of any other.
  static let floor = 1e-6

  init(dimension d: Int, energy E: Double) {
    precondition((2...4).contains(d), "cells in d = 2…4, got \(d)")
    dimension = d
    energy = E
    let cells = Self.refined(dimension: d, energy: E)
    let whole = 1 << Self.tableBits
    let weights = cells.map { $0.volume * $0.greatest }
    let total = weights.reduce(0, +)
    // every cell has its entry at least, and rounding up takes one more
    var scale = Double(whole - cells.count) / total
    var counts = weights.map { Int(($0 * scale).rounded(.up)) }
    let rest = whole - counts.reduce(0, +)
    // what is left goes to one cell, where it is refused again
    counts[weights.indices.max { weights[$0] < weights[$1] }!] += rest
    scale = max(scale, 1e-300)
    table = counts.enumerated().flatMap { [UInt16](repeating: UInt16($0), count: $1) }
    self.cells = zip(cells, counts).flatMap { cell, count -> [Double] in
      cell.corner + [cell.width * 0x1p-31, Double(count) / scale / cell.volume]
    }
  }

  /// A cube of the x.
  private struct Cell {
    let corner: [Double]
    let width: Double
    /// Of the density on the part of the cell that belongs to the region.
    let greatest: Double
    /// 0 where the cell reaches out of the region.
    let least: Double

    var volume: Double { corner.reduce(1) { v, _ in v * width } }
    /// The most that may be refused.
    var waste: Double { volume * (greatest - least) }

    /// - Returns: nil if no point belongs to the region.
    init?(corner: [Double], width: Double, energy E: Double) {
      func w(_ x: Double) -> Double { 4 / (1 + x * x) }
      // 2cos grows over [−1, 1], the least sine is at an end, and so is the least w
      let left = corner.map { ($0 + width) * w($0 + width) }
      let right = corner.map { $0 * w($0) }
      let (low, high) = (E - left.reduce(0, +), E - right.reduce(0, +))
      var slowest = 0.0
      var (most, fewest) = (1.0, 1.0)
      var isInside = true
      for (x, (l, r)) in zip(corner, zip(left, right)) {
        let ends = (w(x), w(x + width))
        fewest *= min(ends.0, ends.1)
        most *= x < 0 && x + width > 0 ? 4 : max(ends.0, ends.1)
        slowest = max(slowest, min(ends.0, ends.1) - 2)
        // |c_d| ≥ |c_j| where (rest − e_j)(rest + e_j) ≤ 0; both factors fall with every x
        let (difference, sum) = ((low - l, high - r), (low + l, high + r))
        // a hair more, against rounding at the rims
        let hair = 1e-12
        if (difference.0 > hair && sum.0 > hair) || (difference.1 < -hair && sum.1 < -hair) {
          return nil
        }
        isInside =
          isInside && ((difference.1 <= 0 && sum.0 >= 0) || (difference.0 >= 0 && sum.1 <= 0))
      }
      let far = max(abs(low), abs(high))
      let near = low <= 0 && high >= 0 ? 0 : min(abs(low), abs(high))
      guard near < 2 else { return nil }
      let least = far < 2 ? (4 - far * far).squareRoot() : 0
      self.corner = corner
      self.width = width
      greatest = most / max((1 - 1e-9) * max(least, slowest) - 1e-7, ShellCells.floor)
      self.least = isInside ? fewest / max((4 - near * near).squareRoot(), ShellCells.floor) : 0
    }

    func halves(energy E: Double) -> [Cell] {
      (0..<(1 << corner.count)).compactMap { bits in
        Cell(
          corner: corner.enumerated().map { $1 + ((bits >> $0) & 1 == 1 ? width / 2 : 0) },
          width: width / 2, energy: E)
      }
    }
  }

  /// Cubes of side 1/16 and less, halved where most is refused, until 3 of 100 are or the cells become many.
  private static func refined(dimension d: Int, energy E: Double) -> [Cell] {
    let side = 32
    let width = 2 / Double(side)
    var count = 1
    for _ in 1..<d { count *= side }
    var cells = (0..<count).compactMap { number -> Cell? in
      var rest = number
      let corner = (1..<d).map { _ in
        defer { rest /= side }
        return -1 + Double(rest % side) * width
      }
      return Cell(corner: corner, width: width, energy: E)
    }
    let most = d == 4 ? 16_000 : 2500
    while true {
      let total = cells.reduce(0) { $0 + $1.volume * $1.greatest }
      let waste = cells.reduce(0) { $0 + $1.waste }
      guard waste > 0.03 * total, cells.count < most else { return cells }
      let threshold = max(waste / Double(cells.count), 1e-7 * total)
      var next: [Cell] = []
      var isCut = false
      for cell in cells {
        if cell.waste > threshold, cell.width > 1e-7 {
          next += cell.halves(energy: E)
          isCut = true
        } else {
          next.append(cell)
        }
      }
      guard isCut, next.count <= 60_000 else { return cells }
      cells = next
    }
  }
}
