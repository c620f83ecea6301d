import Diagrams
import Exact
import Testing

struct GraphSearchTests {
  /// A tally by asking each graph of the plain sequence for its classes.
  static func plainTally(_ left: Int, _ right: Int, _ filter: GraphFilter) throws -> [Int] {
    var counts = [Int](repeating: 0, count: GraphClass.allCases.count + 1)
    for graph in try PairingSequence(left: left, right: right) {
      let classes = graph.classes
      guard filter.accepts(classes) else { continue }
      for (index, graphClass) in GraphClass.allCases.enumerated()
      where classes.contains(graphClass) { counts[index] += 1 }
      if classes.contains(.crossing), classes.contains(.nesting) { counts[11] += 1 }
    }
    return counts
  }

  static func columns(_ tally: GraphTally) -> [Int] {
    GraphClass.allCases.map { tally[$0] } + [tally.crossingAndNesting]
  }

  @Test func `a tally agrees with asking every graph up to twelve vertices`() throws {
    for (left, right) in splits(to: 12) {
      let tally = try GraphSearch(left: left, right: right).tally()
      #expect(Self.columns(tally) == (try Self.plainTally(left, right, .none)), "\(left),\(right)")
    }
  }

  @Test func `a tally of millions agrees with the closed forms`() throws {
    for (left, right) in [(8, 8), (7, 9), (3, 13), (16, 0), (0, 16), (9, 9)] {
      let tally = try GraphSearch(left: left, right: right).tally()
      let counts = try GraphCounts(left: left, right: right)
      for graphClass in GraphClass.allCases {
        #expect(
          Integer(tally[graphClass]) == counts[graphClass], "\(left),\(right) \(graphClass)")
      }
      #expect(Integer(tally.crossingAndNesting) == counts.crossingAndNesting)
    }
  }

  /// Each class alone, its complement, and all pairs of those.
  static let filters: [GraphFilter] = {
    let single = GraphClass.allCases.flatMap {
      [GraphFilter($0.rawValue)!, GraphFilter("not-" + $0.rawValue)!]
    }
    return single + single.flatMap { a in single.map { a.intersection($0) } }
  }()

  @Test func `every condition lists the graphs it accepts, in order`() throws {
    for (left, right) in [(3, 3), (2, 4), (5, 1), (6, 0), (0, 6), (4, 4)] {
      let graphs = try Array(PairingSequence(left: left, right: right))
      let classes = graphs.map(\.classes)
      for filter in Self.filters {
        let expected = zip(graphs, classes).filter { filter.accepts($0.1) }.map(\.0)
        var found: [Pairing] = []
        let search = try GraphSearch(left: left, right: right, filter: filter)
        search.forEach {
          found.append($0)
          return true
        }
        #expect(found == expected, "\(left),\(right) \(filter)")
        #expect(search.tally().total == expected.count)
      }
    }
  }

  @Test func `tallies within a class agree with asking every graph`() throws {
    for filter in Self.filters.prefix(22) {
      let search = try GraphSearch(left: 6, right: 4, filter: filter)
      #expect(Self.columns(search.tally()) == (try Self.plainTally(6, 4, filter)), "\(filter)")
    }
  }

  @Test func `classes with few members are listed without visiting the others`() throws {
    for name in ["decorated", "noncrossing"] {
      let search = try GraphSearch(left: 12, right: 12, filter: GraphFilter(name)!)
      let counts = try GraphCounts(left: 12, right: 12)
      #expect(Integer(search.tally().total) == counts[GraphClass(rawValue: name)!])
    }
    var single: [String] = []
    for name in ["basic", "maximally-crossed"] {
      try GraphSearch(left: 31, right: 31, filter: GraphFilter(name)!).forEach {
        single.append($0.pairs)
        return true
      }
    }
    #expect(single.count == 2)
    #expect(single[0].hasPrefix("1-62,2-61,") && single[1].hasPrefix("1-32,2-33,"))
    // 59!!·… graphs in all: only pruning reaches the first few.
    for name in ["skeleton", "connected", "irreducible", "rungless"] {
      var found = 0
      try GraphSearch(left: 30, right: 30, filter: GraphFilter(name)!).forEach { graph in
        #expect(graph.isMember(of: GraphClass(rawValue: name)!))
        found += 1
        return found < 100
      }
      #expect(found == 100)
    }
  }

  @Test func `parts add up to the whole, listed and tallied`() throws {
    for filter in ["all", "decorated", "connected", "not-nesting"].map({ GraphFilter($0)! }) {
      let search = try GraphSearch(left: 5, right: 3, filter: filter)
      let whole = search.tally()
      var graphs: [Pairing] = []
      search.forEach {
        graphs.append($0)
        return true
      }
      for count in [1, 2, 3, 7, 64, 200] {
        var sum = GraphTally()
        var listed: [Pairing] = []
        for part in 1...count {
          guard let (first, end) = search.bounds(part: part, of: count) else { continue }
          let tally = search.tally(from: first, to: end)
          sum += tally
          let before = listed.count
          search.forEach(from: first, to: end) {
            listed.append($0)
            return true
          }
          #expect(listed.count - before == tally.total)
        }
        #expect(sum == whole)
        #expect(listed == graphs)
      }
    }
  }

  @Test func `parts hold equal numbers of graphs`() throws {
    let search = try GraphSearch(left: 4, right: 4)
    let sizes = try (1...4).map { part in
      let (first, end) = try #require(search.bounds(part: part, of: 4))
      return search.tally(from: first, to: end).total
    }
    #expect(sizes == [27, 26, 26, 26])
  }

  @Test func `parts of a class that is numbered hold equal numbers of its graphs`() throws {
    for name in ["decorated", "noncrossing", "rungless"] {
      let search = try GraphSearch(left: 6, right: 6, filter: GraphFilter(name)!)
      let sizes = (1...7).map { part in
        search.bounds(part: part, of: 7).map { search.tally(from: $0.first, to: $0.end).total } ?? 0
      }
      #expect(sizes.max()! - sizes.min()! <= 1, "\(name)")
      #expect(Integer(sizes.reduce(0, +)) == search.atMost)
    }
  }
}
