import Synchronization

/// The classes of all completions of partial graphs, by their reduced form, shared by threads.
///
/// An entry is made when its form is first met, from the entries of the forms that one contraction
/// more leads to, and never changes again: it holds how many completions the filter accepts in
/// each class. Every graph is accounted for by one meeting of one form.
///
/// Goals, in this order: looking up takes no lock and one line of the cache; a form met by one
/// thread is known to all; the table grows with the forms met. Entries are made under a lock.
/// A reader holds the storage it has seen last, which stays valid when a larger one takes its
/// place, and sees a key only after the rest of the entry.
final class CompletionTable: Sendable {
  /// Numbers by the place of the class, and at place 11 those with both a crossing and a nesting.
  struct Columns: Sendable, Equatable {
    var low = SIMD4<UInt32>()
    var middle = SIMD4<UInt32>()
    var high = SIMD4<UInt32>()

    @inline(__always)
    static func &+= (a: inout Columns, b: Columns) {
      a.low &+= b.low
      a.middle &+= b.middle
      a.high &+= b.high
    }

    /// Adds one graph.
    mutating func add(_ classes: GraphClasses) {
      let bits = SIMD4<UInt32>(repeating: UInt32(classes.rawValue))
      let one = SIMD4<UInt32>(repeating: 1)
      low &+= (bits &>> SIMD4(0, 1, 2, 3)) & one
      middle &+= (bits &>> SIMD4(4, 5, 6, 7)) & one
      high &+= (bits &>> SIMD4(8, 9, 10, 31)) & one
      if classes.contains(.crossing), classes.contains(.nesting) { high.w &+= 1 }
    }

    /// The number of accepted graphs.
    @inline(__always)
    var total: UInt32 { low.x }

    /// As they stand in a tally.
    var list: [Int] { [low, middle, high].flatMap { v in (0..<4).map { Int(v[$0]) } } }
  }

  /// Entries of 64 bytes, found by hashing and stepping on.
  final class Storage: @unchecked Sendable {
    static let stride = 64
    private let base: UnsafeMutableRawPointer
    let capacity: Int

    init(capacity: Int) {
      precondition(capacity.nonzeroBitCount == 1, "\(capacity) is no power of two")
      self.capacity = capacity
      base = .allocate(byteCount: capacity * Self.stride, alignment: Self.stride)
      base.initializeMemory(as: UInt64.self, repeating: 0, count: capacity * Self.stride / 8)
    }

    deinit { base.deallocate() }

    @inline(__always)
    private func keyWord(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
      (base + index &* Self.stride).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    @inline(__always)
    func low(_ index: Int) -> UInt64 { keyWord(index).pointee.load(ordering: .acquiring) }

    @inline(__always)
    func high(_ index: Int) -> UInt64 {
      base.load(fromByteOffset: index &* Self.stride + 8, as: UInt64.self)
    }

    @inline(__always)
    func columns(_ index: Int) -> Columns {
      let place = base + index &* Self.stride
      return Columns(
        low: place.load(fromByteOffset: 16, as: SIMD4<UInt32>.self),
        middle: place.load(fromByteOffset: 32, as: SIMD4<UInt32>.self),
        high: place.load(fromByteOffset: 48, as: SIMD4<UInt32>.self))
    }

    /// The place of the key or of the free entry where it belongs; the low word of no key is 0.
    @inline(__always)
    func probe(_ key: ReducedGraph.Key) -> (index: Int, isFound: Bool) {
      var hash = key.low &* 0x9E37_79B9_7F4A_7C15 ^ key.high &* 0xC2B2_AE3D_27D4_EB4F
      hash ^= hash >> 32
      hash = hash &* 0xD6E8_FEB8_6659_FD93
      var index = Int(truncatingIfNeeded: hash >> 32) & (capacity - 1)
      while true {
        let low = low(index)
        if low == key.low, high(index) == key.high { return (index, true) }
        if low == 0 { return (index, false) }
        index = (index + 1) & (capacity - 1)
      }
    }

    /// Fills a free entry; its key is published last.
    func fill(_ index: Int, _ key: ReducedGraph.Key, _ columns: Columns) {
      let place = base + index &* Self.stride
      place.storeBytes(of: key.high, toByteOffset: 8, as: UInt64.self)
      place.storeBytes(of: columns.low, toByteOffset: 16, as: SIMD4<UInt32>.self)
      place.storeBytes(of: columns.middle, toByteOffset: 32, as: SIMD4<UInt32>.self)
      place.storeBytes(of: columns.high, toByteOffset: 48, as: SIMD4<UInt32>.self)
      keyWord(index).pointee.store(key.low, ordering: .releasing)
    }
  }

  private struct State {
    var storage: Storage
    var used = 0
  }

  private let state = Mutex(State(storage: Storage(capacity: 1 << 10)))

  /// The storage as it is now.
  var storage: Storage { state.withLock { $0.storage } }

  /// The number of forms met.
  var count: Int { state.withLock { $0.used } }

  /// Makes an entry unless another thread has; returns the storage that holds it.
  func insert(_ key: ReducedGraph.Key, _ columns: Columns) -> Storage {
    state.withLock { state in
      guard !state.storage.probe(key).isFound else { return state.storage }
      if 2 * state.used >= state.storage.capacity {
        let old = state.storage
        let new = Storage(capacity: 2 * old.capacity)
        for index in 0..<old.capacity where old.low(index) != 0 {
          let key = ReducedGraph.Key(low: old.low(index), high: old.high(index))
          new.fill(new.probe(key).index, key, old.columns(index))
        }
        state.storage = new
      }
      state.storage.fill(state.storage.probe(key).index, key, columns)
      state.used += 1
      return state.storage
    }
  }
}
