public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// How a start that fills a part of one energy shell comes to equilibrium there.
///
///     F_0 ∝ |ψ̂_0(V)|² on the shell E = e(p0),   a packet of w sites around p0, of mass 1
///     S = −∫F log F dV,   dS/dT = ½ ∫∫ 2πδ(e(U)−e(V)) [F(U)−F(V)] [log F(U) − log F(V)] ≥ 0
///
/// S rises to log ρ(E), that of F = 1/ρ. The distance `½ ∫|F − 1/ρ|` falls like e^{−ΓT}, and what is left of S
/// and of its production like e^{−2ΓT} in the end. Advanced by `ShellOrdinates`, step by step.
public struct ShellRelaxation: Sendable {
  public struct Row: Sendable {
    public let time: Double
    public let entropy: Double
    /// dS/dT ≥ 0.
    public let production: Double
    /// From equilibrium, between 0 and 1.
    public let distance: Double
    /// `⟨c·c(p0)⟩/|c(p0)|²`; 0 for a standing start.
    public let velocity: Double
    /// |∫F dV − 1|.
    public let massDefect: Double
    /// The least F, in units of 1/ρ.
    public let least: Double
  }

  public let rate: Double
  public let densityOfStates: Double
  /// log ρ(E).
  public let largestEntropy: Double
  /// Nodes on the shell.
  public let nodes: Int
  private let start: ShellOrdinates
  /// c·c(p0)/|c(p0)|² at the nodes.
  private let projection: [Double]
  private let until: Double
  private let steps: Int

  /// The widest packet, in sites: beyond it F on the far side of the shell is less than any number.
  public static let widest = 3.0

  /// - Throws: `LadderError.shell` where there is none, `.packet` beyond `widest`.
  public init(momentum: Momentum, width: Double, until T: Double, steps: Int) throws(LadderError) {
    precondition(T > 0 && T.isFinite && steps >= 1, "a time > 0 in at least one step")
    guard width <= Self.widest else { throw .packet(width: width, most: Self.widest) }
    let d = momentum.dimension
    _ = try EnergyShell(dimension: d, energy: momentum.energy)
    let rule = ShellRule(
      dimension: d, energy: momentum.energy, nodes: (d == 4 ? 10 : 24) + Int(4 * width),
      bandwidth: 8 * width)
    let packet = WavePacket(momentum: momentum, width: width)
    let masses = packet.masses(on: rule)
    let sum = masses.reduce(0, +)
    densityOfStates = rule.densityOfStates
    rate = 2 * Double.pi * rule.densityOfStates
    largestEntropy = log(rule.densityOfStates)
    nodes = rule.count
    start = ShellOrdinates(rule: rule, rate: rate, masses: masses.map { $0 / sum })
    let c = momentum.velocity
    let square = c.reduce(0) { $0 + $1 * $1 }
    projection = (0..<rule.count).map { i in
      square > 1e-24
        ? c.indices.reduce(0) { $0 + c[$1] * rule.velocity($1, i) } / square : 0
    }
    until = T
    self.steps = steps
  }

  /// One row for the start and one for each step.
  public func rows(monitor: Monitor = .silent) throws(Interrupted) -> [Row] {
    var ordinates = start
    var rows = [row(ordinates, 0)]
    for k in 1...steps {
      if monitor.isCancelled() { throw Interrupted() }
      ordinates.advance(by: until / Double(steps))
      rows.append(row(ordinates, until * Double(k) / Double(steps)))
      monitor.progress(k, steps)
    }
    return rows
  }

  private func row(_ ordinates: ShellOrdinates, _ time: Double) -> Row {
    let mass = ordinates.mass
    let pairs = zip(mass, ordinates.rule.weight)
    return Row(
      time: time, entropy: ordinates.entropy, production: ordinates.entropyProduction,
      distance: pairs.reduce(0) { $0 + abs($1.0.real - $1.1) } / 2,
      velocity: ordinates.value(projection, atStart: 0).real,
      massDefect: (ordinates.total - .one).modulus,
      least: pairs.reduce(.infinity) { min($0, $1.0.real / $1.1) })
  }
}

extension WavePacket {
  /// `ρ w_i |ψ̂_0(V_i)|²` at the nodes of a shell, of sum `∫dq δ(e − E) |ψ̂_0|²`.
  func masses(on rule: ShellRule) -> [Double] {
    var masses = rule.weight.map { $0 * rule.densityOfStates }
    for axis in 0..<dimension {
      for i in masses.indices {
        let turn = atan2(rule.sine[axis][i], rule.cosine[axis][i]) / (2 * Double.pi)
        let amplitude = axisAmplitude(turn - momentum[axis])
        masses[i] *= amplitude * amplitude
      }
    }
    return masses
  }
}
