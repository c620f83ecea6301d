public import Torus

/// A wave function on a periodic box, real and imaginary parts apart.
///
/// The parts are kept apart because H is real: the Chebyshev recurrence acts on each alone, in full
/// SIMD lanes, and a real start costs half.
///
/// It can be the share of one process, on a slab; sites are counted from the first one held here.
public struct WaveFunction: Hashable, Sendable {
  public let slab: Slab
  public var real: [Double]
  public var imaginary: [Double]

  public init(box: Box, real: [Double], imaginary: [Double]) {
    self.init(slab: Slab(box), real: real, imaginary: imaginary)
  }

  public init(slab: Slab, real: [Double], imaginary: [Double]) {
    let sites = slab.sites.count
    precondition(
      real.count == sites && imaginary.count == sites,
      "this box has \(sites) sites, the parts have \(real.count) and \(imaginary.count)")
    self.slab = slab
    self.real = real
    self.imaginary = imaginary
  }

  public var box: Box { slab.box }

  public subscript(site: Int) -> Complex {
    get { Complex(real[site], imaginary[site]) }
    set { (real[site], imaginary[site]) = (newValue.real, newValue.imaginary) }
  }

  /// Whether the imaginary part vanishes on every site.
  public var isReal: Bool { !slab.agrees(!imaginary.allSatisfy { $0 == 0 }) }

  /// `conj ψ`, the time-reversed wave function.
  public var conjugate: WaveFunction {
    WaveFunction(slab: slab, real: real, imaginary: imaginary.map { -$0 })
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
    planeWave(momentum, on: Slab(box))
  }

  static func planeWave(_ momentum: Momentum, on slab: Slab) -> WaveFunction {
    let box = slab.box
    precondition(momentum.dimension == box.dimension, "a momentum of the dimension of the box")
    let m = box.waveNumbers(momentum)
    let side = box.side
    let scale = 1 / Double(box.sites).squareRoot()
    // p·x mod 1 is a multiple of 1/L: L phases serve all sites, each right to rounding
    let phases = (0..<side).map { scale * Complex.phase(2 * Double.pi * Double($0) / Double(side)) }
    var ψ = WaveFunction.zero(on: slab)
    let length = slab.sites.count / slab.rows
    for row in 0..<slab.rows {
      let x = box.coordinates(slab.sites.lowerBound + row * length)
      var turn = zip(m, x).reduce(0) { ($0 + $1.0 * $1.1) % side }
      for site in row * length..<(row + 1) * length {
        ψ[site] = phases[turn]
        turn = (turn + m[box.dimension - 1]) % side
      }
    }
    return ψ
  }

  /// One particle on one site.
  public static func site(_ coordinates: [Int], on box: Box) -> WaveFunction {
    site(coordinates, on: Slab(box))
  }

  static func site(_ coordinates: [Int], on slab: Slab) -> WaveFunction {
    var ψ = zero(on: slab)
    let site = slab.box.index(coordinates)
    if slab.sites.contains(site) { ψ.real[site - slab.sites.lowerBound] = 1 }
    return ψ
  }

  static func zero(on slab: Slab) -> WaveFunction {
    let zeros = [Double](repeating: 0, count: slab.sites.count)
    return WaveFunction(slab: slab, real: zeros, imaginary: zeros)
  }
}
