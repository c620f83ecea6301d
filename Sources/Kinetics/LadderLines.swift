internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Propagator, self-energy and end rung at the points one time needs, and the time integrals over
/// them: the working part of `LadderSum`.
struct LadderLines {
  /// One energy point.
  struct Node {
    /// S, the dressed propagator at p0.
    let propagator: Complex
    /// Σ.
    let dressing: Complex
    /// η² G̃.
    let rung: Complex
  }

  let line: EnergyLine
  let coupling: Double
  /// Nodes on the line and on the circle of the first moments.
  let nodes: [Node]
  let circle: [Node]
  /// G̃_g at the nodes, for each weight.
  let ends: [(nodes: [Complex], circle: [Complex])]
  private let workers: Workers
  /// `a(t, 0)`, from the Chebyshev moments and from the line: their distance is the error.
  let amplitude: ComplexEstimate

  /// - Parameter weights: those whose rungs are wanted; they share all but the last rung.
  init(
    _ selfEnergy: SelfEnergy, time: Double, momentum: Momentum, weights: [Weight],
    workers: Workers, monitor: Monitor
  ) throws(LadderError) {
    let line = EnergyLine(time: time, radius: selfEnergy.spectralRadius)
    let energy = momentum.energy
    let square = selfEnergy.coupling * selfEnergy.coupling
    /// Values at the points, in pieces of fixed size: the same bits for any number of threads.
    func map<Value: Sendable>(
      _ points: [Complex], _ body: @Sendable ([Complex]) -> [Value]
    ) throws(LadderError) -> [Value] {
      let size = 1024
      do throws(Interrupted) {
        return try workers.map((points.count + size - 1) / size, monitor: monitor) { piece in
          body(Array(points[(piece * size)..<min(points.count, (piece + 1) * size)]))
        }.flatMap { $0 }
      } catch { throw .interrupted }
    }
    func evaluate(_ points: [Complex]) throws(LadderError) -> ([Node], [[Complex]]) {
      let all = try map(points) { points in
        zip(points, selfEnergy.dressedEnergies(at: points)).map { z, ζ in
          let green = weights.isEmpty ? .zero : selfEnergy.green.value(at: ζ)
          let node = Node(
            propagator: .one / (Complex(energy) - ζ), dressing: ζ - z,
            rung: selfEnergy.variant == .noncrossing ? ζ - z : square * green)
          return (node, weights.map { $0.green(selfEnergy.green, at: ζ, atOrigin: green) })
        }
      }
      return (all.map(\.0), weights.indices.map { k in all.map { $0.1[k] } })
    }
    self.line = line
    self.workers = workers
    self.coupling = selfEnergy.coupling
    let (all, allEnds) = try evaluate(line.points)
    let (momentNodes, momentEnds) = try evaluate(line.momentPoints)
    nodes = all
    circle = momentNodes
    ends = zip(allEnds, momentEnds).map { (nodes: $0, circle: $1) }
    // the second route, at time t only
    let transform = line.transform
    let count = transform.coefficientCount(until: time)
    let propagators = try map(transform.circlePoints(for: count)) { points in
      selfEnergy.dressedEnergies(at: points).map { .one / (Complex(energy) - $0) }
    }
    let a = transform.value(transform.coefficients(count, from: propagators), at: time)
    let samples = line.samples(
      line: all.map(\.propagator), circle: momentNodes.map(\.propagator))
    let b = samples[EnergyLine.margin + line.steps]
    amplitude = ComplexEstimate(
      a, error: Complex(abs(a.real - b.real), abs(a.imaginary - b.imaginary)),
      method: "Chebyshev moments")
  }

  /// The sums over any number ≥ 1 of rungs, for each weight.
  func allRungs() -> [(value: Double, error: Double)] {
    // e^{iτ(h−z)} with h − z = Σ − η²G̃
    let parts = expanded(upTo: 1) { $0.dressing - $0.rung }
    return parts.dropFirst().map { f in
      integral(zip(f, parts[0]).map { ($0 * $1.conjugate).imaginary })
    }
  }

  /// The sums over exactly k = 1…count rungs, for the first weight.
  ///
  /// `a = Σ_m λ^m a_m`, a_m with `e^{iτΣ} (−iτη²G̃)^m/m!`; k rungs collect m + m' = k − 1.
  func byRungs(upTo count: Int) -> [(value: Double, error: Double)] {
    let parts = expanded(upTo: count) { $0.dressing }
    let (a, f) = (parts[..<count], parts[count..<2 * count])
    return (1...count).map { k in
      // −iη² Σ [f_m conj a_m' − a_m conj f_m'] = 2η² Im Σ f_m conj a_m', as m and m' change places
      var sum = [Double](repeating: 0, count: parts[0].count)
      for m in 0..<k {
        for j in sum.indices { sum[j] += (f[count + m][j] * a[k - 1 - m][j].conjugate).imaginary }
      }
      return integral(sum)
    }
  }

  /// `expanded` of S, then of `S G̃_g` for each weight, each with m = 0…count−1 rungs `(η²G̃)^m/m!`.
  private func expanded(
    upTo count: Int, _ exponent: @Sendable (Node) -> Complex
  ) -> [[Complex]] {
    let exponents = (nodes.map(exponent), circle.map(exponent))
    // each part is a run of transforms on a thread of its own
    let (parts, _) = workers.prefix((1 + ends.count) * count) { part -> [Complex] in
      let (end, m) = (part / count - 1, part % count)
      func value(_ node: Node, _ factor: Complex) -> Complex {
        (0..<m).reduce(node.propagator * factor) { $0 * node.rung / Double($1 + 1) }
      }
      return expanded(
        exponents, delay: m,
        end < 0
          ? (nodes.map { value($0, .one) }, circle.map { value($0, .one) })
          : (
            zip(nodes, ends[end].nodes).map { value($0, $1) },
            zip(circle, ends[end].circle).map { value($0, $1) }
          ))
    }
    return parts
  }

  /// `(1/2πi) ∫dz e^{−izs} e^{iτW(z)} (−iτ)^delay F(z)` at `τ = t − s` for all samples s.
  ///
  /// F and W are real on the real axis far out; the powers of i stay outside the transforms, which
  /// rely on that.
  private func expanded(
    _ exponents: ([Complex], [Complex]), delay: Int, _ values: ([Complex], [Complex])
  ) -> [Complex] {
    let t = line.time
    var (lineTerm, circleTerm) = values
    let (lineExponent, circleExponent) = exponents
    let size = t * lineExponent.reduce(0) { max($0, $1.modulus) }
    let τ = (-EnergyLine.margin...line.steps + EnergyLine.margin).map {
      t - line.step * Double($0)
    }
    var power = τ.map { τ in (0..<delay).reduce(1.0) { p, _ in p * τ } }
    var sum = [Complex](repeating: .zero, count: τ.count)
    var bound = 1.0
    var order = 0
    while true {
      let samples = line.samples(line: lineTerm, circle: circleTerm)
      let turns = order + 3 * delay
      for j in sum.indices { sum[j] += power[j] * samples[j].timesPower(ofI: turns) }
      order += 1
      bound *= size / Double(order)
      if bound < 1e-17 || size == 0 { break }
      for k in lineTerm.indices {
        lineTerm[k] = lineTerm[k] * lineExponent[k] / Double(order)
      }
      for k in circleTerm.indices {
        circleTerm[k] = circleTerm[k] * circleExponent[k] / Double(order)
      }
      for j in power.indices { power[j] *= τ[j] }
    }
    return sum
  }

  /// `2η² ∫_0^t` of the samples, and the distance to the rule of half as many samples.
  private func integral(_ samples: [Double]) -> (value: Double, error: Double) {
    let (n, margin, h) = (line.steps, EnergyLine.margin, line.step)
    let scale = 2 * coupling * coupling
    let fine = EndCorrection(6).integral(of: samples, margin: margin, count: n, step: h)
    let coarse = EndCorrection(6)
      .integral(of: samples, margin: margin, count: n / 2, stride: 2, step: 2 * h)
    // halving h gains 2^13 at least
    return (scale * fine, scale * abs(fine - coarse) / 1024)
  }
}
