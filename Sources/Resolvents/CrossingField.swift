internal import COpenBLAS
public import Torus

/// A crossing integral as a function of its shift: the products of its kernels, kept in memory.
///
///     I(u) = Σ_x P(x) cos 2πu·x,   P(x) = Π_i A_{E_i}(x)
///
/// One pass of `CrossingLattice` makes it; after that I(u) and its derivatives cost one product of
/// matrices over the stored sector of sites, thousands of u at a time.
public struct CrossingField: Sendable {
  /// The blocks of one head (x_d, …, x_3).
  struct Piece: Sendable {
    let head: [Int]
    let blocks: [CrossingBlock]

    /// The blocks by head, in the order in which heads first appear.
    static func sorted(_ blocks: [CrossingBlock]) -> [Piece] {
      var heads: [[Int]] = []
      var places: [[Int]: Int] = [:]
      var groups: [[CrossingBlock]] = []
      for block in blocks {
        if let place = places[block.head] {
          groups[place].append(block)
        } else {
          places[block.head] = heads.count
          heads.append(block.head)
          groups.append([block])
        }
      }
      return zip(heads, groups).map { Piece(head: $0, blocks: $1) }
    }
  }

  public let dimension: Int
  public let epsilon: Double
  public let energies: [Double]
  /// `‖1/(e−E_i−iε)‖_1` for each denominator.
  public let norms: [Estimate]
  /// The error of I(u), the same for all u.
  public let error: Double
  let method: String
  private let pieces: [Piece]
  let line: CrossingLine?
  private let radius: Int

  /// The integral that can be kept within the memory, before anything is computed.
  public static func plan(
    dimension: Int, epsilon: Double, energies: [Double], tolerance: Double? = nil,
    memory: Double = 2e9
  ) throws(CrossingError) -> CrossingLattice {
    let run = try CrossingLattice(
      dimension: dimension, epsilon: epsilon, energies: [energies],
      shifts: [.zero(dimension: dimension)], tolerance: tolerance, memory: memory)
    // blocks of the triangle x_1 ≤ x_2 end in rectangles: a third more than the sector
    try run.demand({ $0.bytes + 11 * $0.sites }, within: memory)
    return run
  }

  /// Computes and keeps the products of the first set of energies of a run made by `plan`.
  public init(
    _ run: CrossingLattice, workers: Workers = .single, monitor: Monitor = .silent
  ) throws(Interrupted) {
    dimension = run.dimension
    epsilon = run.epsilon
    energies = run.energies[0]
    if dimension == 1 {
      let line = CrossingLine(epsilon: epsilon, energies: [energies])
      self.line = line
      pieces = []
      radius = line.side / 2
      error = 2 * line.error(set: 0, line.sum(set: 0, at: 0, order: 0))
      method = "lattice, ring of \(line.side)"
      norms = line.norms[0].map { Estimate($0, error: 1e-13 * $0, method: "lattice") }
      return
    }
    let pass = try run.pass(
      CrossingColumns(run.shifts), keepsProducts: true, workers: workers, monitor: monitor)
    line = nil
    pieces = pass.products[0]
    radius = pass.radius
    error = pass.error(set: 0)
    method = "lattice, radius \(pass.radius), \(pass.kernels.count) times"
    norms = pass.kernels.norms(set: 0)
  }

  /// I(u) at many shifts, 64 at a time: their cost is quadratic in the distinct components.
  public func integrals(
    at shifts: [Momentum], workers: Workers = .single, monitor: Monitor = .silent
  ) throws(Interrupted) -> [Estimate] {
    var all: [Estimate] = []
    for start in stride(from: 0, to: shifts.count, by: 64) {
      monitor.progress(start, shifts.count)
      let batch = Array(shifts[start..<min(start + 64, shifts.count)])
      let values = try sums(
        CrossingColumns(batch), workers: workers, monitor: Monitor(isCancelled: monitor.isCancelled)
      )
      all += values.map { Estimate($0, error: error + 1e-14 * abs($0), method: method) }
    }
    return all
  }

  /// The sums of all terms.
  func sums(
    _ columns: CrossingColumns, workers: Workers, monitor: Monitor = .silent
  ) throws(Interrupted) -> [Double] {
    if let line {
      let values = columns.columns.map { line.sum(set: 0, at: $0.u, order: $0.order) }
      return columns.terms.map { values[$0[0]] }
    }
    openblas_set_num_threads(1)
    let width = columns.width
    let phases = columns.phases(upTo: radius)
    // groups of pieces, fixed in number, so that the order of summation is too
    let groups = 64
    let size = (pieces.count + groups - 1) / groups
    let partial = try workers.spread(groups, as: .stage, monitor: monitor) { group in
      var values = [Double](repeating: 0, count: columns.terms.count)
      var pairs = [Double](repeating: 0, count: width * width)
      for piece in pieces[min(pieces.count, group * size)..<min(pieces.count, (group + 1) * size)] {
        for i in pairs.indices { pairs[i] = 0 }
        for block in piece.blocks {
          CrossingBlock.add(block.values, block.shape, phases: phases, width: width, to: &pairs)
        }
        columns.distribute(pairs, head: piece.head, phases: phases, into: &values)
      }
      return values
    }
    return partial.reduce(into: [Double](repeating: 0, count: columns.terms.count)) {
      for i in $0.indices { $0[i] += $1[i] }
    }
  }
}
