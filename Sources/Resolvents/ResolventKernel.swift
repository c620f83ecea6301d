public import Torus

/// The kernel of the modulus of the resolvent, `A_E(x) = ∫dp e^{2πip·x}/|e(p) − E − iε|`.
///
/// It oscillates with the wave lengths of the level surface e = E and falls like 1/|x| there (d = 3)
/// up to |x| ~ 1/ε, then like `e^{−ε|x|/v}`, v the group velocity in the direction of x. Where the
/// surface is flat it falls more slowly: those directions carry the crossing integrals.
public struct ResolventKernel: Hashable, Sendable {
  public let dimension: Int
  public let energy: Double
  public let epsilon: Double

  public init(dimension: Int, energy: Double, epsilon: Double) throws(CrossingError) {
    let checked = try ResolventNorms(dimension: dimension, energy: energy, epsilon: epsilon)
    self.dimension = checked.dimension
    self.energy = checked.energy
    self.epsilon = checked.epsilon
  }

  /// A_E at many sites, to about 10^-10 of A_E(0).
  ///
  /// Cost: the Bessel table to the largest coordinate, and some 40/ε multiplications per site.
  public func values(
    at sites: [[Int]], workers: Workers = .single
  ) throws(Interrupted) -> [Estimate] {
    let grid = EnergyGrid(dimension: dimension, width: epsilon, tolerance: 1e-13)
    let (energy, ε) = (energy, epsilon)
    func modulus(_ e: Double) -> Double {
      1 / ((e - energy) * (e - energy) + ε * ε).squareRoot()
    }
    let all = grid.coefficients(of: modulus)
    let scale = EnergyExpansion(coefficients: all, on: grid, target: 0).atOrigin
    let expansion = EnergyExpansion(coefficients: all, on: grid, target: 1e-10 * scale)
    let coefficients = expansion.coefficients
    let order = sites.joined().reduce(0) { max($0, abs($1)) }
    let table = try BesselTable(
      order: order, count: coefficients.count, step: grid.step, workers: workers)
    return try workers.map(sites.count) { index in
      let site = sites[index].map(abs)
      precondition(site.count == dimension, "a site has \(dimension) coordinates, got \(site)")
      let phase = site.reduce(0, +)
      var sum = 0.0
      for k in coefficients.indices.reversed() {
        // c_k i^Σx and its conjugate
        var term = coefficients[k].timesPower(ofI: phase).real * (k == 0 ? 1 : 2)
        for x in site { term *= table.row(x)[k] }
        sum += term
      }
      return Estimate(sum, error: expansion.error + 1e-15 * scale, method: "plane waves of e")
    }
  }
}
