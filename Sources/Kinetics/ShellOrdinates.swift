public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The linear Boltzmann equation on finitely many directions of one energy shell.
///
/// Each node of a `ShellRule` carries a mass q_i (complex at a transfer κ); a start that is no node
/// rides along with weight 0. One step of length h is half a free flight, the exact collision, and
/// half a flight:
///
///     q_i ← e^{−πiκ·c_i h} q_i,    q_i ← e^{−Γh} q_i + (1 − e^{−Γh}) w_i Σ_j q_j,    again the first
///
/// Without transfer the step is exact, keeps masses positive, and conserves their sum to rounding:
/// the loss is given back as `w_i (Σ_j q_j − Σ_j e^{−Γh} q_j)`. With one the error is of order h².
public struct ShellOrdinates: Sendable {
  public let rule: ShellRule
  public let rate: Double
  /// `2πκ·c_i`, by node; the last one is the start.
  private let turn: [Double]
  private let weight: [Double]
  /// q_i; the last one is what is left of the start.
  public private(set) var mass: [Complex]

  /// All mass at the momentum p0.
  public init(rule: ShellRule, rate: Double, momentum: Momentum, transfer: [Double]) {
    self.rule = rule
    self.rate = rate
    turn =
      Self.turns(rule, transfer)
      + [2 * Double.pi * zip(transfer, momentum.velocity).reduce(0) { $0 + $1.0 * $1.1 }]
    weight = rule.weight + [0]
    mass = [Complex](repeating: .zero, count: rule.count) + [.one]
  }

  /// Any masses on the nodes, without transfer unless one is given.
  public init(rule: ShellRule, rate: Double, masses: [Double], transfer: [Double]? = nil) {
    precondition(masses.count == rule.count, "one mass per node of the shell")
    self.rule = rule
    self.rate = rate
    turn = Self.turns(rule, transfer ?? [Double](repeating: 0, count: rule.dimension)) + [0]
    weight = rule.weight + [0]
    mass = masses.map { Complex($0) } + [.zero]
  }

  /// `2πκ·c_i` by node.
  private static func turns(_ rule: ShellRule, _ κ: [Double]) -> [Double] {
    precondition(κ.count == rule.dimension, "one transfer per axis")
    return (0..<rule.count).map { i in
      2 * Double.pi * κ.enumerated().reduce(0) { $0 + $1.element * rule.velocity($1.offset, i) }
    }
  }

  /// Advances by `count` steps of length h.
  public mutating func advance(by h: Double, count: Int = 1) {
    let flight = turn.map { Complex.phase(-$0 * h / 2) }
    let (kept, given) = (exp(-rate * h), -expm1(-rate * h))
    for _ in 0..<count {
      for i in mass.indices { mass[i] *= flight[i] }
      let gain = given * total
      for i in mass.indices { mass[i] = (kept * mass[i] + weight[i] * gain) * flight[i] }
    }
  }

  /// The total mass, `Σ q_i`.
  public var total: Complex { mass.sumInBlocks }

  /// `Σ_i q_i g_i`, g at the nodes and at the start.
  public func value(_ g: [Double], atStart: Double) -> Complex {
    var sum = atStart * mass[g.count]
    for i in g.indices { sum += g[i] * mass[i] }
    return sum
  }

  /// `−∫F log F` over the shell, `F = q_i/ρw_i`, of positive masses on the nodes.
  public var entropy: Double {
    zip(mass, weight).reduce(0) { sum, pair in
      let q = pair.0.real
      return pair.1 > 0 && q > 0 ? sum - q * log(q / (rule.densityOfStates * pair.1)) : sum
    }
  }

  /// `dS/dT = ½ ∫∫ σ [F(U) − F(V)] [log F(U) − log F(V)] = Γ Σ_i (q_i − w_i Σq) log F_i ≥ 0`.
  public var entropyProduction: Double {
    let all = total.real
    return zip(mass, weight).reduce(0) { sum, pair in
      guard pair.1 > 0 else { return sum }
      let q = pair.0.real
      guard q > 0 else { return .infinity }
      return sum + rate * (q - pair.1 * all) * log(q / (rule.densityOfStates * pair.1))
    }
  }
}

extension ShellTransport {
  /// The same by ordinates: `steps` steps, and twice as many to extrapolate from.
  public func ordinates(time T: Double, observable: Observable, steps: Int)
    throws(LadderError) -> ComplexEstimate
  {
    precondition(steps >= 1, "a number of steps is positive, got \(steps)")
    let weight = try Weight(observable, start: momentum, dimension: momentum.dimension)
    let phase = try phase(until: T)
    let nodes = momentum.dimension == 4 ? 10 : 24
    func run(_ rule: ShellRule, _ steps: Int) -> Complex {
      var ordinates = ShellOrdinates(
        rule: rule, rate: shell.rate.value, momentum: momentum, transfer: transfer)
      ordinates.advance(by: T / Double(steps), count: steps)
      let values = rule.values(of: observable, start: momentum)
      return ordinates.value(
        values ?? [Double](repeating: 0, count: rule.count), atStart: weight.atStart)
    }
    let (dimension, energy) = (momentum.dimension, shell.energy)
    let fine = ShellRule(
      dimension: dimension, energy: energy, nodes: nodes * 3 / 2, bandwidth: phase)
    let coarse = ShellRule(dimension: dimension, energy: energy, nodes: nodes, bandwidth: phase)
    let (one, two) = (run(fine, steps), run(fine, 2 * steps))
    let step = (two - one) / 3
    let shift = run(coarse, steps) - one
    return ComplexEstimate(
      two + step,
      error: Complex(
        abs(step.real) / 4 + abs(shift.real) + 1e-13,
        abs(step.imaginary) / 4 + abs(shift.imaginary) + 1e-13),
      method: "shell, \(fine.count) ordinates")
  }
}

extension Array {
  /// The sum in blocks of 256: equal numbers on end leave a hundredth of the rounding.
  @inline(__always)
  fileprivate func summed(from zero: Element, _ add: (inout Element, Element) -> Void) -> Element {
    var sum = zero
    for first in Swift.stride(from: 0, to: count, by: 256) {
      var block = zero
      for i in first..<Swift.min(count, first + 256) { add(&block, self[i]) }
      add(&sum, block)
    }
    return sum
  }
}

extension [Double] {
  var sumInBlocks: Double { summed(from: 0) { $0 += $1 } }
}

extension [Complex] {
  var sumInBlocks: Complex { summed(from: .zero) { $0 += $1 } }
}
