/// How an amplitude is computed.
public enum AmplitudeMethod: Hashable, Sendable {
  /// Gauss rules over the times, the momenta in closed form: exact to rounding where it converges.
  case time
  /// Randomly shifted lattice rules over the times, as `.time` takes them where Gauss rules are
  /// hopeless: standard errors, with as much work as the tolerance asks for.
  case sample
  /// The Taylor series in the time, in exact arithmetic: short times and small graphs.
  case series
  /// Divided differences with randomly shifted lattice rules over the momenta: standard errors.
  case momentum(points: Int, shifts: Int, seed: UInt64)
  /// The finite sum over the momenta of a periodic box: exact, but for the box.
  case box(size: Int)
  /// The same sum with each line as a contour integral over resolvents, as the source has it.
  case energy(size: Int)
}

extension AmplitudeMethod: CustomStringConvertible {
  public var description: String {
    switch self {
    case .time: "time"
    case .sample: "time, sampled"
    case .series: "series"
    case .momentum(let points, let shifts, _): "momentum, \(shifts) shifts of \(points) points"
    case .box(let size): "box, side \(size)"
    case .energy(let size): "energy, side \(size)"
    }
  }
}
