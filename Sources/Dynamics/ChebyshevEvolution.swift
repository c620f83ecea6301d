public import Torus

/// `ψ_t = e^{−itH} ψ_0` at several times from one run of the Chebyshev recurrence, matrix free.
///
/// The polynomials `T_k(h)ψ_0` of the largest time serve all others: each costs one more sum. Each
/// sweep over the box does recurrence, potential and sums at once, row by row, so that a row is
/// summed while it is in the first cache:
///
///     T_{k+1} = 2h T_k − T_{k−1},   2h = (2/a)(Δ + U − b),   T_{k+1} in the place of T_{k−1}
///
/// and the sums are formed in every second sweep, two terms at a time. Real and imaginary part
/// evolve apart (H is real); a real start has one part only, half the work. Negative times are as
/// good as positive ones.
///
/// Cost: about `a·t + 10·(at)^{1/3} + 20` sweeps, a = half the spectral interval of this very
/// realisation; memory: two wave functions, the potential, and one wave function per time.
public struct ChebyshevEvolution: Hashable, Sendable {
  public let box: Box
  /// Microscopic times, in any order.
  public let times: [Double]
  /// For each row the 2(d−1) rows beside it.
  private let neighbours: [Int32]

  public init(box: Box, times: [Double]) {
    precondition(times.allSatisfy(\.isFinite), "times are finite, got \(times)")
    self.box = box
    self.times = times
    neighbours = (0..<box.rows).flatMap { row in
      (0..<box.dimension - 1).flatMap { axis in
        [1, -1].map { step in
          Int32(
            box.row(row, shiftedBy: (0..<box.dimension).map { $0 == axis ? step : 0 }))
        }
      }
    }
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

  /// `nil` if the monitor asked to stop.
  private func evolve(
    _ ψ: WaveFunction, under h: Hamiltonian, times: [Double], monitor: Monitor
  ) -> [WaveFunction]? {
    precondition(ψ.box == box && h.box == box, "wave function and Hamiltonian live on this box")
    let run = Run(ψ, h, times: times)
    for pair in 0..<run.pairs {
      if monitor.isCancelled() { return nil }
      switch box.dimension {
      case 1: step(run, pair, rowsBeside: InlineArray<0, Int>(repeating: 0))
      case 2: step(run, pair, rowsBeside: InlineArray<2, Int>(repeating: 0))
      case 3: step(run, pair, rowsBeside: InlineArray<4, Int>(repeating: 0))
      default: step(run, pair, rowsBeside: InlineArray<6, Int>(repeating: 0))
      }
      monitor.progress(pair + 1, run.pairs)
    }
    return run.results()
  }

  /// The two sweeps of a pair: `T_{2j}` from `T_{2j−1}`, `T_{2j+1}` from `T_{2j}`, and the sums.
  ///
  /// Both go through the box together, the second one plane behind the first, so that a box larger
  /// than the cache is read once for two steps. Plane p of `T_{2j+1}` takes the place of plane p of
  /// `T_{2j−1}`, which planes p−1, p, p+1 of `T_{2j}` were made from; so plane 0, the neighbour of
  /// the last, comes at the end:
  ///
  ///     T_{2j}     0 1 2   3   4   …  L−1
  ///     T_{2j+1}         1   2   3 …      L−2 L−1 0
  private func step<let Rows: Int>(
    _ run: borrowing Run, _ j: Int, rowsBeside: InlineArray<Rows, Int>
  ) {
    let active = run.active(j)
    let planes = box.dimension == 1 ? 1 : box.side
    neighbours.withUnsafeBufferPointer { neighbours in
      active.withUnsafeBufferPointer { active in
        func even(_ plane: Int) {
          sweep(
            plane, of: planes, rowsBeside, neighbours, next: run.even, current: run.odd, run,
            scale: run.scale, sums: UnsafeBufferPointer(rebasing: active[..<0]))
        }
        func odd(_ plane: Int) {
          // T_1 = hψ_0 is half of a step from zero
          sweep(
            plane, of: planes, rowsBeside, neighbours, next: run.odd, current: run.even, run,
            scale: j == 0 ? run.scale / 2 : run.scale, sums: active)
        }
        if j == 0 {
          for plane in 0..<planes { odd(plane) }
          return
        }
        for plane in 0..<planes {
          even(plane)
          if plane >= 2 { odd(plane - 1) }
        }
        if planes > 1 { odd(planes - 1) }
        odd(0)
      }
    }
  }

  /// One plane of a sweep, and its share of the sums.
  @inline(__always)
  private func sweep<let Rows: Int>(
    _ plane: Int, of planes: Int, _ rowsBeside: InlineArray<Rows, Int>,
    _ neighbours: UnsafeBufferPointer<Int32>, next: UnsafeMutablePointer<Double>,
    current: UnsafeMutablePointer<Double>, _ run: borrowing Run, scale: Double,
    sums: UnsafeBufferPointer<Run.Term>
  ) {
    let (parts, stride, side) = (run.parts, run.stride, box.side)
    let rows = box.rows / planes
    let current = UnsafePointer(current)
    var beside = InlineArray<Rows, UnsafePointer<Double>>(repeating: current)
    for row in plane &* rows..<(plane &+ 1) &* rows {
      for part in 0..<parts {
        for k in 0..<Rows {
          beside[k] = current + (Int(neighbours[Rows &* row &+ k]) &* parts &+ part) &* stride
        }
        let offset = (row &* parts &+ part) &* stride
        Sweep.recur(
          next + offset, current + offset, beside, run.potential + row &* side,
          scale: scale, side: side)
      }
      for term in sums { run.accumulate(term, row) }
    }
  }
}

extension ChebyshevEvolution {
  /// The working memory of one evolution: T_{2j}, T_{2j+1}, the shifted potential and the sums.
  private struct Run: ~Copyable {
    /// 1 for a real start, 2 otherwise.
    let parts: Int
    /// From a row to the next, the two end sites included.
    let stride: Int
    /// 2/a.
    let scale: Double
    /// The number of pairs of the longest series.
    let pairs: Int
    /// First site of the first row of `T_{2j}`; row r, part p is `(r·parts + p)·stride` further on.
    let even: UnsafeMutablePointer<Double>
    let odd: UnsafeMutablePointer<Double>
    /// `U − b`, row by row, without end sites.
    let potential: UnsafeMutablePointer<Double>
    private let box: Box
    private let times: [Double]
    private let series: [ChebyshevSeries]
    /// Real and imaginary part of the sum for each time.
    private let sums: [UnsafeMutablePointer<Double>]
    /// b, the middle of the spectral interval.
    private let middle: Double

    init(_ ψ: WaveFunction, _ h: Hamiltonian, times: [Double]) {
      let (low, high) = (h.spectralBounds.lowerBound, h.spectralBounds.upperBound)
      let middle = (low + high) / 2
      let half = (high - low) / 2
      box = h.box
      parts = ψ.isReal ? 1 : 2
      stride = box.side + 2
      scale = 2 / half
      self.middle = middle
      self.times = times
      series = times.map { ChebyshevSeries(argument: half * $0) }
      pairs = series.map(\.pairs.count).max() ?? 0
      let field = box.rows * parts * stride
      even = .allocate(capacity: field) + 1
      odd = .allocate(capacity: field) + 1
      (odd - 1).initialize(repeating: 0, count: field)
      potential = .allocate(capacity: box.sites)
      for x in 0..<box.sites { (potential + x).initialize(to: h.potential[x] - middle) }
      for row in 0..<box.rows {
        for part in 0..<parts {
          let target = even + (row * parts + part) * stride
          let source = part == 0 ? ψ.real : ψ.imaginary
          for i in -1...box.side {
            (target + i).initialize(to: source[row * box.side + box.modulo(i)])
          }
        }
      }
      let sites = box.sites
      sums = times.map { _ in
        let sum = UnsafeMutablePointer<Double>.allocate(capacity: 2 * sites)
        sum.initialize(repeating: 0, count: 2 * sites)
        return sum
      }
    }

    deinit {
      (even - 1).deallocate()
      (odd - 1).deallocate()
      potential.deallocate()
      for sum in sums { sum.deallocate() }
    }

    /// A time whose series is not yet at its end, with its two coefficients.
    struct Term {
      let sum: UnsafeMutablePointer<Double>
      let even: Double
      let odd: Double
    }

    func active(_ j: Int) -> [Term] {
      zip(sums, series).compactMap { sum, series in
        guard j < series.pairs.count else { return nil }
        return Term(sum: sum, even: series.pairs[j].x, odd: series.pairs[j].y)
      }
    }

    /// Adds `(e T_{2j} − i o T_{2j+1})` on one row to the sum of one time.
    @inline(__always)
    func accumulate(_ term: Term, _ row: Int) {
      let side = box.side
      let offset = row &* parts &* stride
      let real = term.sum + row &* side
      let imaginary = real + box.sites
      let (evenReal, oddReal) = (UnsafePointer(even + offset), UnsafePointer(odd + offset))
      if parts == 1 {
        Sweep.accumulate(real, term.even, evenReal, side: side)
        Sweep.accumulate(imaginary, -term.odd, oddReal, side: side)
      } else {
        Sweep.accumulate(real, term.even, evenReal, term.odd, oddReal + stride, side: side)
        Sweep.accumulate(imaginary, term.even, evenReal + stride, -term.odd, oddReal, side: side)
      }
    }

    /// The sums, each times its phase `e^{−itb}`.
    func results() -> [WaveFunction] {
      zip(times, sums).map { t, sum in
        let phase = Complex.phase(-t * middle)
        let sites = box.sites
        var ψ = WaveFunction.zero(on: box)
        for x in 0..<sites { ψ[x] = phase * Complex(sum[x], sum[sites + x]) }
        return ψ
      }
    }
  }
}
