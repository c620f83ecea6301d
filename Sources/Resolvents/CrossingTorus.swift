#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
internal import COpenBLAS
public import Torus

/// Crossing integrals by the Fourier transform on periodic boxes, extrapolated in the size.
///
/// On the box of side L the kernels are `A_L(x) = L^{−d} Σ_p e^{2πip·x}/|e(p) − E − iε|`, p on the
/// dual lattice, and the integral is the sum over the box of their product times cos 2πu·x. Where the
/// dispersion is even in every coordinate each is one cosine transform on the positive quadrant, else
/// one Fourier transform of the box. The images `A(x + mL)` make the error fall like `e^{−εL/v}` or
/// faster, v = 2 the greatest speed along an axis. It is an independent route: no Bessel function,
/// no time integral, no cut in space. It takes any dispersion of finite range.
///
/// Three sizes in equal steps are computed. Where their differences shrink geometrically the limit
/// is extrapolated; the error is what the extrapolation added and the last difference, a quarter of
/// the one before at least, or the larger difference.
///
/// Cost: `O((L/2)^d log L)` time and some 40 bytes per site of the quadrant of the largest box;
/// `O(L^d log L)` and 52 bytes per site of the box where there is no quadrant.
public struct CrossingTorus: Sendable {
  public let dimension: Int
  public let epsilon: Double
  public let energies: [[Double]]
  public let shifts: [Momentum]
  public let dispersion: Dispersion
  /// The sides of the three boxes, even, increasing.
  public let sides: [Int]
  /// Whether the positive quadrant of a box tells all of it.
  private let hasQuadrant: Bool

  /// - Parameters:
  ///   - dispersion: the nearest-neighbour hopping by default.
  ///   - side: the largest box; by default 16v/ε, where images are of order 1e-7.
  ///   - memory: bytes that the run may use.
  public init(
    dimension: Int, epsilon: Double, energies: [[Double]], shifts: [Momentum],
    dispersion: Dispersion? = nil, side: Int? = nil, memory: Double = 2e9
  ) throws(CrossingError) {
    // the same demands as those of the lattice sum
    let checked = try CrossingLattice(
      dimension: dimension, epsilon: epsilon, energies: energies, shifts: shifts,
      memory: .infinity)
    self.dimension = checked.dimension
    self.epsilon = checked.epsilon
    self.energies = checked.energies
    self.shifts = checked.shifts
    self.dispersion = dispersion ?? .nearestNeighbour(dimension: dimension)
    precondition(
      self.dispersion.dimension == dimension,
      "a dispersion of \(self.dispersion.dimension) dimensions on a lattice of \(dimension)")
    // the greatest speed along an axis, 2 for nearest neighbours
    let hops = self.dispersion.hops
    let speed = (0..<dimension).map { axis in
      hops.reduce(0) { $0 + 2 * abs($1.amplitude * Double($1.offset[axis])) }
    }.max()!
    let reach = 16 * max(speed, 1e-3)
    let largest = side ?? max(48, Int(min(reach / epsilon, 1e9)))
    let step = max(1, largest / 12)
    sides = [8 * step, 10 * step, 12 * step]
    hasQuadrant = self.dispersion.isEvenInEachCoordinate
    let needed = bytes(side: 12 * step)
    guard needed <= memory else {
      var fitting = 12 * step
      while bytes(side: fitting) > memory { fitting -= 1 + fitting / 64 }
      throw .memory(
        needed: needed, allowed: memory, epsilon: epsilon, fitting: reach / Double(fitting))
    }
  }

  /// The memory of a run, in bytes, with so many boxes at a time: as measured, 25 for each site of a
  /// quadrant, less than the most that `memory` of the initialiser counts with.
  ///
  /// Boxes that are computed side by side need their most at times that are chance: of the sum between 0.79 and 1.02
  /// were seen, the middle of which is said.
  public func memory(threads: Int) -> Double {
    let boxes = sides.reversed().prefix(threads).reduce(0) { $0 + 0.63 * bytes(side: $1) }
    return threads > 1 ? 0.9 * boxes : boxes
  }

  private func bytes(side: Int) -> Double {
    (0..<dimension).reduce(hasQuadrant ? 40 : 52) { product, _ in
      product * Double(hasQuadrant ? side / 2 + 1 : side)
    }
  }
}

extension CrossingTorus {
  /// The integrals of all three boxes.
  public struct Result: Hashable, Sendable {
    /// Extrapolated, `integrals[set][shift]`.
    public let integrals: [[Estimate]]
    /// Extrapolated `‖1/(e−E−iε)‖_1`, `norms[set][i]`.
    public let norms: [[Estimate]]
  }

  public func integrals(
    workers: Workers = .single, monitor: Monitor = .silent
  ) throws(Interrupted) -> Result {
    openblas_set_num_threads(1)
    // the largest first, so that a second thread has the smaller ones meanwhile
    let boxes = try workers.spread(sides.count, as: .stage, monitor: monitor) { index in
      let box = box(side: sides[sides.count - 1 - index])
      return [box.integrals, box.norms]
    }.reversed().map { (integrals: $0[0], norms: $0[1]) }
    let method = "torus, side \(sides[2])"
    return Result(
      integrals: energies.indices.map { set in
        shifts.indices.map { shift in
          Self.limit(boxes.map { $0.integrals[set][shift] }, method: method)
        }
      },
      norms: energies.indices.map { set in
        energies[set].indices.map { i in
          Self.limit(boxes.map { $0.norms[set][i] }, method: method)
        }
      })
  }

  /// Sums on one box.
  private func box(side: Int) -> (integrals: [[Double]], norms: [[Double]]) {
    hasQuadrant ? quadrant(side: side) : whole(side: side)
  }

  /// The same without a symmetry but x → −x.
  private func whole(side: Int) -> (integrals: [[Double]], norms: [[Double]]) {
    let band = dispersion.box(side: side)
    let volume = Double(band.count)
    var integrals = [[Double]]()
    var norms = [[Double]]()
    for set in energies {
      var product = [Double]()
      var setNorms = [Double]()
      var kernel = [Double]()
      for (index, energy) in set.enumerated() {
        if index == 0 || energy != set[index - 1] {
          kernel = FourierTransform.even(
            band.map { 1 / (hypot($0 - energy, epsilon) * volume) }, side: side,
            dimension: dimension)
        }
        setNorms.append(kernel[0])
        if product.isEmpty {
          product = kernel
        } else {
          for i in product.indices { product[i] *= kernel[i] }
        }
      }
      norms.append(setNorms)
      integrals.append(
        shifts.map { CrossingTorus.contract(product, side: side, shift: $0) })
    }
    return (integrals, norms)
  }

  /// `Σ_x product(x) cos 2πu·x` over a box that holds x_d = 0…L/2: axis by axis, last axis first.
  private static func contract(_ product: [Double], side: Int, shift: Momentum) -> Double {
    /// `e^{2πiux}` for x in (−L/2, L/2); −L/2 and L/2 are one site
    func wave(_ u: Double, _ x: Int) -> Complex {
      if 2 * x == side { return Complex(cos(Double.pi * u * Double(side))) }
      let x = 2 * x < side ? x : x - side
      return Complex.phase(2 * Double.pi * u * Double(x))
    }
    let count = side / 2 + 1
    let last = (0..<count).map { x in
      (x == 0 || 2 * x == side ? 1 : 2) * wave(shift[shift.dimension - 1], x)
    }
    var values = (0..<product.count / count).map { row in
      (0..<count).reduce(into: Complex.zero) { $0 += product[row * count + $1] * last[$1] }
    }
    for axis in (0..<shift.dimension - 1).reversed() {
      let waves = (0..<side).map { wave(shift[axis], $0) }
      values = (0..<values.count / side).map { row in
        (0..<side).reduce(into: Complex.zero) { $0 += values[row * side + $1] * waves[$1] }
      }
    }
    return values[0].real
  }

  private func quadrant(side: Int) -> (integrals: [[Double]], norms: [[Double]]) {
    let count = side / 2 + 1
    let sites = (0..<dimension).reduce(1) { product, _ in product * count }
    let volume = (0..<dimension).reduce(1.0) { product, _ in product * Double(side) }
    let band = dispersion.quadrant(side: side)
    let columns = CrossingColumns(shifts)
    var phases = columns.phases(upTo: count - 1)
    let width = columns.width
    // −L/2 and L/2 are one site
    for i in (count - 1) * width..<count * width { phases[i] /= 2 }

    var integrals = [[Double]]()
    var norms = [[Double]]()
    var work = [Double](repeating: 0, count: sites)
    for set in energies {
      var product = [Double]()
      var setNorms = [Double]()
      for (index, energy) in set.enumerated() {
        if index == 0 || energy != set[index - 1] {
          for i in 0..<sites {
            let distance = band[i] - energy
            work[i] = 1 / ((distance * distance + epsilon * epsilon).squareRoot() * volume)
          }
          FourierTransform.cosine(&work, count: count, dimension: dimension)
        }
        setNorms.append(work[0])
        if product.isEmpty {
          product = work
        } else {
          for i in 0..<sites { product[i] *= work[i] }
        }
      }
      norms.append(setNorms)
      integrals.append(
        Self.contract(product, count: count, phases: phases, columns: columns))
    }
    return (integrals, norms)
  }

  /// `Σ_x product(x) Π_j phase_{u_j}(x_j)` for each shift: the last axis for all components at
  /// once, the others one after another.
  private static func contract(
    _ product: [Double], count: Int, phases: [Double], columns: CrossingColumns
  ) -> [Double] {
    let width = columns.width
    let rows = product.count / count
    var inner = [Double](repeating: 0, count: rows * width)
    copenblas_dgemm(
      0x4E, 0x4E, Int32(rows), Int32(width), Int32(count), 1, product, Int32(count), phases,
      Int32(width), 0, &inner, Int32(width))
    return columns.terms.map { axes in
      var rest = axes
      let last = rest.removeLast()
      var values = (0..<rows).map { inner[$0 * width + last] }
      while let axis = rest.popLast() {
        values = (0..<values.count / count).map { row in
          (0..<count).reduce(0) { $0 + values[row * count + $1] * phases[$1 * width + axis] }
        }
      }
      return values[0]
    }
  }

  /// The limit of three values at sizes in equal steps.
  static func limit(_ values: [Double], method: String) -> Estimate {
    let (first, second) = (values[1] - values[0], values[2] - values[1])
    let rounding = 1e-13 * abs(values[2])
    let ratio = first == 0 ? 0 : second / first
    guard ratio > 0, ratio < 0.7 else {
      return Estimate(
        values[2], error: max(abs(first), abs(second)) + rounding, method: method)
    }
    // the differences of oscillating kernels may fall by chance: not trusted beyond a quarter
    let correction = second * ratio / (1 - ratio)
    return Estimate(
      values[2] + correction,
      error: max(abs(second), abs(first) / 4) + abs(correction) + rounding, method: method)
  }
}
