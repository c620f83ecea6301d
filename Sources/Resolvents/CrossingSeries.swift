#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Torus

/// A crossing integral at several ε: how far below the trivial bound, and how fast it grows.
///
/// The trivial bound puts one resolvent in L^∞ and the others in L^1,
///
///     I ≤ min_i ‖1/(e−E_i−iε)‖_∞ Π_{j≠i} ‖1/(e−E_j−iε)‖_1  ~  (log 1/ε)^{k−1}/ε
///
/// Crossings are suppressed because the three level surfaces cannot touch along more than a small
/// set: `ε^{−4/5}(log 1/ε)²` is proved by T. Chen (*Localization lengths and Boltzmann limit for the
/// Anderson model at small disorders in dimension 3*), `ε^{−3/4}` by L. Erdős and M. Salmhofer
/// (*Decay of the Fourier transform of surfaces with vanishing curvature*).
public struct CrossingSeries: Hashable, Sendable {
  /// One ε.
  public struct Row: Hashable, Sendable {
    public let epsilon: Double
    public let integral: Estimate
    /// `‖1/(e−E_i−iε)‖_1` for each denominator.
    public let norms: [Estimate]
    public let trivialBound: Double

    /// - Parameters:
    ///   - norms: ‖·‖_1 of each denominator.
    ///   - suprema: ‖·‖_∞ of each denominator.
    public init(epsilon: Double, integral: Estimate, norms: [Estimate], suprema: [Double]) {
      precondition(norms.count == suprema.count && !norms.isEmpty, "one norm per denominator")
      self.epsilon = epsilon
      self.integral = integral
      self.norms = norms
      trivialBound =
        norms.indices.map { i in
          norms.indices.reduce(suprema[i]) { $1 == i ? $0 : $0 * norms[$1].value }
        }.min()!
    }

    /// Integral over trivial bound, below 1.
    public var ratio: Double { integral.value / trivialBound }
  }

  /// As given: usually ε falling.
  public let rows: [Row]

  public init(_ rows: [Row]) { self.rows = rows }

  /// `a = −Δ log I/Δ log ε` between each row and the one before; `nil` for the first.
  ///
  /// Its error is that of the two integrals, not of the limit ε → 0.
  public var localExponents: [Estimate?] {
    slopes(method: "local exponent") { log($0.integral.value) }
  }

  /// `Δ log(I/bound)/Δ log ε`: the gain over the trivial bound as a power of ε; twice it is the
  /// power of η = √ε.
  public var gainExponents: [Estimate?] {
    slopes(method: "local gain") { -log($0.ratio) }
  }

  private func slopes(method: String, _ height: (Row) -> Double) -> [Estimate?] {
    rows.indices.map { i in
      guard i > 0 else { return nil }
      let (before, after) = (rows[i - 1], rows[i])
      let step = log(before.epsilon / after.epsilon)
      guard step != 0, before.integral.value > 0, after.integral.value > 0 else { return nil }
      // the norms in the bound are better known than the integrals
      let error =
        before.integral.error / before.integral.value + after.integral.error / after.integral.value
      return Estimate(
        (height(after) - height(before)) / step, error: error / abs(step), method: method)
    }
  }
}

// MARK: - Models

extension CrossingSeries {
  /// `I ≈ C ε^{−a}`: slope a, intercept log C.
  public var powerFit: LineFit? {
    LineFit(
      rows.map { (-log($0.epsilon), log($0.integral.value)) }, method: "power of 1/ε")
  }

  /// `I ≈ C (log 1/ε)^b`, where all ε are below 1/2: slope b, intercept log C.
  public var logarithmicFit: LineFit? {
    guard rows.allSatisfy({ $0.epsilon < 0.5 }) else { return nil }
    return LineFit(
      rows.map { (log(-log($0.epsilon)), log($0.integral.value)) }, method: "power of log 1/ε")
  }

  /// `bound/I ≈ C ε^{−b}`: the gain over the trivial bound as a power of ε.
  public var gainFit: LineFit? {
    LineFit(rows.map { (-log($0.epsilon), -log($0.ratio)) }, method: "gain as a power of 1/ε")
  }

  /// The same as a power of 1/η, η = √ε.
  public var gainFitInCoupling: LineFit? {
    LineFit(rows.map { (-log($0.epsilon) / 2, -log($0.ratio)) }, method: "gain as a power of 1/η")
  }

  /// Which model leaves less of log I, and over which range; `nil` below three rows or where the
  /// residuals differ by less than half: logarithms look like powers over any short range.
  public var verdict: String? {
    guard rows.count >= 3, let power = powerFit, let logarithm = logarithmicFit else { return nil }
    let range = rows.map(\.epsilon)
    let (from, to) = (Self.shown(range.max()!), Self.shown(range.min()!))
    let ratio = power.residual / logarithm.residual
    if ratio > 1.5 { return "a power of log 1/ε is favoured for ε from \(from) to \(to)" }
    if ratio < 1 / 1.5 { return "a power of ε is favoured for ε from \(from) to \(to)" }
    return "neither model is favoured for ε from \(from) to \(to)"
  }

  /// To six digits.
  private static func shown(_ ε: Double) -> Double {
    let scale = pow(10, 5 - log10(ε).rounded(.down))
    return scale.isFinite && scale >= 1 ? (ε * scale).rounded() / scale : ε
  }
}
