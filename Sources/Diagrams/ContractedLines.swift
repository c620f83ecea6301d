import Exact

/// Points joined by lines, whose spanning forests are counted exactly.
///
/// Kirchhoff's theorem: the number of spanning trees is the determinant of the Laplace matrix
/// without the row and column of one point. Eliminating a point of conductances w_i to its
/// neighbours, with sum d, is the star-mesh transformation of an electrical network,
///
///     w_ij += w_i w_j / d,
///
/// and the determinant is the product of all d. A point of least degree goes first, so that few new
/// lines arise. The lines of a random graph expand: after two thirds of the points each that is left
/// has most of the others for a neighbour. From there on the Laplace matrix of the rest is
/// factorised whole, row by row, so that each entry is one sum of products, reduced once:
///
///     c_ij = m_ij − Σ_{k<j} c_ik l_jk,   l_ij = c_ij / c_jj,   det = Π c_ii.
///
/// All of it modulo as many primes as the bound `Π degree` of the determinant (Hadamard) asks for.
struct ContractedLines {
  let points: Int
  let lines: [(Int, Int)]

  /// The number of ways to choose a spanning tree in each connected part.
  var spanningForests: Integer {
    let plan = Plan(self)
    let bits = plan.bound.bitWidth
    let needed = PrimeField.fields(exceeding: bits)
    var used: [PrimeField] = []
    var residues: [UInt] = []
    // A prime that divides some d on the way is passed over for another.
    var spare: ArraySlice<PrimeField> = []
    for field in needed {
      var field = field
      while true {
        if let residue = plan.residue(in: field) {
          used.append(field)
          residues.append(residue)
          break
        }
        if spare.isEmpty {
          spare = PrimeField.fields(exceeding: bits + 57 * 8).dropFirst(needed.count)
        }
        field = spare.removeFirst()
      }
    }
    return Integer(residues: residues, in: used)
  }
}

/// The order of elimination, the same for every prime: which conductance is added to which.
private struct Plan {
  /// A point eliminated by itself.
  private struct Star {
    /// Where the conductances to its neighbours are.
    let arms: [Int]
    /// Where those between neighbours i < j are, row by row.
    let mesh: [Int]
  }

  /// `Π degree`, which no determinant here exceeds.
  let bound: Integer
  /// The numbers of lines between two points, for each pair that is ever joined.
  private var conductances: [UInt]
  private var stars: [Star] = []
  /// Points eliminated together, connected: the places of the conductances of i and j < i, nil where none.
  private var rest: [[Int?]] = []

  init(_ graph: ContractedLines) {
    let points = graph.points
    let words = (points + 63) / 64
    var places = [Int32](repeating: -1, count: points * points)
    var conductances: [UInt] = []
    /// One bit a neighbour, a row of words a point.
    var neighbours = [UInt64](repeating: 0, count: points * words)
    var degrees = [Int](repeating: 0, count: points)
    func place(_ a: Int, _ b: Int) -> Int {
      let index = max(a, b) * points + min(a, b)
      if places[index] < 0 {
        places[index] = Int32(conductances.count)
        conductances.append(0)
        neighbours[a * words + b / 64] |= 1 << (b % 64)
        neighbours[b * words + a / 64] |= 1 << (a % 64)
      }
      return Int(places[index])
    }
    for (a, b) in graph.lines where a != b {
      conductances[place(a, b)] += 1
      degrees[a] += 1
      degrees[b] += 1
    }
    bound = degrees.reduce(1) { $1 > 0 ? $0 * Integer($1) : $0 }
    func members(_ point: Int) -> [Int] {
      var list: [Int] = []
      for word in 0..<words {
        var bits = neighbours[point * words + word]
        while bits != 0 {
          list.append(64 * word + bits.trailingZeroBitCount)
          bits &= bits - 1
        }
      }
      return list
    }
    // From here on a degree counts neighbours, not lines.
    for point in 0..<points { degrees[point] = members(point).count }
    var left = Array(0..<points)
    while let next = left.indices.min(by: { degrees[left[$0]] < degrees[left[$1]] }) {
      // Each has half of the others around it, so two that are not joined share a neighbour: the rest
      // is connected, and its determinant is not 0.
      if left.count > 1, 2 * degrees[left[next]] >= left.count { break }
      let point = left.remove(at: next)
      let around = members(point)
      for a in around { neighbours[a * words + point / 64] &= ~(1 << (point % 64)) }
      let arms = around.map { place(point, $0) }
      var mesh: [Int] = []
      mesh.reserveCapacity(around.count * (around.count - 1) / 2)
      for (i, a) in around.enumerated() {
        for b in around[(i + 1)...] { mesh.append(place(a, b)) }
      }
      for a in around { degrees[a] = members(a).count }
      stars.append(Star(arms: arms, mesh: mesh))
    }
    rest = left.indices.map { i in
      left[..<i].map { other in
        let index = max(left[i], other) * points + min(left[i], other)
        return places[index] < 0 ? nil : Int(places[index])
      }
    }
    self.conductances = conductances
  }

  /// The determinant modulo a prime, or nil where the elimination would divide by 0.
  func residue(in field: PrimeField) -> UInt? {
    var conductances = conductances
    var product: UInt = 1
    for star in stars where !star.arms.isEmpty {
      let row = star.arms.map { conductances[$0] }
      let sum = row.reduce(0) { field.sum($0, $1) }
      guard sum != 0 else { return nil }
      product = field.product(product, sum)
      let inverse = field.inverse(sum)
      var place = 0
      for i in row.indices {
        let share = field.product(row[i], inverse)
        for j in i + 1..<row.count {
          let target = star.mesh[place]
          place += 1
          conductances[target] = field.sum(
            conductances[target], field.product(share, row[j]))
        }
      }
    }
    guard let last = Laplacian(rest, conductances, field).determinant(in: field) else {
      return nil
    }
    return field.product(product, last)
  }
}

/// Laplace's matrix of connected points modulo a prime, without the last of them.
private struct Laplacian {
  /// Rows of the lower triangle, `width` entries apart.
  private var entries: [UInt]
  private let width: Int

  init(_ places: [[Int?]], _ conductances: [UInt], _ field: PrimeField) {
    width = max(places.count - 1, 0)
    entries = Array(repeating: 0, count: width * width)
    for (i, row) in places.enumerated() {
      for (j, place) in row.enumerated() {
        guard let place else { continue }
        let conductance = conductances[place]
        if i < width {
          entries[i * width + j] = field.difference(0, conductance)
          entries[i * width + i] = field.sum(entries[i * width + i], conductance)
        }
        entries[j * width + j] = field.sum(entries[j * width + j], conductance)
      }
    }
  }

  /// The product of the pivots, or nil where one is 0.
  consuming func determinant(in field: PrimeField) -> UInt? {
    let width = width
    precondition(width <= 4096, "a sum of \(width) products does not fit 128 bits")
    return entries.withUnsafeMutableBufferPointer { entries -> UInt? in
      var product: UInt = 1
      // Row j holds l_j0, l_j1, … once it is done; row i holds c_i0, c_i1, … while it is made.
      var inverses: [UInt] = []
      inverses.reserveCapacity(width)
      for i in 0..<width {
        let row = UnsafeMutableBufferPointer(rebasing: entries[i * width..<(i + 1) * width])
        for j in 0..<i {
          let other = UnsafeBufferPointer(rebasing: entries[j * width..<j * width + j])
          row[j] = field.difference(row[j], Self.sum(UnsafeBufferPointer(row), other, field))
        }
        var pivot = row[i]
        var norm: UInt128 = 0
        for k in 0..<i {
          let quotient = field.product(row[k], inverses[k])
          norm &+= UInt128(row[k]) &* UInt128(quotient)
          row[k] = quotient
        }
        pivot = field.difference(pivot, field.residue(norm))
        guard pivot != 0 else { return nil }
        product = field.product(product, pivot)
        inverses.append(field.inverse(pivot))
      }
      return product
    }
  }

  /// `Σ_k a_k b_k` over the places of b, in two sums whose carries do not wait for one another.
  @inline(__always)
  private static func sum(
    _ a: UnsafeBufferPointer<UInt>, _ b: UnsafeBufferPointer<UInt>, _ field: PrimeField
  ) -> UInt {
    var even: UInt128 = 0
    var odd: UInt128 = 0
    var k = 0
    while k + 1 < b.count {
      even &+= UInt128(a[k]) &* UInt128(b[k])
      odd &+= UInt128(a[k + 1]) &* UInt128(b[k + 1])
      k += 2
    }
    if k < b.count { even &+= UInt128(a[k]) &* UInt128(b[k]) }
    return field.residue(even &+ odd)
  }
}
