#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Diagrams
import Torus

/// The constants of the a priori bound, one for each norm of a resolvent.
///
/// Write each divided difference as a contour integral, `f[e_0,…] = (1/2πi)∮dE e^{−itE} Π1/(e_j−E)`,
/// over the line `Im E = ε = 1/t` between `Re E = ±(2d+1)` and from there straight down. On the way
/// down every resolvent is at most 1 and the exponential decays; the lower side is at −i∞. An
/// admissible tree leaves n̄ loop momenta to integrate, each in one resolvent of its own; of the
/// n̄+2 tree resolvents one per line, that of u_0 and that of u_{N+1}, takes the energy integral,
/// and the other n̄ are bounded pointwise:
///
///     |Amp(π)| ≤ sup|g| · (η² max(t,1) ‖1/(e−E)‖_1)^n̄ · K(e(p0)) K(e(p0+ξ)),
///     K(e) = (1/2π) ∮|dE| e^{t Im E}/|e−E|
///          ≤ (e/2π) [asinh((2d+1−e)t) + asinh((2d+1+e)t) + 2/t].
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, section 5.5, (5.22)–(5.24);
/// there the constants are not given, and the energy integral runs over all of R, where it diverges.
public struct PowerCounting: Hashable, Sendable {
  public let dimension: Int
  /// t.
  public let microscopicTime: Double

  public init(dimension: Int, microscopicTime: Double) {
    precondition(1...4 ~= dimension, "the dimension is 1, 2, 3 or 4, got \(dimension)")
    precondition(microscopicTime > 0, "the time is positive, got \(microscopicTime)")
    self.dimension = dimension
    self.microscopicTime = microscopicTime
  }

  /// On the contour no resolvent is larger: `max(1/ε, 1)`.
  public var pointwise: Double { max(microscopicTime, 1) }

  /// On the contour no `∫dp 1/|e(p)−E|` is larger.
  ///
  /// Let `m(x)` bound the measure of `{|e(p)−E| ≤ x}` for every E. The integral grows when mass
  /// moves to smaller `|e−E|`, so it is at most `∫dm(x)/√(x²+ε²)`:
  ///
  ///     d = 1   m = arccos(1−x)/π, the edge of the band
  ///     d = 2   m = ∫_{−x}^x ρ, its centre
  ///     d ≥ 3   m = 2ρ_max x, at most 1: the integral is 2ρ_max asinh(1/(2ρ_max ε))
  public var meanOverTorus: Double {
    let ε = 1 / microscopicTime
    let onLine =
      switch dimension {
      case 1:
        // x = 1 − cos φ, dm = dφ/π
        graded(upTo: .pi, from: ε.squareRoot()) { φ in
          let x = 2 * sin(φ / 2) * sin(φ / 2)
          return 1 / (Double.pi * (x * x + ε * ε).squareRoot())
        }
      case 2:
        graded(upTo: 4, from: ε) { x in
          2 * DensityOfStates(dimension: 2).value(at: x) / (x * x + ε * ε).squareRoot()
        }
      default:
        2 * Self.largestDensity(dimension) * asinh(1 / (2 * Self.largestDensity(dimension) * ε))
      }
    return max(onLine, 1)
  }

  /// A number above sup ρ: that is 0.1447 in d = 3, at |E| = 2, and 0.1437 in d = 4, at E = 0.
  package static func largestDensity(_ dimension: Int) -> Double { dimension == 3 ? 0.1455 : 0.15 }

  /// K(e), the energy integral of one resolvent.
  public func energyIntegral(at e: Double) -> Double {
    let edge = Double(2 * dimension + 1)
    let t = microscopicTime
    return exp(1) / (2 * Double.pi) * (asinh((edge - e) * t) + asinh((edge + e) * t) + 2 / t)
  }

  /// An upper estimate of `∫_0^end` for a function that varies on the scale `from` near 0.
  private func graded(upTo end: Double, from scale: Double, _ f: (Double) -> Double) -> Double {
    let rule = GaussLegendre(16)
    var upper = end
    var sum = 0.0
    // halving panels; what is left below 2^−40 of the scale counts with its largest value
    while upper > scale * 0x1p-40 {
      let (nodes, weights) = rule.on(upper / 2, upper)
      for (x, w) in zip(nodes, weights) { sum += w * f(x) }
      upper /= 2
    }
    return (sum + 4 * upper * f(upper)) * (1 + 1e-9)
  }
}

extension Amplitude {
  /// A number that the amplitude cannot exceed: the smaller of two a priori bounds.
  ///
  /// One is that of the admissible tree, see `PowerCounting`. The other needs no resolvent: a
  /// divided difference is at most `t^n/n!`, so `|Amp| ≤ sup|g| η^{2n̄} t^{2n̄}/(n! ñ!)`, which is
  /// smaller at short times and for many vertices. For `displacement` there is only the second.
  public var bound: Double {
    setting.observable == .displacement ? simplexBound : min(treeBound, simplexBound)
  }

  /// The bound of the admissible tree.
  ///
  /// For a packet, whose weight `∫dp0 |ψ̂_0(p0) ψ̂_0(p0+ξ)|` is at most 1, that of the worst p0: K(e) is
  /// largest at the centre of the band.
  public var treeBound: Double {
    guard !vanishes else { return 0 }
    let t = setting.microscopicTime
    let norms = PowerCounting(dimension: setting.dimension, microscopicTime: t)
    let η2 = setting.coupling * setting.coupling
    return setting.weightBound
      * pow(η2 * norms.pointwise * norms.meanOverTorus, Double(graph.order))
      * norms.energyIntegral(at: setting.packet == nil ? setting.start.energy : 0)
      * norms.energyIntegral(
        at: setting.packet == nil ? (setting.start + setting.shift).energy : 0)
  }

  /// The bound of the time simplices.
  public var simplexBound: Double {
    guard !vanishes else { return 0 }
    return setting.weightBound
      * pow(setting.time * setting.microscopicTime, Double(graph.order))
      / (TimeForm.factorial(graph.left) * TimeForm.factorial(graph.right))
  }
}
