public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The sum of all ladder graphs at finite η, zero transfer, from a plane wave.
///
/// With `ζ = z + Σ(z)`, `G̃ = G(ζ)`, `G̃_g = ∫dp g/(e−ζ)` and the propagator `S = 1/(e(p0) − ζ)`, k rungs
/// between a line at z (above the axis) and one at w̄ (below) are by partial fractions
///
///     S S̄ · η² B_g (η² B)^{k−1},     B_g(z, w) = [G̃_g(z) − conj G̃_g(w)] / (ζ − ζ'),  ζ' = conj ζ(w)
///
/// where the rung next to the J-vertex carries the weight g. All rungs, λ for each, make
///
///     λη² [G̃_g(z) − conj G̃_g(w)] S S̄ / (h − h'),     h = ζ − λη² G̃,
///
/// and `1/(h − h') = −i ∫_0^∞ dτ e^{i(h−h')τ}` *separates* the two energies. By analyticity only τ ≤ t
/// contributes, so the double energy integral is one integral over products of single ones:
///
///     L(t) = 2η² λ ∫_0^t dτ Im [f(t,τ) conj a(t,τ)],
///     a(t,τ) = (1/2πi) ∫dz e^{−iz(t−τ)} e^{iτ(h−z)} S,      f the same with G̃_g S.
///
/// `h − z` is 0 for `noncrossing`, `η²(G − G̃) = O(η⁴)` for `decorated`, `−η²G` for `basic`: the
/// exponential is expanded in τ and each term costs one fast Fourier transform. What is measured is
/// `|a(t,0)|² g(p0) + L(t)`; `survival` is `|a(t,0)|²`, and `velocity` has no rungs by parity.
///
/// For `noncrossing` the formula is an exact balance: what the averaged wave loses through Im Σ the
/// rungs give back, so `one` stays 1 (Ward identity). Cost: O(t log t), milliseconds at t = 10.
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, section 5, where the
/// decorated ladders are bounded and not summed.
public struct LadderSum: Hashable, Sendable {
  public let selfEnergy: SelfEnergy

  /// - Precondition: dimension 1…4, η > 0.
  public init(_ variant: LadderVariant, dimension: Int, coupling: Double) {
    selfEnergy = SelfEnergy(variant, dimension: dimension, coupling: coupling)
  }

  /// The longest microscopic time, where a transform takes 2^24 points and 1 GB.
  public static let longestTime = 5e4

  /// The memory of a sum at macroscopic time T without transfer, in bytes: 52 for each point of the
  /// transform, as measured from t = 10^4 to 4·10^4.
  public func memory(time T: Double) -> Double {
    let t = min(T / (coupling * coupling), Self.longestTime)
    return 52 * Double(EnergyLine(time: t, radius: selfEnergy.spectralRadius).length)
  }

  /// Rounding of values of order 1, after the growth `e^{9.3}` along the line of energies.
  private static let rounding = 2e-13

  /// t = T/η², and the weight of the observable, if both fit.
  func checked(
    _ observable: Observable, start: Momentum, time T: Double, longest: Double
  ) throws(LadderError) -> (microscopicTime: Double, weight: Weight) {
    precondition(T >= 0 && T.isFinite, "the time T is not negative, got \(T)")
    let weight = try Weight(observable, start: start, dimension: dimension)
    let t = T / (coupling * coupling)
    guard t <= longest else { throw .tooLong(microscopicTime: t, most: longest) }
    return (t, weight)
  }

  public var variant: LadderVariant { selfEnergy.variant }

  public var dimension: Int { selfEnergy.green.dimension }

  public var coupling: Double { selfEnergy.coupling }

  /// The sum at the macroscopic time `T = η² t`.
  ///
  /// The error covers quadrature (two end corrections), the transform (its second route at time t),
  /// and rounding.
  ///
  /// - Parameter momentum: p0, the plane wave at the start.
  /// - Throws: `LadderError` for an observable or momentum that does not fit, or when interrupted.
  public func value(
    time: Double, momentum: Momentum, observable: Observable, workers: Workers = .single,
    monitor: Monitor = .silent
  ) throws(LadderError) -> Estimate {
    try values(
      time: time, momentum: momentum, observables: [observable], workers: workers,
      monitor: monitor)[0]
  }

  /// The same for several observables at once, which share all but the last rung.
  public func values(
    time: Double, momentum: Momentum, observables: [Observable], workers: Workers = .single,
    monitor: Monitor = .silent
  ) throws(LadderError) -> [Estimate] {
    var (t, weights) = (0.0, [Weight]())
    for observable in observables {
      let fit = try checked(observable, start: momentum, time: time, longest: Self.longestTime)
      t = fit.microscopicTime
      weights.append(fit.weight)
    }
    let method = "energy integrals, \(variant)"
    guard time > 0 else { return weights.map { Estimate($0.atStart, error: 0, method: method) } }
    let withRungs = weights.indices.filter { !weights[$0].terms.isEmpty }
    let lines = try LadderLines(
      selfEnergy, time: t, momentum: momentum, weights: withRungs.map { weights[$0] },
      workers: workers, monitor: monitor)
    let a = lines.amplitude
    var results = weights.map { weight in
      Estimate(
        a.value.norm * weight.atStart,
        error: 2 * a.value.modulus * a.error.modulus * abs(weight.atStart) + Self.rounding,
        method: method)
    }
    guard !withRungs.isEmpty else { return results }
    for (k, rungs) in zip(withRungs, lines.allRungs()) {
      results[k].value += rungs.value
      results[k].error += rungs.error + 8 * Self.rounding * abs(rungs.value)
    }
    return results
  }

  /// The sum by number of rungs: `[0]` is the dressed wave alone, `[k]` all graphs with k rungs.
  ///
  /// - Parameter count: the highest number of rungs, ≥ 0.
  public func rungs(
    upTo count: Int, time: Double, momentum: Momentum, observable: Observable,
    workers: Workers = .single, monitor: Monitor = .silent
  ) throws(LadderError) -> [Estimate] {
    precondition(count >= 0, "a number of rungs is not negative, got \(count)")
    let (t, weight) = try checked(
      observable, start: momentum, time: time, longest: Self.longestTime)
    let method = "energy integrals, \(variant), by rungs"
    var result = [Estimate](
      repeating: Estimate(0, error: 0, method: method), count: count + 1)
    guard time > 0 else {
      result[0].value = weight.atStart
      return result
    }
    let lines = try LadderLines(
      selfEnergy, time: t, momentum: momentum,
      weights: weight.terms.isEmpty ? [] : [weight], workers: workers, monitor: monitor)
    let a = lines.amplitude
    result[0].value = a.value.norm * weight.atStart
    result[0].error =
      2 * a.value.modulus * a.error.modulus * abs(weight.atStart) + Self.rounding
    guard count > 0, !weight.terms.isEmpty else { return result }
    for (k, rung) in lines.byRungs(upTo: count).enumerated() {
      result[k + 1].value = rung.value
      result[k + 1].error = rung.error + 8 * Self.rounding * abs(rung.value)
    }
    return result
  }

  /// By how much the total probability misses 1: the Ward identity of the variant.
  ///
  /// 0 within its error for `noncrossing`; for `decorated` the nestings left out, of relative order
  /// η²; for `basic` the growth of the undressed ladder.
  public func wardDefect(
    time: Double, momentum: Momentum, workers: Workers = .single, monitor: Monitor = .silent
  ) throws(LadderError) -> Estimate {
    var defect = try value(
      time: time, momentum: momentum, observable: .one, workers: workers, monitor: monitor)
    defect.value -= 1
    return defect
  }
}
