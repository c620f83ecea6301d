/// One smooth piece of the domain of times.
///
/// For ξ = 0 a group with propagators on both lines enters only through the difference δ of its
/// two times. Let `z = min(left, right)` be what they have in common and cut the domain by the sign
/// of each δ: a positive one is a time of the left line, a negative one of the right line. With
/// `Z = Σz` the region is
///
///     { Z ∈ [0,t] } × { left times, sum t−Z } × { right times, sum t−Z },
///
/// two simplices of equal size and, for the sum Z that the integrand does not see, a polynomial
/// weight. This takes |shared groups| − 1 dimensions away. For ξ ≠ 0 nothing is shared, Z = 0.
struct TimeRegion: Hashable, Sendable {
  /// The time of one group, as part of the left (sign +1) or of the right simplex (sign −1).
  struct Variable: Hashable, Sendable {
    var group: Int
    /// Whether the momentum is shifted by ξ: on the right line.
    var isShifted: Bool
  }

  /// `coefficient · Z^power · Π left^… · Π right^…`
  struct Term: Hashable, Sendable {
    var coefficient: Double
    var power: Int
    var left: [Int]
    var right: [Int]
  }

  var left: [Variable]
  var right: [Variable]
  /// Whether there is a common time Z.
  var hasCommonTime: Bool
  var weight: [Term]

  /// The number of integrations.
  var dimension: Int { left.count + right.count - 2 + (hasCommonTime ? 1 : 0) }

  /// The same with the variables of either line in the order of a rank of their groups.
  func sorted(by rank: (_ group: Int) -> Int) -> TimeRegion {
    func order(_ variables: [Variable]) -> [Int] {
      variables.indices.sorted { (rank(variables[$0].group), $0) < (rank(variables[$1].group), $1) }
    }
    let (lefts, rights) = (order(left), order(right))
    return TimeRegion(
      left: lefts.map { left[$0] }, right: rights.map { right[$0] }, hasCommonTime: hasCommonTime,
      weight: weight.map { term in
        Term(
          coefficient: term.coefficient, power: term.power, left: lefts.map { term.left[$0] },
          right: rights.map { term.right[$0] })
      })
  }
}

extension TimeForm {
  /// The regions whose integrals add up to that over both simplices.
  ///
  /// - Parameter sharesTimes: whether ξ = 0.
  func regions(sharesTimes: Bool) -> [TimeRegion] {
    let shared =
      sharesTimes ? groups.indices.filter { groups[$0].left > 0 && groups[$0].right > 0 } : []
    return (0..<1 << shared.count).compactMap { signs in
      region(shared: shared, positive: { signs >> $0 & 1 == 1 })
    }
  }

  private func region(shared: [Int], positive: (Int) -> Bool) -> TimeRegion? {
    var left: [TimeRegion.Variable] = []
    var right: [TimeRegion.Variable] = []
    var weight = [TimeRegion.Term(coefficient: 1, power: 0, left: [], right: [])]
    func multiplyOwn(_ keyPath: WritableKeyPath<TimeRegion.Term, [Int]>, multiplicity: Int) {
      // x^{k−1}/(k−1)!
      for index in weight.indices {
        weight[index][keyPath: keyPath].append(multiplicity - 1)
        weight[index].coefficient /= Self.factorial(multiplicity - 1)
      }
    }
    for (index, group) in groups.enumerated() where !shared.contains(index) {
      if group.left > 0 {
        left.append(TimeRegion.Variable(group: index, isShifted: false))
        multiplyOwn(\.left, multiplicity: group.left)
      }
      if group.right > 0 {
        right.append(TimeRegion.Variable(group: index, isShifted: true))
        multiplyOwn(\.right, multiplicity: group.right)
      }
    }
    // (z+a)^{k−1} z^{l−1}/((k−1)!(l−1)!) = Σ_i a^i/i! · C(k+l−2−i, l−1) · z^q/q!, q = k+l−2−i;
    // over Σz = Z the z^q/q! convolve to Z^{Σ(q+1)−1}/(Σ(q+1)−1)!
    for (position, index) in shared.enumerated() {
      let group = groups[index]
      let isPositive = positive(position)
      let (more, less) = isPositive ? (group.left, group.right) : (group.right, group.left)
      let keyPath: WritableKeyPath<TimeRegion.Term, [Int]> = isPositive ? \.left : \.right
      let variable = TimeRegion.Variable(group: index, isShifted: !isPositive)
      if isPositive { left.append(variable) } else { right.append(variable) }
      weight = weight.flatMap { term in
        (0..<more).map { i in
          var next = term
          let q = more + less - 2 - i
          next[keyPath: keyPath].append(i)
          next.power += q + 1
          next.coefficient *= Self.binomial(q, less - 1) / Self.factorial(i)
          return next
        }
      }
    }
    // a simplex without a variable has no volume
    guard !left.isEmpty, !right.isEmpty else { return nil }
    if !shared.isEmpty {
      for index in weight.indices {
        weight[index].power -= 1
        weight[index].coefficient /= Self.factorial(weight[index].power)
      }
    }
    return TimeRegion(left: left, right: right, hasCommonTime: !shared.isEmpty, weight: weight)
  }

  static func factorial(_ n: Int) -> Double {
    (0..<n).reduce(1) { $0 * Double($1 + 1) }
  }

  static func binomial(_ n: Int, _ k: Int) -> Double {
    (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
  }
}
