/// The values `J_n(2t_k)` for all orders n ≤ N at equally spaced times t_k = k·step.
///
/// Row n holds the times of one order side by side, as matrix products want them. The columns come
/// eight at a time from the downward recurrence of `Bessel`, in lanes; same accuracy. Rows are
/// padded with zeros to a multiple of eight. Cost: about Σ_k 2t_k steps of eight lanes each, and
/// 8 bytes per entry.
public final class BesselTable: Sendable {
  /// The largest order N.
  public let order: Int
  /// The number of times asked for.
  public let count: Int
  public let step: Double
  /// Doubles from one row to the next, a multiple of eight.
  public let stride: Int
  /// Per order, a multiple of eight: before that column `|J_n|` is below 1e-25.
  public let first: [Int]
  nonisolated(unsafe) private let storage: UnsafeMutablePointer<Double>

  /// Tables `J_0 … J_order` at `t = 0, step, …, (count − 1)·step`.
  public init(
    order: Int, count: Int, step: Double, workers: Workers = .single, monitor: Monitor = .silent
  ) throws(Interrupted) {
    precondition(order >= 0 && count >= 1, "an empty Bessel table: \(order), \(count)")
    // eight neighbouring columns start their recurrence at one order, which must not be far above
    // the smallest of their arguments
    precondition(step > 0 && step <= 1.6, "times need a spacing in (0, 1.6], got \(step)")
    self.order = order
    self.count = count
    self.step = step
    let blocks = (count + 7) / 8
    stride = 8 * blocks
    let storage = UnsafeMutablePointer<Double>.allocate(capacity: (order + 1) * stride)
    storage.initialize(repeating: 0, count: (order + 1) * stride)
    self.storage = storage
    let target = Target(pointer: storage, stride: stride)
    // a piece is a run of blocks, so that two threads seldom share a cache line
    let run = 16
    let lasts: [[Int]]
    do {
      lasts = try workers.map((blocks + run - 1) / run, monitor: monitor) { piece in
        (piece * run..<min(blocks, (piece + 1) * run)).map { block in
          Self.fill(target, block: block, order: order, count: count, step: step)
        }
      }
    } catch {
      storage.deallocate()
      throw error
    }
    var first = [Int](repeating: stride, count: order + 1)
    for (block, last) in lasts.joined().enumerated().reversed() {
      for n in 0...last { first[n] = 8 * block }
    }
    self.first = first
  }

  deinit { storage.deallocate() }

  /// `J_n(2t_0), J_n(2t_1), …`, `stride` values.
  public func row(_ order: Int) -> UnsafePointer<Double> {
    precondition(order <= self.order, "J_\(order) is not in a table to \(self.order)")
    return UnsafePointer(storage + order * stride)
  }

  private struct Target: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<Double>
    let stride: Int
  }

  /// Fills eight columns; returns the last order that is not negligible in them.
  private static func fill(
    _ target: Target, block: Int, order: Int, count: Int, step: Double
  ) -> Int {
    typealias Lanes = SIMD8<Double>
    var x = Lanes.zero
    for lane in 0..<8 { x[lane] = 2 * step * Double(8 * block + lane) }
    if block == 0 { x[0] = 1 }
    let inverse = 2 / x
    let start = Bessel.cutoff(x[7])
    var upper = Lanes.zero
    // grows by less than 1e120 on the way down: no rescaling
    var current = Lanes(repeating: 1e-140)
    var squares = Lanes.zero
    var evens = Lanes.zero
    let base = target.pointer + 8 * block
    for n in Swift.stride(from: start, to: 0, by: -1) {
      if n <= order { store(current, base + n * target.stride) }
      squares += current * current
      if n % 2 == 0 { evens += current }
      (upper, current) = (current, Double(n) * inverse * current - upper)
    }
    store(current, base)
    squares = 2 * squares + current * current
    evens = 2 * evens + current
    var scale = 1 / squares.squareRoot()
    scale.replace(with: -scale, where: evens .< 0)
    for lane in 0..<8 where 8 * block + lane >= count { scale[lane] = 0 }
    if block == 0 { scale[0] = 0 }
    var last = 0
    for n in 0...min(start, order) {
      let value = load(base + n * target.stride) * scale
      store(value, base + n * target.stride)
      if any(value .> 1e-25) || any(value .< -1e-25) { last = n }
    }
    if block == 0 { base.pointee = 1 }
    return last
  }

  @inline(__always)
  private static func load(_ pointer: UnsafeMutablePointer<Double>) -> SIMD8<Double> {
    UnsafeMutableRawPointer(pointer).loadUnaligned(as: SIMD8<Double>.self)
  }

  @inline(__always)
  private static func store(_ value: SIMD8<Double>, _ pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Double>.self)
  }
}
