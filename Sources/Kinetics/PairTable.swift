internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The integrals `∫∫dp δ(e(p) − ε) φ(p)` over the curves of two axes, piece by piece in `log|ε|`.
///
/// At ε = 0 they are A(ε) log|ε| + B(ε), A and B analytic on either side, and so they are elsewhere: in log|ε| on each side polynomials of
/// degree 15 on pieces that are halved until the last two Chebyshev coefficients say that they suffice.
struct PairTable: Sendable {
  private static let order = 16
  /// Nearer to 0 values are those at this ε.
  private static let least = 1e-13

  private struct Piece: Sendable {
    /// In log|ε|.
    let low, high: Double
    /// By node, all channels of each.
    let values: [Complex]
  }

  /// Of negative and positive ε, from the largest |ε| down.
  private let sides: [[Piece]]
  private let count: Int

  init(
    _ factor: ShellFactor, bandwidth: Double, tolerance: Double, workers: Workers, monitor: Monitor
  ) throws(Interrupted) {
    count = factor.count
    let p = Self.order
    let points = Self.points
    var sides: [[Piece]] = [[], []]
    var open: [(side: Int, low: Double, high: Double)] = []
    for side in 0..<2 {
      let (low, high) =
        side == 0
        ? (-factor.support.upperBound, -factor.support.lowerBound)
        : (factor.support.lowerBound, factor.support.upperBound)
      guard high > Self.least else { continue }
      // a shell of no extent at the edge of the band is a point
      open.append((side, log(max(low, Self.least)), log(min(high, 4 * (1 - 1e-14)))))
    }
    while !open.isEmpty {
      let pieces = try workers.local.map(open.count, monitor: monitor) { [open, count] k in
        let (side, low, high) = open[k]
        let values = points.flatMap { x in
          var sums = [Complex](repeating: .zero, count: count)
          let ε = exp((low + high) / 2 + (high - low) / 2 * x)
          factor.addShell(side == 0 ? -ε : ε, bandwidth: bandwidth, to: &sums)
          return sums
        }
        return Piece(low: low, high: high, values: values)
      }
      var next: [(side: Int, low: Double, high: Double)] = []
      for (piece, (side, low, high)) in zip(pieces, open) {
        var last = 0.0
        for k in 0..<count {
          for degree in [p - 2, p - 1] {
            var coefficient = Complex.zero
            for i in 0..<p {
              let angle = Double.pi * (Double(i) + 0.5) / Double(p)
              coefficient += cos(Double(degree) * angle) * piece.values[i * count + k]
            }
            last = max(last, coefficient.modulus * 2 / Double(p))
          }
        }
        if last * (exp(high) - exp(low)) <= tolerance || high - low < 1e-6 {
          sides[side].append(piece)
        } else {
          let middle = (low + high) / 2
          next += [(side, middle, high), (side, low, middle)]
        }
      }
      open = next
    }
    self.sides = sides.map { $0.sorted { $0.low > $1.low } }
  }

  /// Sets the integrals of all channels; 0 beyond what the packet reaches.
  func values(at ε: Double, _ sums: inout [Complex]) {
    let side = sides[ε < 0 ? 0 : 1]
    for k in sums.indices { sums[k] = .zero }
    guard let top = side.first, let bottom = side.last else { return }
    let u = max(log(max(abs(ε), Self.least)), bottom.low)
    guard u <= top.high + 1e-12 else { return }
    let piece = side.first { u >= $0.low } ?? bottom
    let x = min(1, (2 * u - piece.low - piece.high) / (piece.high - piece.low))
    let cardinals = Self.cardinals(at: x)
    sums.withUnsafeMutableBufferPointer { sums in
      piece.values.withUnsafeBufferPointer { values in
        for i in 0..<Self.order {
          let (c, row) = (cardinals[i], values.baseAddress! + i * count)
          for k in 0..<count { sums[k] += c * row[k] }
        }
      }
    }
  }

  /// Decreasing.
  private static let points = (0..<order).map {
    cos(Double.pi * (Double($0) + 0.5) / Double(order))
  }

  private static let barycentric = (0..<order).map { k -> Double in
    let sine = sin(Double.pi * (Double(k) + 0.5) / Double(order))
    return k % 2 == 0 ? sine : -sine
  }

  private static func cardinals(at x: Double) -> SIMD16<Double> {
    var values = SIMD16<Double>()
    var sum = 0.0
    for k in 0..<order {
      let distance = x - points[k]
      if distance == 0 {
        values = SIMD16()
        values[k] = 1
        return values
      }
      values[k] = barycentric[k] / distance
      sum += values[k]
    }
    return values / sum
  }
}
