/// `a_0 + a_1 t + … + a_4 t⁴`.
public struct Quartic: Sendable {
  private let a: (Double, Double, Double, Double, Double)

  public init(_ a0: Double, _ a1: Double, _ a2: Double, _ a3: Double, _ a4: Double) {
    a = (a0, a1, a2, a3, a4)
  }

  /// Calls `body` with each simple real root, in increasing order.
  ///
  /// Between neighbouring roots of the derivative a polynomial is monotone: the chain goes down to
  /// the quadratic, whose roots are known.
  public func forEachRoot(_ body: (Double) -> Void) {
    let (a0, a1, a2, a3, a4) = a
    let size = max(abs(a0), abs(a1), abs(a2), abs(a3))
    guard a4 != 0 else { return }
    // Cauchy's bound
    let bound = 1 + size / abs(a4)
    var marks = Marks(-bound, bound)
    // second derivative: 2 a2 + 6 a3 t + 12 a4 t²
    let half = -a3 / (4 * a4)
    let discriminant = half * half - a2 / (6 * a4)
    if discriminant > 0 {
      let root = discriminant.squareRoot()
      marks.insert(half - root, half + root)
    }
    var stationary = Marks(-bound, bound)
    marks.forEachGap { low, high in
      if let root = Self.root(
        low, high, { a1 + $0 * (2 * a2 + $0 * (3 * a3 + $0 * 4 * a4)) },
        { 2 * a2 + $0 * (6 * a3 + $0 * 12 * a4) })
      {
        stationary.insert(root)
      }
    }
    stationary.forEachGap { low, high in
      if let root = Self.root(
        low, high, { a0 + $0 * (a1 + $0 * (a2 + $0 * (a3 + $0 * a4))) },
        { a1 + $0 * (2 * a2 + $0 * (3 * a3 + $0 * 4 * a4)) })
      {
        body(root)
      }
    }
  }

  /// The root of a monotone function in an interval: Newton, with bisection where it leaves.
  private static func root(
    _ a: Double, _ b: Double, _ f: (Double) -> Double, _ slope: (Double) -> Double
  ) -> Double? {
    var (low, high) = (a, b)
    let (atLow, atHigh) = (f(low), f(high))
    guard (atLow < 0) != (atHigh < 0) else { return nil }
    let rises = atLow < 0
    var t = (low + high) / 2
    for _ in 0..<80 {
      let value = f(t)
      if (value < 0) == rises { low = t } else { high = t }
      let next = t - value / slope(t)
      let inside = next > low && next < high
      let moved = inside ? next : (low + high) / 2
      if abs(moved - t) <= 1e-15 * (1 + abs(t)) { return moved }
      t = moved
    }
    return t
  }
}

/// At most six increasing numbers.
private struct Marks {
  private var values = InlineArray<6, Double>(repeating: 0)
  private var count = 2

  init(_ low: Double, _ high: Double) {
    values[0] = low
    values[1] = high
  }

  /// Inserts numbers in increasing order before the last mark; those outside are left out.
  mutating func insert(_ numbers: Double...) {
    for number in numbers where number > values[count - 2] && number < values[count - 1] {
      values[count] = values[count - 1]
      values[count - 1] = number
      count += 1
    }
  }

  func forEachGap(_ body: (Double, Double) -> Void) {
    for i in 1..<count { body(values[i - 1], values[i]) }
  }
}
