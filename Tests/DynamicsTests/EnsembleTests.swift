import Dynamics
import Testing
import Torus

@Suite struct EnsembleTests {
  static let p = Momentum([2.0 / 24, 4.0 / 24, 7.0 / 24])

  /// `E|⟨…⟩|` by exact diagonalisation, realisation by realisation, on a box of 4³ sites.
  @Test func `averages agree with exact diagonalisation`() throws {
    let box = Box(dimension: 3, side: 4)
    let p = Momentum([0.25, 0, 0.5])
    let observables: [Observable] = [.energy, .velocity, .mode([1, 0, 2]), .survival]
    let ensemble = try Ensemble(
      box: box, disorder: Disorder(.gaussian, seed: 8), coupling: 0.7,
      start: .planeWave(p), times: [1, 6], measurements: observables.map { .observable($0) },
      realisations: 5)
    let average = try #require(ensemble.average(workers: .single))
    let ψ = WaveFunction.planeWave(p, on: box)
    var sums = [[Double]](repeating: [0, 0, 0], count: 2)
    var amplitudes = [[Complex]](repeating: [], count: 2)
    for k in 0..<5 {
      let oracle = DenseOracle(
        Hamiltonian(box: box, coupling: 0.7, disorder: ensemble.disorder, realisation: k))
      for (i, t) in ensemble.times.enumerated() {
        let φ = oracle.evolved(ψ, time: t)
        let transformed = fourier(φ, sign: -1)
        amplitudes[i].append(transformed[box.index([1, 0, 2])])
        for v in 0..<box.sites {
          let x = box.coordinates(v)
          let momentum = Momentum(x.map { Double($0) / 4 })
          let turn = Complex.phase(2 * Double.pi * Double(x[0] + 2 * x[2]) / 4)
          let density = transformed[v].norm
          sums[i][0] += momentum.energy * density / 5
          sums[i][1] += momentum.velocity[0] / -2 * density / 5
          sums[i][2] += turn.real * density / 5
        }
      }
    }
    for i in 0..<2 {
      for j in 0..<3 { #expect(abs(average.estimates[i][j].value - sums[i][j]) < 1e-12) }
      var pairs = 0.0
      for k in 0..<5 {
        for l in 0..<5 where l != k {
          pairs += (amplitudes[i][k].conjugate * amplitudes[i][l]).real / 20
        }
      }
      #expect(abs(average.estimates[i][3].value - pairs) < 1e-12)
    }
  }

  @Test func `one and two threads give the same bits`() throws {
    let ensemble = try Ensemble(
      box: Box(dimension: 3, side: 8), disorder: Disorder(.laplace, seed: 2), coupling: 0.5,
      start: .planeWave(Momentum([0.125, 0.25, 0])), times: [1, 2],
      measurements: [.observable(.one), .observable(.velocity), .observable(.survival)],
      realisations: 40)
    let one = ensemble.average(workers: .single)
    #expect(one != nil)
    #expect(one == ensemble.average(workers: Workers(threads: 2)))
  }

  /// Independent programs (Chebyshev in numpy, other random numbers) found these, in brackets their
  /// errors in units of the last digit: 0.7776(2), 0.7448(2), 0.5156(5).
  @Test(arguments: [
    (0.8, 0.5, 0.7776, 0.0002), (0.6, 0.5, 0.7448, 0.0002), (0.6, 1, 0.5156, 0.0005),
  ])
  func `the velocity of a plane wave decays as seen before`(
    η: Double, T: Double, seen: Double, error: Double
  ) throws {
    let ensemble = try Ensemble(
      box: Box(dimension: 3, side: 24), disorder: Disorder(.gaussian, seed: 1), coupling: η,
      start: .planeWave(Self.p), times: [T / (η * η)],
      measurements: [.observable(.velocity), .observable(.one)],
      realisations: 150)
    let average = try #require(ensemble.average(workers: Workers(threads: 2)))
    let velocity = average.estimates[0][0]
    // three standard deviations of the difference
    let tolerance = 3 * (velocity.error * velocity.error + error * error).squareRoot()
    #expect(abs(velocity.value - seen) <= tolerance, "\(velocity)")
    #expect(velocity.error < 0.0008)
    #expect(abs(average.estimates[0][1].value - 1) < 1e-14)
    // rounding, which is never nothing in 150 realisations
    #expect(average.normDefect < 1e-13 && average.normDefect > 0)
  }

  @Test func `without disorder a plane wave stays what it is`() throws {
    let ensemble = try Ensemble(
      box: Box(dimension: 2, side: 12), disorder: Disorder(.gaussian, seed: 1), coupling: 0,
      start: .planeWave(Momentum([1.0 / 12, 0.25])), times: [9],
      measurements: [.observable(.energy), .observable(.velocity), .observable(.survival)],
      realisations: 3)
    let row = try #require(ensemble.average(workers: .single)).estimates[0]
    #expect(abs(row[0].value - 3.0.squareRoot()) < 1e-13)
    #expect(abs(row[1].value - 1) < 1e-13)
    #expect(abs(row[2].value - 1) < 1e-13)
  }

  @Test func `an interrupted run keeps a prefix`() throws {
    let ensemble = try Ensemble(
      box: Box(dimension: 1, side: 16), disorder: Disorder(.sign, seed: 2), coupling: 0.5,
      start: .planeWave(Momentum([0.25])), times: [1], measurements: [.observable(.velocity)],
      realisations: 1000)
    let stop = StopAfter(7)
    let monitor = Monitor(progress: { done, _ in stop.saw(done) }, isCancelled: { stop.reached })
    let partial = try #require(ensemble.average(workers: .single, monitor: monitor))
    #expect(partial.realisations == 7)
    let short = try Ensemble(
      box: ensemble.box, disorder: ensemble.disorder, coupling: 0.5, start: ensemble.start,
      times: [1], measurements: [.observable(.velocity)], realisations: 7)
    let whole = try #require(short.average(workers: .single))
    #expect(partial.estimates == whole.estimates)
    #expect(!partial.isComplete && whole.isComplete)
    #expect(ensemble.average(workers: .single, monitor: Monitor(isCancelled: { true })) == nil)
  }

  @Test func `a target error decides how many realisations go in`() throws {
    let ensemble = try Ensemble(
      box: Box(dimension: 2, side: 10), disorder: Disorder(.uniform, seed: 2), coupling: 0.7,
      start: .planeWave(Momentum([0.1, 0.2])), times: [1, 2],
      measurements: [.observable(.velocity), .observable(.survival)], realisations: 100_000,
      targetError: 0.005)
    let average = try #require(ensemble.average(workers: .single))
    #expect(average.estimates.allSatisfy { $0.allSatisfy { $0.error <= 0.005 } })
    #expect(average.realisations > 64 && average.realisations < 2000)
    #expect(average == ensemble.average(workers: Workers(threads: 2)))
  }

  @Test func `covariances of the times are those of the samples`() throws {
    let ensemble = try Ensemble(
      box: Box(dimension: 1, side: 16), disorder: Disorder(.sign, seed: 2), coupling: 0.5,
      start: .planeWave(Momentum([0.25])), times: [1, 1.05, 8],
      measurements: [.observable(.velocity)], realisations: 200)
    let average = try #require(ensemble.average(workers: .single))
    let c = average.covariances[0]
    for i in 0..<3 {
      let error = average.estimates[i][0].error
      #expect(abs(c[i][i] - error * error) < 1e-15)
      for j in 0..<3 { #expect(c[i][j] == c[j][i]) }
    }
    // the dynamics has hardly moved between the first two times
    #expect(c[0][1] / (c[0][0] * c[1][1]).squareRoot() > 0.99)
  }

  /// What the docs say: 12 numbers a site for one time from a plane wave, 10 from a site; a partner or a
  /// way back is a second evolution in the same fields.
  @Test func `cost and memory count the evolutions`() throws {
    let box = Box(dimension: 3, side: 16)
    func make(_ start: Start, _ measurement: Measurement, times: [Double] = [3]) throws
      -> Ensemble
    {
      try Ensemble(
        box: box, disorder: Disorder(.gaussian, seed: 1), coupling: 0.5, start: start,
        times: times, measurements: [measurement], realisations: 10)
    }
    let wave = Start.planeWave(Momentum([0, 0.125, 0.25]))
    let transfer = Measurement.transferred(.one, transfer: Momentum([0, 0, 0.125]))
    let plain = try make(wave, .returnProbability)
    #expect(plain.siteUpdates / Double(box.sites) / 10 >= 3 * 6)
    let vector = 8 * Double(box.sites)
    for (start, vectors) in [(wave, 12.0), (.site, 10)] {
      let ensemble = try make(start, .returnProbability)
      #expect(abs(ensemble.memory(threads: 1) / vector - vectors) < 0.05)
      #expect(abs(ensemble.memory(threads: 4) / vector - (4 * (vectors - 2) + 2)) < 0.05)
    }
    for (start, measurement, runs, vectors) in [
      (wave, transfer, 2.0, 6.0), (.site, transfer, 1, 2), (wave, .echo(.same), 2, 3),
    ] {
      let (one, more) = (try make(start, .returnProbability), try make(start, measurement))
      #expect(more.siteUpdates == runs * one.siteUpdates)
      let memory = more.memory(threads: 1) - one.memory(threads: 1)
      #expect(abs(memory / vector - vectors) < 0.05)
    }
    let (one, three) = (
      try make(wave, .returnProbability, times: [1, 2, 3]),
      try make(wave, .echo(.fresh), times: [1, 2, 3])
    )
    #expect(three.siteUpdates == 4 * one.siteUpdates)
    // 16 realisations of an eighth that goes back from every time
    let entropy = EnsembleEntropy(
      try Ensemble(
        box: box, disorder: Disorder(.gaussian, seed: 1), coupling: 0.5, start: wave,
        times: [1, 2, 3], measurements: [], realisations: 16))
    #expect(abs(entropy.siteUpdates / (1.6 * one.siteUpdates * (1 + 3 / 8.0)) - 1) < 1e-12)
    // eight states of three times, two evolutions, and the distributions of two blocks
    #expect(entropy.memory(threads: 1) == vector * (8 * 2 * 3 + 12 + 4 + 2 * 3))
  }

  @Test func `the largest box fits and the next does not`() {
    for dimension in 1...4 {
      let side = Ensemble.largestSide(dimension: dimension)
      #expect(Box(dimension: dimension, side: side).sites <= Ensemble.mostSites)
      #expect(Box(dimension: dimension, side: side + 1).sites > Ensemble.mostSites)
    }
  }

  @Test func `refuses what is not defined`() {
    let box = Box(dimension: 3, side: 24)
    func make(
      _ p: [Double] = [0, 0, 0.25], η: Double = 0.5, times: [Double] = [1],
      observable: Observable = .one, realisations: Int = 10
    ) throws(EnsembleError) -> Ensemble {
      try Ensemble(
        box: box, disorder: Disorder(.gaussian, seed: 1), coupling: η,
        start: .planeWave(Momentum(p)), times: times, measurements: [.observable(observable)],
        realisations: realisations)
    }
    let off = Momentum([0.1, 0.2, 0.3])
    #expect(throws: EnsembleError.momentumOffLattice(off, box: box)) { try make([0.1, 0.2, 0.3]) }
    #expect(throws: EnsembleError.dimension(momentum: Momentum([0, 0]), box: box)) {
      try make([0, 0])
    }
    #expect(throws: EnsembleError.coupling(-1)) { try make(η: -1) }
    #expect(throws: EnsembleError.coupling(.infinity)) { try make(η: .infinity) }
    #expect(throws: EnsembleError.time(-1)) { try make(times: [1, -1]) }
    #expect(throws: EnsembleError.tooFewRealisations(2)) { try make(realisations: 2) }
    let still = Start.planeWave(Momentum([0, 0, 0]))
    #expect(throws: EnsembleError.undefined(.observable(.velocity), start: still)) {
      try make([0, 0, 0], observable: .velocity)
    }
    let start = Start.planeWave(Momentum([0, 0, 0.25]))
    #expect(throws: EnsembleError.undefined(.observable(.displacement), start: start)) {
      try make(observable: .displacement)
    }
    #expect(throws: EnsembleError.mode([1], box: box)) { try make(observable: .mode([1])) }
    #expect(
      EnsembleError.momentumOffLattice(off, box: box).description.hasSuffix(
        "the nearest that is: 2/24,5/24,7/24"))
  }
}
