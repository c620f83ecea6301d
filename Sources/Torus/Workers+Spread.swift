/// Work that may leave the process.
///
/// A long computation of feyn is a row of ordered maps over independent pieces. `spread` is such a
/// map whose pieces are worth a message and whose results are plain data. What becomes of them is
/// the business of the `Run` that the workers belong to: without one they are dealt to the threads,
/// as by `map`; with one they are also dealt to the processes of an MPI job, read from a checkpoint
/// or written to it, or cut into parts. The results are the same bits in every case.
///
/// The calls of `spread` in a run have to come in the same order each time, from one thread: they
/// are told apart by their number. A piece must not itself call `spread` of the same workers.
extension Workers {
  /// `[body(0), …, body(count−1)]`.
  ///
  /// - Parameter role: whether a part of a run computes its share of the pieces or all of them.
  /// - Throws: `Interrupted` when the monitor asks to stop, and at the end of the share of a part.
  public func spread<Result: PlainData>(
    _ count: Int, as role: Run.Role = .bulk, monitor: Monitor = .silent,
    _ body: @Sendable (Int) -> Result
  ) throws(Interrupted) -> [Result] {
    let (results, complete) = spreadPrefix(count, as: role, monitor: monitor, body)
    guard complete else { throw Interrupted() }
    return results
  }

  /// The longest finished prefix of `[body(0), …, body(count−1)]`, and whether it is the whole.
  ///
  /// - Parameter body: `nil` for a piece that was given up because the monitor asked to stop.
  public func spreadPrefix<Result: PlainData>(
    _ count: Int, as role: Run.Role = .bulk, monitor: Monitor = .silent,
    _ body: @Sendable (Int) -> Result?
  ) -> (results: [Result], complete: Bool) {
    guard let run else {
      let results = prefix(count, monitor: monitor, body).results.prefix { $0 != nil }
      return (results.map { $0! }, results.count == count)
    }
    let results: [Result] = run.results(
      run.pieces(count, as: role, threads: threads, monitor: monitor) { body($0)?.encoded })
    return (results, results.count == count && !run.endsHere)
  }

  /// The processes of the run, if there are several.
  public var crew: (any Crew)? { run?.crew }

  /// The longest finished prefix of pieces that are too large for one process: all processes of the
  /// run compute each of them together, one after the other.
  ///
  /// - Parameter body: collective; its monitor says whether this very process was asked to stop, and
  ///   it returns `nil` on all processes or on none.
  public func together<Result: PlainData>(
    _ count: Int, as role: Run.Role = .bulk, monitor: Monitor = .silent,
    _ body: (_ index: Int, _ monitor: Monitor) -> Result?
  ) -> (results: [Result], complete: Bool) {
    let run = run ?? Run()
    let results: [Result] = run.results(
      run.together(count, as: role, monitor: monitor) { body($0, $1)?.encoded })
    return (results, results.count == count && !run.endsHere)
  }

  /// Independent computations that may fail, each a piece if the run goes beyond this process; else
  /// one after the other, each on all threads.
  ///
  /// - Throws: what the first computation that fails throws; `Interrupted`.
  public func apart<Result: PlainData>(
    _ count: Int, as role: Run.Role = .bulk, monitor: Monitor = .silent,
    _ body: @Sendable (_ index: Int, _ workers: Workers) throws -> Result
  ) throws -> [Result] {
    guard let run else {
      return try (0..<count).map { index in
        defer { monitor.progress(index + 1, count) }
        return try body(index, self)
      }
    }
    let results: [Result] = run.results(
      run.pieces(count, as: role, threads: threads, monitor: monitor) {
        try? body($0, .single).encoded
      })
    guard !run.endsHere, run.fault == nil else { throw Interrupted() }
    guard results.count == count else {
      if monitor.isCancelled() || run.isStopped { throw Interrupted() }
      // every process meets the error itself
      _ = try body(results.count, local)
      throw Interrupted()
    }
    return results
  }

  /// Independent computations one after the other, each with maps of its own.
  ///
  /// Part of a run, every one of them goes as far as its share reaches; the first that lacks what
  /// the other parts compute does not end the others.
  ///
  /// - Throws: what `body` throws, and `Interrupted` at the end of the share of a part.
  public func each<Result>(_ count: Int, _ body: (Int) throws -> Result) throws -> [Result] {
    guard let run, run.share != nil else { return try (0..<count).map(body) }
    var results: [Result] = []
    for index in 0..<count {
      do {
        results.append(try body(index))
      } catch {
        guard run.resumeAfterShare() else { throw error }
      }
    }
    guard results.count == count else {
      run.endShare()
      throw Interrupted()
    }
    return results
  }

  /// Rows that are computed in adaptive stages, so that only whole rows can be shared out.
  ///
  /// Part of a run, a row is a piece. Otherwise rows come one after the other, and `body` spreads
  /// the stages of each with the workers that it is given.
  public func rows<Result: PlainData>(
    _ count: Int, _ body: (_ row: Int, _ workers: Workers) throws -> Result
  ) throws -> [Result] {
    guard let run, run.sharesRows else { return try (0..<count).map { try body($0, self) } }
    let results: [Result] = run.results(
      try run.rows(count) { try body($0, local).encoded })
    guard results.count == count, !run.endsHere else { throw Interrupted() }
    return results
  }

  /// A decision that depends on more than the arguments, a clock above all: taken once, by one
  /// process, and remembered by a checkpoint.
  public func decide(_ value: @Sendable () -> Bool) throws(Interrupted) -> Bool {
    try spread(1, as: .stage) { _ in value() }[0]
  }
}
