#if MPI
  internal import CMPI
  import Dispatch
  import Synchronization
  public import Torus

  #if canImport(Darwin)
    import Darwin
  #else
    import Glibc
  #endif

  /// The processes of an MPI job.
  ///
  /// Process 0 deals. Its first thread, and the first thread of every other process, does nothing but
  /// talk, asleep between two looks; the pieces are computed by threads beside it. So a piece is asked
  /// for when a thread is about to run dry, however unequal the pieces are, and a result is on its way
  /// to process 0, and into the checkpoint, as soon as it is there.
  ///
  ///     ask    any → 0    how many pieces are wanted
  ///     work   0 → any    their indices; none: there is no more
  ///     result any → 0    the index, whether it was computed, and its bytes
  ///     stop   any → 0    this process was asked to stop
  public struct MPICrew: Crew {
    private enum Tag: Int32 { case ask = 1, work, result, stop }

    public let rank: Int
    public let size: Int

    /// Joins the job; `nil` if MPI does not start.
    public init?() {
      var rank: Int32 = 0
      var size: Int32 = 1
      guard cmpi_begin(&rank, &size) != 0 else { return nil }
      self.rank = Int(rank)
      self.size = Int(size)
    }

    /// Leaves the job, when all have come so far.
    public func end() { cmpi_end() }

    /// Ends the job for all, at once.
    public func abort(code: Int32) { cmpi_abort(code) }

    public func broadcast(_ bytes: [UInt8]) -> [UInt8] {
      var count = UInt64(bytes.count)
      cmpi_broadcast(&count, 8)
      var all = rank == 0 ? bytes : [UInt8](repeating: 0, count: Int(count))
      cmpi_broadcast(&all, all.count)
      return all
    }

    public func gather(_ bytes: [UInt8]) -> [UInt8] {
      let lengths = gather(
        withUnsafeBytes(of: Int32(bytes.count)) { Array($0) },
        counts: [Int32](repeating: 4, count: size))
      let counts = lengths.withUnsafeBytes { Array($0.bindMemory(to: Int32.self)) }
      return gather(bytes, counts: counts)
    }

    /// - Parameter counts: the number of bytes of each process.
    private func gather(_ bytes: [UInt8], counts: [Int32]) -> [UInt8] {
      var starts: [Int32] = []
      var end: Int32 = 0
      for count in counts {
        starts.append(end)
        end += count
      }
      var all = [UInt8](repeating: 0, count: Int(end))
      cmpi_gather(bytes, Int32(bytes.count), &all, counts, starts)
      return all
    }

    public func exchange(_ halo: Halo, meanwhile: () -> Void) {
      var requests = cmpi_halo()
      cmpi_exchange_begin(
        &requests, Int32((rank + size - 1) % size), Int32((rank + 1) % size),
        halo.toBefore.baseAddress, Int32(halo.toBefore.count),
        halo.toBehind.baseAddress, Int32(halo.toBehind.count),
        halo.fromBefore.baseAddress, Int32(halo.fromBefore.count),
        halo.fromBehind.baseAddress, Int32(halo.fromBehind.count))
      meanwhile()
      cmpi_exchange_end(&requests)
    }

    public func deal(
      _ pieces: [Int], threads: Int, isCancelled: @Sendable () -> Bool,
      compute: @Sendable (Int) -> [UInt8]?, finished: (Int, [UInt8]) -> Void
    ) {
      let bench = Bench()
      withoutActuallyEscaping(compute) { compute in
        let group = DispatchGroup()
        for _ in 0..<threads {
          DispatchQueue.global().async(group: group) {
            while let piece = bench.take() { bench.put(piece, compute(piece)) }
          }
        }
        if rank == 0 {
          serve(pieces, bench, threads, isCancelled, finished)
        } else {
          work(bench, threads, isCancelled)
        }
        bench.close()
        group.wait()
      }
    }
  }

  // MARK: - Both sides

  extension MPICrew {
    private func send(_ words: [Int], _ bytes: [UInt8] = [], to other: Int, _ tag: Tag) {
      var sink = ByteSink()
      for word in words { word.encode(into: &sink) }
      sink.append(bytes)
      cmpi_send(sink.bytes, Int32(sink.bytes.count), Int32(other), tag.rawValue)
    }

    /// The next message of a kind, if there is one.
    private func receive(_ tag: Tag) -> (from: Int, ByteSource)? {
      var source: Int32 = 0
      var count: Int32 = 0
      guard cmpi_probe(tag.rawValue, &source, &count) != 0 else { return nil }
      var bytes = [UInt8](repeating: 0, count: Int(count))
      cmpi_receive(&bytes, count, source, tag.rawValue)
      return (Int(source), ByteSource(bytes))
    }

    private func word(_ source: inout ByteSource) -> Int {
      guard let word = try? Int(from: &source) else {
        preconditionFailure("a message of an MPI job is shorter than its kind")
      }
      return word
    }

    /// Sleeps longer the longer nothing has happened.
    private struct Patience {
      private var pause: UInt32 = 20

      mutating func wait(after event: Bool) {
        pause = event ? 20 : min(500, pause + pause / 4)
        usleep(pause)
      }
    }

    /// The pieces that wait for the threads of this process, and the results that wait to be sent.
    private final class Bench: Sendable {
      private struct State {
        var waiting: [Int] = []
        var results: [(Int, [UInt8]?)] = []
        var inHand = 0
      }

      private let state = Mutex(State())
      private let available = DispatchSemaphore(value: 0)

      func add(_ pieces: [Int]) {
        state.withLock { $0.waiting.insert(contentsOf: pieces.reversed(), at: 0) }
        for _ in pieces { available.signal() }
      }

      /// A piece, when there is one; `nil` when there will be none.
      func take() -> Int? {
        available.wait()
        let piece = state.withLock { state -> Int? in
          guard let piece = state.waiting.popLast() else { return nil }
          state.inHand += 1
          return piece
        }
        // the end is for every thread
        if piece == nil { available.signal() }
        return piece
      }

      func put(_ piece: Int, _ result: [UInt8]?) {
        state.withLock { state in
          state.inHand -= 1
          state.results.append((piece, result))
        }
      }

      func results() -> [(Int, [UInt8]?)] {
        state.withLock { state in
          defer { state.results = [] }
          return state.results
        }
      }

      /// How many pieces to ask for, so that each thread has one and one waits.
      func appetite(_ threads: Int) -> Int {
        state.withLock { max(0, threads + 1 - $0.waiting.count - $0.inHand) }
      }

      var isIdle: Bool {
        state.withLock { $0.waiting.isEmpty && $0.inHand == 0 && $0.results.isEmpty }
      }

      func close() { available.signal() }
    }
  }

  // MARK: - Process 0

  extension MPICrew {
    private func serve(
      _ pieces: [Int], _ bench: Bench, _ threads: Int, _ isCancelled: () -> Bool,
      _ finished: (Int, [UInt8]) -> Void
    ) {
      var left = pieces[...]
      var open = 0
      var atWork = size - 1
      var patience = Patience()
      func deal(_ count: Int) -> [Int] {
        let dealt = Array(left.prefix(count))
        left = left.dropFirst(count)
        open += dealt.count
        return dealt
      }
      while true {
        var isBusy = false
        if isCancelled() { left = [] }
        while receive(.stop) != nil { left = [] }
        while let (_, received) = receive(.result) {
          var message = received
          isBusy = true
          open -= 1
          let (index, isThere) = (word(&message), word(&message))
          if isThere == 1, let bytes = try? message.raw(message.count) {
            finished(index, Array(bytes))
          }
        }
        for (index, bytes) in bench.results() {
          isBusy = true
          open -= 1
          if let bytes { finished(index, bytes) }
        }
        let appetite = bench.appetite(threads)
        if appetite > 0, !left.isEmpty { bench.add(deal(appetite)) }
        while let (other, received) = receive(.ask) {
          var message = received
          isBusy = true
          let dealt = deal(word(&message))
          if dealt.isEmpty { atWork -= 1 }
          send(dealt, to: other, .work)
        }
        if left.isEmpty, open == 0, atWork == 0 { break }
        patience.wait(after: isBusy)
      }
      // a process may have been asked to stop when its last piece was dealt
      while receive(.stop) != nil {}
    }
  }

  // MARK: - The others

  extension MPICrew {
    private func work(_ bench: Bench, _ threads: Int, _ isCancelled: () -> Bool) {
      var hasAsked = false
      var isOver = false
      var hasStopped = false
      var patience = Patience()
      while true {
        var isBusy = false
        if !hasStopped, !isOver, isCancelled() {
          hasStopped = true
          send([], to: 0, .stop)
        }
        for (index, bytes) in bench.results() {
          isBusy = true
          send([index, bytes == nil ? 0 : 1], bytes ?? [], to: 0, .result)
        }
        let appetite = bench.appetite(threads)
        if appetite > 0, !hasAsked, !isOver {
          hasAsked = true
          send([appetite], to: 0, .ask)
        }
        if let (_, received) = receive(.work) {
          var message = received
          isBusy = true
          hasAsked = false
          var pieces: [Int] = []
          while !message.isAtEnd { pieces.append(word(&message)) }
          isOver = pieces.isEmpty
          bench.add(pieces)
        }
        if isOver, bench.isIdle { return }
        patience.wait(after: isBusy)
      }
    }
  }
#endif
