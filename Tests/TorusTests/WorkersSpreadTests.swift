import Synchronization
import Testing
import TestSupport
import Torus

@Suite struct WorkersSpreadTests {
  /// A map whose sums show any change of order or of bits.
  private func values(_ workers: Workers, monitor: Monitor = .silent) throws -> [Double] {
    let first = try workers.spread(50, as: .stage, monitor: monitor) { 1 / Double($0 + 1) }
    let mean = first.reduce(0, +)
    return try workers.spread(70, monitor: monitor) { mean / Double(3 * $0 + 1) }
  }

  @Test func `Pieces that reach beyond their bytes make no map`() {
    #expect(Ledger.Map(starts: [0, 3], lengths: [3, 2], bytes: [1, 2, 3, 4, 5]) != nil)
    #expect(Ledger.Map(starts: [0, 3], lengths: [3, 3], bytes: [1, 2, 3, 4, 5]) == nil)
    #expect(Ledger.Map(starts: [5], lengths: [1], bytes: []) == nil)
    #expect(Ledger.Map(starts: [-2], lengths: [1], bytes: [1]) == nil)
    #expect(Ledger.Map(starts: [0], lengths: [-1], bytes: [1]) == nil)
    #expect(Ledger.Map(starts: [1], lengths: [.max], bytes: [1]) == nil)
  }

  @Test func `With a ledger the results are those without, and a second run computes nothing`()
    throws
  {
    let plain = try values(Workers(threads: 2))
    let ledger = Ledger()
    let computed = Atomic<Int>(0)
    for (pass, expected) in [(1, 120), (2, 120)] {
      let run = Run(ledger: Ledger(ledger.maps))
      let workers = Workers(threads: 2, run: run)
      let first = try workers.spread(50, as: .stage) { k -> Double in
        computed.add(1, ordering: .relaxed)
        return 1 / Double(k + 1)
      }
      let mean = first.reduce(0, +)
      let second = try workers.spread(70) { k -> Double in
        computed.add(1, ordering: .relaxed)
        return mean / Double(3 * k + 1)
      }
      #expect(second == plain)
      #expect(computed.load(ordering: .relaxed) == expected, "pass \(pass)")
      for (map, pieces) in run.ledger.maps { ledger.adopt(map, pieces) }
    }
  }

  @Test func `A run cut at any piece and resumed ends with the same bits`() throws {
    let plain = try values(.single)
    for stop in [0, 1, 17, 50, 51, 119] {
      let left = Atomic<Int>(stop)
      let first = Run()
      let monitor = Monitor(isCancelled: {
        left.wrappingSubtract(1, ordering: .relaxed).oldValue <= 0
      })
      #expect(throws: Interrupted.self) {
        try values(Workers(threads: 2, run: first), monitor: monitor)
      }
      let second = Run(ledger: Ledger(first.ledger.maps))
      #expect(try values(Workers(threads: 2, run: second)) == plain)
    }
  }

  @Test func `Parts compute the stages and their share, and merge to the whole`() throws {
    let plain = try values(.single)
    for count in [1, 2, 3, 7, 100] {
      let all = Ledger()
      for index in 1...count {
        let run = Run(share: Run.Share(index: index, count: count))
        #expect(throws: Interrupted.self) { try values(Workers(threads: 2, run: run)) }
        #expect(run.hasShared)
        let maps = run.ledger.maps
        #expect(maps[0]?.missing == [])
        #expect((0..<70).allSatisfy { (maps[1]?.piece($0) != nil) == ($0 % count == index - 1) })
        for (map, pieces) in maps { all.adopt(map, pieces) }
      }
      let merge = Run(ledger: all, isMerge: true)
      #expect(try values(Workers(threads: 2, run: merge)) == plain)
      #expect(merge.fault == nil)
    }
  }

  @Test func `A merge computes no piece of the bulk, and names the first that is missing`() throws {
    let run = Run(share: Run.Share(index: 2, count: 3))
    #expect(throws: Interrupted.self) { try values(Workers(threads: 1, run: run)) }
    let merge = Run(ledger: Ledger(run.ledger.maps), isMerge: true)
    #expect(throws: Interrupted.self) { try values(Workers(threads: 1, run: merge)) }
    #expect(merge.fault == .missing(map: 1, piece: 0))
  }

  @Test func `Independent computations and rows are parted too`() throws {
    func curves(_ workers: Workers) throws -> [Double] {
      let sums = try workers.each(3) { k in
        try workers.spread(5) { Double($0 + k) / 7 }.reduce(0, +)
      }
      return sums
    }
    func table(_ workers: Workers) throws -> [Double] {
      try workers.rows(5) { row, workers in
        try workers.spread(4, as: .stage) { Double($0 * row) / 3 }.reduce(0, +)
      }
    }
    for body in [curves, table] {
      let plain = try body(.single)
      let all = Ledger()
      for index in 1...2 {
        let run = Run(share: Run.Share(index: index, count: 2))
        #expect(throws: Interrupted.self) { try body(Workers(threads: 2, run: run)) }
        #expect(run.hasShared)
        for (map, pieces) in run.ledger.maps { all.adopt(map, pieces) }
      }
      let merge = Run(ledger: all, isMerge: true)
      #expect(try body(Workers(threads: 2, run: merge)) == plain)
      #expect(try body(Workers(threads: 2, run: Run())) == plain)
    }
  }

  @Test func `An error of one computation is thrown, and no piece of it is kept`() throws {
    struct Odd: Error {}
    @Sendable func body(_ k: Int, _: Workers) throws -> Int {
      if k == 5 { throw Odd() }
      return k
    }
    let run = Run()
    #expect(throws: Odd.self) { try Workers(threads: 2, run: run).apart(9, body) }
    #expect(run.ledger.maps[0]?.missing == [5])
    #expect(throws: Odd.self) { try Workers.single.apart(9, body) }
    #expect(try Workers(threads: 2, run: Run()).apart(5, body) == [0, 1, 2, 3, 4])
  }

  @Test func `A ledger of another run is found out`() throws {
    let other = Run()
    _ = try Workers(threads: 1, run: other).spread(49) { Double($0) }
    let run = Run(ledger: Ledger(other.ledger.maps))
    #expect(throws: Interrupted.self) { try values(Workers(threads: 1, run: run)) }
    #expect(run.fault == .length(map: 0))
    let text = Run()
    _ = try Workers(threads: 1, run: text).spread(50) { String($0) }
    let second = Run(ledger: Ledger(text.ledger.maps))
    #expect(throws: Interrupted.self) { try values(Workers(threads: 1, run: second)) }
    #expect(second.fault == .content(map: 0, piece: 0))
  }

  @Test func `Several processes get the same bits as one`() throws {
    let plain = try values(.single)
    for size in 1...4 {
      let results = LocalCrew.run(size: size) { crew in
        try? values(Workers(threads: 2, run: Run(crew: crew)))
      }
      #expect(results == Array(repeating: plain, count: size))
    }
  }

  @Test func `What all compute together is computed once, and resumed by all`() throws {
    let whole = Workers.single.together(5) { index, _ in Double(index) / 3 }.results
    for size in 1...3 {
      // process 0 alone has read the checkpoint
      let known = Run()
      _ = Workers(threads: 1, run: known).together(5) { index, _ in
        index == 3 ? nil : Double(index) / 3
      }
      #expect(known.ledger.maps[0]!.missing == [3, 4])
      let computed = Mutex<[Int]>([])
      let results = LocalCrew.run(size: size) { crew -> [Double] in
        let ledger = Ledger(crew.rank == 0 ? known.ledger.maps : [:])
        return Workers(threads: 1, run: Run(ledger: ledger, crew: crew)).together(5) { index, _ in
          computed.withLock { $0.append(index) }
          return Double(index) / 3
        }.results
      }
      #expect(results == Array(repeating: whole, count: size))
      let expected = [3, 4].flatMap { Array(repeating: $0, count: size) }
      #expect(computed.withLock { $0.sorted() } == expected)
    }
  }

  @Test func `What all compute together can be parted and merged`() throws {
    let whole = Workers.single.together(5) { index, _ in Double(index) / 3 }.results
    var pieces = Ledger.Map(count: 5)
    for index in 1...2 {
      let run = Run(share: Run.Share(index: index, count: 2))
      let part = Workers(threads: 1, run: run).together(5) { index, _ in Double(index) / 3 }
      #expect(!part.complete && run.hasShared)
      let ledger = Ledger([0: pieces])
      ledger.adopt(0, run.ledger.maps[0]!)
      pieces = ledger.maps[0]!
    }
    let merge = Run(ledger: Ledger([0: pieces]), isMerge: true)
    let merged = Workers(threads: 1, run: merge).together(5) { _, _ -> Double? in nil }
    #expect(merged.results == whole && merged.complete)
  }
}
