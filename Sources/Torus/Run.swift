import Synchronization

/// One run of a command beyond the threads of one process: what is finished already, which share of
/// the work is wanted, and the processes that work together.
///
/// A command is a deterministic function of its arguments, so its maps come in the same order with
/// the same pieces each time. A piece is known by the number of its map and its index there.
public final class Run: Sendable {
  /// Part `index` of `count`, from 1: the pieces whose index is `index − 1` modulo `count`.
  public struct Share: Hashable, Sendable {
    public let index: Int
    public let count: Int

    public init?(index: Int, count: Int) {
      guard count >= 1, 1...count ~= index else { return nil }
      self.index = index
      self.count = count
    }

    public func holds(_ piece: Int) -> Bool { piece % count == index - 1 }
  }

  /// What a part of a run does with a map.
  public enum Role: Sendable {
    /// The bulk of the work: a part computes its share, and what needs the whole is left to the merge.
    case bulk
    /// A stage on the way whose result decides what comes next: each part computes all of it.
    case stage
  }

  /// What may go wrong with pieces that come from a file.
  public enum Fault: Hashable, Sendable {
    /// The map has another number of pieces than the file says.
    case length(map: Int)
    /// A piece is not what the map expects.
    case content(map: Int, piece: Int)
    /// A merge lacks a piece.
    case missing(map: Int, piece: Int)
  }

  private struct State {
    /// The number of maps begun.
    var maps = 0
    var isBusy = false
    /// Whether the share of a part ended a map, and nobody has gone on since.
    var endsHere = false
    var hasShared = false
    var isStopped = false
    var fault: Fault?
  }

  public let ledger: Ledger
  public let share: Share?
  /// Whether all pieces of the bulk are to be found in the ledger.
  public let isMerge: Bool
  public let crew: (any Crew)?
  private let isInterrupted: @Sendable () -> Bool
  private let state = Mutex(State())

  /// - Parameter isInterrupted: whether this very process was asked to stop.
  public init(
    ledger: Ledger = Ledger(), share: Share? = nil, isMerge: Bool = false,
    crew: (any Crew)? = nil, isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    precondition(share == nil || crew == nil, "a part is not spread over processes")
    self.ledger = ledger
    self.share = share
    self.isMerge = isMerge
    self.crew = crew
    self.isInterrupted = isInterrupted
  }

  /// Whether this process is the one that prints and writes.
  public var isRoot: Bool { crew?.rank ?? 0 == 0 }

  /// Whether all processes have agreed to stop; with one process, whether it was asked to.
  public var isStopped: Bool {
    crew == nil ? isInterrupted() : state.withLock { $0.isStopped }
  }

  /// Whether the share of a part has been computed, up to what needs the other parts.
  public var hasShared: Bool { state.withLock { $0.hasShared && $0.endsHere } }

  /// What was wrong with the pieces of a file, if anything.
  public var fault: Fault? { state.withLock { $0.fault } }
}

// MARK: - Maps

extension Run {
  var endsHere: Bool { state.withLock { $0.endsHere } }

  var sharesRows: Bool { share != nil || isMerge }

  /// Goes on after a map that the share of a part has ended; false if it was not that.
  func resumeAfterShare() -> Bool {
    state.withLock { state in
      defer { state.endsHere = false }
      return state.endsHere
    }
  }

  func endShare() { state.withLock { $0.endsHere = true } }

  /// The first pieces of the last map as values, up to one that is not there.
  func results<Result: PlainData>(_ pieces: Ledger.Map) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(pieces.count)
    for index in 0..<pieces.count {
      guard let bytes = pieces.piece(index) else { break }
      guard let value = try? Result(bytes: bytes) else {
        state.withLock { state in
          if state.fault == nil { state.fault = .content(map: state.maps - 1, piece: index) }
        }
        break
      }
      results.append(value)
    }
    return results
  }

  /// The next map, and what is known of it.
  private func begin(_ count: Int) -> (map: Int, known: Ledger.Map) {
    let map = state.withLock { state in
      precondition(!state.isBusy, "a piece of a map spreads work of its own")
      state.isBusy = true
      state.maps += 1
      return state.maps - 1
    }
    if let known = ledger.open(map, count: count) { return (map, known) }
    state.withLock { $0.fault = $0.fault ?? .length(map: map) }
    return (map, Ledger.Map(count: count))
  }

  private func wanted(_ map: Int, _ known: Ledger.Map, as role: Role) -> [Int] {
    if fault != nil { return [] }
    let missing = known.missing
    // a map that no part has reached needed all of them: it is the business of the merge
    if isMerge, role == .bulk, missing.count < known.count {
      if let first = missing.first {
        state.withLock { $0.fault = .missing(map: map, piece: first) }
      }
      return []
    }
    guard let share, role == .bulk else { return missing }
    return missing.filter(share.holds)
  }

  /// - Parameter isDone: whether no wanted piece is left.
  private func end(_ map: Int, as role: Role, isDone: Bool) {
    state.withLock { state in
      state.isBusy = false
      if share != nil, role == .bulk, isDone, state.fault == nil {
        state.endsHere = true
        state.hasShared = true
      }
    }
  }

  func pieces(
    _ count: Int, as role: Role, threads: Int, monitor: Monitor,
    _ compute: @Sendable (Int) -> [UInt8]?
  ) -> Ledger.Map {
    let (map, known) = begin(count)
    let wanted = wanted(map, known, as: role)
    if let crew {
      return pieces(
        of: map, count, wanted, crew, threads: threads, monitor: monitor, compute)
    }
    let done = count - wanted.count
    let (finished, complete) = Workers(threads: threads).prefix(
      wanted.count,
      monitor: Monitor(
        progress: { finished, _ in monitor.progress(done + finished, count) },
        isCancelled: monitor.isCancelled)
    ) { position in
      guard let piece = compute(wanted[position]) else { return false }
      ledger.record(piece, map: map, index: wanted[position])
      return true
    }
    end(map, as: role, isDone: complete && finished.allSatisfy { $0 })
    return ledger.maps[map] ?? known
  }

  /// The same over several processes: all get what process 0 has in the end, and whether to stop.
  private func pieces(
    of map: Int, _ count: Int, _ wanted: [Int], _ crew: any Crew, threads: Int, monitor: Monitor,
    _ compute: @Sendable (Int) -> [UInt8]?
  ) -> Ledger.Map {
    var done = count - wanted.count
    let isInterrupted = isInterrupted
    crew.deal(
      wanted, threads: threads, isCancelled: { isInterrupted() || monitor.isCancelled() },
      compute: compute
    ) { index, piece in
      ledger.record(piece, map: map, index: index)
      done += 1
      monitor.progress(done, count)
    }
    return shared(map, count, crew) { $0.missing.isEmpty && !isInterrupted() }
  }

  /// What process 0 has of a map, for all; where it says so, all stop.
  private func shared(
    _ map: Int, _ count: Int, _ crew: any Crew, goesOn: (Ledger.Map) -> Bool
  ) -> Ledger.Map {
    var sink = ByteSink()
    if crew.rank == 0 {
      let all = ledger.maps[map] ?? Ledger.Map(count: count)
      goesOn(all).encode(into: &sink)
      // a fault of the file is a fault for all
      (fault != nil).encode(into: &sink)
      all.starts.encode(into: &sink)
      all.lengths.encode(into: &sink)
      sink.append(UInt64(all.bytes.count))
      sink.append(all.bytes)
    }
    var source = ByteSource(crew.broadcast(sink.bytes))
    do {
      let goesOn = try Bool(from: &source)
      let isFaulty = try Bool(from: &source)
      let (starts, lengths) = (try [Int](from: &source), try [Int](from: &source))
      let bytes = Array(try source.raw(source.length(of: 1)))
      guard let all = Ledger.Map(starts: starts, lengths: lengths, bytes: bytes) else {
        throw PlainDataError()
      }
      state.withLock { state in
        state.isBusy = false
        if !goesOn { state.isStopped = true }
        if isFaulty, state.fault == nil { state.fault = .length(map: map) }
      }
      return all
    } catch {
      preconditionFailure("process 0 sent \(count) pieces that make no map")
    }
  }

  /// Pieces that all processes compute together, one after the other.
  ///
  /// - Parameter compute: the same on all processes, and `nil` on all of them if it was given up; its
  ///   monitor says whether this process was asked to stop.
  func together(
    _ count: Int, as role: Role, monitor: Monitor, _ compute: (Int, Monitor) -> [UInt8]?
  ) -> Ledger.Map {
    let (map, first) = begin(count)
    let known = crew.map { shared(map, count, $0) { _ in true } } ?? first
    ledger.adopt(map, known)
    let isInterrupted = isInterrupted
    let isAsked = { @Sendable in isInterrupted() || monitor.isCancelled() }
    var isDone = true
    for index in wanted(map, known, as: role) {
      let part = Monitor(
        progress: { monitor.progress(index * $1 + $0, count * $1) }, isCancelled: isAsked)
      guard !isSaidByAny(isAsked()), let piece = compute(index, part) else {
        isDone = false
        if crew != nil { state.withLock { $0.isStopped = true } }
        break
      }
      ledger.record(piece, map: map, index: index)
    }
    end(map, as: role, isDone: isDone)
    return ledger.maps[map] ?? known
  }

  /// Whether a process of the crew says so.
  private func isSaidByAny(_ isTrue: Bool) -> Bool {
    crew.map { $0.gather([isTrue ? 1 : 0]).contains(1) } ?? isTrue
  }

  /// Rows of a part or of a merge: one after the other, each on all threads.
  func rows(_ count: Int, _ compute: (Int) throws -> [UInt8]) throws -> Ledger.Map {
    let (map, known) = begin(count)
    do {
      for row in wanted(map, known, as: .bulk) {
        ledger.record(try compute(row), map: map, index: row)
      }
    } catch {
      end(map, as: .bulk, isDone: false)
      throw error
    }
    end(map, as: .bulk, isDone: true)
    return ledger.maps[map] ?? known
  }
}

extension Run: Hashable {
  public static func == (a: Run, b: Run) -> Bool { a === b }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
