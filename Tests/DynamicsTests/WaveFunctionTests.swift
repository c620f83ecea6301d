import Dynamics
import Testing
import Torus

@Suite struct WaveFunctionTests {
  @Test(arguments: [(1, 9), (2, 6), (3, 5), (4, 3)])
  func `a plane wave has norm 1 and lives at one momentum`(dimension: Int, side: Int) {
    let box = Box(dimension: dimension, side: side)
    let numbers = (0..<dimension).map { ($0 * 3 + 2) % side }
    let ψ = WaveFunction.planeWave(Momentum(numbers.map { Double($0) / Double(side) }), on: box)
    #expect(abs(ψ.norm - 1) < 1e-14)
    let transformed = fourier(ψ, sign: -1)
    #expect((transformed[box.index(numbers)] - .one).modulus < 1e-13)
  }

  /// Position space against momentum space: Parseval and the shift theorem.
  @Test(arguments: [(1, 11), (2, 7), (3, 5), (3, 4), (4, 3)])
  func `correlations are the Fourier modes of the momentum distribution`(
    dimension: Int, side: Int
  ) {
    let box = Box(dimension: dimension, side: side)
    let ψ = arbitrary(on: box)
    let transformed = fourier(ψ, sign: -1)
    let shifts = [
      [Int](repeating: 0, count: dimension), (0..<dimension).map { $0 == 0 ? 1 : 0 },
      (0..<dimension).map { $0 == dimension - 1 ? -1 : 0 }, (0..<dimension).map { 2 * $0 - 1 },
      [Int](repeating: side + 2, count: dimension),
    ]
    for m in shifts {
      var sum = Complex.zero
      for v in 0..<box.sites {
        let turn = zip(m, box.coordinates(v)).reduce(0) { $0 + $1.0 * $1.1 }
        let angle = 2 * Double.pi * Double(turn) / Double(side)
        sum += transformed[v].norm * Complex.phase(angle)
      }
      #expect((ψ.correlation(m) - sum).modulus < 1e-14, "shift \(m)")
    }
  }

  @Test func `averages agree with the sum over momenta`() {
    let box = Box(dimension: 3, side: 5)
    let ψ = arbitrary(on: box)
    let transformed = fourier(ψ, sign: -1)
    let start = Momentum([0.2, 0.4, 0.6])
    let c = start.velocity
    let square = c.reduce(0) { $0 + $1 * $1 }
    var sums = [0.0, 0.0, 0.0]
    for index in 0..<box.sites {
      let v = Momentum(box.coordinates(index).map { Double($0) / 5 })
      let density = transformed[index].norm
      sums[0] += density
      sums[1] += density * v.energy
      sums[2] += density * zip(v.velocity, c).reduce(0) { $0 + $1.0 * $1.1 } / square
    }
    for (observable, sum) in zip([Observable.one, .energy, .velocity], sums) {
      let weight = observable.weight(start: start)!
      #expect(abs(ψ.average(of: weight) - sum) < 1e-14, "\(observable)")
    }
  }

  @Test func `an overlap is the scalar product`() {
    let box = Box(dimension: 2, side: 7)
    let (φ, ψ) = (arbitrary(on: box), arbitrary(on: box, stream: 8))
    var sum = Complex.zero
    for x in 0..<box.sites { sum += φ[x].conjugate * ψ[x] }
    #expect((φ.overlap(with: ψ) - sum).modulus < 1e-15)
    #expect((φ.overlap(with: φ) - .one).modulus < 1e-15)
  }
}
