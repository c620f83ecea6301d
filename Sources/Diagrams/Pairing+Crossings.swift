/// Crossings and nestings of arcs, counted in O(N log N) and listed as far as wanted.
extension Pairing {
  /// The number of pairs of contractions with `ℓ < j < ℓ' < j'`.
  public var crossings: Int {
    arcPairs { open, opened in opened - open }
  }

  /// The number of pairs of contractions with `ℓ < j < j' < ℓ'`.
  public var nestedArcs: Int {
    arcPairs { open, _ in open - 1 }
  }

  /// Sums over closing ends a function of the contractions open there.
  ///
  /// Just before a contraction closes, `before` of the open ones (itself included) began no later
  /// and `all` are open: it lies under `before − 1` of them and crosses `all − before`.
  private func arcPairs(_ term: (_ before: Int, _ all: Int) -> Int) -> Int {
    var tree = [Int32](repeating: 0, count: size + 1)
    func add(_ amount: Int32, at vertex: Int) {
      var index = vertex + 1
      while index <= size {
        tree[index] += amount
        index += index & -index
      }
    }
    var total = 0
    var open = 0
    for vertex in 0..<size {
      let partner = Int(partners[vertex])
      if vertex < partner {
        add(1, at: vertex)
        open += 1
        continue
      }
      var before = 0
      var index = partner + 1
      while index > 0 {
        before += Int(tree[index])
        index -= index & -index
      }
      total += term(before, open)
      add(-1, at: partner)
      open -= 1
    }
    return total
  }

  /// The crossing pairs in lexicographic order, at most `limit` of them.
  ///
  /// Cost: O(N) per contraction looked at; with `limit: 1` at most O(N²) in all.
  public func crossingPairs(limit: Int = .max) -> [(Contraction, Contraction)] {
    var found: [(Contraction, Contraction)] = []
    for vertex in 0..<size where vertex < Int(partners[vertex]) {
      let partner = Int(partners[vertex])
      for inner in vertex + 1..<partner where Int(partners[inner]) > partner {
        if found.count == limit { return found }
        found.append(
          (
            Contraction(Vertex(vertex + 1), Vertex(partner + 1)),
            Contraction(Vertex(inner + 1), Vertex(Int(partners[inner]) + 1))
          ))
      }
    }
    return found
  }
}
