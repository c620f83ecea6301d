import Torus

/// How the loop momenta of one coordinate are integrated: over few angles by the trapezoidal rule,
/// over the rest in closed form.
///
/// Fix the momenta of some groups, the *angles* θ, such that each other group depends on at most
/// one further momentum v. The integral over v of everything that depends on it is a Bessel
/// function, and what is left is an integral over θ of a smooth periodic function:
///
///     F = ∫dθ Π_{fixed} e^{2iZ cos(…θ…)} Π_v J_0(2|W_v(θ)|),   W_v = Σ_{groups of v} Z e^{iσ(…θ…)}.
///
/// No angle is needed for a noncrossing graph, one for each graph with n̄ = 3 and for each maximally
/// crossed one: there the momenta pair up around that of the J-vertex.
struct Angles: Hashable, Sendable {
  /// What a group depends on: `u = constant·p0 + Σ coefficients·θ + sign·v_class`.
  struct Momentum: Hashable, Sendable {
    /// The factor of the external momentum p0.
    var constant: Int
    /// −1, 0, 1 for each angle.
    var coefficients: [Int]
    /// The index of v, `nil` for a group that the angles fix.
    var variable: Int?
    /// ±1 before v.
    var sign: Int
  }

  /// The number of angles.
  let count: Int
  /// The number of momenta integrated in closed form.
  let variables: Int
  /// One per group of the time form.
  let momenta: [Momentum]
}

extension Angles {
  /// Finds the smallest number of angles by trying all bases of loop momenta among the groups.
  ///
  /// The matrix of open contractions has its ones consecutive in each column, so it is totally
  /// unimodular: every basis is integral and every coefficient is −1, 0 or 1. Cost: the
  /// number of bases, at most C(2n̄−1, n̄) (C(2n̄, n̄+1) with p0 free), times the number of sets of angles tried.
  init(_ form: TimeForm) {
    let loops = form.groups.indices.filter { form.groups[$0].open != 0 }
    let size = form.loopCount
    var best: Angles?
    for count in 0...form.order {
      for basis in Self.subsets(of: loops, size: size) {
        guard let rows = Self.coefficients(form, basis: basis) else { continue }
        // with p0 free the first one is that from which the angles are measured
        let fixed = form.startIsFree ? count + 1 : count
        for angles in Self.subsets(of: Array(0..<size), size: fixed) {
          guard let found = Angles(form, rows, angles: angles) else { continue }
          // the momentum at the J-vertex among the angles makes Fourier modes free
          if found.momenta[form.jGroup].variable == nil || count == 0 {
            self = found
            return
          }
          if best == nil { best = found }
        }
      }
      if let best {
        self = best
        return
      }
    }
    preconditionFailure("the loop momenta themselves are always a choice of angles")
  }

  /// A choice of angles among the momenta of a basis, `nil` if a group depends on two further ones.
  ///
  /// Where p0 is free nothing but differences is fixed: the first momentum v_0 of `angles` is one of the
  /// variables, the others are θ + v_0. All coefficients of a group add up to 1, so one with its own
  /// variable v has no v_0 if v counts +1; if −1, it has 2v_0 and is refused.
  private init?(_ form: TimeForm, _ rows: [[Int]], angles: [Int]) {
    let others = (0..<form.loopCount).filter { !angles.contains($0) }
    let isFree = form.startIsFree
    var momenta: [Momentum] = []
    for row in rows {
      let own = others.indices.filter { row[others[$0]] != 0 }
      guard own.count <= 1 else { return nil }
      let sign = own.first.map { row[others[$0]] } ?? (isFree ? 1 : 0)
      guard !isFree || sign == 1 else { return nil }
      momenta.append(
        Momentum(
          constant: 1 - row.reduce(0, +),
          coefficients: (isFree ? Array(angles.dropFirst()) : angles).map { row[$0] },
          variable: own.first ?? (isFree ? others.count : nil), sign: sign))
    }
    self.init(
      count: isFree ? angles.count - 1 : angles.count,
      variables: others.count + (isFree ? 1 : 0), momenta: momenta)
  }

  /// The coefficients of each group in the basis, `nil` if the basis is none.
  static func coefficients(_ form: TimeForm, basis: [Int]) -> [[Int]]? {
    let order = form.loopCount
    // Gauss–Jordan on [basis | right-hand sides]; pivots are ±1
    var matrix = (0..<order).map { arc -> [Int] in
      let mask: UInt64 = 1 << UInt64(arc)
      return (basis + Array(form.groups.indices)).map { form.groups[$0].open & mask == 0 ? 0 : 1 }
    }
    for column in 0..<order {
      guard let pivot = (column..<order).first(where: { matrix[$0][column] != 0 }) else {
        return nil
      }
      matrix.swapAt(column, pivot)
      let sign = matrix[column][column]
      matrix[column] = matrix[column].map { $0 * sign }
      for row in 0..<order where row != column && matrix[row][column] != 0 {
        let factor = matrix[row][column]
        for k in matrix[row].indices { matrix[row][k] -= factor * matrix[column][k] }
      }
    }
    return form.groups.indices.map { group in (0..<order).map { matrix[$0][order + group] } }
  }

  /// All subsets of a given size, in lexicographic order.
  static func subsets(of items: [Int], size: Int) -> [[Int]] {
    guard size > 0 else { return [[]] }
    guard items.count >= size else { return [] }
    return items.indices.dropLast(size - 1).flatMap { index in
      subsets(of: Array(items[(index + 1)...]), size: size - 1).map { [items[index]] + $0 }
    }
  }
}
