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
    /// G̃_g.
    let end: Complex
  }

  let line: EnergyLine
  let coupling: Double
  /// Nodes on the line and on the circle of the first moments.
  let nodes: [Node]
  let circle: [Node]
  /// `a(t, 0)`, from the Chebyshev moments and from the line: their distance is the error.
  let amplitude: ComplexEstimate

  init(
    _ selfEnergy: SelfEnergy, time: Double, momentum: Momentum, weight: Weight, workers: Workers,
    monitor: Monitor
  ) throws(LadderError) {
    let line = EnergyLine(time: time, radius: selfEnergy.spectralRadius)
    let energy = momentum.energy
    let square = selfEnergy.coupling * selfEnergy.coupling
    @Sendable func evaluate(_ points: ArraySlice<Complex>) -> [Node] {
      let points = Array(points)
      return zip(points, selfEnergy.dressedEnergies(at: points)).map { z, ζ in
        let dressing = ζ - z
        let rung =
          selfEnergy.variant == .noncrossing
          ? dressing : square * selfEnergy.green.value(at: ζ)
        return Node(
          propagator: .one / (Complex(energy) - ζ), dressing: dressing, rung: rung,
          end: weight.green(selfEnergy.green, at: ζ))
      }
    }
    func nodes(_ points: [Complex]) throws(LadderError) -> [Node] {
      // pieces of fixed size: the same bits for any number of threads
      let size = 1024
      do throws(Interrupted) {
        return try workers.map((points.count + size - 1) / size, monitor: monitor) { piece in
          evaluate(points[(piece * size)..<min(points.count, (piece + 1) * size)])
        }.flatMap { $0 }
      } catch { throw .interrupted }
    }
    self.line = line
    self.coupling = selfEnergy.coupling
    let all = try nodes(line.points)
    let momentNodes = try nodes(line.momentPoints)
    self.nodes = all
    self.circle = momentNodes
    // the second route, at time t only
    let transform = line.transform
    let count = transform.coefficientCount(until: time)
    let propagators = try nodes(transform.circlePoints(for: count)).map(\.propagator)
    let a = transform.value(transform.coefficients(count, from: propagators), at: time)
    let samples = line.samples(
      line: all.map(\.propagator), circle: momentNodes.map(\.propagator))
    let b = samples[EnergyLine.margin + line.steps]
    amplitude = ComplexEstimate(
      a, error: Complex(abs(a.real - b.real), abs(a.imaginary - b.imaginary)),
      method: "Chebyshev moments")
  }

  /// The sum over any number ≥ 1 of rungs.
  func allRungs() -> (value: Double, error: Double) {
    // e^{iτ(h−z)} with h − z = Σ − η²G̃
    let exponent = { (node: Node) in node.dressing - node.rung }
    let a = expanded(exponent) { $0.propagator }
    let f = expanded(exponent) { $0.propagator * $0.end }
    return integral(zip(f, a).map { ($0 * $1.conjugate).imaginary })
  }

  /// The sums over exactly k = 1…count rungs.
  ///
  /// `a = Σ_m λ^m a_m`, a_m with `e^{iτΣ} (−iτη²G̃)^m/m!`; k rungs collect m + m' = k − 1.
  func byRungs(upTo count: Int) -> [(value: Double, error: Double)] {
    var a: [[Complex]] = []
    var f: [[Complex]] = []
    for m in 0..<count {
      func power(_ node: Node) -> Complex {
        (0..<m).reduce(.one) { product, k in product * node.rung / Double(k + 1) }
      }
      a.append(expanded({ $0.dressing }, delay: m) { power($0) * $0.propagator })
      f.append(expanded({ $0.dressing }, delay: m) { power($0) * $0.propagator * $0.end })
    }
    return (1...count).map { k in
      // −iη² Σ [f_m conj a_m' − a_m conj f_m'] = 2η² Im Σ f_m conj a_m', as m and m' change places
      var sum = [Double](repeating: 0, count: a[0].count)
      for m in 0..<k {
        for j in sum.indices { sum[j] += (f[m][j] * a[k - 1 - m][j].conjugate).imaginary }
      }
      return integral(sum)
    }
  }

  /// `(1/2πi) ∫dz e^{−izs} e^{iτW(z)} (−iτ)^delay F(z)` at `τ = t − s` for all samples s.
  ///
  /// F and W are real on the real axis far out; the powers of i stay outside the transforms, which
  /// rely on that.
  private func expanded(
    _ exponent: (Node) -> Complex, delay: Int = 0, _ value: (Node) -> Complex
  ) -> [Complex] {
    let t = line.time
    var lineTerm = nodes.map(value)
    var circleTerm = circle.map(value)
    let lineExponent = nodes.map(exponent)
    let circleExponent = circle.map(exponent)
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
