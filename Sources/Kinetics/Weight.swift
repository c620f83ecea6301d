internal import Torus

/// The weight of an observable as far as it matters at zero transfer.
struct Weight: Hashable, Sendable {
  /// One Fourier term, the site sorted and of positive coordinates: G(x; z) is even and symmetric.
  struct Term: Hashable, Sendable {
    let site: [Int]
    let coefficient: Double
  }

  /// g(p0); nil for `survival`, which is the averaged amplitude alone.
  let atStart: Double
  /// The part of g that survives averaging over the symmetries of e: none for `velocity`.
  let terms: [Term]

  init(_ observable: Observable, start: Momentum, dimension: Int) throws(LadderError) {
    guard start.dimension == dimension else {
      throw .dimension(momentum: start.dimension, lattice: dimension)
    }
    if observable == .survival {
      (atStart, terms) = (1, [])
      return
    }
    guard let modes = observable.weight(start: start) else {
      switch observable {
      case .mode(let m): throw .mode(m, dimension: dimension)
      case .velocity: throw .standing(start)
      default: throw .unsupported(observable)
      }
    }
    var value = Complex.zero
    var sums: [(site: [Int], sum: Complex)] = []
    for mode in modes {
      let angle = zip(mode.index, start.components).reduce(0) { $0 + Double($1.0) * $1.1 }
      value += mode.coefficient * Complex.phase(2 * Double.pi * angle)
      let site = mode.index.map(abs).sorted()
      if let k = sums.firstIndex(where: { $0.site == site }) {
        sums[k].sum += mode.coefficient
      } else {
        sums.append((site, mode.coefficient))
      }
    }
    atStart = value.real
    terms = sums.filter { $0.sum.modulus > 1e-15 }
      .map { Term(site: $0.site, coefficient: $0.sum.real) }
  }

  /// `G_g(ζ) = ∫dp g(p)/(e(p) − ζ)`, where G(ζ) is known already.
  func green(_ green: GreenFunction, at ζ: Complex, atOrigin origin: Complex) -> Complex {
    terms.reduce(.zero) { sum, term in
      let steps = term.site.reduce(0, +)
      let value =
        switch steps {
        case 0: origin
        // (Δ − ζ)G = δ at the origin
        case 1: (.one + ζ * origin) / Double(2 * green.dimension)
        default: green.value(at: ζ, site: term.site)
        }
      return sum + term.coefficient * value
    }
  }
}
