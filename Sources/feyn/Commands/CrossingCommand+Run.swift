#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures
import Resolvents
import Torus

extension CrossingCommand {
  /// The integrals of one set of energies, at one shift or at the worst one, against ε.
  struct Curve {
    let energies: [Double]
    /// `nil` where the worst is looked for.
    let shift: Momentum?
    var rows: [CrossingSeries.Row] = []
    /// One per row where the worst is looked for.
    var maxima: [CrossingMaximum] = []

    var series: CrossingSeries { CrossingSeries(rows) }
  }

  /// The dispersion on the scale of the nearest-neighbour hopping, `e = constant + amplitude · e_0`.
  private struct Scale {
    let constant: Double
    let amplitude: Double

    func inner(_ ε: Double) -> Double { ε / abs(amplitude) }
    func inner(energies: [Double]) -> [Double] { energies.map { ($0 - constant) / amplitude } }
    func outer(energies: [Double]) -> [Double] { energies.map { constant + amplitude * $0 } }

    func outer(_ estimate: Estimate, denominators: Int = 1) -> Estimate {
      let factor = (0..<denominators).reduce(1.0) { product, _ in product / abs(amplitude) }
      return Estimate(
        factor * estimate.value, error: factor * estimate.error, estimate.uncertainty,
        method: estimate.method)
    }
  }

  private var scale: Scale {
    let multiple = dispersion.multipleOfNearestNeighbour
    return Scale(constant: multiple?.constant ?? 0, amplitude: multiple?.amplitude ?? 1)
  }

  // MARK: Before the run

  /// Refuses what cannot be computed.
  func check(_ ε: Double) throws {
    guard ε <= 1e4 else {
      throw Failure.usage(
        option: Self.epsilon.flag, value: "\(ε)",
        expected: "at most 10^4: far above the band the integral is ε^−n, n the number of"
          + " denominators")
    }
    do {
      switch (method, target) {
      case (.lattice, .shifts(let shifts)): _ = try lattice(ε, shifts)
      case (.torus, .shifts(let shifts)): _ = try torus(ε, shifts)
      case (.sample, .shifts(let shifts)):
        for set in energies { for u in shifts { _ = try sample(ε, set, u, seed: 1) } }
      default:
        for set in energies { _ = try plan(ε, set) }
      }
    } catch let error as CrossingError {
      let option =
        switch error {
        case .denominators, .energy: Self.energies.flag
        case .dimension: Self.dimension.flag
        default: Self.epsilon.flag
        }
      throw Failure.usage("\(option): \(error)")
    }
  }

  private func lattice(_ ε: Double, _ shifts: [Momentum]) throws -> CrossingLattice {
    try CrossingLattice(
      dimension: dimension, epsilon: scale.inner(ε), energies: energies.map(scale.inner(energies:)),
      shifts: shifts)
  }

  private func plan(_ ε: Double, _ set: [Double]) throws -> CrossingLattice {
    try CrossingField.plan(
      dimension: dimension, epsilon: scale.inner(ε), energies: scale.inner(energies: set))
  }

  private func torus(_ ε: Double, _ shifts: [Momentum]) throws -> CrossingTorus {
    try CrossingTorus(
      dimension: dimension, epsilon: ε, energies: energies, shifts: shifts, dispersion: dispersion)
  }

  private func sample(
    _ ε: Double, _ set: [Double], _ u: Momentum, seed: UInt64
  ) throws -> CrossingSample {
    try CrossingSample(
      dimension: dimension, epsilon: ε, energies: set, shift: u, samples: samples, seed: seed,
      dispersion: dispersion)
  }

  /// Says what a run of more than some seconds will cost.
  private func announce(_ console: Console) throws {
    let remedy = "a larger --epsilon takes less"
    if method == .torus {
      let bytes = try epsilons.map {
        try torus($0, [.zero(dimension: dimension)]).memory(threads: console.workers.threads)
      }
      try console.claim(bytes.max() ?? 0, remedy: remedy)
    }
    guard method == .lattice else { return }
    let costs = try epsilons.map { try lattice($0, [.zero(dimension: dimension)]).cost }
    // some half of the passes of a search over energies are coarse
    let passes = target == .worstEnergy ? 4 * Double(dimension) + 60 : 1
    let operations = passes * costs.reduce(0) { $0 + $1.operations }
    let seconds = operations / (4e10 * Double(min(2, console.workers.threads)))
    let bytes = costs.reduce(0) { max($0, $1.bytes + (target == .worst ? 11 * $1.sites : 0)) }
    try console.claim(bytes - Memory.program, remedy: remedy, isAnnounced: seconds <= 5)
    guard seconds > 5 else { return }
    console.announce(
      "\(NumberText.general(operations, digits: 2)) operations, about"
        + " \(Progress.duration(seconds)), \(NumberText.general(bytes / 1e6, digits: 2)) MB")
  }

  // MARK: The run

  func run(_ console: Console) throws {
    try announce(console)
    var curves = emptyCurves
    // integrals that share a pass come at once, the others one by one
    let sharesPass = !isWorst && method != .sample
    let steps = epsilons.flatMap { ε in
      sharesPass ? [(ε, curves.indices)] : curves.indices.map { (ε, $0..<$0 + 1) }
    }
    var finished: [[CrossingResult]] = []
    func step(_ index: Int, _ workers: Workers) throws -> [CrossingResult] {
      let (ε, indices) = steps[index]
      let results = try self.results(ε, indices, workers: workers, console)
      finished.append(results)
      return results
    }
    var isComplete = true
    do {
      finished =
        method == .sample
        ? try console.workers.each(steps.count) { try step($0, console.workers) }
        : try console.workers.rows(steps.count, step)
    } catch let interrupted as Interrupted {
      // a run that goes beyond this process keeps what is done in its own way
      guard console.workers.run == nil, !finished.isEmpty else { throw interrupted }
      isComplete = false
    }
    for (step, results) in zip(steps, finished) {
      for (i, result) in zip(step.1, results) {
        curves[i].rows.append(result.row)
        if let maximum = result.maximum { curves[i].maxima.append(maximum) }
      }
    }
    curves.removeAll { $0.rows.isEmpty }
    try console.show(document(curves), plot: plot(curves))
    if !isComplete { throw Interrupted() }
  }

  private var isWorst: Bool { target == .worst || target == .worstEnergy }

  private var emptyCurves: [Curve] {
    energies.flatMap { set -> [Curve] in
      guard case .shifts(let shifts) = target else { return [Curve(energies: set, shift: nil)] }
      return shifts.map { Curve(energies: set, shift: $0) }
    }
  }

  /// The rows of some curves at one ε.
  private func results(
    _ ε: Double, _ indices: Range<Int>, workers: Workers, _ console: Console
  ) throws -> [CrossingResult] {
    var label = "ε = \(NumberText.general(ε, digits: 4))"
    let count = emptyCurves.count
    if count > indices.count { label += ", \(indices.lowerBound + 1) of \(count)" }
    let monitor = console.monitor(label)
    func result(
      _ set: [Double], _ integral: Estimate, _ norms: [Estimate], _ maximum: CrossingMaximum? = nil
    ) -> CrossingResult {
      CrossingResult(
        row: CrossingSeries.Row(
          epsilon: ε, integral: integral, norms: norms, suprema: suprema(ε, set)),
        maximum: maximum)
    }
    switch (target, method) {
    case (.shifts, .sample):
      let curve = emptyCurves[indices.lowerBound]
      let run = try sample(ε, curve.energies, curve.shift!, seed: console.seed)
      let integral = try run.integral(workers: workers, monitor: monitor)
      return [result(curve.energies, integral, try run.norms(workers: workers))]
    case (.shifts(let shifts), .torus):
      let all = try torus(ε, shifts).integrals(workers: workers, monitor: monitor)
      return indices.map { i in
        let (set, shift) = i.quotientAndRemainder(dividingBy: shifts.count)
        return result(energies[set], all.integrals[set][shift], all.norms[set])
      }
    case (.shifts(let shifts), .lattice):
      let all = try lattice(ε, shifts).integrals(workers: workers, monitor: monitor)
      return indices.map { i in
        let (set, shift) = i.quotientAndRemainder(dividingBy: shifts.count)
        return result(
          energies[set],
          scale.outer(all.integrals[set][shift], denominators: energies[set].count),
          all.norms[set].map { scale.outer($0) })
      }
    case (.worst, _), (.worstEnergy, _):
      let set = energies[indices.lowerBound]
      let maximum =
        target == .worst
        ? try CrossingField(plan(ε, set), workers: workers, monitor: monitor)
          .worst(workers: workers, monitor: monitor)
        : try CrossingField.worstEnergy(
          dimension: dimension, epsilon: scale.inner(ε), denominators: set.count,
          workers: workers, monitor: monitor)
      return [
        result(
          scale.outer(energies: maximum.energies),
          scale.outer(maximum.integral, denominators: set.count),
          maximum.norms.map { scale.outer($0) }, maximum)
      ]
    }
  }

  /// `sup_p 1/|e−E−iε|` of each denominator.
  private func suprema(_ ε: Double, _ set: [Double]) -> [Double] {
    let band = bandOfDispersion
    return set.map { 1 / hypot(max(band.lowerBound - $0, $0 - band.upperBound, 0), ε) }
  }

  private var bandOfDispersion: ClosedRange<Double> {
    guard let (c, a) = dispersion.multipleOfNearestNeighbour else { return dispersion.band }
    let edge = 2 * Double(dimension) * abs(a)
    return c - edge...c + edge
  }

  /// The energy common to all denominators at the worst of all.
  func worstEnergy(_ maximum: CrossingMaximum) -> Double {
    scale.outer(energies: maximum.energies)[0]
  }
}
