/// The processes of one run, if there are several: all of them run the same program.
///
/// Calls are collective: every process makes the same ones in the same order.
public protocol Crew: Sendable {
  /// From 0; process 0 alone prints and writes.
  var rank: Int { get }
  var size: Int { get }

  /// Deals pieces of work to all threads of all processes, as they ask for them.
  ///
  /// - Parameters:
  ///   - pieces: the indices to compute; those of process 0 count.
  ///   - isCancelled: once true on one process, no more pieces are dealt to any.
  ///   - compute: computes a piece, on any thread; `nil` if it was given up.
  ///   - finished: takes a result, on process 0 only, one call at a time.
  func deal(
    _ pieces: [Int], threads: Int, isCancelled: @Sendable () -> Bool,
    compute: @Sendable (Int) -> [UInt8]?, finished: (Int, [UInt8]) -> Void)

  /// What process 0 holds, for all.
  func broadcast(_ bytes: [UInt8]) -> [UInt8]

  /// What each process holds, one after the other, for all.
  func gather(_ bytes: [UInt8]) -> [UInt8]

  /// Sends to the two processes beside this one on a ring and receives from them; `meanwhile` may
  /// work on anything else.
  func exchange(_ halo: Halo, meanwhile: () -> Void)
}

/// What goes to and comes from the neighbours of a process on the ring `0, 1, …, size − 1, 0`.
///
/// What one sends behind is as long as what the next receives from before, and the other way round.
public struct Halo {
  public let toBefore: UnsafeRawBufferPointer
  public let toBehind: UnsafeRawBufferPointer
  public let fromBefore: UnsafeMutableRawBufferPointer
  public let fromBehind: UnsafeMutableRawBufferPointer

  public init(
    toBefore: UnsafeRawBufferPointer, toBehind: UnsafeRawBufferPointer,
    fromBefore: UnsafeMutableRawBufferPointer, fromBehind: UnsafeMutableRawBufferPointer
  ) {
    self.toBefore = toBefore
    self.toBehind = toBehind
    self.fromBefore = fromBefore
    self.fromBehind = fromBehind
  }
}
