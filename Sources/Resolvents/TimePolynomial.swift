import Exact

/// A polynomial in the times of the groups of a time form, with rational coefficients.
///
/// Exponents are packed six bits each, group 0 lowest; group 0 is that of p0 itself.
struct TimePolynomial {
  /// By total degree, so that products can be cut.
  private var terms: [[UInt64: Rational]]

  static func constant(_ value: Rational) -> TimePolynomial { TimePolynomial(terms: [[0: value]]) }

  /// The number of terms.
  var count: Int { terms.reduce(0) { $0 + $1.count } }

  func multiplied(by other: TimePolynomial, degree: Int) -> TimePolynomial {
    var product = [[UInt64: Rational]](repeating: [:], count: degree + 1)
    for (i, lefts) in terms.enumerated() {
      for (j, rights) in other.terms.enumerated() where i + j <= degree {
        for (a, x) in lefts {
          for (b, y) in rights {
            product[i + j][a + b] = product[i + j][a + b, default: 0] + x * y
          }
        }
      }
    }
    return TimePolynomial(terms: product)
  }

  /// `∫dloops Π_g e^{z_g 2cos u_g}` of one axis, times its part of the observable.
  ///
  /// m_g, the net steps of group g, satisfy `Σ_g m_g S_g + μ S_J = 0`, and k_g steps have the
  /// coefficient `1/(k_+! k_−!)`. The walk of all groups together ends at M = Σm_g + μ and leaves
  /// `e^{2πip0 M}`; the sum over ±m of it is `2 cos 2πp0M` for an even weight, and for the odd one
  /// `−2 sin v`, whose other factor c(p0) sits in the coefficient of the weight,
  /// `sin 2πp0M / sin 2πp0`.
  static func axis(
    _ form: TimeForm, mode: Int, isOdd: Bool, cosine: Rational, degree: Int
  ) -> TimePolynomial {
    var terms = [[UInt64: Rational]](repeating: [:], count: degree + 1)
    let ends = EndFactors(cosine: cosine, reach: degree + mode)
    // 2cos v is both signs of the mode, −2 sin v their difference
    let modes = mode == 0 ? [0] : [mode, -mode]
    for μ in modes {
      WalkBalance(form, mode: μ).forEach(steps: degree) { steps in
        let end = steps.reduce(μ, +)
        // −2 sin v = i(e^{iv} − e^{−iv}), and e^{iM} − e^{−iM} = 2i sin M: both modes share it
        let factor = isOdd ? (μ > 0 ? ends.odd(end) : 0 - ends.odd(end)) : ends.even(end)
        guard factor != 0 else { return }
        spread(steps, factor, into: &terms)
      }
    }
    return TimePolynomial(terms: terms)
  }

  /// Adds `factor · Π_g z_g^{k_g}/(k_+! k_−!)` for all k with the given net steps.
  private static func spread(
    _ steps: [Int], _ factor: Rational, into terms: inout [[UInt64: Rational]]
  ) {
    let degree = terms.count - 1
    func place(_ group: Int, _ used: Int, _ key: UInt64, _ value: Rational) {
      guard group < steps.count else {
        terms[used][key] = terms[used][key, default: 0] + value
        return
      }
      let net = abs(steps[group])
      var k = net
      while used + k <= degree {
        let (up, down) = ((k + net) / 2, (k - net) / 2)
        place(
          group + 1, used + k, key | UInt64(k) << UInt64(6 * group),
          value * Rational(1, over: .factorial(up) * .factorial(down)))
        k += 2
      }
    }
    place(0, 0, 0, factor)
  }

  /// The integrals over both simplices at t = 1 of each degree, with `z_g → s_g − r_g`.
  func integrated(_ form: TimeForm, degree: Int) -> [Rational] {
    let groups = form.groups
    return (0...degree).map { total in
      guard total < terms.count else { return 0 }
      // in a fixed order, although exact sums do not mind
      return terms[total].reduce(Rational(0)) { sum, term in
        // by the total exponent I of the left times
        var byLeft: [Rational] = [1]
        for (index, group) in groups.enumerated() {
          let k = Int(term.key >> UInt64(6 * index) & 63)
          var factor = [Rational](repeating: 0, count: k + 1)
          for i in 0...k {
            let j = k - i
            guard i == 0 || group.left > 0, j == 0 || group.right > 0 else { continue }
            var value = Integer.binomial(k, i)
            if j & 1 == 1 { value = 0 - value }
            factor[i] =
              Rational(value) * Self.rising(group.left, i) * Self.rising(group.right, j)
          }
          var next = [Rational](repeating: 0, count: byLeft.count + k)
          for (a, x) in byLeft.enumerated() where x != 0 {
            for (b, y) in factor.enumerated() where y != 0 { next[a + b] = next[a + b] + x * y }
          }
          byLeft = next
        }
        let integral = byLeft.enumerated().reduce(Rational(0)) { part, entry in
          part + entry.element
            / Rational(
              .factorial(form.left + entry.offset) * .factorial(form.right + total - entry.offset))
        }
        return sum + term.value * integral
      }
    }
  }

  /// `(a+k−1)!/(a−1)!`: the total time of a propagators to the power k, times the (n+k)! of the whole.
  private static func rising(_ a: Int, _ k: Int) -> Rational {
    guard k > 0 else { return 1 }
    return Rational((a..<a + k).reduce(Integer(1)) { $0 * Integer($1) })
  }
}

/// `cos 2πpM` and `sin 2πpM / sin 2πp` as polynomials of `2 cos 2πp`, for |M| up to a reach.
private struct EndFactors {
  private var cosines: [Rational]
  private var sines: [Rational]

  init(cosine c: Rational, reach: Int) {
    cosines = [1, c * Rational(1, over: 2)]
    sines = [0, 1]
    for M in stride(from: 2, through: max(reach, 2), by: 1) {
      cosines.append(c * cosines[M - 1] - cosines[M - 2])
      sines.append(c * sines[M - 1] - sines[M - 2])
    }
  }

  func even(_ M: Int) -> Rational { cosines[abs(M)] }

  /// The half of `sin 2πpM / sin 2πp`, with the sign of M.
  func odd(_ M: Int) -> Rational {
    let half = sines[abs(M)] * Rational(1, over: 2)
    return M < 0 ? 0 - half : half
  }
}

/// The net steps of all groups that a momentum integral leaves: `Σ_g m_g S_g + μ S_J = 0`.
private struct WalkBalance {
  private let count: Int
  /// Groups whose steps are free: the external one and those outside a basis.
  private let free: [Int]
  /// The basis, and per basis element the coefficients of the free groups and the constant.
  private let basis: [(group: Int, coefficients: [Int], constant: Int)]

  init(_ form: TimeForm, mode: Int) {
    count = form.groups.count
    let loops = form.groups.indices.filter { form.groups[$0].open != 0 }
    var chosen: ([Int], [[Int]])?
    for candidate in Angles.subsets(of: loops, size: form.order) {
      if let rows = Angles.coefficients(form, basis: candidate) {
        chosen = (candidate, rows)
        break
      }
    }
    guard let (elements, rows) = chosen else {
      preconditionFailure("the momenta of the groups span the loop momenta")
    }
    let free = form.groups.indices.filter { !elements.contains($0) }
    self.free = free
    // S_g = Σ_b rows[g][b] S_b for every g, so m_b = −Σ_free m_g rows[g][b] − μ rows[J][b]
    basis = elements.enumerated().map { column, group in
      (group, free.map { -rows[$0][column] }, -mode * rows[form.jGroup][column])
    }
  }

  /// Calls `body` with the net steps of each group, at most `steps` in all.
  func forEach(steps: Int, _ body: ([Int]) -> Void) {
    var net = [Int](repeating: 0, count: count)
    func place(_ index: Int, _ left: Int) {
      guard index < free.count else {
        var used = steps - left
        for element in basis {
          var value = element.constant
          for (position, coefficient) in element.coefficients.enumerated() {
            value += coefficient * net[free[position]]
          }
          net[element.group] = value
          used += abs(value)
        }
        if used <= steps { body(net) }
        return
      }
      for m in -left...left {
        net[free[index]] = m
        place(index + 1, left - abs(m))
      }
      net[free[index]] = 0
    }
    place(0, steps)
  }
}
