import Dynamics
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct DensityMatrixTests {
  @Test(arguments: [11, 16])
  func `the marginals of the Wigner transform are the densities of place and momentum`(side: Int) {
    let box = Box(dimension: 1, side: side)
    let ψ = arbitrary(on: box)
    let wigner = DensityMatrix(ψ).wigner
    let transformed = fourier(ψ, sign: -1)
    for (sum, row) in wigner.enumerated() {
      let integral = row.reduce(0, +) / Double(side)
      let density = sum % 2 == 0 ? 2 * ψ[sum / 2].norm : 0
      #expect(abs(integral - density) < 1e-13)
    }
    for v in 0..<side {
      let integral = wigner.reduce(0) { $0 + $1[v] } / 2
      // the transform of the box carries L^{−1/2}
      #expect(abs(integral - Double(side) * transformed[v].norm) < 1e-12)
    }
  }

  /// From the definition, over both coordinates.
  @Test func `the Wigner transform is its definition`() {
    let ψ = arbitrary(on: Box(dimension: 1, side: 7))
    let wigner = DensityMatrix(ψ).wigner
    for sum in 0...12 {
      for v in 0..<7 {
        var value = Complex.zero
        for y in 0..<7 {
          for z in 0..<7 where y + z == sum {
            let angle = 2 * Double.pi * Double(v) / 7 * Double(y - z)
            value += 2 * ψ[y].conjugate * ψ[z] * Complex.phase(angle)
          }
        }
        #expect(abs(wigner[sum][v] - value.real) < 1e-13 && abs(value.imaginary) < 1e-13)
      }
    }
  }

  /// `H(x,v) = ½ Σ_X e^{−(X−x)²/2w²} ∫dv' W(X,v') Σ_n e^{−n²/8w²} e^{2πi(v−v')n}` over the norm of g².
  @Test func `the Husimi function is the Wigner transform smeared, and never negative`() {
    // on an odd side the differences n and n ± L, which one v cannot tell apart, differ in parity
    let side = 15
    let w = 1.3
    let ρ = DensityMatrix(arbitrary(on: Box(dimension: 1, side: side)))
    let (wigner, husimi) = (ρ.wigner, ρ.husimi(width: w))
    #expect(wigner.joined().contains { $0 < -0.01 })
    #expect(husimi.joined().allSatisfy { $0 > -1e-15 })
    let square = (-60...60).reduce(0) { $0 + exp(-Double($1 * $1) / (2 * w * w)) }
    // y − z has the parity of y + z
    for x in 0..<side {
      for v in 0..<side {
        var sum = 0.0
        for (X, row) in wigner.enumerated() {
          let distance = Double(X) / 2 - Double(x)
          let bell = exp(-distance * distance / (2 * w * w))
          for (other, value) in row.enumerated() {
            var kernel = 0.0
            for n in -(side - 1)...(side - 1) where (n - X) % 2 == 0 {
              let angle = 2 * Double.pi * Double((v - other) * n) / Double(side)
              kernel += exp(-Double(n * n) / (8 * w * w)) * cos(angle)
            }
            sum += bell * value * kernel / Double(side)
          }
        }
        #expect(abs(husimi[x][v] - sum / 2 / square) < 1e-13)
      }
    }
  }

  @Test func `the Husimi function adds up to the trace`() {
    let ψ = WaveFunction.packet(Momentum([0.3]), width: 3, on: Box(dimension: 1, side: 60))
    let ρ = DensityMatrix(ψ)
    #expect(abs(ρ.trace - 1) < 1e-13)
    let total = ρ.husimi(width: 2).joined().reduce(0, +) / 60
    #expect(abs(total - 1) < 1e-9)
    // a packet is seen where it is: at the middle, at v = 0.3
    let husimi = ρ.husimi(width: 3)
    let peak = husimi.joined().max()!
    #expect(husimi[30][18] == peak && abs(peak - 1) < 1e-6)
  }

  @Test func `in two dimensions the other axis is summed over`() {
    let box = Box(dimension: 2, side: 6)
    let ψ = arbitrary(on: box)
    for axis in 0..<2 {
      let ρ = DensityMatrix(ψ, axis: axis)
      for x in 0..<6 {
        #expect(abs(ρ.entries[x * 6 + x].real - ψ.marginals[axis][x]) < 1e-15)
      }
      let element = (0..<6).reduce(Complex.zero) { sum, other in
        let (a, b) = axis == 0 ? ([1, other], [4, other]) : ([other, 1], [other, 4])
        return sum + ψ[box.index(a)].conjugate * ψ[box.index(b)]
      }
      #expect((ρ.entries[6 + 4] - element).modulus < 1e-15)
    }
  }

  @Test(arguments: [0, 1]) func `an ensemble averages the state of the axis asked for`(axis: Int)
    throws
  {
    let box = Box(dimension: 2, side: 8)
    let ensemble = try Ensemble(
      box: box, disorder: Disorder(.sign, seed: 5), coupling: 0.9, start: .site, times: [2],
      measurements: [], realisations: 3)
    let ρ = try ensemble.averagedState(axis: axis, workers: .single).mean
    let ψ = WaveFunction.site(box.middle, on: box)
    var mean = [Double](repeating: 0, count: 8)
    for k in 0..<3 {
      let h = Hamiltonian(
        box: box, coupling: 0.9, disorder: ensemble.disorder, realisation: k)
      let marginal = ChebyshevEvolution(box: box, times: [2]).evolve(ψ, under: h)[0].marginals[axis]
      for x in 0..<8 { mean[x] += marginal[x] / 3 }
    }
    for x in 0..<8 { #expect(abs(ρ.entries[9 * x].real - mean[x]) < 1e-14) }
  }

  @Test func `the averaged state is the mean of its realisations, on one thread and on two`() throws
  {
    let ensemble = try Ensemble(
      box: Box(dimension: 1, side: 40), disorder: Disorder(.gaussian, seed: 5), coupling: 0.6,
      start: .packet(Momentum([0.2]), width: 2), times: [3], measurements: [.profile],
      realisations: 70)
    let state = try ensemble.averagedState(workers: .single)
    #expect(try ensemble.averagedState(workers: Workers(threads: 2)) == state)
    let ρ = state.mean
    let average = try #require(ensemble.average(workers: .single))
    for x in 0..<40 {
      #expect(abs(ρ.entries[x * 40 + x].real - average.estimates[0][x].value) < 1e-14)
    }
    // averaging loses coherence: the mean of pure states is mixed
    let purity = ρ.entries.reduce(0) { $0 + $1.norm }
    #expect(abs(ρ.trace - 1) < 1e-13 && purity < 0.9)
  }

  /// ρ(x,x) is the profile, whose error comes from single realisations; here from blocks of 1 and of 4.
  @Test(arguments: [20, 250])
  func `the errors are those of independent realisations`(realisations: Int) throws {
    let ensemble = try Ensemble(
      box: Box(dimension: 1, side: 24), disorder: Disorder(.gaussian, seed: 5), coupling: 0.8,
      start: .site, times: [3], measurements: [.profile], realisations: realisations)
    let state = try ensemble.averagedState(workers: .single)
    #expect(state.blocks == (realisations == 20 ? 20 : 63))
    let diagonal = state.estimates { ρ in [(0..<24).map { ρ.entries[25 * $0].real }] }[0]
    let profile = try #require(ensemble.average(workers: .single)).estimates[0]
    for (a, b) in zip(diagonal, profile) {
      #expect(abs(a.value - b.value) < 1e-14)
      if realisations == 20 {
        #expect(abs(a.error - b.error) < 1e-14)
      } else {
        // each known to 1/√124, and one holds the other
        #expect(a.error > 0.6 * b.error && a.error < 1.5 * b.error)
      }
    }
    // the marginal of the Wigner transform over v: no more uncertain than the probability itself
    let wigner = state.estimates(\.wigner)
    #expect(wigner.count == 47 && wigner[0].count == 24)
    #expect(wigner.joined().allSatisfy { $0.error.isFinite && $0.uncertainty == .standardError })
    #expect(wigner[23].contains { $0.error > 0 })
  }

  /// 65 realisations are 32 blocks of two and one of one: B/(B−1) Σ (S_b − n_b m)²/R², summed here.
  @Test func `a last block that is shorter counts as what it is`() throws {
    let ensemble = try Ensemble(
      box: Box(dimension: 1, side: 12), disorder: Disorder(.gaussian, seed: 9), coupling: 1,
      start: .site, times: [2], measurements: [], realisations: 65)
    let evolution = ChebyshevEvolution(box: ensemble.box, times: [2])
    let values = (0..<65).map { k in
      let h = Hamiltonian(
        box: ensemble.box, coupling: 1, disorder: ensemble.disorder, realisation: k)
      return evolution.evolve(.site([6], on: ensemble.box), under: h)[0][4].norm
    }
    let mean = values.reduce(0, +) / 65
    var squares = 0.0
    for first in stride(from: 0, to: 65, by: 2) {
      let block = values[first..<min(first + 2, 65)]
      let deviation = block.reduce(0, +) - Double(block.count) * mean
      squares += deviation * deviation
    }
    let error = (33.0 / 32 * squares).squareRoot() / 65
    let estimate = try ensemble.averagedState(workers: .single)
      .estimates { [[$0.entries[4 * 12 + 4].real]] }[0][0]
    #expect(abs(estimate.value - mean) < 1e-14 && abs(estimate.error - error) < 1e-14)
  }
}
