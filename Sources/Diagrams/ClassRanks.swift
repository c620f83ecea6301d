public import Exact

/// Numbers the graphs of one class of `Γ_{n,ñ}` in lexicographic order, and finds them by number.
///
/// Uniform sampling is the graph of a uniform rank. All graphs and rungless ones at any size;
/// noncrossing graphs and decorated ladders by tables of `O(n̄)` and `O(n ñ)` long integers.
public struct ClassRanks: Sendable {
  public let left: Int
  public let right: Int
  public let graphClass: GraphClass
  /// The number of graphs in the class.
  public let count: Integer

  /// Noncrossing: the Catalan numbers. Decorated: the counts D(l, r), row by row.
  private let table: [Integer]

  /// The classes whose graphs are numbered, narrower ones first as far as they are comparable.
  public static let classes: [GraphClass] = [
    .basic, .maximallyCrossed, .decorated, .noncrossing, .rungless, .all,
  ]

  /// - Returns: nil for a class that is none of `classes`.
  public init?(left: Int, right: Int, graphClass: GraphClass) throws(PairingError) {
    let shape = try PairingSequence(left: left, right: right)
    self.left = shape.left
    self.right = shape.right
    self.graphClass = graphClass
    switch graphClass {
    case .all:
      table = []
      count = .pairings((left + right) / 2)
    case .noncrossing:
      var catalan: [Integer] = [1]
      for m in 1...(left + right) / 2 {
        catalan.append(
          (catalan[m - 1] * Integer(4 * m - 2)).dividedExactly(by: Integer(m + 1)))
      }
      table = catalan
      count = catalan[(left + right) / 2]
    case .decorated:
      table = Self.decoratedTable(left, right)
      count = table[left * (right + 1) + right]
    case .basic, .maximallyCrossed:
      table = []
      count = left == right ? 1 : 0
    case .rungless:
      table = []
      count = left % 2 == 0 ? .pairings(left / 2) * .pairings(right / 2) : 0
    default: return nil
    }
  }

  /// The narrowest numbered class that holds every graph a filter accepts; nil if there is none.
  public init?(left: Int, right: Int, holding filter: GraphFilter) throws(PairingError) {
    let shape = try PairingSequence(left: left, right: right)
    guard let closure = filter.closure(left: shape.left, right: shape.right) else { return nil }
    let narrowest = Self.classes.first { closure.required.contains($0) } ?? .all
    try self.init(left: left, right: right, graphClass: narrowest)
  }

  /// `D(l,r)`, the decorated ladders of Γ_{l,r}; 0 where l + r is odd, D(0,0) = 1.
  ///
  /// Vertex 1 begins a recollision, or a rung which leaves r' vertices of the right line inside and
  /// recollisions outside:
  ///
  ///     D(l,r) = D(l−2,r) + D(l−1,r−1) + D(l−1,r−3) + …
  private static func decoratedTable(_ left: Int, _ right: Int) -> [Integer] {
    let width = right + 1
    var table = [Integer](repeating: 0, count: (left + 1) * width)
    for r in stride(from: 0, through: right, by: 2) { table[r] = 1 }
    for l in stride(from: 1, through: left, by: 1) {
      // The sums D(l−1, r−1) + D(l−1, r−3) + … for r even and odd.
      var sums: [Integer] = [0, 0]
      for r in 0...right {
        if r > 0 { sums[r % 2] += table[(l - 1) * width + r - 1] }
        table[l * width + r] = sums[r % 2] + (l >= 2 ? table[(l - 2) * width + r] : 0)
      }
    }
    return table
  }

  /// The number of graphs of the class before this one, or nil where it is not in the class.
  public func rank(of graph: Pairing) -> Integer? {
    guard graph.left == left, graph.right == right, graph.isMember(of: graphClass) else {
      return nil
    }
    switch graphClass {
    case .noncrossing: return noncrossingRank(of: graph)
    case .decorated: return decoratedRank(of: graph)
    case .basic, .maximallyCrossed: return 0
    case .rungless:
      return lines(of: graph).reduce(Integer(0)) { $0 * .pairings($1.order) + $1.rank }
    default: return graph.rank
    }
  }

  /// The graph of a rank in `0..<count`.
  public func graph(rank: Integer) -> Pairing {
    precondition(rank >= 0 && rank < count, "rank \(rank) is beyond the \(count) graphs")
    switch graphClass {
    case .noncrossing: return noncrossing(rank)
    case .decorated: return decorated(rank)
    case .basic:
      return Pairing(left: left, unchecked: (0..<Int32(2 * left)).map { Int32(2 * left) - 1 - $0 })
    case .maximallyCrossed:
      let n = Int32(left)
      return Pairing(left: left, unchecked: (0..<2 * n).map { $0 < n ? $0 + n : $0 - n })
    case .rungless: return rungless(rank)
    default: return Pairing(left: left, right: right, rank: rank)
    }
  }

  /// The lines of a rungless graph that hold vertices, each as a graph by itself.
  private func lines(of graph: Pairing) -> [Pairing] {
    [graph.partners[..<left], graph.partners[left...]].compactMap { line in
      let start = Int32(line.startIndex)
      return line.isEmpty
        ? nil : Pairing(left: line.count, unchecked: line.map { $0 - start })
    }
  }

  private func rungless(_ rank: Integer) -> Pairing {
    let digits = rank.quotientAndRemainder(dividingBy: .pairings(right / 2))
    func line(_ size: Int, _ rank: Integer) -> [Int32] {
      size == 0 ? [] : Pairing(left: size, right: 0, rank: rank).partners
    }
    return Pairing(
      left: left,
      unchecked: line(left, digits.quotient)
        + line(right, digits.remainder).map { $0 + Int32(left) })
  }

  /// The first vertex of 2m takes the (2i+2)-nd: i arcs inside, then m − 1 − i behind.
  private func noncrossingRank(of graph: Pairing) -> Integer {
    var rank: Integer = 0
    // Blocks in order: the rank is read with the later block as the lower digit.
    var blocks = [(start: 0, arcs: graph.order)]
    while let (start, arcs) = blocks.popLast() {
      guard arcs > 0 else { continue }
      let inside = (Int(graph.partners[start]) - start) / 2
      let behind = arcs - 1 - inside
      var before: Integer = 0
      for i in 0..<inside { before += table[i] * table[arcs - 1 - i] }
      // Every block still to come takes any of its states.
      let scale = blocks.reduce(Integer(1)) { $0 * table[$1.arcs] }
      rank += before * scale
      blocks.append((start + 2 * inside + 2, behind))
      blocks.append((start + 1, inside))
    }
    return rank
  }

  private func noncrossing(_ rank: Integer) -> Pairing {
    var partners = [Int32](repeating: 0, count: left + right)
    var blocks = [(start: 0, arcs: partners.count / 2, rank: rank)]
    while let (start, arcs, rank) = blocks.popLast() {
      guard arcs > 0 else { continue }
      var rest = rank
      var inside = 0
      while true {
        let here = table[inside] * table[arcs - 1 - inside]
        if rest < here { break }
        rest -= here
        inside += 1
      }
      let end = start + 2 * inside + 1
      partners[start] = Int32(end)
      partners[end] = Int32(start)
      let (inner, outer) = rest.quotientAndRemainder(dividingBy: table[arcs - 1 - inside])
      blocks.append((end + 1, arcs - 1 - inside, outer))
      blocks.append((start + 1, inside, inner))
    }
    return Pairing(left: left, unchecked: partners)
  }

  private func decoratedRank(of graph: Pairing) -> Integer {
    var rank: Integer = 0
    var (l, r) = (left, right)
    var vertex = 0
    while l > 0 {
      let partner = Int(graph.partners[vertex])
      if partner < left {
        l -= 2
        vertex += 2
        continue
      }
      // Between the J-vertex and the new rung: r' vertices.
      let inside = partner - left
      if l >= 2 { rank += table[(l - 2) * (right + 1) + r] }
      for smaller in stride(from: inside % 2, to: inside, by: 2) {
        rank += table[(l - 1) * (right + 1) + smaller]
      }
      l -= 1
      r = inside
      vertex += 1
    }
    return rank
  }

  private func decorated(_ rank: Integer) -> Pairing {
    var partners = [Int32](repeating: 0, count: left + right)
    func pair(_ a: Int, _ b: Int) {
      partners[a] = Int32(b)
      partners[b] = Int32(a)
    }
    var rest = rank
    var (l, r) = (left, right)
    while l > 0 {
      let vertex = left - l
      if l >= 2 {
        let here = table[(l - 2) * (right + 1) + r]
        if rest < here {
          pair(vertex, vertex + 1)
          l -= 2
          continue
        }
        rest -= here
      }
      var inside = (r + 1) % 2
      while rest >= table[(l - 1) * (right + 1) + inside] {
        rest -= table[(l - 1) * (right + 1) + inside]
        inside += 2
      }
      pair(vertex, left + inside)
      for other in stride(from: inside + 1, to: r, by: 2) { pair(left + other, left + other + 1) }
      l -= 1
      r = inside
    }
    for other in stride(from: 0, to: r, by: 2) { pair(left + other, left + other + 1) }
    return Pairing(left: left, unchecked: partners)
  }
}
