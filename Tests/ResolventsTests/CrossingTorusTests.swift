import Foundation
import Resolvents
import Testing
import Torus

@Suite struct CrossingTorusTests {
  @Test(arguments: CrossingLatticeTests.reference)
  func `gives the reference values in three dimensions to five digits`(
    ε: Double, energy: Double, norm: Double, integrals: [Double]
  ) throws {
    let result = try CrossingTorus(
      dimension: 3, epsilon: ε, energies: [[energy, energy, energy]],
      shifts: CrossingLatticeTests.shifts
    ).integrals(workers: Workers(threads: 2))
    #expect(abs(result.norms[0][0].value - norm) < 1e-6 * norm)
    for (value, expected) in zip(result.integrals[0], integrals) {
      #expect(abs(value.value - expected) < 5e-6 * expected)
    }
  }

  @Test(arguments: [
    (1, 0.02, [0.3, 0.3, 0.3]), (1, 0.5, [5, -1, 0.3]), (2, 0.1, [0, 0, 0]),
    (2, 0.2, [1, -2, 0.5]), (2, 0.3, [1, 1]), (3, 0.5, [1.3, 2, -0.7]),
    (3, 0.4, [0, 0, 0, 0]), (4, 0.8, [0.5, 0.5, 0.5]), (4, 1.5, [2, 2]),
  ])
  func `agrees with the lattice sum within the errors`(
    dimension: Int, ε: Double, energies: [Double]
  ) throws {
    let shifts = [0.0, 0.31, 0.5].map { u in
      Momentum([u, 0.1, 0.23, 0.4].prefix(dimension) + [])
    }
    let lattice = try CrossingLattice(
      dimension: dimension, epsilon: ε, energies: [energies], shifts: shifts
    ).integrals()
    let torus = try CrossingTorus(
      dimension: dimension, epsilon: ε, energies: [energies], shifts: shifts
    ).integrals()
    for (a, b) in zip(lattice.integrals[0], torus.integrals[0]) {
      #expect(a.agrees(with: b), "\(a) \(b)")
      #expect(b.error < 1e-4 * b.value)
    }
    for (a, b) in zip(lattice.norms[0], torus.norms[0]) { #expect(a.agrees(with: b)) }
  }

  @Test func `on the dual lattice it is the plain double sum over momenta`() throws {
    // a small box, wide resolvents: the largest box by brute force
    let run = try CrossingTorus(
      dimension: 1, epsilon: 2, energies: [[0.5, -1, 0.2]], shifts: [Momentum([0.25])], side: 48)
    let side = 48
    func f(_ k: Int, _ energy: Double) -> Double {
      let e = Momentum([Double(k) / Double(side)]).energy - energy
      return 1 / (e * e + 4).squareRoot()
    }
    var sum = 0.0
    for p in 0..<side {
      for q in 0..<side { sum += f(p, 0.5) * f(q, -1) * f(p + q - side / 4, 0.2) }
    }
    sum /= Double(side * side)
    let value = try run.integrals().integrals[0][0]
    #expect(abs(value.value - sum) < 1e-13)
  }

  @Test func `any hopping of finite range will do`() throws {
    // two dimensions, next-nearest neighbours, against the double sum over a small box
    let dispersion = Dispersion.nextNearest(dimension: 2, amplitude: 0.4)
    let run = try CrossingTorus(
      dimension: 2, epsilon: 2.5, energies: [[0.5, 0.5, 1]], shifts: [Momentum([0.25, 0.5])],
      dispersion: dispersion, side: 24)
    let side = 24
    var resolvents: [[Double]] = []
    for energy in [0.5, 1] {
      resolvents.append(
        (0..<side * side).map { k in
          let p = Momentum([Double(k / side) / 24, Double(k % side) / 24])
          return 1 / hypot(dispersion.energy(at: p) - energy, 2.5)
        })
    }
    var sum = 0.0
    for p in 0..<side * side {
      for q in 0..<side * side {
        let x = (p / side + q / side + 2 * side - 6) % side
        let y = (p % side + q % side + 2 * side - 12) % side
        sum += resolvents[0][p] * resolvents[0][q] * resolvents[1][x * side + y]
      }
    }
    sum /= Double(side * side * side * side)
    let value = try run.integrals().integrals[0][0]
    #expect(abs(value.value - sum) < value.error + 1e-12)
    #expect(value.error < 1e-6)
  }

  @Test(arguments: [1, 2, 3])
  func `a hopping without a quadrant gives the plain double sum over momenta`(dimension: Int) throws
  {
    let offsets = [[1, 0, 0], [1, 1, 0], [0, 1, -1]].map { Array($0.prefix(dimension)) }
    let dispersion = Dispersion(
      dimension: dimension,
      hops: offsets.filter { $0.contains { $0 != 0 } }.enumerated().map {
        .init(offset: $1, amplitude: [1, 0.6, -0.5][$0])
      } + (dimension == 1 ? [.init(offset: [2], amplitude: 0.3)] : []))
    #expect(dispersion.isEvenInEachCoordinate == (dimension == 1))
    // the largest box of a run with wide resolvents is within its error of the double sum
    let side = [48, 24, 12][dimension - 1]
    let u = [[0.25], [0.25, 0.5], [0.25, 0.5, 1.0 / 6]][dimension - 1]
    let run = try CrossingTorus(
      dimension: dimension, epsilon: 4, energies: [[0.5, -1, 0.5]], shifts: [Momentum(u)],
      dispersion: dispersion, side: side)
    let energies = dispersion.box(side: side)
    let f = [0.5, -1].map { energy in energies.map { 1 / hypot($0 - energy, 4) } }
    // the convolution of the first two, site by site
    func digits(_ k: Int) -> [Int] {
      var rest = k
      return (0..<dimension).map { _ in
        defer { rest /= side }
        return rest % side
      }.reversed()
    }
    let places = energies.indices.map(digits)
    let target = u.map { Int(($0 * Double(side)).rounded()) }
    var sum = 0.0
    for p in energies.indices {
      for q in energies.indices {
        let r = zip(zip(places[p], places[q]), target).reduce(0) {
          $0 * side + ((3 * side + $1.1 - $1.0.0 - $1.0.1) % side)
        }
        sum += f[0][p] * f[1][q] * f[0][r]
      }
    }
    sum /= Double(energies.count * energies.count)
    let value = try run.integrals().integrals[0][0]
    #expect(abs(value.value - sum) < value.error + 1e-12 * sum, "\(value) \(sum)")
    #expect(value.error < 1e-4 * sum)
  }

  @Test func `a box beyond the memory is refused with the ε that would fit`() {
    #expect(throws: CrossingError.self) {
      _ = try CrossingTorus(
        dimension: 3, epsilon: 0.01, energies: [[0, 0, 0]], shifts: [Momentum.zero(dimension: 3)])
    }
  }
}
