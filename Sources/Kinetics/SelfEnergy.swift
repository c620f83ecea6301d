public import Torus

/// The self-energy of one particle line at finite η, and the propagator it dresses.
///
///     basic         Σ(z) = 0
///     decorated     Σ(z) = η² G(z)
///     noncrossing   Σ(z) = η² G(z + Σ(z))          self-consistent Born approximation
///
/// with `G(z) = ∫dp 1/(e(p) − z)`; the averaged propagator is `1/(e(p) − z − Σ(z))`. All are
/// functions of the upper half plane into itself, `−z + …` at infinity, and the spectrum of the
/// dressed line lies within `[−2d−2η, 2d+2η]`. A real z means E + i0.
///
/// Cost: one Green function, or for `noncrossing` three to five in Newton's iteration.
public struct SelfEnergy: Hashable, Sendable {
  public let variant: LadderVariant
  public let green: GreenFunction
  /// The strength η of the disorder, > 0.
  public let coupling: Double

  public init(_ variant: LadderVariant, dimension: Int, coupling: Double) {
    precondition(
      coupling > 0 && coupling.isFinite, "the coupling η is positive, got \(coupling)")
    self.variant = variant
    self.green = GreenFunction(dimension: dimension)
    self.coupling = coupling
  }

  /// A bound on the spectrum of the dressed line: |E| ≤ 2d + 2η.
  public var spectralRadius: Double { green.bandEdge + 2 * coupling }

  /// Σ(z).
  public func value(at z: Complex) -> Complex { dressedEnergy(at: z) - z }

  /// `z + Σ(z)`: the energy that stands in the dressed propagator.
  public func dressedEnergy(at z: Complex) -> Complex {
    if z.imaginary < 0 { return dressedEnergy(at: z.conjugate).conjugate }
    switch variant {
    case .basic: return z
    case .decorated: return z + coupling * coupling * green.value(at: z)
    case .noncrossing: return selfConsistent(at: z, guess: nil)
    }
  }

  /// The same along a run of neighbouring points, each from the one before.
  func dressedEnergies(at points: [Complex]) -> [Complex] {
    guard variant == .noncrossing else { return points.map(dressedEnergy) }
    var results: [Complex] = []
    results.reserveCapacity(points.count)
    for (k, z) in points.enumerated() {
      // linear extrapolation, in Σ
      var guess: Complex?
      if k > 1 {
        guess = z + 2 * (results[k - 1] - points[k - 1]) - (results[k - 2] - points[k - 2])
      }
      results.append(selfConsistent(at: z, guess: guess))
    }
    return results
  }

  /// The averaged propagator `1/(e − z − Σ(z))` of a momentum of energy e.
  public func propagator(energy: Double, at z: Complex) -> Complex {
    .one / (Complex(energy) - dressedEnergy(at: z))
  }

  /// The spectral function `A(e; E) = Im 1/(e − E − i0 − Σ(E + i0))/π`, with integral 1 over E.
  ///
  /// For `basic` it is a delta function: 0 off the shell, infinite on it.
  public func spectralFunction(energy: Double, at E: Double) -> Double {
    if variant == .basic { return E == energy ? .infinity : 0 }
    // + 0 makes a negative zero, outside the spectrum, positive
    return max(0, propagator(energy: energy, at: Complex(E)).imaginary / Double.pi) + 0
  }

  /// The density of states of the disordered lattice, `∫dp A(e(p); E) = Im G(E + i0 + Σ)/π`.
  public func densityOfStates(at E: Double) -> Double {
    let value = green.value(at: dressedEnergy(at: Complex(E))).imaginary / Double.pi
    return max(0, value)
  }

  /// The fixed point of `ζ ↦ z + η² G(ζ)` in the upper half plane, unique for Im z > 0.
  ///
  /// The map sends the upper half plane into itself and `|η²G'| ≤ Im Σ/(Im z + Im Σ) < 1` at the
  /// fixed point, so that iteration always converges, slowly near the axis; Newton's step on
  /// `ζ − η²G(ζ) − z` takes over as soon as it lowers the residual.
  private func selfConsistent(at z: Complex, guess: Complex?) -> Complex {
    let square = coupling * coupling
    var ζ = guess ?? z + Complex(0, coupling)
    if ζ.imaginary <= z.imaginary { ζ = Complex(ζ.real, z.imaginary + 0.1 * coupling) }
    var (g, slope) = green.valueAndDerivative(at: ζ)
    var residual = ζ - square * g - z
    for _ in 0..<400 {
      if residual.norm <= 1e-31 * (1 + z.norm) { break }
      let newton = ζ - residual / (.one - square * slope)
      if newton.imaginary > z.imaginary || (z.imaginary == 0 && newton.imaginary == 0) {
        let (h, next) = green.valueAndDerivative(at: newton)
        let rest = newton - square * h - z
        if rest.norm < 0.25 * residual.norm {
          (ζ, g, slope, residual) = (newton, h, next, rest)
          continue
        }
        if residual.norm < 1e-26 * (1 + z.norm) { break }  // at the level of rounding
      }
      // half a step of the map: a mean of two points of the upper half plane
      ζ = 0.5 * (ζ + z + square * g)
      (g, slope) = green.valueAndDerivative(at: ζ)
      residual = ζ - square * g - z
    }
    return ζ
  }
}
