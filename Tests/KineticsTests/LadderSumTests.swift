import Foundation
import Kinetics
import Testing
import Torus

private let start = Momentum([2.0 / 24, 4.0 / 24, 7.0 / 24])

/// Both energies on ellipses around the spectrum: the sum over all rungs without the separation of
/// energies, without lines and transforms.
private func doubleContour(_ ladder: LadderSum, time T: Double, site: [Int], momentum: Momentum)
  -> Double
{
  let selfEnergy = ladder.selfEnergy
  let (η, green) = (ladder.coupling, selfEnergy.green)
  let t = T / (η * η)
  let R = selfEnergy.spectralRadius
  struct Point { let z, dz, S, h, end: Complex }
  func points(_ q: Double) -> [Point] {
    let n = 240
    return (0..<n).map { k in
      let u = q * Complex.phase(2 * Double.pi * (Double(k) + 0.5) / Double(n))
      let z = R / 2 * (u + .one / u)
      let ζ = selfEnergy.dressedEnergy(at: z)
      return Point(
        z: z, dz: R / 2 * (u - .one / u) / Double(n), S: .one / (Complex(momentum.energy) - ζ),
        h: ζ - η * η * green.value(at: ζ), end: green.value(at: ζ, site: site))
    }
  }
  var sum = Complex.zero
  let inner = points(1.25)
  for a in points(1.4) {
    for b in inner {
      let phase = Complex.exp(Complex(0, -t) * (a.z - b.z))
      sum += a.dz * b.dz * phase * a.S * b.S * (a.end - b.end) / (a.h - b.h)
    }
  }
  return η * η * sum.real
}

@Suite struct LadderSumTests {
  @Test(arguments: LadderVariant.allCases)
  func `agrees with the double contour integral`(variant: LadderVariant) throws {
    for site in [[0, 0, 0], [0, 1, 0], [2, 1], [2], [1, 0, 1]] {
      let momentum = Momentum(Array(start.components.prefix(site.count)))
      let ladder = LadderSum(variant, dimension: site.count, coupling: 0.7)
      let total = try ladder.value(time: 1, momentum: momentum, observable: .mode(site))
      let survival = try ladder.value(time: 1, momentum: momentum, observable: .survival)
      let angle = zip(site, momentum.components).reduce(0) { $0 + Double($1.0) * $1.1 }
      let rungs = doubleContour(ladder, time: 1, site: site, momentum: momentum)
      let expected = survival.value * cos(2 * Double.pi * angle) + rungs
      #expect(abs(total.value - expected) < 1e-10, "\(variant), x = \(site)")
      #expect(total.error < 1e-7)
    }
  }

  @Test func `the decorated amplitude solves its equation of motion`() throws {
    // a'(s) = −η² ∫_0^s J_0(2r)³ e^{ie_0 r} a(s − r) dr in the frame that turns with e_0, by the
    // trapezoid rule, extrapolated twice
    let (η, T) = (0.6, 0.5)
    func solve(_ n: Int) -> Complex {
      let h = T / (η * η) / Double(n)
      let kernel = (0...n).map { k in
        pow(j0(2 * h * Double(k)), 3) * Complex.phase(start.energy * h * Double(k))
      }
      let c = -η * η * h
      var a = [Complex.one]
      var last = Complex.zero
      for k in 1...n {
        var known = 0.5 * (kernel[k] * a[0])
        for j in 1..<max(k, 1) { known += kernel[j] * a[k - j] }
        // a_k = a_{k−1} + h/2 (d_{k−1} + d_k), d_k = −η² h (known + a_k/2)
        let next = (a[k - 1] + h / 2 * (last + c * known)) / (1 - h / 4 * c)
        last = c * (known + 0.5 * next)
        a.append(next)
      }
      return a[n]
    }
    let (one, two, four) = (solve(400), solve(800), solve(1600))
    let first = (4 * two - one) / 3.0
    let second = (4 * four - two) / 3.0
    let reference = ((16 * second - first) / 15.0).norm
    let ladder = LadderSum(.decorated, dimension: 3, coupling: η)
    let value = try ladder.value(time: T, momentum: start, observable: .velocity)
    #expect(abs(value.value - reference) < 1e-9)
    #expect(abs(value.value - 0.743386) < 1e-6)
  }

  @Test func `the noncrossing amplitude is a contour integral over the dressed energy`() throws {
    // z = ζ − η²G(ζ) needs no iteration: a(t) = (1/2πi) ∮ dζ z'(ζ) e^{−iz(ζ)t}/(ζ − e_0)
    for (η, T, expected) in [(0.6, 0.5, 0.744727), (0.6, 1, 0.520729), (0.8, 1, 0.548615)] {
      let green = GreenFunction(dimension: 3)
      let n = 600
      var sum = Complex.zero
      for k in 0..<n {
        let u = 1.3 * Complex.phase(2 * Double.pi * (Double(k) + 0.5) / Double(n))
        let ζ = 3.5 * (u + .one / u)
        let (g, slope) = green.valueAndDerivative(at: ζ)
        let phase = Complex.exp(Complex(0, -T / (η * η)) * (ζ - η * η * g))
        let path = 3.5 * (u - .one / u) / Double(n)
        sum += path * (.one - η * η * slope) * phase / (ζ - Complex(start.energy))
      }
      let ladder = LadderSum(.noncrossing, dimension: 3, coupling: η)
      let value = try ladder.value(time: T, momentum: start, observable: .velocity)
      #expect(abs(value.value - sum.norm) < 1e-11)
      #expect(abs(value.value - expected) < 1e-6)
    }
  }

  @Test(arguments: 1...4)
  func `the noncrossing sum conserves probability`(dimension: Int) throws {
    let momentum = Momentum(Array([0.1, 0.2, 0.31, 0.37].prefix(dimension)))
    for (η, T) in [(0.3, 0.5), (0.8, 2), (1.5, 4)] {
      let ladder = LadderSum(.noncrossing, dimension: dimension, coupling: η)
      let defect = try ladder.wardDefect(time: T, momentum: momentum)
      #expect(abs(defect.value) < 1e-10, "d = \(dimension), η = \(η): \(defect)")
      #expect(defect.error < 1e-9)
    }
  }

  @Test func `the decorated sum misses one by the nestings, of order η²`() throws {
    let defects = try [0.1, 0.05].map { η in
      try LadderSum(.decorated, dimension: 3, coupling: η)
        .wardDefect(time: 1, momentum: start).value
    }
    #expect(abs(defects[0]) > 1e-3)
    #expect(abs(defects[0] / defects[1] - 4) < 0.3)
  }

  @Test func `two rungs of the basic ladder are the graph ab|ba`() throws {
    // the time form with 24⁴ nodes; 8·10⁶ points of a lattice rule agree to 3 digits
    let rungs = try LadderSum(.basic, dimension: 3, coupling: 0.5)
      .rungs(upTo: 2, time: 1, momentum: Momentum([0.1, 0.2, 0.3]), observable: .one)
    #expect(abs(rungs[2].value - 0.2834002353445) < 2e-12)
  }

  @Test func `one rung of the basic ladder is a double time integral`() throws {
    // η² ∫_0^t∫_0^t ds dr e^{−ie_0(s−r)} ∫dp g(p) e^{ie(p)(s−r)}
    let (η, T) = (0.5, 0.8)
    let (t, e) = (T / (η * η), start.energy)
    let (nodes, weights) = GaussLegendre(40).on(0, t)
    var (one, energy) = (0.0, 0.0)
    for (s, w) in zip(nodes, weights) {
      for (r, v) in zip(nodes, weights) {
        let x = s - r
        // ∫e(p) e^{ixe} = −i d/dx J_0(2x)³ = 6i J_0² J_1
        one += w * v * cos(e * x) * pow(j0(2 * x), 3)
        energy += w * v * sin(e * x) * 6 * pow(j0(2 * x), 2) * j1(2 * x)
      }
    }
    let ladder = LadderSum(.basic, dimension: 3, coupling: η)
    let rung = try ladder.rungs(upTo: 1, time: T, momentum: start, observable: .one)[1]
    #expect(abs(rung.value - η * η * one) < 1e-11)
    let weighted = try ladder.rungs(upTo: 1, time: T, momentum: start, observable: .energy)[1]
    #expect(abs(weighted.value - η * η * energy) < 1e-11)
  }

  @Test(arguments: LadderVariant.allCases)
  func `the rungs add up to the whole`(variant: LadderVariant) throws {
    let ladder = LadderSum(variant, dimension: 3, coupling: 0.6)
    let whole = try ladder.value(time: 1, momentum: start, observable: .energy)
    let rungs = try ladder.rungs(upTo: 14, time: 1, momentum: start, observable: .energy)
    #expect(abs(rungs.reduce(0) { $0 + $1.value } - whole.value) < 1e-9)
  }

  @Test func `time zero is the start`() throws {
    let ladder = LadderSum(.noncrossing, dimension: 3, coupling: 0.6)
    let energy = try ladder.value(time: 0, momentum: start, observable: .energy)
    #expect(abs(energy.value - start.energy) < 1e-14)
    let soon = try ladder.value(time: 1e-6, momentum: start, observable: .energy)
    #expect(abs(soon.value - start.energy) < 1e-5)
  }

  @Test func `gives the same bits with one thread and with two`() throws {
    let ladder = LadderSum(.noncrossing, dimension: 3, coupling: 0.3)
    let values = try [1, 2].map { threads in
      try ladder.value(
        time: 1, momentum: start, observable: .mode([2, 0, 0]), workers: Workers(threads: threads))
    }
    #expect(values[0] == values[1])
  }

  @Test func `refuses what does not fit`() {
    let ladder = LadderSum(.decorated, dimension: 3, coupling: 0.6)
    #expect(throws: LadderError.dimension(momentum: 2, lattice: 3)) {
      try ladder.value(time: 1, momentum: Momentum([0.1, 0.2]), observable: .one)
    }
    #expect(throws: LadderError.mode([1], dimension: 3)) {
      try ladder.value(time: 1, momentum: start, observable: .mode([1]))
    }
    #expect(throws: LadderError.unsupported(.displacement)) {
      try ladder.value(time: 1, momentum: start, observable: .displacement)
    }
    #expect(throws: LadderError.standing(Momentum([0, 0.5, 0]))) {
      try ladder.value(time: 1, momentum: Momentum([0, 0.5, 0]), observable: .velocity)
    }
    #expect(throws: LadderError.interrupted) {
      try ladder.value(
        time: 1, momentum: start, observable: .one, monitor: Monitor(isCancelled: { true }))
    }
  }

  @Test(arguments: LadderVariant.allCases)
  func `several observables at once are each of them alone`(variant: LadderVariant) throws {
    let p0 = Momentum([0.1, 0.2, 0.3])
    let ladder = LadderSum(variant, dimension: 3, coupling: 0.5)
    let observables = [Observable.velocity, .energy, .one, .mode([1, 1, 0]), .survival]
    let all = try ladder.values(time: 0.8, momentum: p0, observables: observables)
    for (observable, value) in zip(observables, all) {
      #expect(
        try value
          == ladder.value(time: 0.8, momentum: p0, observable: observable), "\(observable)")
    }
  }

  @Test(arguments: [LadderVariant.decorated, .noncrossing])
  func `long kinetic times at small η keep six digits and tend to Boltzmann`(
    variant: LadderVariant
  ) throws {
    // t = 4000: the distance is of order η²
    let p0 = Momentum([2.0 / 24, 4.0 / 24, 7.0 / 24])
    let ladder = LadderSum(variant, dimension: 3, coupling: 0.05)
    let values = try ladder.values(
      time: 10, momentum: p0, observables: [.energy, .one], workers: Workers(threads: 2))
    #expect(values.allSatisfy { $0.error < 1e-6 })
    #expect(abs(values[1].value - 1) < (variant == .noncrossing ? 1e-9 : 0.01))
    #expect(abs(values[0].value - p0.energy) < 0.03)
  }
}
