/// When two graphs have the same amplitude because they have the same integrand.
extension TimeForm {
  /// The groups up to the names of the contractions and the order in which they occur.
  struct Key: Hashable, Sendable {
    var groups: [UInt64]
  }

  /// The smallest description over all names of the contractions.
  ///
  /// Momenta that can be integrated one by one need no names at all: if the sets of open
  /// contractions are independent, only the multiplicities matter. Else all n̄! names are tried,
  /// for n̄ ≤ 5; beyond that the names stay as they are, and some equal integrands are not seen.
  var key: Key {
    let loops = groups.filter { $0.open != 0 }
    if loops.count == order {
      return Key(groups: describe { $0 == 0 ? 0 : 1 })
    }
    guard order <= 5 else { return Key(groups: describe { $0 }) }
    var best: [UInt64]?
    Self.permutations(order) { names in
      let description = describe { open in
        var renamed: UInt64 = 0
        for bit in 0..<order where open >> UInt64(bit) & 1 == 1 {
          renamed |= 1 << UInt64(names[bit])
        }
        return renamed
      }
      if best == nil || description.lexicographicallyPrecedes(best!) { best = description }
    }
    return Key(groups: best!)
  }

  /// Each group in one word: open contractions, multiplicities, whether it is that of J.
  private func describe(_ rename: (UInt64) -> UInt64) -> [UInt64] {
    groups.enumerated().map { index, group in
      (rename(group.open) << 16 | UInt64(group.left) << 8 | UInt64(group.right)) << 1
        | (index == jGroup ? 1 : 0)
    }.sorted()
  }

  private static func permutations(_ count: Int, _ body: ([Int]) -> Void) {
    var names = Array(0..<count)
    func place(_ index: Int) {
      guard index < count else { return body(names) }
      for other in index..<count {
        names.swapAt(index, other)
        place(index + 1)
        names.swapAt(index, other)
      }
    }
    place(0)
  }
}
