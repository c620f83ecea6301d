import Diagrams
import Resolvents
public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What the crossing graphs of order η⁴ add to the noncrossing sum.
///
/// `bare` is the sum over the five splits of `abab` with free propagators (time form, numerically
/// exact). Free propagators do not decay, so it grows with T; on the shell the recollisions turn each
/// line's `e^{−ite}` into `e^{−ite − ΓT/2}`, whatever the times between the vertices, and
///
///     dressed = e^{−ΓT} · bare,        Γ = 2πρ(e(p0))
///
/// is the leading part of the crossing with dressed lines; rungs before and after it, and the width
/// of Σ off the shell, are left out. The errors are those of the integration, not of this step.
public struct CrossingCorrection: Hashable, Sendable {
  public let bare: Estimate
  public let dressed: Estimate

  /// - Parameter observable: one with a weight: one, energy, velocity or mode.
  /// - Throws: `LadderError` or `AmplitudeError` for what does not fit or is too costly.
  public init(
    coupling: Double, time T: Double, momentum: Momentum, observable: Observable,
    workers: Workers = .single, monitor: Monitor = .silent
  ) throws {
    guard observable.weight(start: momentum) != nil else {
      throw LadderError.unsupported(observable)
    }
    let shell = try EnergyShell(dimension: momentum.dimension, energy: momentum.energy)
    let setting = try AmplitudeSetting(
      coupling: coupling, time: T, start: momentum, observable: observable)
    let sum = try ClassSum(order: 2, setting, workers: workers, monitor: monitor) {
      $0.isMember(of: .crossing)
    }
    bare = sum.row(.crossing).sum.real
    let left = exp(-shell.rate.value * T)
    dressed = Estimate(
      left * bare.value, error: left * (bare.error + abs(bare.value) * T * shell.rate.error),
      method: "crossing graphs of order η⁴, dressed on the shell")
  }
}
