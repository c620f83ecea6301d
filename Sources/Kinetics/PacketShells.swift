internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A wave packet cut into energy shells, for means over its starts that are smooth on each shell but not in E.
///
///     ∫dq |ψ̂_0(q)|² … = ∫dE ρ(E) ⟨|ψ̂_0|² …⟩_E
///
/// in E by Gauss panels between the van Hove energies, graded towards them: ρ has square roots, logarithms and
/// poles there, and Γ = 2πρ with it, which a rule in q meets at places that it does not know.
struct PacketShells: Sendable {
  /// What the linear Boltzmann equation needs of a shell, each with `e^{−2πiκ·c s}`, by time.
  struct Shell {
    /// In `∫dE`.
    let weight: Double
    /// `∫dp δ(e − E)`, and the same with g.
    let free: (one: ArraySlice<Complex>, measured: ArraySlice<Complex>)
    /// `∫dq δ(e − E) |ψ̂_0|²`, and the same with g.
    let packet: (one: ArraySlice<Complex>, measured: ArraySlice<Complex>)

    var rate: Double { 2 * Double.pi * free.one.first!.real }
    /// `⟨g⟩_E`.
    var mean: Double { free.measured.first!.real / free.one.first!.real }
    /// Of the packet on the shell, and the sum of g over it.
    var mass: Double { packet.one.first!.real }
    var start: Double { packet.measured.first!.real }
  }

  let times: TimeInterpolation
  private let free: ShellIntegrals
  private let packet: ShellIntegrals
  private let energies: [(energy: Double, weight: Double)]

  /// The widest packet, in sites, whose shells cost less than some seconds and, in d = 4, keep 1e-5.
  static func widest(dimension d: Int) -> Double { d < 4 ? 40 : 20 }

  /// - Parameters:
  ///   - g: a polynomial of real values.
  ///   - κ: the transfer, with `2πCT` the largest phase of `e^{−2πiκ·c s}`.
  ///   - scale: of all rules, 1 for the coarsest that is of use.
  init(
    _ wave: WavePacket, measured g: ShellIntegrals.Polynomial, transfer κ: [Double],
    until T: Double, scale: Double, workers: Workers, monitor: Monitor
  ) throws(Interrupted) {
    let d = wave.dimension
    let phase = κ.reduce(0) { $0 + 4 * Double.pi * abs($1) } * T
    let times = TimeInterpolation(until: T, phase: phase)
    self.times = times
    let one = [[Int](repeating: 0, count: d): Complex.one]
    func integrals(_ packet: WavePacket?, _ nodes: Double) throws(Interrupted) -> ShellIntegrals {
      let width = packet?.width ?? 0
      return try ShellIntegrals(
        dimension: d, packet: packet, [one, g], transfer: κ, times: times,
        nodes: Int(scale * (nodes + 4 * min(width, 6)) + phase / 2), bandwidth: phase + 8 * width,
        tolerance: scale > 1 ? 1e-11 : 1e-9, workers: workers, monitor: monitor)
    }
    free = try integrals(nil, 28)
    packet = try integrals(wave, 40)
    if d == 1 {
      // in the angle, where nothing is singular: close to an edge ρ(E) would lose all digits
      energies = Self.angles(width: wave.width, scale: scale)
    } else {
      let count = scale * (d == 2 ? 30 + 12 * wave.width : 20 + 6 * min(wave.width, 5))
      energies = Self.energies(dimension: d, panel: Int(count), support: packet.support)
    }
  }

  var count: Int { energies.count }

  /// nil where the packet has no mass that counts.
  func shell(_ k: Int) -> Shell? {
    let (E, weight) = energies[k]
    let (wave, n) = (packet.values(at: E), times.count)
    guard weight * wave[0].real > 1e-18 else { return nil }
    let all = free.values(at: E)
    return Shell(
      weight: weight, free: (all[..<n], all[n...]), packet: (wave[..<n], wave[n...]))
  }

  /// Energies and weights for `∫dE` in d = 1, from a rule in the angle.
  static func angles(width: Double, scale: Double) -> [(energy: Double, weight: Double)] {
    let (angles, weights) = GaussLegendre(Int(scale * (40 + 8 * width))).on(0, Double.pi)
    return zip(angles, weights).map { (2 * cos($0), 2 * sin($0) * $1) }
  }

  /// Energies and weights for `∫dE` over what a packet reaches of the band, dense at both sides of every van Hove energy.
  static func energies(
    dimension d: Int, panel count: Int, support: ClosedRange<Double>
  ) -> [(energy: Double, weight: Double)] {
    let rule = GaussLegendre(count)
    let cuts = DensityOfStates(dimension: d).vanHovePoints.sorted()
    return zip(cuts, cuts.dropFirst()).flatMap { a, b -> [(energy: Double, weight: Double)] in
      let (low, high) = (max(a, support.lowerBound), min(b, support.upperBound))
      guard low < high else { return [] }
      // a packet that ends on both sides is smooth between
      guard low == a || high == b else { return rule.pairs(from: low, to: high) }
      // rounded to a van Hove energy, where there may be no shell; a weight of rounding
      return rule.graded(from: low, to: high).filter { $0.0 > a && $0.0 < b }
    }
  }
}

extension Observable {
  /// The weight g as a polynomial; of a functional without one, 1.
  func polynomial(start: Momentum) -> ShellIntegrals.Polynomial {
    let one = [Mode(index: [Int](repeating: 0, count: start.dimension), coefficient: .one)]
    return Dictionary(
      (weight(start: start) ?? one).map { ($0.index, $0.coefficient) }, uniquingKeysWith: +)
  }

  /// `|c|²/d = 2 − (2/d) Σ_j cos 4πv_j`.
  static func squareVelocity(dimension d: Int) -> ShellIntegrals.Polynomial {
    var polynomial = [[Int](repeating: 0, count: d): Complex(2)]
    for axis in 0..<d {
      for m in [-2, 2] {
        polynomial[(0..<d).map { $0 == axis ? m : 0 }] = Complex(-1 / Double(d))
      }
    }
    return polynomial
  }
}
