#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The energy of a hopping of finite range that is even, `e(p) = e(−p)`.
///
///     e(p) = constant + Σ_m 2 t_m cos 2πm·p
///
/// with a term for each pair ±m of offsets. The nearest-neighbour hopping of feyn is the sum over
/// unit offsets with amplitude 1; methods built on Bessel functions take that one and multiples of
/// it, methods on a periodic box and the Monte Carlo rule take any.
///
/// It does not take complex amplitudes: `e(p) ≠ e(−p)` would make kernels complex.
public struct Dispersion: Hashable, Sendable {
  /// An offset with the amplitude of the hop along it and along its opposite.
  public struct Hop: Hashable, Sendable {
    public let offset: [Int]
    public let amplitude: Double

    public init(offset: [Int], amplitude: Double) {
      precondition(offset.contains { $0 != 0 }, "a hop leads away, got the offset \(offset)")
      precondition(amplitude.isFinite, "an amplitude is finite, got \(amplitude)")
      self.offset = offset
      self.amplitude = amplitude
    }

    /// One hop for each pair of reflections of an offset in the coordinate planes, all with the
    /// same amplitude.
    public static func reflected(offset: [Int], amplitude: Double) -> [Hop] {
      var all: [[Int]] = [[]]
      for m in offset {
        all = all.flatMap { head in Set([m, -m]).sorted().map { head + [$0] } }
      }
      return all.filter(Dispersion.isLeading).map { Hop(offset: $0, amplitude: amplitude) }
    }
  }

  public let dimension: Int
  public let constant: Double
  /// Offsets whose first component other than 0 is positive, each once, in lexicographic order.
  public let hops: [Hop]

  /// Amplitudes of the same offset, or of opposite ones, add up.
  public init(dimension: Int, constant: Double = 0, hops: [Hop]) {
    precondition(dimension >= 1, "a lattice has at least one dimension, got \(dimension)")
    precondition(constant.isFinite, "a constant is finite, got \(constant)")
    precondition(
      hops.allSatisfy { $0.offset.count == dimension }, "every offset has \(dimension) components")
    self.dimension = dimension
    self.constant = constant
    var amplitudes: [[Int]: Double] = [:]
    for hop in hops {
      let offset = Self.isLeading(hop.offset) ? hop.offset : hop.offset.map { -$0 }
      amplitudes[offset, default: 0] += hop.amplitude
    }
    self.hops = amplitudes.filter { $0.value != 0 }
      .map { Hop(offset: $0.key, amplitude: $0.value) }
      .sorted { $0.offset.lexicographicallyPrecedes($1.offset) }
  }

  private static func isLeading(_ offset: [Int]) -> Bool {
    (offset.first { $0 != 0 } ?? 0) > 0
  }

  /// `Σ_j 2 cos 2πp_j`.
  public static func nearestNeighbour(dimension: Int) -> Dispersion {
    Dispersion(dimension: dimension, hops: units(dimension, 1))
  }

  /// `Σ_j 2(1 − cos 2πp_j) ≥ 0`, which is 4π²|p|² at small p.
  public static func positiveLaplacian(dimension: Int) -> Dispersion {
    Dispersion(
      dimension: dimension, constant: 2 * Double(dimension), hops: units(dimension, -1))
  }

  /// The nearest-neighbour hopping with another of amplitude t to the neighbours at distance √2
  /// (2 in one dimension).
  public static func nextNearest(dimension: Int, amplitude: Double) -> Dispersion {
    var hops = units(dimension, 1)
    if dimension == 1 { hops.append(Hop(offset: [2], amplitude: amplitude)) }
    for i in 0..<dimension {
      for j in 0..<i {
        hops += Hop.reflected(
          offset: (0..<dimension).map { $0 == i || $0 == j ? 1 : 0 }, amplitude: amplitude)
      }
    }
    return Dispersion(dimension: dimension, hops: hops)
  }

  private static func units(_ dimension: Int, _ amplitude: Double) -> [Hop] {
    (0..<dimension).map { axis in
      Hop(offset: (0..<dimension).map { $0 == axis ? 1 : 0 }, amplitude: amplitude)
    }
  }

  /// e(p).
  public func energy(at p: Momentum) -> Double {
    hops.reduce(constant) { sum, hop in
      sum + 2 * hop.amplitude * cos(2 * Double.pi * Self.phase(hop.offset, p.components))
    }
  }

  private static func phase(_ offset: [Int], _ p: [Double]) -> Double {
    zip(offset, p).reduce(0) { $0 + Double($1.0) * $1.1 }
  }
}

// MARK: - Symmetry

extension Dispersion {
  /// The constant c and the amplitude a ≠ 0 of `e = c + a Σ_j 2 cos 2πp_j`, if it is of that form.
  ///
  /// Then `1/|e − E − iε| = 1/|a| · 1/|e_0 − (E − c)/a − iε/|a||` with e_0 of the nearest neighbours.
  public var multipleOfNearestNeighbour: (constant: Double, amplitude: Double)? {
    guard let amplitude = hops.first?.amplitude,
      Set(hops) == Set(Self.units(dimension, amplitude))
    else { return nil }
    return (constant, amplitude)
  }

  /// Whether `e` is even in each coordinate of p, not only under p → −p.
  public var isEvenInEachCoordinate: Bool {
    let amplitudes = Dictionary(
      uniqueKeysWithValues: hops.map { ($0.offset, $0.amplitude) })
    return hops.allSatisfy { hop in
      Hop.reflected(offset: hop.offset, amplitude: 0).allSatisfy {
        amplitudes[$0.offset] == hop.amplitude
      }
    }
  }
}

// MARK: - Grids

extension Dispersion {
  /// e on the momenta k/side, 0 ≤ k_j ≤ side/2, the last axis fastest; only where e is even in each
  /// coordinate.
  public func quadrant(side: Int) -> [Double] {
    precondition(isEvenInEachCoordinate, "a quadrant does not tell all of \(self)")
    let count = side / 2 + 1
    var energies = [Double](
      repeating: constant, count: (0..<dimension).reduce(1) { n, _ in n * count })
    for hop in hops where hop.offset.allSatisfy({ $0 >= 0 }) {
      var term = [hop.amplitude]
      for m in hop.offset {
        let wave = (0..<count).map { k in
          m == 0 ? 1 : 2 * cos(2 * Double.pi * Double(m * k % side) / Double(side))
        }
        term = term.flatMap { head in wave.map { head * $0 } }
      }
      for i in energies.indices { energies[i] += term[i] }
    }
    return energies
  }

  /// e on all momenta k/side, 0 ≤ k_j < side, the last axis fastest.
  public func box(side: Int) -> [Double] {
    let wave = (0..<side).map { cos(2 * Double.pi * Double($0) / Double(side)) }
    var energies = [Double](
      repeating: constant, count: (0..<dimension).reduce(1) { n, _ in n * side })
    let rows = energies.count / side
    for hop in hops {
      let step = ((hop.offset[dimension - 1] % side) + side) % side
      for row in 0..<rows {
        // m·k without the last axis
        var (rest, phase) = (row, 0)
        for axis in (0..<dimension - 1).reversed() {
          phase += hop.offset[axis] * (rest % side)
          rest /= side
        }
        phase = ((phase % side) + side) % side
        for k in row * side..<(row + 1) * side {
          energies[k] += 2 * hop.amplitude * wave[phase]
          phase += step
          if phase >= side { phase -= side }
        }
      }
    }
    return energies
  }

  /// The least and the greatest energy: on a grid of at least 24 momenta per axis, then from the
  /// best of them on grids that halve, to 1e-12 of the sum of all amplitudes.
  public var band: ClosedRange<Double> {
    let range = hops.joinedRange
    let side = 24 * max(1, range) * (dimension <= 2 ? 4 : 1)
    let energies = box(side: dimension == 4 ? min(side, 36) : side)
    let count = dimension == 4 ? min(side, 36) : side
    func extremum(_ sign: Double) -> Double {
      let best = energies.indices.max { sign * energies[$0] < sign * energies[$1] }!
      var point: [Double] = []
      var rest = best
      for _ in 0..<dimension {
        point.insert(Double(rest % count) / Double(count), at: 0)
        rest /= count
      }
      var value = energies[best]
      var step = 0.5 / Double(count)
      while step > 1e-9 {
        // a compass search: along an axis each way, else a smaller step
        var moved = false
        for axis in 0..<dimension {
          for direction in [-step, step] {
            var next = point
            next[axis] += direction
            let energy = energy(at: Momentum(next))
            if sign * energy > sign * value { (point, value, moved) = (next, energy, true) }
          }
        }
        if !moved { step /= 2 }
      }
      return value
    }
    return extremum(-1)...extremum(1)
  }
}

extension [Dispersion.Hop] {
  /// The largest component of an offset.
  fileprivate var joinedRange: Int { reduce(0) { $1.offset.reduce($0) { Swift.max($0, abs($1)) } } }
}
