import Exact

/// Points joined by lines, whose spanning forests are counted exactly.
///
/// Kirchhoff's theorem: the number of spanning trees is the determinant of the Laplace matrix
/// without the row and column of one point. Eliminating a point of conductances w_i to its
/// neighbours, with sum d, is the star-mesh transformation of an electrical network,
///
///     w_ij += w_i w_j / d,
///
/// and the determinant is the product of all d. The order of elimination takes a point of least
/// degree each time, so that few new lines arise; the arithmetic is done modulo as many primes as
/// the bound `Π degree` of the determinant asks for.
struct ContractedLines {
  let points: Int
  let lines: [(Int, Int)]

  /// The points in the order of their elimination, each with its neighbours then.
  private var elimination: [(point: Int, neighbours: [Int])] {
    var neighbours = [Set<Int>](repeating: [], count: points)
    for (a, b) in lines where a != b {
      neighbours[a].insert(b)
      neighbours[b].insert(a)
    }
    var rest = Array(0..<points)
    var steps: [(point: Int, neighbours: [Int])] = []
    while let place = rest.indices.min(by: {
      neighbours[rest[$0]].count < neighbours[rest[$1]].count
    }) {
      let point = rest.remove(at: place)
      let around = neighbours[point].sorted()
      for a in around {
        neighbours[a].formUnion(around)
        neighbours[a].subtract([a, point])
      }
      steps.append((point, around))
    }
    return steps
  }

  /// The number of ways to choose a spanning tree in each connected part.
  var spanningForests: Integer {
    let steps = elimination
    var degrees = [Int](repeating: 0, count: points)
    for (a, b) in lines where a != b {
      degrees[a] += 1
      degrees[b] += 1
    }
    let bits = degrees.reduce(0) { $0 + (Int.bitWidth - $1.leadingZeroBitCount) }
    let needed = PrimeField.fields(exceeding: bits)
    var used: [PrimeField] = []
    var residues: [UInt] = []
    // A prime that divides some d on the way is passed over for another.
    var spare = PrimeField.fields(exceeding: bits + 57 * 8).dropFirst(needed.count)
    for field in needed {
      var field = field
      while true {
        if let residue = residue(steps, in: field) {
          used.append(field)
          residues.append(residue)
          break
        }
        field = spare.removeFirst()
      }
    }
    return Integer(residues: residues, in: used)
  }

  /// The number modulo a prime, or nil where the elimination would divide by 0.
  private func residue(
    _ steps: [(point: Int, neighbours: [Int])], in field: PrimeField
  ) -> UInt? {
    var conductances = [UInt](repeating: 0, count: points * points)
    for (a, b) in lines where a != b {
      conductances[a * points + b] += 1
      conductances[b * points + a] += 1
    }
    var product: UInt = 1
    for (point, neighbours) in steps where !neighbours.isEmpty {
      let row = neighbours.map { conductances[point * points + $0] }
      let sum = row.reduce(0) { field.sum($0, $1) }
      guard sum != 0 else { return nil }
      product = field.product(product, sum)
      let inverse = field.inverse(sum)
      for (i, a) in neighbours.enumerated() {
        let share = field.product(row[i], inverse)
        for (j, b) in neighbours.enumerated().dropFirst(i + 1) {
          let added = field.sum(
            conductances[a * points + b], field.product(share, row[j]))
          conductances[a * points + b] = added
          conductances[b * points + a] = added
        }
      }
    }
    return product
  }
}
