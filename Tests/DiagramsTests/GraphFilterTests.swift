import Diagrams
import Exact
import Testing

struct GraphFilterTests {
  /// All sets of up to three conditions, each a class or its complement.
  static let filters: [GraphFilter] = {
    let single = GraphClass.allCases.dropFirst().flatMap {
      [GraphFilter($0.rawValue)!, GraphFilter("not-" + $0.rawValue)!]
    }
    var filters = single
    for (i, a) in single.enumerated() {
      for (j, b) in single[(i + 1)...].enumerated() {
        filters.append(a.intersection(b))
        for c in single[(i + j + 2)...] { filters.append(a.intersection(b).intersection(c)) }
      }
    }
    return filters
  }()

  /// How many graphs have each set of classes.
  static func numbers(_ left: Int, _ right: Int) throws -> [GraphClasses: Int] {
    var numbers: [GraphClasses: Int] = [:]
    for graph in try PairingSequence(left: left, right: right) {
      numbers[graph.classes, default: 0] += 1
    }
    return numbers
  }

  @Test func `up to three conditions list what they accept, and hardly enter a branch in vain`()
    throws
  {
    #expect(Self.filters.count == 1350)
    for (left, right) in [(2, 2), (3, 3), (6, 2), (1, 7), (4, 4), (8, 0), (5, 5), (0, 10)] {
      let numbers = try Self.numbers(left, right)
      for filter in Self.filters {
        let expected = numbers.reduce(0) { $0 + (filter.accepts($1.key) ? $1.value : 0) }
        let search = try GraphSearch(left: left, right: right, filter: filter)
        let effort = search.effort()
        #expect(effort.graphs == expected, "\(left),\(right) \(filter)")
        #expect(search.tally().total == expected, "\(left),\(right) \(filter)")
        #expect(search.atMost >= Integer(expected))
        #expect(effort.inVain <= 8 + expected, "\(left),\(right) \(filter) \(effort)")
      }
    }
  }

  /// What docs/counting.md says of one class: none of its branches is entered in vain.
  @Test func `one class alone is decided exactly`() throws {
    for (left, right) in splits(to: 10) {
      for graphClass in GraphClass.allCases {
        let filter = GraphFilter(required: GraphClasses(graphClass))
        let effort = try GraphSearch(left: left, right: right, filter: filter).effort()
        #expect(effort.inVain == 0, "\(left),\(right) \(graphClass) \(effort)")
      }
    }
  }

  @Test func `what cannot be is refused at once, whatever the size`() throws {
    for text in [
      "skeleton,rungless", "noncrossing,connected", "decorated,nesting", "connected,rungless",
      "irreducible,noncrossing", "skeleton,nesting", "not-crossing,crossing",
      "basic,not-decorated", "maximally-crossed,not-connected",
      "not-decorated,not-nesting,not-crossing",
    ] {
      let filter = text.split(separator: ",").reduce(GraphFilter.none) {
        $0.intersection(GraphFilter(String($1))!)
      }
      let effort = try GraphSearch(left: 31, right: 31, filter: filter).effort()
      #expect(effort.graphs == 0 && effort.branches == 0, "\(text)")
    }
    // An odd line has a rung.
    let odd = try GraphSearch(left: 31, right: 31, filter: GraphFilter("rungless")!)
    #expect(odd.effort().branches == 0 && odd.atMost == 0)
  }

  @Test func `large graphs of any two conditions come at a few branches each`() throws {
    let (left, right) = (26, 26)
    // Starts that are far from typical: the first graph, and ones inside narrow classes.
    let starts =
      try [Integer(0), Integer.pairings(26) / 3, Integer.pairings(26) - 1].map {
        Pairing(left: left, right: right, rank: $0)
      }
      + [GraphClass.basic, .maximallyCrossed].map {
        try #require(try ClassRanks(left: left, right: right, graphClass: $0)).graph(rank: 0)
      }
    for filter in Self.filters.prefix(210) {
      let search = try GraphSearch(left: left, right: right, filter: filter)
      for start in starts {
        let effort = search.effort(from: start, limit: 2000)
        #expect(effort.inVain <= 100 + effort.graphs, "\(filter) \(start) \(effort)")
      }
    }
  }
}
