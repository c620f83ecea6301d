import Dispatch
import Synchronization

/// A number of threads over which independent pieces of work are spread, results in index order.
///
/// The pieces are dealt one by one, so that unequal pieces do not idle a thread; the results come
/// back in the order of the indices. Whoever adds them up in that order gets the same bits with one
/// thread and with many, as long as the pieces themselves do not depend on the number of threads.
///
/// `map` and `prefix` stay on the threads of this process. `spread` and its kin, in
/// `Workers+Spread.swift`, go wherever the run goes: to other processes, into a checkpoint, in parts.
public struct Workers: Hashable, Sendable {
  /// At least 1.
  public let threads: Int
  /// What the pieces of `spread` belong to beyond this process; `nil`, they are done and forgotten.
  public let run: Run?

  public init(threads: Int, run: Run? = nil) {
    precondition(threads >= 1, "work needs at least one thread, got \(threads)")
    self.threads = threads
    self.run = run
  }

  /// The calling thread alone.
  public static let single = Workers(threads: 1)

  /// The same threads, and nothing beyond this process.
  public var local: Workers { Workers(threads: threads) }

  /// `[body(0), …, body(count−1)]`, computed on all threads.
  ///
  /// - Throws: `Interrupted` when the monitor asks to stop before the last piece has begun.
  public func map<Result: Sendable>(
    _ count: Int, monitor: Monitor = .silent, _ body: @Sendable (Int) -> Result
  ) throws(Interrupted) -> [Result] {
    let (results, complete) = prefix(count, monitor: monitor, body)
    guard complete else { throw Interrupted() }
    return results
  }

  /// The longest finished prefix of `[body(0), …, body(count−1)]`, and whether it is the whole.
  ///
  /// After the monitor asks to stop, pieces already begun are finished and no other is begun; so
  /// an interrupted average still has its error bar.
  public func prefix<Result: Sendable>(
    _ count: Int, monitor: Monitor = .silent, _ body: @Sendable (Int) -> Result
  ) -> (results: [Result], complete: Bool) {
    precondition(count >= 0, "a number of pieces is not negative, got \(count)")
    let slots = Slots<Result>(count: count)
    let next = Atomic<Int>(0)
    let done = Atomic<Int>(0)
    @Sendable func drain() {
      while !monitor.isCancelled() {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        slots.set(index, to: body(index))
        monitor.progress(done.wrappingAdd(1, ordering: .relaxed).newValue, count)
      }
    }
    let crew = min(threads, count)
    if crew <= 1 {
      drain()
    } else {
      DispatchQueue.concurrentPerform(iterations: crew) { _ in drain() }
    }
    return slots.prefix()
  }
}

/// A place for each result, written at most once by whichever thread computed it.
private final class Slots<Result: Sendable>: Sendable {
  private let storage: Mutex<[Result?]>

  init(count: Int) { storage = Mutex(Array(repeating: nil, count: count)) }

  func set(_ index: Int, to result: Result) { storage.withLock { $0[index] = result } }

  func prefix() -> ([Result], Bool) {
    storage.withLock { all in
      let finished = all.prefix { $0 != nil }.map { $0! }
      return (finished, finished.count == all.count)
    }
  }
}
