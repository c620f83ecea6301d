#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Torus

/// The energy integral of one particle line as the source has it, over resolvents.
///
///     f[e_0,…,e_n] = (1/2πi) ∮ dE e^{−itE} Π_j 1/(E − e_j),
///
/// counterclockwise around the spectrum, on the ellipse
/// `E = 2d·cosh(μ + iφ)` with `2dt·sinh μ = 2`, so that the exponential stays below e² and the
/// trapezoidal rule converges like e^{−μK} past the K ≈ 2·2dt nodes that e^{−itE} needs.
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, (5.20), where the curve is
/// the pair of lines `E ± iε`; the sign of the second line is that of docs/misprints.md.
struct ContourLine: Sendable {
  /// E and its weight `e^{−itE} dE/2πi`.
  let nodes: [(energy: Complex, weight: Complex)]

  init(dimension: Int, time t: Double) {
    let edge = Double(2 * dimension)
    let μ = asinh(2 / (edge * t))
    let count = Int(40 / μ + 4 * edge * t) + 16
    nodes = (0..<count).map { k in
      let φ = 2 * Double.pi * (Double(k) + 0.5) / Double(count)
      let energy = Complex(edge * cosh(μ) * cos(φ), edge * sinh(μ) * sin(φ))
      // dE = edge·sinh(μ+iφ)·i dφ
      let slope = Complex(edge * sinh(μ) * cos(φ), edge * cosh(μ) * sin(φ))
      let factor = Complex.exp(Complex(t * energy.imaginary, -t * energy.real))
      return (energy, slope * factor / Double(count))
    }
  }

  /// f[nodes].
  func callAsFunction(_ energies: UnsafeBufferPointer<Double>) -> Complex {
    var sum = Complex.zero
    for node in nodes {
      var product = node.weight
      for e in energies { product = product / (node.energy - Complex(e)) }
      sum += product
    }
    return sum
  }
}
