/// What a graph is made of: recollisions, rungs, nestings, components.
extension Pairing {
  /// The contractions `ℓ ~ ℓ+1` on one line, from left to right.
  public var immediateRecollisions: [Contraction] {
    (0..<size).compactMap { vertex in
      isRecollision(at: vertex) ? Contraction(Vertex(vertex + 1), Vertex(vertex + 2)) : nil
    }
  }

  /// The contractions `ℓ ≤ n < ℓ'` between the lines, by their left ends.
  public var rungs: [Contraction] {
    (0..<left).compactMap { vertex in
      let partner = Int(partners[vertex])
      return partner < left ? nil : Contraction(Vertex(vertex + 1), Vertex(partner + 1))
    }
  }

  /// Whether vertex and vertex+1, counted from 0, form an immediate recollision.
  func isRecollision(at vertex: Int) -> Bool {
    vertex + 1 != left && Int(partners[vertex]) == vertex + 1
  }

  /// An arc over a chain of immediate recollisions.
  public struct Nesting: Hashable, Sendable {
    /// `ℓ ~ ℓ+2k+1`
    public let arc: Contraction
    /// The k ≥ 1 recollisions `j ~ j+1` for j = ℓ+1, ℓ+3, …, ℓ+2k−1.
    public let recollisions: [Contraction]
  }

  /// Every nesting, by its arc from left to right.
  public var nestings: [Nesting] {
    nestings(limit: .max).map { vertex in
      let partner = Int(partners[vertex])
      return Nesting(
        arc: Contraction(Vertex(vertex + 1), Vertex(partner + 1)),
        recollisions: stride(from: vertex + 1, to: partner, by: 2).map {
          Contraction(Vertex($0 + 1), Vertex($0 + 2))
        })
    }
  }

  /// The first ends, counted from 0, of the arcs of at most `limit` nestings.
  func nestings(limit: Int) -> [Int] {
    var found: [Int] = []
    // From right to left: how many immediate recollisions follow one another from `vertex` on.
    var chain = [Int32](repeating: 0, count: size + 2)
    for vertex in stride(from: size - 1, through: 0, by: -1) {
      if isRecollision(at: vertex) { chain[vertex] = 1 + chain[vertex + 2] }
      let partner = Int(partners[vertex])
      let inside = partner - vertex - 1
      guard inside >= 2, inside % 2 == 0, (vertex < left) == (partner < left) else { continue }
      if Int(chain[vertex + 1]) >= inside / 2 {
        found.append(vertex)
        if found.count == limit { break }
      }
    }
    return found.reversed()
  }

  /// A connected component of the graph that joins two contractions where they cross.
  public struct Component: Hashable, Sendable {
    /// The leftmost and rightmost vertex of its contractions.
    public let first: Vertex
    public let last: Vertex
    /// The number of its contractions.
    public let order: Int
  }

  /// The components of crossing contractions, by their last vertices; O(N).
  ///
  /// Reading from left to right, groups of open contractions lie on a stack, each group contiguous
  /// in the order of first ends. Closing a contraction crosses everything opened after it and
  /// still open, so its group and all groups above it become one.
  public var components: [Component] {
    var finished: [Component] = []
    var groups: [(first: Int, open: Int, order: Int)] = []
    for vertex in 0..<size {
      let partner = Int(partners[vertex])
      if vertex < partner {
        groups.append((vertex, 1, 1))
        continue
      }
      var top = groups.removeLast()
      while top.first > partner {
        let below = groups.removeLast()
        top = (below.first, below.open + top.open, below.order + top.order)
      }
      top.open -= 1
      if top.open == 0 {
        finished.append(
          Component(first: Vertex(top.first + 1), last: Vertex(vertex + 1), order: top.order))
      } else {
        groups.append(top)
      }
    }
    return finished
  }
}
