public import Torus

/// `ψ_t = e^{−itH} ψ_0` at several times from one run of the Chebyshev recurrence, matrix free.
///
/// The polynomials `T_k(h)ψ_0` of the largest time serve all others: each costs one more sum. Each
/// sweep over the box does recurrence, potential and sums at once, the sums in every second sweep,
/// two terms at a time while they are in registers (`ChebyshevRecurrence`, `Sweep`). Negative times
/// are as good as positive ones.
///
/// Cost: about `a·t + 10·(at)^{1/3} + 20` sweeps, a = half the spectral interval of this very
/// realisation; memory: two wave functions, the potential, and one wave function per time, kept for the
/// next evolution.
public struct ChebyshevEvolution: Sendable {
  /// The box, or the share of it that this process holds.
  public let slab: Slab
  /// Microscopic times, in any order.
  public let times: [Double]
  private let memory: FieldMemory

  public init(box: Box, times: [Double]) { self.init(slab: Slab(box), times: times) }

  /// The evolution of one wave function by all processes that hold a slab of it, and their threads.
  ///
  /// Each sweep is finished by all before the next begins, and each process gets one plane from
  /// either neighbour in between. The same bits as in one process.
  public init(slab: Slab, times: [Double]) {
    precondition(times.allSatisfy(\.isFinite), "times are finite, got \(times)")
    self.slab = slab
    self.times = times
    memory = FieldMemory(FieldLayout(slab))
  }

  /// The number of sweeps over the box, `T_1` to the last polynomial.
  public func sweeps(under h: Hamiltonian) -> Int {
    let half = (h.spectralBounds.upperBound - h.spectralBounds.lowerBound) / 2
    let pairs = times.map { ChebyshevSeries(argument: half * $0).pairs.count }.max() ?? 0
    return max(0, 2 * pairs - 1)
  }

  /// The evolved wave functions, in the order of `times`.
  ///
  /// - Postcondition: `‖ψ_t − e^{−itH}ψ_0‖ ≤ 1e-12 ‖ψ_0‖` for `at ≤ 2000`.
  /// - Throws: `Interrupted` when the monitor asks to stop; it is asked once in two sweeps.
  public func evolve(
    _ ψ: WaveFunction, under h: Hamiltonian, monitor: Monitor
  ) throws(Interrupted) -> [WaveFunction] {
    guard let evolved = evolve(ψ, under: h, times: times, monitor: monitor) else {
      throw Interrupted()
    }
    return evolved
  }

  /// The same without a way to stop it.
  public func evolve(_ ψ: WaveFunction, under h: Hamiltonian) -> [WaveFunction] {
    evolve(ψ, under: h, times: times)
  }

  /// The same for other times.
  func evolve(_ ψ: WaveFunction, under h: Hamiltonian, times: [Double]) -> [WaveFunction] {
    guard let evolved = evolve(ψ, under: h, times: times, monitor: .silent) else {
      preconditionFailure("a silent monitor stops nothing")
    }
    return evolved
  }

  /// `nil` if the monitor asked to stop, that of any process.
  func evolve(
    _ ψ: WaveFunction, under h: Hamiltonian, times: [Double], monitor: Monitor
  ) -> [WaveFunction]? {
    precondition(ψ.slab == slab && h.slab == slab, "wave function and Hamiltonian live on this box")
    let layout = memory.layout
    var recurrence = ChebyshevRecurrence(ψ, under: h, memory: memory)
    let (half, middle) = (recurrence.half, recurrence.middle)
    let series = times.map { ChebyshevSeries(argument: half * $0) }
    let pairs = series.map(\.pairs.count).max() ?? 0
    // real and imaginary part whatever the start
    let sums = times.map { _ in memory.field(parts: 2) }
    defer { for sum in sums { memory.giveBack(sum, parts: 2) } }
    func terms(_ j: Int) -> [Sweep.Term] {
      zip(sums, series).compactMap { sum, series in
        guard j < series.pairs.count else { return nil }
        return Sweep.Term(sum: sum, even: series.pairs[j].x, odd: series.pairs[j].y)
      }
    }
    var done = 0
    while done < pairs {
      // to agree takes a message: not at every sweep
      if slab.isWhole || done % 8 == 0, slab.agrees(monitor.isCancelled()) { return nil }
      if done == 0 {
        recurrence.begin(terms(0))
        done = 1
      } else {
        let end = min(done + recurrence.depth, pairs)
        recurrence.advance((done..<end).map(terms))
        done = end
      }
      monitor.progress(done, pairs)
    }
    return zip(times, sums).map { t, sum in
      var ψ = WaveFunction(
        slab: slab, real: layout.read(sum, parts: 2, part: 0),
        imaginary: layout.read(sum, parts: 2, part: 1))
      ψ.scale(by: Complex.phase(-t * middle))
      return ψ
    }
  }
}

extension ChebyshevEvolution: Hashable {
  public static func == (a: ChebyshevEvolution, b: ChebyshevEvolution) -> Bool {
    a.slab == b.slab && a.times == b.times
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(slab)
    hasher.combine(times)
  }
}
