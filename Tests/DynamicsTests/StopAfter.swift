import Synchronization

/// Remembers that a number of pieces is done, from any thread.
final class StopAfter: Sendable {
  private let limit: Int
  private let flag = Atomic<Bool>(false)

  init(_ limit: Int) { self.limit = limit }

  func saw(_ done: Int) {
    if done >= limit { flag.store(true, ordering: .relaxed) }
  }

  var reached: Bool { flag.load(ordering: .relaxed) }
}
