/// The inner loops of the Chebyshev recurrence, a row of the box at a time.
///
/// Goals, in order: right on every box, d = 1…4 and any side; no load, store or branch that the
/// arithmetic does not ask for; the same bits everywhere. Hence raw pointers, whose bounds are the
/// business of `ChebyshevEvolution`, lanes of fixed width, and a copy of the row kernel for each
/// number of neighbouring rows, made by the compiler from the value generic `Rows`.
///
/// A row is stored with one more site at either end, `row[−1] = row[L−1]` and `row[L] = row[0]`, so
/// that the neighbours along the row need no test for the boundary. The other 2(d−1) neighbours
/// of a row are rows.
enum Sweep {
  /// `next ← scale·(Σ neighbours of current + u·current) − next` on one row, and its two end sites.
  ///
  /// Per site 2d+2 additions and 2 products; 2d+3 loads, 1 store, all but a few from the cache.
  @inline(__always)
  static func recur<let Rows: Int>(
    _ next: UnsafeMutablePointer<Double>, _ current: UnsafePointer<Double>,
    _ neighbours: InlineArray<Rows, UnsafePointer<Double>>, _ u: UnsafePointer<Double>,
    scale: Double, side: Int
  ) {
    var i = 0
    while i &+ 4 <= side {
      var sum = lane(current, i &- 1) + lane(current, i &+ 1)
      for pair in 0..<Rows / 2 {
        sum += lane(neighbours[2 &* pair], i) + lane(neighbours[2 &* pair &+ 1], i)
      }
      sum += lane(u, i) * lane(current, i)
      setLane(next, i, scale * sum - lane(next, i))
      i &+= 4
    }
    while i < side {
      var sum = current[i &- 1] + current[i &+ 1]
      for pair in 0..<Rows / 2 {
        sum += neighbours[2 &* pair][i] + neighbours[2 &* pair &+ 1][i]
      }
      sum += u[i] * current[i]
      next[i] = scale * sum - next[i]
      i &+= 1
    }
    next[-1] = next[side &- 1]
    next[side] = next[0]
  }

  /// `sum ← sum + a·x + b·y` on one row.
  @inline(__always)
  static func accumulate(
    _ sum: UnsafeMutablePointer<Double>, _ a: Double, _ x: UnsafePointer<Double>, _ b: Double,
    _ y: UnsafePointer<Double>, side: Int
  ) {
    var i = 0
    while i &+ 4 <= side {
      setLane(sum, i, lane(sum, i) + (a * lane(x, i) + b * lane(y, i)))
      i &+= 4
    }
    while i < side {
      sum[i] += a * x[i] + b * y[i]
      i &+= 1
    }
  }

  /// `sum ← sum + a·x` on one row.
  @inline(__always)
  static func accumulate(
    _ sum: UnsafeMutablePointer<Double>, _ a: Double, _ x: UnsafePointer<Double>, side: Int
  ) {
    var i = 0
    while i &+ 4 <= side {
      setLane(sum, i, lane(sum, i) + a * lane(x, i))
      i &+= 4
    }
    while i < side {
      sum[i] += a * x[i]
      i &+= 1
    }
  }
}
