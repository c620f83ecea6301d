#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Frequencies on which functions of the dispersion are expanded in plane waves of the energy.
///
///     φ(e) ≈ Σ_{|k| ≤ K} c_k e^{i t_k e}   on the band |e| ≤ 2d,   t_k = 2πk/P,  c_{−k} = conj c_k
///
/// so that, plane waves of the dispersion being products of Bessel functions, any function of the
/// dispersion has the kernel
///
///     ∫dp e^{2πip·x} φ(e(p)) = Σ_k c_k Π_j i^{x_j} J_{x_j}(2t_k)
///
/// The period P exceeds the band by a margin in which φ is led to zero by a complementary error
/// function, smooth on the scale of its own width ε; the c_k are then one Fourier transform, and
/// P/2π·ln(1/error)/ε equally spaced times suffice, a third of what Gauss rules on panels need. This replaces the integral over K_0(εt) of the modulus of a resolvent, whose
/// logarithm at t = 0 it never meets.
public struct EnergyGrid: Hashable, Sendable {
  public let dimension: Int
  /// The width on which the functions vary: the imaginary part of a resolvent.
  public let width: Double
  /// The part of φ that the margin may change at the band's edge.
  public let tolerance: Double
  /// P, greater than the 4d of the band.
  public let period: Double
  /// How many samples of φ one expansion takes.
  public let samples: Int
  private let centre: Double
  private let smoothing: Double

  /// - Parameter tolerance: between 1e-15 and 1e-2.
  public init(dimension: Int, width: Double, tolerance: Double) {
    precondition(dimension >= 1, "a lattice has at least one dimension, got \(dimension)")
    precondition(width > 0 && width.isFinite, "a width is positive, got \(width)")
    precondition(tolerance > 1e-15 && tolerance < 1e-2, "no tolerance: \(tolerance)")
    self.dimension = dimension
    self.width = width
    self.tolerance = tolerance
    // ½ erfc(a) and the tail e^{−(σT)²/4} of its transform both at the tolerance
    let a = log(1 / tolerance).squareRoot()
    let horizon = log(1 / tolerance) / width
    smoothing = 2 * a / horizon
    let edge = 2 * Double(dimension)
    centre = edge + a * smoothing
    period = 2 * (edge + 2 * a * smoothing)
    // coefficients fall like e^{−εt}: to 1e-18 before the Nyquist frequency
    let nyquist = max(41.5 / width, 2 * Double.pi)
    var samples = 64
    while Double(samples) < nyquist * period / Double.pi { samples *= 2 }
    self.samples = samples
  }

  /// The spacing of the times.
  public var step: Double { 2 * Double.pi / period }

  /// `c_0, c_1, …` of a real function, to the last that is above rounding.
  ///
  /// Cost: one real Fourier transform of `samples` values.
  public func coefficients(of function: (Double) -> Double) -> [Complex] {
    let values = (0..<samples).map { j in
      let energy = -period / 2 + period * Double(j) / Double(samples)
      return function(energy) * erfc((abs(energy) - centre) / smoothing) / 2
    }
    let transform = FourierTransform.real(values)
    let scale = 1 / Double(samples)
    // e^{−i t_k (−P/2)} = (−1)^k
    var result = transform.enumerated().map { k, y in (k % 2 == 0 ? scale : -scale) * y }
    result.removeLast()
    let largest = result.reduce(0) { max($0, $1.modulus) }
    while result.count > 1, result.last!.modulus < 1e-17 * largest { result.removeLast() }
    return result
  }

  /// `t_0 = 0, t_1, …, t_{count−1}`.
  public func times(_ count: Int) -> [Double] { (0..<count).map { step * Double($0) } }
}

/// A function of the dispersion on a grid of frequencies, cut where a given error is reached.
public struct EnergyExpansion: Hashable, Sendable {
  public let grid: EnergyGrid
  /// `c_0 … c_K`.
  public let coefficients: [Complex]
  /// A bound on `(Σ_x |δA(x)|²)^{1/2}`, the error of all kernel values together.
  ///
  /// By Parseval it is the norm of the error of φ in L²(ρ de), ρ the density of states: at most the
  /// largest ρ times the coefficients left out, or the sup norm where ρ is not bounded (d ≤ 2).
  public let error: Double

  /// Keeps as few coefficients as bring the error below `target`; all of them if none does.
  public init(_ function: (Double) -> Double, on grid: EnergyGrid, target: Double) {
    self.init(coefficients: grid.coefficients(of: function), on: grid, target: target)
  }

  /// The expansion with the given `c_0, c_1, …`, cut as above.
  public init(coefficients all: [Complex], on grid: EnergyGrid, target: Double) {
    var sum = 0.0
    var squares = 0.0
    var count = all.count
    func norm(_ sum: Double, _ squares: Double) -> Double {
      guard let density = Self.largestDensity(dimension: grid.dimension) else { return sum }
      return min(sum, (density * grid.period * squares).squareRoot())
    }
    while count > 1 {
      let modulus = all[count - 1].modulus
      let (nextSum, nextSquares) = (sum + 2 * modulus, squares + 2 * modulus * modulus)
      if norm(nextSum, nextSquares) > target { break }
      (sum, squares) = (nextSum, nextSquares)
      count -= 1
    }
    self.grid = grid
    coefficients = Array(all.prefix(count))
    let size = all.reduce((0.0, 0.0)) { ($0.0 + 2 * $1.modulus, $0.1 + 2 * $1.norm) }
    error = norm(sum, squares) + grid.tolerance * norm(size.0, size.1)
  }

  /// An upper bound on the density of states where it is bounded: ρ_3 and ρ_4 are below 0.15.
  static func largestDensity(dimension: Int) -> Double? { dimension >= 3 ? 0.15 : nil }

  /// The kernel at the origin, `∫dp φ(e(p)) = Σ_k c_k J_0(2t_k)^d`.
  public var atOrigin: Double { Self.atOrigin(coefficients, on: grid) }

  static func atOrigin(_ coefficients: [Complex], on grid: EnergyGrid) -> Double {
    var sum = 0.0
    // small terms first
    for k in stride(from: coefficients.count - 1, to: 0, by: -1) {
      var product = coefficients[k].real
      let bessel = j0(2 * grid.step * Double(k))
      for _ in 0..<grid.dimension { product *= bessel }
      sum += product
    }
    return 2 * sum + coefficients[0].real
  }
}
