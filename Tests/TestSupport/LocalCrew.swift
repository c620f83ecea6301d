import Dispatch
import Foundation
import Synchronization
public import Torus

/// Processes played by threads that share nothing but this: what an MPI job does, without MPI.
public final class LocalCrew: Crew, Sendable {
  /// What the processes of one run meet at.
  private final class Table: Sendable {
    struct State {
      var left: [Int] = []
      var isStopped = false
      var finished: [(Int, [UInt8])] = []
      var message: [UInt8] = []
      /// By process, what it gives to all, or to the one before and the one behind.
      var pieces: [Int: [UInt8]] = [:]
      var halos: [Int: (before: [UInt8], behind: [UInt8])] = [:]
    }
    let state = Mutex(State())
    let barrier: Barrier
    init(size: Int) { barrier = Barrier(size: size) }
  }

  /// All wait until the last one has come.
  private final class Barrier: @unchecked Sendable {
    private let condition = NSCondition()
    private let size: Int
    private var waiting = 0
    private var round = 0

    init(size: Int) { self.size = size }

    func wait() {
      condition.lock()
      let mine = round
      waiting += 1
      if waiting == size {
        waiting = 0
        round += 1
        condition.broadcast()
      }
      while mine == round { condition.wait() }
      condition.unlock()
    }
  }

  public let rank: Int
  public let size: Int
  private let table: Table

  private init(rank: Int, size: Int, table: Table) {
    self.rank = rank
    self.size = size
    self.table = table
  }

  /// What `body` returns in each of the processes.
  public static func run<Value: Sendable>(
    size: Int, _ body: @escaping @Sendable (LocalCrew) -> Value?
  ) -> [Value?] {
    let table = Table(size: size)
    let results = Mutex([Value?](repeating: nil, count: size))
    let threads = (0..<size).map { rank in
      let done = DispatchSemaphore(value: 0)
      let thread = Thread {
        let value = body(LocalCrew(rank: rank, size: size, table: table))
        results.withLock { $0[rank] = value }
        done.signal()
      }
      thread.start()
      return done
    }
    for done in threads { done.wait() }
    return results.withLock { $0 }
  }

  public func deal(
    _ pieces: [Int], threads: Int, isCancelled: @Sendable () -> Bool,
    compute: @Sendable (Int) -> [UInt8]?, finished: (Int, [UInt8]) -> Void
  ) {
    if rank == 0 { table.state.withLock { $0.left = pieces.reversed() } }
    table.barrier.wait()
    while true {
      if isCancelled() { table.state.withLock { $0.isStopped = true } }
      let next = table.state.withLock { $0.isStopped ? nil : $0.left.popLast() }
      guard let next else { break }
      if let bytes = compute(next) { table.state.withLock { $0.finished.append((next, bytes)) } }
    }
    table.barrier.wait()
    guard rank == 0 else { return }
    for (index, bytes) in table.state.withLock({ $0.finished }) { finished(index, bytes) }
    table.state.withLock { $0.finished = [] }
  }

  public func broadcast(_ bytes: [UInt8]) -> [UInt8] {
    if rank == 0 { table.state.withLock { $0.message = bytes } }
    table.barrier.wait()
    let message = table.state.withLock { $0.message }
    table.barrier.wait()
    return message
  }

  public func gather(_ bytes: [UInt8]) -> [UInt8] {
    table.state.withLock { $0.pieces[rank] = bytes }
    table.barrier.wait()
    let all = table.state.withLock { state in (0..<size).flatMap { state.pieces[$0]! } }
    table.barrier.wait()
    return all
  }

  public func exchange(_ halo: Halo, meanwhile: () -> Void) {
    let mine = (before: Array(halo.toBefore), behind: Array(halo.toBehind))
    table.state.withLock { $0.halos[rank] = mine }
    meanwhile()
    table.barrier.wait()
    let (before, behind) = table.state.withLock { state in
      (state.halos[(rank + size - 1) % size]!.behind, state.halos[(rank + 1) % size]!.before)
    }
    halo.fromBefore.copyBytes(from: before)
    halo.fromBehind.copyBytes(from: behind)
    table.barrier.wait()
  }
}
