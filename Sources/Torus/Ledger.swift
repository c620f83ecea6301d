import Synchronization

/// The finished pieces of a run, by the number of the map and the index in it.
///
/// This is what a checkpoint and a part file hold.
public final class Ledger: Sendable {
  /// One map: its pieces one after the other in the order in which they were finished.
  public struct Map: Hashable, Sendable {
    /// How many pieces the whole map has.
    public let count: Int
    /// By index, where a piece begins in `bytes`; −1 for a piece that is not there.
    public private(set) var starts: [Int]
    public private(set) var lengths: [Int]
    public private(set) var bytes: [UInt8] = []

    public init(count: Int) {
      self.count = count
      starts = Array(repeating: -1, count: count)
      lengths = Array(repeating: 0, count: count)
    }

    /// The same from its parts, `nil` if they do not fit together.
    public init?(starts: [Int], lengths: [Int], bytes: [UInt8]) {
      guard starts.count == lengths.count else { return nil }
      for (start, length) in zip(starts, lengths) where start != -1 {
        let (end, overflows) = start.addingReportingOverflow(length)
        guard start >= 0, length >= 0, !overflows, end <= bytes.count else { return nil }
      }
      count = starts.count
      self.starts = starts
      self.lengths = lengths
      self.bytes = bytes
    }

    public func piece(_ index: Int) -> ArraySlice<UInt8>? {
      let start = starts[index]
      return start < 0 ? nil : bytes[start..<start + lengths[index]]
    }

    public mutating func set(_ index: Int, to piece: some Collection<UInt8>) {
      guard starts[index] < 0 else { return }
      starts[index] = bytes.count
      lengths[index] = piece.count
      bytes.append(contentsOf: piece)
    }

    /// The indices of the pieces that are not there.
    public var missing: [Int] { starts.indices.filter { starts[$0] < 0 } }
  }

  private let storage: Mutex<[Int: Map]>
  private let recorded: @Sendable (Ledger) -> Void

  /// - Parameter recorded: called after each piece that was finished, from any thread.
  public init(
    _ maps: [Int: Map] = [:], recorded: @escaping @Sendable (Ledger) -> Void = { _ in }
  ) {
    storage = Mutex(maps)
    self.recorded = recorded
  }

  /// All that is there at this moment.
  public var maps: [Int: Map] { storage.withLock { $0 } }

  /// Adds the pieces of a map that are not there yet.
  public func adopt(_ map: Int, _ pieces: Map) {
    storage.withLock { maps in
      var known = maps[map] ?? Map(count: pieces.count)
      for index in 0..<min(known.count, pieces.count) {
        if let piece = pieces.piece(index) { known.set(index, to: piece) }
      }
      maps[map] = known
    }
  }

  /// The pieces of a map; `nil` if what is there is of a map of another length.
  func open(_ map: Int, count: Int) -> Map? {
    storage.withLock { maps in
      let known = maps[map] ?? Map(count: count)
      guard known.count == count else { return nil }
      maps[map] = known
      return known
    }
  }

  func record(_ piece: [UInt8], map: Int, index: Int) {
    storage.withLock { $0[map]?.set(index, to: piece) }
    recorded(self)
  }
}
