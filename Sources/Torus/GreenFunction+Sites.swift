#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension GreenFunction {
  /// The points of the real axis where G is singular: the critical values of the dispersion.
  ///
  /// `2d, 2d−4, …, −2d` (van Hove 1953): each axis sits at its maximum 2 or its minimum −2.
  public var vanHovePoints: [Double] {
    (0...dimension).map { Double(4 * $0 - 2 * dimension) }
  }

  /// `G(x; z) = ∫dp e^{2πip·x}/(e(p) − z)`, even in each coordinate of the site x.
  ///
  /// Axes of vanishing coordinate stay inside a closed form, each other one costs one contour
  /// integral of some 100 nodes; a neighbour of the origin costs nothing,
  /// `G(e_1; z) = (1 + zG(z))/2d`.
  public func value(at z: Complex, site: [Int]) -> Complex {
    precondition(
      site.count == dimension, "a site has \(dimension) coordinates, got \(site.count)")
    if z.imaginary < 0 { return value(at: z.conjugate, site: site).conjugate }
    let x = site.map(abs).filter { $0 > 0 }.sorted()
    switch x {
    case []: return value(at: z)
    case [1]: return (.one + z * value(at: z)) / Double(2 * dimension)
    default: return value(at: z, sorted: x)
    }
  }

  /// The same for positive coordinates of the axes that have one.
  private func value(at z: Complex, sorted x: [Int]) -> Complex {
    guard let last = x.last else { return value(at: z) }
    if dimension == 1 {
      // Σ_x: e^{2πi p x}/(e − z) by residues, λ + 1/λ = z, |λ| ≤ 1
      let root = Complex.squareRoot(z - Complex(2)) * Complex.squareRoot(z + Complex(2))
      let λ = Complex(2) / (z + root)
      return (0..<last).reduce(-.one / root) { product, _ in product * λ }
    }
    let below = GreenFunction(dimension: dimension - 1)
    let rule = ContourRule(
      at: z, singularities: below.vanHovePoints, nodes: 24, harmonic: last)
    let rest = Array(x.dropLast())
    var sum = Complex.zero
    for k in rule.weight.indices {
      let w = rule.point[k]
      let (θ, h) = (Double(last) * w.real, Double(last) * w.imaginary)
      let harmonic = Complex(cos(θ) * cosh(h), -sin(θ) * sinh(h))
      sum +=
        rule.weight[k] * harmonic * below.value(at: z - 2 * rule.cosine[k], sorted: rest)
    }
    return sum
  }

  /// The contour integral over the last momentum of the Green function one dimension below, where
  /// that of dimension 0 is −1/z.
  func overLastMomentum<Scalar: HolomorphicScalar>(
    at z: Scalar, nodesPerPanel: Int = 16
  ) -> Scalar {
    let singularities =
      dimension == 1 ? [0] : GreenFunction(dimension: dimension - 1).vanHovePoints
    let rule = ContourRule(at: z.base, singularities: singularities, nodes: nodesPerPanel)
    var sum = Scalar(.zero)
    for k in rule.weight.indices {
      let argument = z - Scalar(2 * rule.cosine[k])
      let inner =
        switch dimension {
        case 1: -1.0 / argument
        case 2: Self.one(argument)
        case 3: Self.two(argument)
        default: Self.three(argument)
        }
      sum = sum + Scalar(rule.weight[k]) * inner
    }
    return sum
  }
}
