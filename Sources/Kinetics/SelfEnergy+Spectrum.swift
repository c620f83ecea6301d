public import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension SelfEnergy {
  /// The whole of a spectral function, `∫dE A(e; E)`: 1, whatever Σ is.
  ///
  /// Poles outside the band, which `decorated` has for e near its edge, count with their weight. The
  /// propagator is analytic in the upper half plane, so the integral over [−R, R], beyond the spectrum,
  /// is one over the half circle above it, where nothing is singular.
  public func spectralIntegral(energy: Double) -> Estimate {
    overHalfCircle { propagator(energy: energy, at: $0) }
  }

  /// `∫dE ρ_η(E)`, the number of states per site: 1.
  public var stateIntegral: Estimate {
    overHalfCircle { green.value(at: dressedEnergy(at: $0)) }
  }

  /// Energies in rising order at which the spectrum and the spectral function of an energy can be drawn:
  /// `count` evenly over the spectrum, and a third as many across the peak, however narrow.
  ///
  /// Near its peak the spectral function is a Lorentzian around `e − Re Σ` of half width `Im Σ`; the
  /// energies there have equal shares of its area between them.
  public func energies(resolving energy: Double, count: Int) -> [Double] {
    precondition(count > 1, "two energies span a line, got \(count)")
    var energies = (0..<count).map {
      spectralRadius * (2 * Double($0) / Double(count - 1) - 1)
    }
    var centre = energy
    for _ in 0..<20 { centre = energy - value(at: Complex(centre)).real }
    let width = abs(value(at: Complex(centre)).imaginary)
    let most = count / 3
    if width > 0 {
      energies += (0..<most).map { k in
        let share = (Double(k) + 0.5) / Double(most)
        return centre + width * tan(Double.pi * (share - 0.5))
      }.filter { abs($0) < spectralRadius }
    }
    return energies.sorted()
  }

  /// `Im (1/π)∫ F dz` from −R to R, with as many Gauss nodes and half as many for the error.
  private func overHalfCircle(_ function: (Complex) -> Complex) -> Estimate {
    let radius = spectralRadius + 1
    func rule(_ count: Int) -> Double {
      let (nodes, weights) = GaussLegendre(count).on(0, Double.pi)
      return zip(nodes, weights).reduce(0) { sum, pair in
        let z = radius * Complex.phase(pair.0)
        // from θ = π down to 0, dz = iz dθ
        return sum - pair.1 * (Complex.i * z * function(z)).imaginary / Double.pi
      }
    }
    let (fine, coarse) = (rule(120), rule(80))
    return Estimate(
      fine, error: abs(fine - coarse) + 1e-14, method: "half circle above the spectrum")
  }
}
