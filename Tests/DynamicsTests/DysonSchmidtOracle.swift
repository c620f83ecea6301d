import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The averaged density of states of the infinite chain, by the stationary law of its continued fraction.
///
/// Cut at one end, the Green function at `z = E + iε` is `G' = 1/(z − V − G)` with G that of the chain
/// without its last site, of the same law and independent of V. Functions that are analytic in the lower half plane,
/// where G lives, need the moments `m_k = E w^k`, `w = (G + i)/(G − i)`, alone; with `w' = φ_V(w)`,
///
///     m_k = Σ_j T_kj m_j,    Σ_j T_kj w^j = E_V φ_V(w)^k,
///
/// and by `log det(z − H) = Σ log(z − V − G)` (Thouless) the density is `−(1/π) Im d/dE E log(z − V − G)`.
///
/// Sources: F. J. Dyson, Phys. Rev. 92, 1331 (1953); H. Schmidt, Phys. Rev. 105, 425 (1957); for any law of the
/// energies, with a comparison to samples, arXiv:2507.06903.
struct DysonSchmidtOracle {
  /// The values of V and their probabilities.
  var law: [(value: Double, weight: Double)]
  /// The number of moments.
  var moments = 96

  /// Normal site energies of variance η², by the trapezoidal rule.
  static func gaussian(_ η: Double) -> DysonSchmidtOracle {
    let nodes = stride(from: -8.5, through: 8.5, by: 0.125).map { (x: $0, p: exp(-$0 * $0 / 2)) }
    let total = nodes.reduce(0) { $0 + $1.p }
    return DysonSchmidtOracle(law: nodes.map { (η * $0.x, $0.p / total) })
  }

  /// Uniform site energies of variance η², by Gauss's rule.
  static func uniform(_ η: Double) -> DysonSchmidtOracle {
    let rule = GaussLegendre(96).on(-1, 1)
    let end = 3.0.squareRoot() * η
    return DysonSchmidtOracle(law: zip(rule.nodes, rule.weights).map { (end * $0, $1 / 2) })
  }

  /// `ρ_ε(E)`, by a difference of fourth order over steps of ε/100.
  func density(_ E: Double, width ε: Double) -> Double {
    let h = ε / 100
    func value(_ k: Double) -> Double { exponent(Complex(E + k * h, ε)).imaginary }
    return -(8 * (value(1) - value(-1)) - (value(2) - value(-2))) / (12 * h * Double.pi)
  }

  /// `E log(z − V − G)`.
  func exponent(_ z: Complex) -> Complex {
    let (count, points) = (moments, 4 * moments)
    let circle = (0..<points).map { Complex.phase(2 * .pi * Double($0) / Double(points)) }
    // z − V − G = (num)/(w − 1) with G = i(w + 1)/(w − 1)
    let maps = law.map { site in
      circle.map { w in
        let below = w - .one
        let above = (z - Complex(site.value)) * below - (w + .one).timesPower(ofI: 1)
        return (below + above.timesPower(ofI: 1)) / (below - above.timesPower(ofI: 1))
      }
    }
    var powers = maps.map { $0.map { _ in Complex.one } }
    var matrix: [[Complex]] = []
    for _ in 0..<count {
      let mean = (0..<points).map { p in
        law.indices.reduce(Complex.zero) { $0 + law[$1].weight * powers[$1][p] }
      }
      matrix.append(
        (0..<count).map { j in
          (0..<points).reduce(Complex.zero) { $0 + mean[$1] * circle[(points - $1) * j % points] }
            / Double(points)
        })
      for i in powers.indices { for p in 0..<points { powers[i][p] *= maps[i][p] } }
    }
    var m = [Complex](repeating: .zero, count: count)
    m[0] = .one
    var change = 1.0
    while change > 1e-14 {
      let next = matrix.map { row in zip(row, m).reduce(Complex.zero) { $0 + $1.0 * $1.1 } }
      change = zip(next, m).reduce(0) { max($0, ($1.0 - $1.1).modulus) }
      m = next
    }
    // log(num/(w − 1)) = log(−b) + log(1 + (a/b)w) − log(1 − w), num = aw + b
    var sum = Complex.zero
    for site in law {
      let a = z - Complex(site.value, 1)
      let b = Complex.zero - (z - Complex(site.value, -1))
      sum += site.weight * Complex(log(b.modulus), atan2(-b.imaginary, -b.real))
      let ratio = Complex.zero - a / b
      var power = Complex.one
      for k in 1..<count {
        power *= ratio
        sum -= (site.weight / Double(k)) * (power - .one) * m[k]
      }
    }
    return sum
  }
}
