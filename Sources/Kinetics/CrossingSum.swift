public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The graphs with one crossing component, dressed by everything that does not cross.
///
/// Join two contractions of a graph if they cross. The components of what arises lie side by side or inside one
/// another without crossing, so a graph is a noncrossing arrangement of connected ones. Where all components are
/// single contractions it is noncrossing: `LadderSum(.noncrossing)`. Here is the next class: *exactly one*
/// component has k > 1 contractions, k = 2 (`abab`, order η⁴) or k = 3 (`abcabc`, `abacbc`, `abcbac`,
/// `abcacb`, order η⁶), and any number of single ones stands before, behind, inside and around it. No graph occurs
/// twice, and the next class, with two components `abab` or one of k = 4, is of order η⁸.
///
/// All of what is single is summed exactly. With S = 1/(e − ζ), ζ = z + Σ(z) the noncrossing propagator of one line,
/// S' that of the other at z', Δ = ζ − ζ' and P = SS' = (S − S')/Δ:
///
///     before the component    A(p) = δ(p − p0) + η²Δ/(z−z') P(p)          rungs around it
///     around the J-vertex     F(k) = P(k) (g(k) + Γ),  Γ = η²∫gP · Δ/(z−z')
///     J inside gap j          ∫∫dp dk A(p) K_j(p,k) F(k)
///     J outside               ∫dp A(p) [S δΣ + S' δΣ'] (g + Γ),   δΣ = X + η²∫S²X/(1 − η²∫S²)
///
/// all times `S(p0) S'(p0)`. K_j is the component with the gaps before J on one line, S, and those behind it on the
/// other, S'; X the component on one line, where a contraction around it makes the second term of δΣ. On the
/// sites, S(x) = G(x; ζ) and the momentum integrals are sums over the places of two (k = 2) or three (k = 3)
/// scatterers, with A, F the transforms `∫dp e^{∓2πip·x}`:
///
///     k = 2:   X = η⁴ S³,   Σ_j K_j = η⁴ A [(S² + S'²) F(x) + SS' F(−x)]
///     k = 3:   X = 4η⁶ S·(S²∗S²),   20 terms of the same kind, one for each gap of each of the four
///
/// Every graph with its J-vertex moved through all gaps adds up to 0 for g = 1, so `one` is 0 for each k: the Ward
/// identity of the class, exact.
///
/// The sites are those of a periodic box that no signal surrounds by time t, the energies those of
/// `SpectrumContour`. Two runs on different boxes and contours give the error, with the distance of the
/// noncrossing sum, which falls out of the same integrals, from `LadderSum`. Cost: O(t²) pairs of energies with
/// a sum, for k = 3 three Fourier transforms, over O(t^d) sites each: 0.1 s at t = 1, a minute at t = 6 in d = 3.
public struct CrossingSum: Hashable, Sendable {
  /// What stands around the component.
  public enum Dressing: Hashable, Sendable {
    /// Nothing: free propagators, the component alone. The sums over the amplitudes of its graphs.
    case bare
    /// Everything that does not cross.
    case noncrossing
  }

  public let dressing: Dressing
  public let ladders: LadderSum

  /// - Precondition: dimension 1…4, η > 0.
  public init(dimension: Int, coupling: Double, dressing: Dressing = .noncrossing) {
    self.dressing = dressing
    ladders = LadderSum(.noncrossing, dimension: dimension, coupling: coupling)
  }

  /// The sizes k of the component.
  public static let sizes = 2...3

  /// What may be held in memory, in bytes; `longestTime` follows from it.
  static let largestMemory = 2e9

  /// What a run costs.
  public struct Cost: Hashable, Sendable {
    public let bytes: Double
    /// Of one thread, on a processor of 2020.
    public let seconds: Double
  }

  /// The cost at the microscopic time t.
  public static func cost(
    upTo size: Int, dimension: Int, coupling: Double, microscopicTime t: Double
  )
    -> Cost
  {
    let fine = Resolution(time: t, radius: Double(2 * dimension) + 2 * coupling, isFine: true)
    let sites = pow(Double(fine.side), Double(dimension))
    let pairs = Double(fine.energies) * Double(fine.energies) / 2
    // 15 ns a site for the sums over sites, 60 ns with transforms; the second run is shorter
    return Cost(
      bytes: 16 * sites * Double(fine.energies) * Double(CrossingLines.Block.count(upTo: size)),
      seconds: 1.7 * pairs * sites * (size > 2 ? 75e-9 : 15e-9))
  }

  struct Resolution {
    let energies: Int
    let side: Int
    /// What the contour leaves is e^{−decay} times numbers of order 1 and the same at any number of energies:
    /// the coarse run leaves seven times as much, so that their distance shows it.
    let decay: Double

    init(time t: Double, radius: Double, isFine: Bool) {
      energies = Int(radius * t * (isFine ? 3.3 : 2.9)) + (isFine ? 28 : 24)
      side = 2 * Int(t.rounded(.up)) + (isFine ? 12 : 10)
      decay = isFine ? 26 : 24
    }
  }

  /// The sums over the graphs whose one crossing component has 2, …, `size` contractions.
  ///
  /// - Parameters:
  ///   - size: 2 or 3.
  ///   - observable: one with a weight: one, energy, velocity or mode.
  /// - Returns: one estimate for each k, the error a bound.
  /// - Throws: `LadderError` for what does not fit, a time too long for the memory, or when interrupted.
  public func terms(
    upTo size: Int, time T: Double, momentum: Momentum, observable: Observable,
    workers: Workers = .single, monitor: Monitor = .silent
  ) throws(LadderError) -> [Estimate] {
    precondition(Self.sizes.contains(size), "a component of 2 or 3 contractions, got \(size)")
    precondition(T >= 0 && T.isFinite, "the time T is not negative, got \(T)")
    guard observable.weight(start: momentum) != nil, momentum.dimension == ladders.dimension else {
      // says which of the two it is
      if observable == .survival { throw .unsupported(observable) }
      _ = try Weight(observable, start: momentum, dimension: ladders.dimension)
      throw .unsupported(observable)
    }
    let η = ladders.coupling
    let t = T / (η * η)
    func method(_ size: Int) -> String { "one crossing component of \(size) contractions" }
    guard T > 0 else { return (2...size).map { Estimate(0, error: 0, method: method($0)) } }
    let longest = Self.longestTime(upTo: size, dimension: ladders.dimension, coupling: η)
    guard t <= longest else { throw .tooLong(microscopicTime: t, most: longest) }
    // free waves keep their momentum
    let noncrossing =
      dressing == .bare
      ? try ladders.value(time: 0, momentum: momentum, observable: observable)
      : try ladders.value(
        time: T, momentum: momentum, observable: observable, workers: workers, monitor: monitor)
    func run(isFine: Bool) throws(LadderError) -> CrossingLines.Sums {
      do throws(Interrupted) {
        return try CrossingLines(
          ladders.selfEnergy, size: size, time: t,
          Resolution(time: t, radius: ladders.selfEnergy.spectralRadius, isFine: isFine),
          momentum: momentum, observable: observable, isBare: dressing == .bare, workers: workers,
          monitor: monitor
        ).sums(workers: workers, monitor: monitor)
      } catch { throw .interrupted }
    }
    let (fine, coarse) = (try run(isFine: true), try run(isFine: false))
    let ladderError = abs(fine.noncrossing - noncrossing.value)
    return (2...size).map { k in
      let (a, b) = (fine.crossing[k - 2], coarse.crossing[k - 2])
      return Estimate(
        a, error: abs(a - b) + ladderError * min(1, abs(a)) + 1e-12, method: method(k))
    }
  }

  /// The longest microscopic time that the memory allows, in steps of a quarter.
  public static func longestTime(upTo size: Int, dimension: Int, coupling: Double) -> Double {
    var t = 0.25
    while cost(upTo: size, dimension: dimension, coupling: coupling, microscopicTime: t + 0.25)
      .bytes
      <= largestMemory
    { t += 0.25 }
    return t
  }
}
