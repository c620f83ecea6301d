public import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The density of states of the disordered lattice, from random vectors and Chebyshev moments.
///
///     ρ_ε(E) = E L^{−d} Tr δ_ε(E − H),    δ_ε(x) = (1/π) ε/(x² + ε²)
///            = (1/π) Im E ⟨0|(H − E − iε)^{−1}|0⟩
///
/// The width ε is kept, since the other routes to the averaged Green function have the same one:
/// `Im G(E + iε + Σ)/π` with a self-energy, and nothing is then left to extrapolate. The trace is
/// estimated by one vector r of random signs for each realisation, `E_r ⟨r|A|r⟩ = Tr A`, which has
/// no bias, and
///
///     1/(h − ζ) = −(1/√(ζ²−1)) (1 + 2 Σ_k w^k T_k(h)),    w = ζ − √(ζ²−1),   |w| < 1
///
/// with the moments `⟨r|T_k(h)|r⟩` from half as many sweeps, `2 T_m T_n = T_{m+n} + T_{m−n}`. The
/// series is cut where what is left out is below 1e-10 of 1/ε.
///
/// Cost: about `12 a/ε` real sweeps for each realisation, a = half the spectral interval.
///
/// Source: A. Weiße, G. Wellein, A. Alvermann, H. Fehske, Rev. Mod. Phys. 78, 275 (2006), II.
public struct SpectralDensity: Hashable, Sendable {
  public let box: Box
  public let disorder: Disorder
  /// η.
  public let coupling: Double
  public let energies: [Double]
  /// ε > 0.
  public let width: Double
  public let realisations: Int

  public init(
    box: Box, disorder: Disorder, coupling η: Double, energies: [Double], width ε: Double,
    realisations: Int
  ) {
    precondition(η >= 0 && η.isFinite, "the coupling η is not negative, got \(η)")
    precondition(ε > 0 && ε.isFinite, "the width ε is positive, got \(ε)")
    precondition(realisations >= 2, "an error bar needs two realisations, got \(realisations)")
    precondition(energies.allSatisfy(\.isFinite), "energies are finite, got \(energies)")
    self.box = box
    self.disorder = disorder
    coupling = η
    self.energies = energies
    width = ε
    self.realisations = realisations
  }

  /// What came out.
  public struct Average: Hashable, Sendable {
    /// `ρ_ε(E)` at each energy, with its standard error.
    public let density: [Estimate]
    /// By energy and energy: the covariance of the estimates, which share their realisations.
    public let covariance: [[Double]]
    /// Fewer than asked for after an interruption.
    public let realisations: Int
  }

  /// The mean over realisations; `nil` if fewer than two were finished.
  public func average(workers: Workers, monitor: Monitor = .silent) -> Average? {
    let memory = FieldMemory(FieldLayout(box))
    let points = energies.map { Complex($0, width) }
    let (samples, _) = workers.spreadPrefix(realisations, monitor: monitor) { k in
      let h = Hamiltonian(box: box, coupling: coupling, disorder: disorder, realisation: k)
      let signs = Disorder(.sign, seed: disorder.seed).realisation(k + (1 << 41), count: box.sites)
      return Self.resolvents(h, vector: signs, at: points, memory: memory).map {
        $0.imaginary / (Double.pi * Double(box.sites))
      }
    }
    guard samples.count >= 2 else { return nil }
    let method = "Chebyshev moments, side \(box.side), \(samples.count) realisations"
    let results = energies.indices.map { i in Statistics.mean(samples.map { $0[i] }) }
    return Average(
      density: results.map {
        Estimate($0.value, error: $0.error, .standardError, method: method)
      },
      covariance: results.map { a in results.map { Statistics.covariance(a, $0) } },
      realisations: samples.count)
  }

  /// The most memory that an average holds, in bytes, with so many realisations at a time: potential
  /// with and without its shift, start in two parts, two polynomials, and one on the way.
  public func memory(threads: Int) -> Double {
    8 * Double(box.sites) * 7 * Double(min(threads, realisations))
  }

  /// The number of site updates in all, judged by the first realisation.
  public var siteUpdates: Double {
    let h = Hamiltonian(box: box, coupling: coupling, disorder: disorder, realisation: 0)
    let half = (h.spectralBounds.upperBound - h.spectralBounds.lowerBound) / 2
    let count = Self.moments(half: half, points: energies.map { Complex($0, width) }, h)
    return Double(count / 2) * Double(box.sites) * Double(realisations) / 2
  }

  /// `⟨r|(H − z)^{−1}|r⟩` for a real vector r and several z above the real axis.
  public static func resolvents(
    _ h: Hamiltonian, vector r: [Double], at points: [Complex]
  ) -> [Complex] {
    resolvents(h, vector: r, at: points, memory: FieldMemory(FieldLayout(h.box)))
  }

  private static func resolvents(
    _ h: Hamiltonian, vector r: [Double], at points: [Complex], memory: FieldMemory
  ) -> [Complex] {
    precondition(points.allSatisfy { $0.imaginary > 0 }, "points are above the real axis")
    let (low, high) = (h.spectralBounds.lowerBound, h.spectralBounds.upperBound)
    let (half, middle) = ((high - low) / 2, (high + low) / 2)
    let moments = ChebyshevMoments.values(
      moments(half: half, points: points, h), of: r, under: h, memory: memory)
    return points.map { z in
      let ζ = (z - Complex(middle)) / half
      let (root, w) = branch(ζ)
      var sum = Complex(moments[0])
      var power = Complex.one
      for moment in moments.dropFirst() {
        power *= w
        sum += 2 * moment * power
      }
      return Complex.zero - sum / (half * root)
    }
  }

  /// `√(ζ²−1)` and `w = ζ − √(ζ²−1)` on the branch with |w| < 1, for Im ζ > 0.
  private static func branch(_ ζ: Complex) -> (root: Complex, w: Complex) {
    let root = Complex.squareRoot(ζ * ζ - .one)
    let w = ζ - root
    return w.norm < 1 ? (root, w) : (Complex.zero - root, ζ + root)
  }

  /// How many moments it takes for the slowest series.
  private static func moments(half: Double, points: [Complex], _ h: Hamiltonian) -> Int {
    let middle = (h.spectralBounds.lowerBound + h.spectralBounds.upperBound) / 2
    let slowest = points.reduce(0) { slowest, z in
      max(slowest, branch((z - Complex(middle)) / half).w.modulus)
    }
    // Σ_{k ≥ M} 2|w|^k, in units of the largest |w|/(1 − |w|) ≈ a/ε
    return max(4, Int((log(1e-10) / log(slowest)).rounded(.up)))
  }
}
