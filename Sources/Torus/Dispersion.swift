#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The energy of a hopping of finite range that is even in every coordinate.
///
///     e(p) = constant + Σ_m t_m Π_j g(m_j) cos 2πm_j p_j,   g(0) = 1, else 2
///
/// a term for each offset m ≥ 0, which stands with its amplitude t_m for all its reflections. The
/// nearest-neighbour hopping of feyn is the sum over unit offsets with amplitude 1; methods built
/// on Bessel functions know only that one, methods on a periodic box take any.
public struct Dispersion: Hashable, Sendable {
  /// An offset with components ≥ 0 and the amplitude of the hop along it and its reflections.
  public struct Hop: Hashable, Sendable {
    public let offset: [Int]
    public let amplitude: Double

    public init(offset: [Int], amplitude: Double) {
      precondition(offset.allSatisfy { $0 >= 0 }, "an offset has components ≥ 0, got \(offset)")
      precondition(amplitude.isFinite, "an amplitude is finite, got \(amplitude)")
      self.offset = offset
      self.amplitude = amplitude
    }
  }

  public let dimension: Int
  public let constant: Double
  public let hops: [Hop]

  public init(dimension: Int, constant: Double = 0, hops: [Hop]) {
    precondition(dimension >= 1, "a lattice has at least one dimension, got \(dimension)")
    precondition(
      hops.allSatisfy { $0.offset.count == dimension }, "every offset has \(dimension) components")
    self.dimension = dimension
    self.constant = constant
    self.hops = hops
  }

  /// `Σ_j 2 cos 2πp_j`.
  public static func nearestNeighbour(dimension: Int) -> Dispersion {
    Dispersion(dimension: dimension, hops: units(dimension))
  }

  /// `Σ_j 2(1 − cos 2πp_j) ≥ 0`, which is 4π²|p|² at small p.
  public static func positiveLaplacian(dimension: Int) -> Dispersion {
    Dispersion(
      dimension: dimension, constant: 2 * Double(dimension),
      hops: units(dimension).map { Hop(offset: $0.offset, amplitude: -1) })
  }

  /// The nearest-neighbour hopping with another of amplitude t to the neighbours at distance √2
  /// (2 in one dimension).
  public static func nextNearest(dimension: Int, amplitude: Double) -> Dispersion {
    var hops = units(dimension)
    if dimension == 1 { hops.append(Hop(offset: [2], amplitude: amplitude)) }
    for i in 0..<dimension {
      for j in 0..<i {
        hops.append(
          Hop(offset: (0..<dimension).map { $0 == i || $0 == j ? 1 : 0 }, amplitude: amplitude))
      }
    }
    return Dispersion(dimension: dimension, hops: hops)
  }

  private static func units(_ dimension: Int) -> [Hop] {
    (0..<dimension).map { axis in
      Hop(offset: (0..<dimension).map { $0 == axis ? 1 : 0 }, amplitude: 1)
    }
  }

  /// e(p).
  public func energy(at p: Momentum) -> Double {
    hops.reduce(constant) { sum, hop in
      sum
        + zip(hop.offset, p.components).reduce(hop.amplitude) { product, factor in
          let (m, p) = factor
          return m == 0 ? product : product * 2 * cos(2 * Double.pi * Double(m) * p)
        }
    }
  }

  /// e on the momenta k/side, 0 ≤ k_j ≤ side/2, the last axis fastest.
  public func quadrant(side: Int) -> [Double] {
    let count = side / 2 + 1
    var energies: [Double] = []
    for hop in hops {
      var term = [hop.amplitude]
      for m in hop.offset {
        let wave = (0..<count).map { k in
          m == 0 ? 1 : 2 * cos(2 * Double.pi * Double(m * k % side) / Double(side))
        }
        term = term.flatMap { head in wave.map { head * $0 } }
      }
      energies = energies.isEmpty ? term : zip(energies, term).map { $0 + $1 }
    }
    if energies.isEmpty {
      return Array(repeating: constant, count: (0..<dimension).reduce(1) { n, _ in n * count })
    }
    return constant == 0 ? energies : energies.map { $0 + constant }
  }

  /// The least and the greatest energy on a grid of 48 momenta per axis, which contains every
  /// momentum with components that are multiples of 1/8 or 1/12.
  public var band: ClosedRange<Double> {
    let energies = quadrant(side: 48)
    return energies.min()!...energies.max()!
  }
}
