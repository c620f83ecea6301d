public import Torus

/// A wave function on a periodic box, real and imaginary parts apart.
///
/// The parts are kept apart because H is real: the Chebyshev recurrence acts on each alone, in full
/// SIMD lanes, and a real start costs half.
public struct WaveFunction: Hashable, Sendable {
  public let box: Box
  public var real: [Double]
  public var imaginary: [Double]

  public init(box: Box, real: [Double], imaginary: [Double]) {
    precondition(
      real.count == box.sites && imaginary.count == box.sites,
      "this box has \(box.sites) sites, the parts have \(real.count) and \(imaginary.count)")
    self.box = box
    self.real = real
    self.imaginary = imaginary
  }

  public subscript(site: Int) -> Complex {
    get { Complex(real[site], imaginary[site]) }
    set { (real[site], imaginary[site]) = (newValue.real, newValue.imaginary) }
  }

  /// Whether the imaginary part vanishes on every site.
  public var isReal: Bool { imaginary.allSatisfy { $0 == 0 } }

  /// `conj ψ`, the time-reversed wave function.
  public var conjugate: WaveFunction {
    WaveFunction(box: box, real: real, imaginary: imaginary.map { -$0 })
  }
}

extension WaveFunction {
  /// `ψ ← zψ`.
  mutating func scale(by z: Complex) {
    let (a, b) = (z.real, z.imaginary)
    real.withUnsafeMutableBufferPointer { real in
      imaginary.withUnsafeMutableBufferPointer { imaginary in
        for x in real.indices {
          let (re, im) = (real[x], imaginary[x])
          real[x] = a * re - b * im
          imaginary[x] = a * im + b * re
        }
      }
    }
  }
}

// MARK: - Starts

extension WaveFunction {
  /// `e^{2πi p·x} L^{−d/2}`, of norm 1; `momentum` is taken at the nearest point of the dual lattice.
  public static func planeWave(_ momentum: Momentum, on box: Box) -> WaveFunction {
    precondition(momentum.dimension == box.dimension, "a momentum of the dimension of the box")
    let m = box.waveNumbers(momentum)
    let side = box.side
    let scale = 1 / Double(box.sites).squareRoot()
    // p·x mod 1 is a multiple of 1/L: L phases serve all sites, each right to rounding
    let phases = (0..<side).map { scale * Complex.phase(2 * Double.pi * Double($0) / Double(side)) }
    var ψ = WaveFunction.zero(on: box)
    for row in 0..<box.rows {
      let x = box.coordinates(row * side)
      var turn = zip(m, x).reduce(0) { ($0 + $1.0 * $1.1) % side }
      for site in row * side..<(row + 1) * side {
        ψ[site] = phases[turn]
        turn = (turn + m[box.dimension - 1]) % side
      }
    }
    return ψ
  }

  /// One particle on one site.
  public static func site(_ coordinates: [Int], on box: Box) -> WaveFunction {
    var ψ = zero(on: box)
    ψ.real[box.index(coordinates)] = 1
    return ψ
  }

  static func zero(on box: Box) -> WaveFunction {
    let zeros = [Double](repeating: 0, count: box.sites)
    return WaveFunction(box: box, real: zeros, imaginary: zeros)
  }
}
