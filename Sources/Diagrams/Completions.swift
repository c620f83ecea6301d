/// One thread's view of a `CompletionTable`, and the sum of what it has met there.
struct Completions {
  typealias Columns = CompletionTable.Columns

  private let filter: GraphFilter
  private let forbidden: PartialGraph.Traits
  private let table: CompletionTable
  private var storage: CompletionTable.Storage
  /// Sums of 32 bits, moved to `sums` before they can overflow.
  private var partial = Columns()
  private var room: Int
  private let meetings: Int
  private var sums = [Int](repeating: 0, count: 12)

  /// - Parameter largest: no form met has more completions.
  init(
    _ filter: GraphFilter, forbidden: PartialGraph.Traits, _ table: CompletionTable, largest: Int
  ) {
    self.filter = filter
    self.forbidden = forbidden
    self.table = table
    storage = table.storage
    meetings = Int(UInt32.max) / max(largest, 1)
    room = meetings
  }

  /// Counts the completions of a reduced form.
  @inline(__always)
  mutating func meet(_ reduced: ReducedGraph, _ key: ReducedGraph.Key) {
    partial &+= columns(reduced, key)
    room -= 1
    if room == 0 { flush() }
  }

  private mutating func flush() {
    for (index, value) in partial.list.enumerated() { sums[index] += value }
    partial = Columns()
    room = meetings
  }

  /// The sum over all meetings.
  var tally: GraphTally {
    var copy = self
    copy.flush()
    return GraphTally(counts: Array(copy.sums[..<11]), crossingAndNesting: copy.sums[11])
  }

  /// How many completions of a form are accepted, by class.
  @inline(__always)
  mutating func columns(_ reduced: ReducedGraph, _ key: ReducedGraph.Key) -> Columns {
    let (index, isFound) = storage.probe(key)
    return isFound ? storage.columns(index) : enter(reduced, key)
  }

  private mutating func enter(_ reduced: ReducedGraph, _ key: ReducedGraph.Key) -> Columns {
    // Another thread may have met the form since.
    storage = table.storage
    let (index, isFound) = storage.probe(key)
    if isFound { return storage.columns(index) }
    let columns = sum(reduced)
    storage = table.insert(key, columns)
    return columns
  }

  /// The sum over what the lowest free vertex can be contracted with.
  private mutating func sum(_ reduced: ReducedGraph) -> Columns {
    let shape = reduced.shape
    var columns = Columns()
    var partners = reduced.graph.free & (reduced.graph.free - 1)
    while partners != 0 {
      let j = partners & (~partners &+ 1)
      partners &= partners - 1
      var child = reduced.graph
      child.contract(with: j, shape)
      guard child.traits.isDisjoint(with: forbidden) else { continue }
      guard child.free != 0 else {
        let classes = child.classes(shape)
        if filter.accepts(classes) { columns.add(classes) }
        continue
      }
      let next = ReducedGraph(child, shape)
      if let key = next.key {
        columns &+= self.columns(next, key)
      } else {
        columns &+= sum(next)
      }
    }
    return columns
  }
}
