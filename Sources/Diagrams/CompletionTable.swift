/// The classes of all completions of partial graphs, by their reduced form.
///
/// An entry is made when its form is first met, from the entries of the forms that one contraction
/// more leads to; it holds how many completions the filter accepts in each class, and how often
/// the form was met. Every graph is accounted for by one meeting of one form.
struct CompletionTable {
  /// By the place of the class, and at index 11 those with both a crossing and a nesting.
  typealias Columns = SIMD16<UInt32>

  private struct Entry {
    var key = ReducedGraph.Key(low: 0, high: 0)
    var meetings = 0
    var columns = Columns()
  }

  private let filter: GraphFilter
  private var entries: [Entry]
  private var used = 0

  init(_ filter: GraphFilter) {
    self.filter = filter
    entries = Array(repeating: Entry(), count: 1 << 12)
  }

  /// The number of forms met.
  var count: Int { used }

  /// Counts one meeting of a reduced form.
  mutating func meet(_ reduced: ReducedGraph, _ key: ReducedGraph.Key) {
    entries[place(of: reduced, key)].meetings += 1
  }

  /// The sum over all meetings.
  var tally: GraphTally {
    var sums = [Int](repeating: 0, count: 16)
    for entry in entries where entry.meetings > 0 {
      for index in 0..<12 { sums[index] += entry.meetings * Int(entry.columns[index]) }
    }
    return GraphTally(counts: Array(sums[..<11]), crossingAndNesting: sums[11])
  }

  /// Where the form is, after it has been entered.
  @inline(__always)
  private mutating func place(of reduced: ReducedGraph, _ key: ReducedGraph.Key) -> Int {
    let found = probe(key)
    if entries[found].key == key { return found }
    return enter(reduced, key)
  }

  /// The place of the key or of the free entry where it belongs; a key is never 0.
  @inline(__always)
  private func probe(_ key: ReducedGraph.Key) -> Int {
    var hash = key.low &* 0x9E37_79B9_7F4A_7C15 ^ key.high &* 0xC2B2_AE3D_27D4_EB4F
    hash ^= hash >> 32
    hash = hash &* 0xD6E8_FEB8_6659_FD93
    let mask = entries.count - 1
    var index = Int(truncatingIfNeeded: hash >> 32) & mask
    while entries[index].key != key, entries[index].key.low != 0 { index = (index + 1) & mask }
    return index
  }

  private mutating func enter(_ reduced: ReducedGraph, _ key: ReducedGraph.Key) -> Int {
    let columns = completions(reduced)
    if used * 2 >= entries.count {
      let old = entries
      entries = Array(repeating: Entry(), count: 2 * old.count)
      for entry in old where entry.key.low != 0 { entries[probe(entry.key)] = entry }
    }
    let index = probe(key)
    entries[index].key = key
    entries[index].columns = columns
    used += 1
    return index
  }

  private mutating func completions(_ reduced: ReducedGraph) -> Columns {
    let shape = reduced.shape
    var columns = Columns()
    var partners = reduced.graph.free & (reduced.graph.free - 1)
    while partners != 0 {
      let j = partners & (~partners &+ 1)
      partners &= partners - 1
      var child = reduced.graph
      child.contract(with: j, shape)
      guard child.free != 0 else {
        let classes = child.classes(shape)
        guard filter.accepts(classes) else { continue }
        for index in 0..<11 { columns[index] += UInt32(classes.rawValue >> index & 1) }
        columns[11] +=
          classes.contains(.crossing) && classes.contains(.nesting) ? 1 : 0
        continue
      }
      let next = ReducedGraph(child, shape)
      if let key = next.key {
        columns &+= entries[place(of: next, key)].columns
      } else {
        columns &+= completions(next)
      }
    }
    return columns
  }
}
