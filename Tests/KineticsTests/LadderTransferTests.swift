import Diagrams
import Kinetics
import Resolvents
import Testing
import Torus

private let start = Momentum([2.0 / 24, 4.0 / 24, 7.0 / 24])
private let transfer = [0.2, -0.1, 0.3]

@Suite struct LadderTransferTests {
  /// The time form knows neither energies nor moments.
  @Test(arguments: ["one", "energy", "velocity", "mode:2,0,1"])
  func `rungs of the basic ladder are amplitudes of graphs`(name: String) throws {
    let observable = try #require(Observable(name))
    let setting = try AmplitudeSetting(
      coupling: 0.6, time: 1, start: start, observable: observable, transfer: transfer)
    let rungs = try LadderSum(.basic, dimension: 3, coupling: 0.6)
      .rungs(upTo: 2, time: 1, momentum: start, transfer: transfer, observable: observable)
    for (k, word) in [(1, "a|a"), (2, "ab|ba")] {
      let graph = try Amplitude(Pairing(word), setting).evaluate(tolerance: 1e-10)
      let distance = rungs[k].value - graph.value
      #expect(distance.modulus < 1e-9, "\(word): \(rungs[k].value), \(graph.value)")
      #expect(rungs[k].error.modulus < 1e-9)
    }
  }

  @Test(arguments: [1, 2, 4])
  func `so they are in other dimensions`(dimension: Int) throws {
    let p = Momentum(Array([0.1, 0.2, 0.31, 0.37].prefix(dimension)))
    let κ = Array([0.4, -0.15, 0.2, 0.1].prefix(dimension))
    let setting = try AmplitudeSetting(
      coupling: 0.7, time: 0.8, start: p, observable: .velocity, transfer: κ)
    let rungs = try LadderSum(.basic, dimension: dimension, coupling: 0.7)
      .rungs(upTo: 1, time: 0.8, momentum: p, transfer: κ, observable: .velocity)
    let graph = try Amplitude(Pairing("a|a"), setting).evaluate(tolerance: 1e-11)
    #expect((rungs[1].value - graph.value).modulus < 1e-9)
  }

  /// One line of the decorated ladder to order η⁴, from the graphs themselves.
  @Test func `the dressing enters at order η⁴ as the recollisions do`() throws {
    // Richardson: (decorated − basic)/η⁴ of one rung and the graphs with one rung and one recollision
    var ratios: [Complex] = []
    for η in [0.2, 0.1] {
      let T = 2 * η * η  // t = 2
      func rung(_ variant: LadderVariant) throws -> Complex {
        try LadderSum(variant, dimension: 3, coupling: η).rungs(
          upTo: 1, time: T, momentum: start, transfer: transfer.map { 0.05 * $0 / (η * η) },
          observable: .one)[1].value
      }
      let setting = try AmplitudeSetting(
        coupling: η, time: T, start: start, observable: .one,
        transfer: transfer.map { 0.05 * $0 / (η * η) })
      var graphs = Complex.zero
      for word in ["aab|b", "abb|a", "a|abb", "a|bba"] {
        graphs += try Amplitude(Pairing(word), setting).evaluate(tolerance: 1e-12).value
      }
      let added = try rung(.decorated) - rung(.basic)
      ratios.append((added - graphs) / (η * η * η * η))
    }
    // what is left is of order η⁶: relative to η⁴ it falls fourfold
    #expect(ratios[1].modulus < 0.3 * ratios[0].modulus + 1e-5)
    #expect(ratios[0].modulus < 0.2)
  }

  /// A mode turns with the axis: components of both signs in one mode.
  @Test func `an axis can be reflected`() throws {
    let ladder = LadderSum(.decorated, dimension: 2, coupling: 0.7)
    let (one, other) = (
      try ladder.value(
        time: 0.6, momentum: Momentum([0.1, 0.2]), transfer: [0.2, 0.15], observable: .mode([1, 1])),
      try ladder.value(
        time: 0.6, momentum: Momentum([0.1, -0.2]), transfer: [0.2, -0.15],
        observable: .mode([1, -1]))
    )
    #expect(abs(one.value.imaginary) > 1e-3)
    #expect((one.value - other.value).modulus < 1e-10, "\(one) \(other)")
  }

  /// Both energies on lines, but the rung by a sum over momenta.
  @Test(arguments: LadderVariant.allCases)
  func `agrees with rungs summed over momenta`(variant: LadderVariant) throws {
    let (η, T, p0, κ) = (0.7, 1.2, 0.13, 0.3)
    let (t, ξ) = (T / (η * η), η * η * κ)
    let ladder = LadderSum(variant, dimension: 1, coupling: η)
    func energy(_ p: Double) -> Double { Momentum([p]).energy }
    let (δ, n, m) = (3.0, 200, 40)
    let edge = 60.0
    let points = (-n...n).map { k -> (Complex, Complex, Double) in
      let E = edge * Double(k) / Double(n)
      let z = Complex(E, δ)
      // cos² towards the ends: wide enough that t does not see them
      let x = max(0, (abs(E) - 12) / (edge - 12))
      return (z, ladder.selfEnergy.dressedEnergy(at: z), smooth(x))
    }
    var sum = Complex.zero
    for (z, ζ, w) in points {
      let plus = (0..<m).map { Complex.one / (Complex(energy(Double($0) / Double(m) + ξ / 2)) - ζ) }
      for (y, ω, v) in points {
        var b = Complex.zero
        for k in 0..<m {
          b += plus[k] / (Complex(energy(Double(k) / Double(m) - ξ / 2)) - ω.conjugate)
        }
        b = η * η / Double(m) * b
        let phase = w * v * Complex.exp(Complex(0, -t) * (z - y.conjugate))
        let legs =
          Complex.one / (Complex(energy(p0 + ξ)) - ζ) / (Complex(energy(p0)) - ω.conjugate)
        sum += phase * legs / (.one - b)
      }
    }
    let step = edge / Double(n) / (2 * Double.pi)
    let value = try ladder.value(time: T, momentum: Momentum([p0]), transfer: [κ], observable: .one)
    #expect((step * step * sum - value.value).modulus < 1e-6, "\(step * step * sum) \(value.value)")
  }

  /// 1 at x ≤ 0 and 0 at x ≥ 1, with nine derivatives.
  private func smooth(_ x: Double) -> Double {
    let rule = GaussLegendre(20).on(min(max(x, 0), 1), 1)
    let whole = GaussLegendre(20).on(0, 1)
    func bump(_ rule: (nodes: [Double], weights: [Double])) -> Double {
      zip(rule.nodes, rule.weights).reduce(0) { sum, pair in
        let y = pair.0 * (1 - pair.0)
        return sum + pair.1 * y * y * y * y * y * y * y * y * y
      }
    }
    return bump(rule) / bump(whole)
  }

  @Test(arguments: LadderVariant.allCases)
  func `tends to the sum without transfer`(variant: LadderVariant) throws {
    let ladder = LadderSum(variant, dimension: 3, coupling: 0.6)
    for observable in [Observable.energy, .velocity, .survival] {
      let limit = try ladder.value(time: 1, momentum: start, observable: observable)
      let near = try ladder.value(
        time: 1, momentum: start, transfer: [0, 1e-8, 0], observable: observable)
      #expect(abs(near.value.real - limit.value) < 1e-7 && abs(near.value.imaginary) < 1e-6)
      let none = try ladder.value(
        time: 1, momentum: start, transfer: [0, 0, 0], observable: observable)
      #expect(none.value == Complex(limit.value))
    }
  }

  /// ∫F e^{−2πiκ·X} of a probability, from both sides of 0.
  @Test func `the noncrossing sum is a characteristic function`() throws {
    let ladder = LadderSum(.noncrossing, dimension: 3, coupling: 0.6)
    let moduli = try [0.1, 0.3, 0.6].map { κ in
      try ladder.value(
        time: 1, momentum: start, transfer: [κ, 0, κ / 2], observable: .one
      ).value.modulus
    }
    #expect(moduli[0] < 1 && moduli[1] < moduli[0] && moduli[2] < moduli[1])
    // the reflection of a graph takes p0 to p0 + ξ and conjugates
    let (η, κ) = (0.6, [0.3, -0.2, 0.1])
    let there = try ladder.value(time: 1, momentum: start, transfer: κ, observable: .energy)
    let end = Momentum(zip(start.components, κ).map { $0 + η * η * $1 })
    let back = try ladder.value(
      time: 1, momentum: end, transfer: κ.map { -$0 }, observable: .energy)
    #expect((there.value - back.value.conjugate).modulus < 1e-10)
  }

  @Test func `tends to Boltzmann at a transfer, with each number of rungs`() throws {
    let κ = [0.2, 0, 0.1]
    let limit = try ShellTransport(momentum: start, transfer: κ)
      .collisions(upTo: 2, time: 0.5, observable: .one)
    let distances = try [0.2, 0.1].map { η in
      // the wave of mean momentum p0
      let p = Momentum(zip(start.components, κ).map { $0 - η * η * $1 / 2 })
      return try LadderSum(.noncrossing, dimension: 3, coupling: η)
        .rungs(upTo: 2, time: 0.5, momentum: p, transfer: κ, observable: .one)
        .enumerated().map { ($1.value - limit[$0].value).modulus }
    }
    for k in 0...2 {
      #expect(distances[1][k] < 0.45 * distances[0][k], "\(k) rungs: \(distances)")
    }
  }

  @Test func `gives the same bits with one thread and with two`() throws {
    let ladder = LadderSum(.noncrossing, dimension: 2, coupling: 0.7)
    let values = try [1, 2].map { threads in
      try ladder.value(
        time: 1, momentum: Momentum([0.1, 0.2]), transfer: [0.1, 0.3], observable: .velocity,
        workers: Workers(threads: threads))
    }
    #expect(values[0] == values[1])
  }

  @Test func `refuses what does not fit`() {
    let ladder = LadderSum(.decorated, dimension: 3, coupling: 0.6)
    #expect(throws: LadderError.dimension(momentum: 1, lattice: 3)) {
      try ladder.value(time: 1, momentum: start, transfer: [0.1], observable: .one)
    }
    #expect(throws: LadderError.self) {
      try ladder.value(time: 1, momentum: start, transfer: [51.3, 0, 0], observable: .one)
    }
    #expect(throws: LadderError.interrupted) {
      try ladder.value(
        time: 1, momentum: start, transfer: transfer, observable: .one,
        monitor: Monitor(isCancelled: { true }))
    }
  }
}
