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
    var begun = PrefixCounts(zeros: size)
    var total = 0
    var open = 0
    for vertex in 0..<size {
      let partner = Int(partners[vertex])
      if vertex < partner {
        begun.add(1, at: vertex)
        open += 1
        continue
      }
      total += term(begun.sum(below: partner + 1), open)
      begun.add(-1, at: partner)
      open -= 1
    }
    return total
  }

  /// The crossing pairs in the order in which the first of the two ends, at most `limit` of them.
  ///
  /// When a contraction ends, those that began after it and are still open cross it. Cost: O(N) and
  /// the number of pairs listed.
  public func crossingPairs(limit: Int = .max) -> [(Contraction, Contraction)] {
    func contraction(_ vertex: Int) -> Contraction {
      Contraction(Vertex(vertex + 1), Vertex(Int(partners[vertex]) + 1))
    }
    var found: [(Contraction, Contraction)] = []
    // The open contractions by their first ends, as a list linked both ways; `size` is its rim.
    var before = [Int](repeating: size, count: size + 1)
    var after = [Int](repeating: size, count: size + 1)
    for vertex in 0..<size {
      let partner = Int(partners[vertex])
      if vertex < partner {
        before[vertex] = before[size]
        after[vertex] = size
        after[before[size]] = vertex
        before[size] = vertex
        continue
      }
      var open = after[partner]
      while open != size {
        guard found.count < limit else { return found }
        found.append((contraction(partner), contraction(open)))
        open = after[open]
      }
      after[before[partner]] = after[partner]
      before[after[partner]] = before[partner]
    }
    return found
  }
}
