import Dynamics
import Synchronization
import TestSupport
import Testing
import Torus

/// A box that several processes hold, played by threads that share nothing but messages.
@Suite struct SlabTests {
  /// Sides that the processes divide and that they do not, down to one plane for each.
  static let boxes = [
    (1, 13), (1, 37), (1, 64), (2, 4), (2, 7), (2, 10), (3, 4), (3, 5), (3, 6), (4, 4),
  ].map { Box(dimension: $0, side: $1) }

  @Test(arguments: boxes) func `the shares of all processes are the box, in its order`(box: Box) {
    for size in 1...min(4, box.planes) {
      let sites = LocalCrew.run(size: size) { Slab(box, crew: $0).sites }
      #expect(sites.flatMap { Array($0!) } == Array(0..<box.sites))
    }
  }

  /// Against one process, whose evolution the other suites hold against exact diagonalisation.
  @Test(arguments: boxes) func `the evolved wave function has the bits of one process`(box: Box) {
    let h = Hamiltonian(
      box: box, coupling: 0.8, disorder: Disorder(.uniform, seed: 4), realisation: 3)
    let times = [0.7, -3.1]
    for ψ in [arbitrary(on: box), .site(box.middle, on: box)] {
      let expected = ChebyshevEvolution(box: box, times: times).evolve(ψ, under: h)
      for size in 1...min(4, box.planes) {
        for threads in 1...2 {
          let parts = LocalCrew.run(size: size) { crew -> [WaveFunction] in
            let slab = Slab(box, crew: crew, threads: threads)
            let share = WaveFunction(
              slab: slab, real: Array(ψ.real[slab.sites]),
              imaginary: Array(ψ.imaginary[slab.sites]))
            return ChebyshevEvolution(slab: slab, times: times).evolve(
              share,
              under: Hamiltonian(
                slab: slab, coupling: 0.8, disorder: Disorder(.uniform, seed: 4), realisation: 3))
          }
          for (i, φ) in expected.enumerated() {
            #expect(parts.flatMap { $0![i].real } == φ.real, "\(size) × \(threads)")
            #expect(parts.flatMap { $0![i].imaginary } == φ.imaginary, "\(size) × \(threads)")
          }
        }
      }
    }
  }

  static let starts = [1, 2, 3].flatMap { d -> [Ensemble] in
    let box = Box(dimension: d, side: [31, 17, 7][d - 1])
    let p = Momentum((0..<d).map { Double($0 + 1) / Double(box.side) })
    let ξ = Momentum((0..<d).map { Double(1 - $0) / Double(box.side) })
    let weights: [Measurement] = [
      .observable(.one), .observable(.energy), .observable(.velocity),
      .observable(.mode([-1] + [Int](repeating: 2, count: d - 1))), .observable(.survival),
      .returnProbability, .autocorrelation, .participation, .echo(.same), .echo(.fresh),
      .transferred(.velocity, transfer: ξ),
    ]
    let places: [Measurement] = [
      .observable(.displacement), .profile, .participation, .observable(.energy),
      .transferred(.one, transfer: Momentum(ξ.components.map { $0 / 3 })),
    ]
    return [
      (Start.planeWave(p), weights), (.packet(p, width: Double(box.side) / 16), places),
      (.site, places),
    ].map { start, measurements in
      try! Ensemble(
        box: box, disorder: Disorder(.gaussian, seed: 2), coupling: 0.7, start: start,
        times: [0.4, 2], measurements: measurements, realisations: 3)
    }
  }

  @Test(arguments: starts) func `all that is measured has the bits of one process`(
    ensemble: Ensemble
  ) {
    let expected = ensemble.average(workers: .single)
    #expect(expected != nil)
    for size in 1...4 {
      let averages = LocalCrew.run(size: size) { crew in
        ensemble.average(workers: Workers(threads: 2, run: Run(crew: crew)), inSlabs: true)
      }
      #expect(averages == Array(repeating: expected, count: size))
    }
  }

  @Test func `threads alone, without a crew, have the bits of one thread`() throws {
    let ensemble = Self.starts[6]
    #expect(
      ensemble.average(workers: Workers(threads: 3), inSlabs: true)
        == ensemble.average(workers: .single))
  }

  @Test func `a target error stops all processes at the same realisation`() throws {
    let ensemble = try Ensemble(
      box: Box(dimension: 1, side: 16), disorder: Disorder(.sign, seed: 2), coupling: 0.7,
      start: .site, times: [1], measurements: [.observable(.displacement)], realisations: 400,
      targetError: 0.03)
    let expected = try #require(ensemble.average(workers: .single))
    #expect(expected.realisations < 400)
    let averages = LocalCrew.run(size: 3) { crew in
      ensemble.average(workers: Workers(threads: 1, run: Run(crew: crew)), inSlabs: true)
    }
    #expect(averages == [expected, expected, expected])
  }

  @Test func `one process that is asked to stop stops all, within a realisation`() throws {
    let ensemble = Self.starts[0]
    let calls = Atomic<Int>(0)
    let finished = LocalCrew.run(size: 3) { crew -> Bool in
      let run = Run(crew: crew) {
        crew.rank == 2 && calls.wrappingAdd(1, ordering: .relaxed).newValue > 3
      }
      let average = ensemble.average(workers: Workers(threads: 1, run: run), inSlabs: true)
      return average == nil && run.isStopped
    }
    #expect(finished == [true, true, true])
  }

  @Test func `what reaches beyond the next plane is named`() throws {
    func ensemble(_ m: [Int]) throws -> Ensemble {
      try Ensemble(
        box: Box(dimension: 2, side: 8), disorder: Disorder(.sign, seed: 2), coupling: 0.7,
        start: .site, times: [1], measurements: [.observable(.mode(m))], realisations: 3)
    }
    #expect(try ensemble([1, 5]).obstacleToSlabs == nil)
    #expect(try ensemble([-2, 0]).obstacleToSlabs == .observable(.mode([-2, 0])))
  }

  /// A share and two planes: of a large box next to nothing but the share.
  @Test func `memory falls with the number of processes`() throws {
    let ensemble = try Ensemble(
      box: Box(dimension: 3, side: 128), disorder: Disorder(.gaussian, seed: 2), coupling: 0.7,
      start: .site, times: [1], measurements: [.observable(.displacement)], realisations: 3)
    let whole = ensemble.memoryInSlabs(processes: 1)
    #expect(whole == ensemble.memory(threads: 1))
    for processes in 2...16 {
      let ratio = ensemble.memoryInSlabs(processes: processes) / whole
      let planes = Double((128 + processes - 1) / processes + 2)
      #expect(abs(ratio - planes / 128) < 1e-3)
    }
  }
}
