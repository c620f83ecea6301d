#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
internal import COpenBLAS
public import Torus

/// Crossing integrals on the infinite lattice as one sum over its sites, many at a time.
///
///     I(ε; E_1…E_k; u) = ∫ Π_i 1/|e(p_i) − E_i − iε| δ(Σp_i − u)  =  Σ_{x∈Z^d} Π_i A_{E_i}(x) cos(2πu·x)
///     A_E(x) = ∫dp e^{2πip·x} / |e(p) − E − iε|
///
/// for k = 2, 3, 4; k = 3 is the crossing integral of T. Chen, *Semiclassical scaling limits of
/// quantum dynamics*, section 5, k = 4 the four-denominator estimate of Erdős and Salmhofer. All
/// shifts u and all sets of energies share one pass over the sites.
///
/// Only sites with `x_d ≥ … ≥ x_1 ≥ 0` are visited. Their kernels are products of matrices,
/// `(x_d, …, x_2) × (times) × (x_1)`, by the expansion of `EnergyGrid`; the phase `i^{Σx}` is real
/// or imaginary by the parity of Σx, so that each site needs the real or the imaginary parts of the
/// coefficients, never both (`CrossingTable`).
///
/// The error adds two bounds: the times left out, by Cauchy–Schwarz from the ℓ² error of each
/// kernel, and the sites left out, `‖A_1‖‖A_2‖ sup|A_3|` beyond the last shell. There ‖A‖ is exact:
/// `Σ_x A² = ∫dp 1/|e−E−iε|²` less what was summed; the supremum is that of the last shells.
///
/// Cost: about `10^4/ε^4` multiplications in d = 3, like `ε^{−(d+1)}` in general; that of the shifts
/// is quadratic in their distinct components and small for some hundred, see `CrossingField` for
/// more.
public struct CrossingLattice: Sendable {
  public let dimension: Int
  public let epsilon: Double
  /// The energies of each integral, 2 to 4 of them.
  public let energies: [[Double]]
  public let shifts: [Momentum]
  /// The error aimed at, as a part of `Π_i ‖1/(e−E_i−iε)‖_1`.
  public let tolerance: Double

  /// - Parameter memory: bytes that the run may use.
  public init(
    dimension: Int, epsilon: Double, energies: [[Double]], shifts: [Momentum],
    tolerance: Double? = nil, memory: Double = 2e9
  ) throws(CrossingError) {
    guard (1...4).contains(dimension) else { throw .dimension(dimension) }
    guard epsilon > 0, epsilon.isFinite else { throw .epsilon(epsilon) }
    for set in energies {
      guard (2...4).contains(set.count) else { throw .denominators(set.count) }
      for energy in set where !energy.isFinite { throw .energy(energy) }
    }
    guard !shifts.isEmpty else { throw .noShift }
    for u in shifts
    where u.dimension != dimension || !u.components.allSatisfy(\.isFinite) {
      throw .shift(u.components, dimension: dimension)
    }
    let tolerance = tolerance ?? (epsilon >= 0.05 ? 1e-8 : 1e-6)
    guard tolerance >= 1e-12, tolerance <= 1e-2 else { throw .tolerance(tolerance) }
    self.dimension = dimension
    self.epsilon = epsilon
    self.energies = energies
    self.shifts = shifts
    self.tolerance = tolerance
    try demand(\.bytes, within: memory)
  }

  /// Refuses a run that would need more memory than allowed, with the ε that would fit.
  func demand(_ bytes: (Cost) -> Double, within memory: Double) throws(CrossingError) {
    let needed = bytes(cost)
    guard needed > memory else { return }
    var fitting = epsilon
    while fitting < 1e6, bytes(Self.cost(of: self, epsilon: fitting)) > memory { fitting *= 1.05 }
    throw .memory(needed: needed, allowed: memory, epsilon: epsilon, fitting: fitting)
  }
}

// MARK: - Result

extension CrossingLattice {
  /// The integrals of one pass.
  public struct Result: Hashable, Sendable {
    /// One value per set of energies and shift, `integrals[set][shift]`.
    public let integrals: [[Estimate]]
    /// `‖1/(e−E−iε)‖_1 = A_E(0)` for each energy of each set.
    public let norms: [[Estimate]]
    /// All sites with `max|x_j| ≤ radius` were summed.
    public let radius: Int
    /// The number of times.
    public let nodes: Int
  }

  public func integrals(
    workers: Workers = .single, monitor: Monitor = .silent
  ) throws(Interrupted) -> Result {
    if dimension == 1 { return integralsOnLine() }
    let pass = try pass(CrossingColumns(shifts), workers: workers, monitor: monitor)
    let method = "lattice, radius \(pass.radius), \(pass.kernels.count) times"
    let integrals = energies.indices.map { set in
      shifts.indices.map { shift in
        let value = pass.sum.values[set * shifts.count + shift]
        return Estimate(value, error: pass.error(set: set) + 1e-14 * abs(value), method: method)
      }
    }
    return Result(
      integrals: integrals, norms: energies.indices.map { pass.kernels.norms(set: $0) },
      radius: pass.radius, nodes: pass.kernels.count)
  }

  /// What one pass over the sites leaves.
  struct Pass: Sendable {
    let kernels: CrossingKernels
    let sum: CrossingShellSum
    let radius: Int
    /// The products by set and piece, if they were kept.
    let products: [[CrossingField.Piece]]

    /// The error of every integral of a set.
    func error(set: Int) -> Double {
      kernels.truncation(set: set, after: sum) + kernels.quadrature(set: set, after: sum)
        + 1e-14 * kernels.scale(set: set)
    }
  }

  /// Sums shells of constant max|x_j| until what lies beyond is within the tolerance, d ≥ 2.
  func pass(
    _ columns: CrossingColumns, keepsProducts: Bool = false, workers: Workers, monitor: Monitor
  ) throws(Interrupted) -> Pass {
    openblas_set_num_threads(1)
    let kernels = CrossingKernels(
      dimension: dimension, epsilon: epsilon, energies: energies, tolerance: tolerance)
    var radius = expectedRadius
    var bessel = try BesselTable(
      order: radius, count: kernels.count, step: kernels.grid.step, workers: workers)
    var table = CrossingTable(bessel, kernels: kernels)
    var sum = CrossingShellSum(
      sets: energies.count, terms: columns.terms.count, kernels: kernels.energies.count)
    var products = [[CrossingField.Piece]](repeating: [], count: energies.count)
    var shell = 0
    let expected = Int(work(radius: radius))
    while true {
      let next = shell + CrossingShell.wave(dimension: dimension)
      if next - 1 > radius {
        radius = max(next - 1, radius + radius / 4)
        bessel = try BesselTable(
          order: radius, count: kernels.count, step: kernels.grid.step, workers: workers)
        table = CrossingTable(bessel, kernels: kernels)
      }
      let pieces = CrossingShell.pieces(dimension: dimension, shells: shell..<next)
      let phases = columns.phases(upTo: next - 1)
      let (currentBessel, currentTable) = (bessel, table)
      let done = Int(work(radius: shell))
      monitor.progress(min(done, expected), max(expected, done))
      let quiet = Monitor(isCancelled: monitor.isCancelled)
      @Sendable func sumOfPiece(_ index: Int) -> CrossingShellSum {
        CrossingShell(
          piece: pieces[index], kernels: kernels, bessel: currentBessel, table: currentTable,
          columns: columns, phases: phases, keepsProducts: keepsProducts
        ).sum()
      }
      // products are kept where they are used: by every process
      let sums =
        try keepsProducts
        ? workers.map(pieces.count, monitor: quiet, sumOfPiece)
        : workers.spread(pieces.count, as: .stage, monitor: quiet, sumOfPiece)
      sum.beginWave()
      for partial in sums { sum.add(partial) }
      if keepsProducts {
        for set in energies.indices {
          products[set] += CrossingField.Piece.sorted(sums.flatMap { $0.blocks[set] })
        }
      }
      shell = next
      let enough = energies.indices.allSatisfy { set in
        kernels.truncation(set: set, after: sum) <= 0.5 * tolerance * kernels.scale(set: set)
      }
      if enough || Double(shell) * epsilon > 60 + 60 * epsilon { break }
    }
    monitor.progress(expected, expected)
    return Pass(kernels: kernels, sum: sum, radius: shell - 1, products: products)
  }
}

// MARK: - Cost

extension CrossingLattice {
  /// What a run will take.
  public struct Cost: Hashable, Sendable {
    /// Floating-point operations of the matrix products.
    public let operations: Double
    public let bytes: Double
    /// Sites of the symmetry sector.
    public let sites: Double
  }

  public var cost: Cost { Self.cost(of: self, epsilon: epsilon) }

  /// The number of shells that the tolerance is expected to need.
  ///
  /// Kernels fall like `e^{−ε max|x|/2}`, their product like `e^{−kε max|x|/2}`.
  var expectedRadius: Int { Self.radius(of: self, epsilon: epsilon) }

  static func radius(of run: CrossingLattice, epsilon: Double) -> Int {
    let digits = log(1 / run.tolerance)
    return Int(min(0.43 * digits / epsilon + 20, 1e9))
  }

  static func cost(of run: CrossingLattice, epsilon: Double) -> Cost {
    if run.dimension == 1 {
      // a ring of at most 320/ε sites, see integralsOnLine
      return Cost(operations: 2e4 / epsilon, bytes: 4e3 / epsilon, sites: 160 / epsilon)
    }
    let radius = Double(radius(of: run, epsilon: epsilon))
    let edge = 2 * Double(run.dimension)
    let nodes = (log(1 / run.tolerance) + 2) / epsilon * (edge + 4 * epsilon) / Double.pi + 2
    let energies = Set(run.energies.joined().map(abs))
    var sites = 1.0
    for j in 1...run.dimension { sites *= (radius + Double(j)) / Double(j) }
    let entry = 8 + CrossingTable.bytesPerEntry(energies: energies)
    return Cost(
      operations: 2 * sites * nodes * Double(energies.count),
      bytes: entry * radius * nodes + 3e7, sites: sites)
  }

  /// Sites up to a radius, for progress.
  private func work(radius: Int) -> Double {
    (1...dimension).reduce(1.0) { $0 * Double(radius + $1) / Double($1) }
  }
}
