#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Torus

/// The norms of `1/(e(p) − E − iε)` on which the a priori bounds of graphs rest.
///
///     ‖·‖_∞ = sup_p 1/|e−E−iε| = 1/√(dist(E, [−2d,2d])² + ε²)
///     ‖·‖_q^q = ∫dp 1/|e−E−iε|^q = ∫ρ(E + ε sinh s) (ε cosh s)^{1−q} ds
///     energy norm = sup_p ∫_{−2d}^{2d} dE 1/|e(p)−E−iε| = 2 arsinh(2d/ε)
///
/// The energy norm takes E over the band, where the supremum sits at e(p) = 0; over all of R it
/// diverges, so a bound by contour integrals closes the contour around the band. All of `‖·‖_1` and
/// the energy norm grow like log 1/ε: `‖·‖_1 ≈ 2ρ(E) log 1/ε` inside the band.
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, section 5. The second route
/// to ‖·‖_1 is `A_E(0)` of `CrossingLattice`.
public struct ResolventNorms: Hashable, Sendable {
  public let dimension: Int
  public let energy: Double
  public let epsilon: Double

  public init(dimension: Int, energy: Double, epsilon: Double) throws(CrossingError) {
    guard (1...4).contains(dimension) else { throw .dimension(dimension) }
    guard energy.isFinite else { throw .energy(energy) }
    guard epsilon > 0, epsilon.isFinite else { throw .epsilon(epsilon) }
    self.dimension = dimension
    self.energy = energy
    self.epsilon = epsilon
  }

  private var edge: Double { 2 * Double(dimension) }

  /// `sup_p 1/|e−E−iε|`, exact.
  public var supremum: Estimate {
    let distance = max(0, abs(energy) - edge)
    let value = 1 / hypot(distance, epsilon)
    return Estimate(value, error: 2e-16 * value, method: "closed form")
  }

  /// `sup_p ∫dE 1/|e(p)−E−iε|`, E over the band, exact.
  public var energyNorm: Estimate {
    let value = 2 * asinh(edge / epsilon)
    return Estimate(value, error: 4e-16 * value, method: "closed form")
  }

  /// `∫dp 1/|e−E−iε|`.
  ///
  /// In d = 1 a complete elliptic integral (Byrd and Friedman 259.00); else the integral over the
  /// density of states, split at its singular points, some 10^3 values of ρ.
  public var one: Estimate { dimension == 1 ? oneOnLine : power(1) }

  /// `‖1/(e−E−iε)‖_q`, for 1 ≤ q < ∞.
  ///
  /// Inside the band it grows like `norm(q) ≈ (constant(q)^{1/q}) ε^{1/q−1}` for q > 1.
  public func norm(_ q: Double) -> Estimate {
    precondition(q >= 1 && q.isFinite, "a norm has an exponent from 1 on, got \(q)")
    if q == 1 { return one }
    let power = dimension == 1 ? powerOnLine(q) : power(q)
    let value = pow(epsilon * power.value, 1 / q) / epsilon
    return Estimate(
      value, error: value * (power.error / power.value / q + 4e-16), method: power.method)
  }

  /// `ε^{q−1} ∫dp 1/|e−E−iε|^q`.
  private func power(_ q: Double) -> Estimate {
    let density = DensityOfStates(dimension: dimension)
    // the band edges, the van Hove points, and E itself, where the weight of q > 1 peaks
    var cuts = density.vanHovePoints.map { asinh(($0 - self.energy) / epsilon) }.sorted()
    if abs(energy) < edge, q > 1 { cuts.append(0) }
    cuts.sort()
    let rule = TanhSinh()
    let (ε, energy) = (epsilon, self.energy)
    var (value, error) = (0.0, 0.0)
    for (a, b) in zip(cuts, cuts.dropFirst()) {
      let part = rule.integrate(a, b) { s in
        let density = density.value(at: energy + ε * sinh(s))
        return q == 1 ? density : density * pow(cosh(s), 1 - q)
      }
      value += part.value
      error += part.error
    }
    return Estimate(value, error: error + 1e-14 * value, method: "density of states")
  }

  /// The limit of `‖1/(e−E−iε)‖_q ε^{1−1/q}` as ε → 0 for q > 1,
  ///
  ///     (ρ(E) ∫ds (1+s²)^{−q/2})^{1/q} = (ρ(E) √π Γ((q−1)/2)/Γ(q/2))^{1/q}
  ///
  /// 0 outside the band, infinite where ρ is.
  public func limit(_ q: Double) -> Double {
    precondition(q > 1 && q.isFinite, "the limit needs an exponent above 1, got \(q)")
    let density = DensityOfStates(dimension: dimension).value(at: energy)
    let gamma = Double.pi.squareRoot() * exp(lgamma((q - 1) / 2) - lgamma(q / 2))
    return pow(density * gamma, 1 / q)
  }

  /// The same power in d = 1, over the angle: `(1/π) ∫_0^π dθ ε^{q−1}/|2cos θ − E − iε|^q` with
  /// θ = θ_0 ± w sinh x around the angle nearest to the energy, where the weight peaks.
  private func powerOnLine(_ q: Double) -> Estimate {
    let centre = acos(min(1, max(-1, energy / 2)))
    let slope = 2 * sin(centre)
    let outside = max(0, abs(energy) - 2)
    let width = min(1, max(epsilon, outside) / max(slope, max(epsilon, outside).squareRoot()))
    let rule = TanhSinh()
    var (value, error) = (0.0, 0.0)
    for (sign, length) in [(-1.0, centre), (1.0, Double.pi - centre)] where length > 0 {
      let part = rule.integrate(0, asinh(length / width)) { x in
        let δ = width * sinh(x)
        // 2cos θ − 2cos θ_0 without cancellation
        let shift = -4 * sin(centre + sign * δ / 2) * sin(sign * δ / 2)
        let distance = shift + (energy > 0 ? -outside : outside)
        return width * cosh(x) * pow(epsilon / hypot(distance, epsilon), q)
      }
      value += part.value
      error += part.error
    }
    let scale = 1 / (Double.pi * epsilon)
    return Estimate(
      scale * value, error: scale * (error + 1e-14 * value), method: "integral over the angle")
  }

  private var oneOnLine: Estimate {
    let (a, b) = (hypot(2 - energy, epsilon), hypot(2 + energy, epsilon))
    // A + B − 4 without cancellation inside the band
    let inside = abs(energy) < 2
    let excess =
      inside
      ? epsilon * epsilon * (1 / (a + 2 - energy) + 1 / (b + 2 + energy))
      : a + b - 4
    let complement = (excess * (a + b + 4) / (4 * a * b)).squareRoot()
    var (x, y) = (1.0, complement)
    while abs(x - y) > 1e-15 * x { (x, y) = ((x + y) / 2, (x * y).squareRoot()) }
    let value = 1 / ((a * b).squareRoot() * x)
    return Estimate(value, error: 1e-14 * value, method: "elliptic integral")
  }
}
