public import Torus

/// The state of one axis averaged over disorder, in blocks of realisations that give its error.
///
/// What is linear in the state, as the Wigner transform and the Husimi function are, is the mean of
/// what the blocks have, and the scatter of the blocks is its standard error.
public struct AveragedState: Hashable, Sendable {
  /// `E ρ`.
  public let mean: DensityMatrix
  public let realisations: Int
  /// The sum over each block of realisations.
  private let sums: [DensityMatrix]
  /// The realisations of each block but the last, which may have fewer.
  private let blockSize: Int

  /// Enough for errors that are known to a tenth, few enough to keep their states.
  private static let mostBlocks = 64

  /// The number of realisations in a block.
  static func blockSize(realisations: Int) -> Int { (realisations + mostBlocks - 1) / mostBlocks }

  /// - Precondition: the sums are those of consecutive full blocks, the last of what is left.
  init(sums: [DensityMatrix], realisations: Int) {
    blockSize = Self.blockSize(realisations: realisations)
    precondition(sums.count == (realisations + blockSize - 1) / blockSize, "all blocks")
    self.sums = sums
    self.realisations = realisations
    var mean = sums.dropFirst().reduce(sums[0]) { $0 + $1 }
    mean /= realisations
    self.mean = mean
  }

  /// The number of independent blocks: one more than the degrees of freedom of the errors.
  public var blocks: Int { sums.count }

  /// A linear function of the state, with standard errors.
  ///
  ///     error² = B/(B−1) Σ_b (f(S_b) − n_b f(ρ))² / R²
  ///
  /// for the sums S_b over n_b of R realisations. Each may be taken for itself, but they are not
  /// independent of each other: all come from the same realisations.
  public func estimates(_ f: (DensityMatrix) -> [[Double]]) -> [[Estimate]] {
    let means = f(mean)
    var squares = means.map { $0.map { _ in 0.0 } }
    for (b, sum) in sums.enumerated() {
      let count = Double(min(blockSize, realisations - b * blockSize))
      for (i, row) in f(sum).enumerated() {
        for (j, value) in row.enumerated() {
          let deviation = (value - count * means[i][j]) / Double(realisations)
          squares[i][j] += deviation * deviation
        }
      }
    }
    let scale = Double(blocks) / Double(max(1, blocks - 1))
    let method = "Chebyshev, \(realisations) realisations in \(blocks) blocks"
    return zip(means, squares).map { row in
      zip(row.0, row.1).map {
        Estimate($0, error: (scale * $1).squareRoot(), .standardError, method: method)
      }
    }
  }
}

extension Ensemble {
  /// The state of one axis at the first time, averaged over disorder; none of the measurements.
  ///
  /// Summed in index order, whatever the number of threads.
  public func averagedState(
    axis: Int = 0, workers: Workers, monitor: Monitor = .silent
  ) throws(Interrupted) -> AveragedState {
    let evolution = ChebyshevEvolution(box: box, times: Array(times.prefix(1)))
    let ψ = start.waveFunction(on: box)
    let size = AveragedState.blockSize(realisations: realisations)
    let count = (realisations + size - 1) / size
    let (sums, isComplete) = workers.spreadPrefix(count, monitor: monitor) {
      block -> DensityMatrix? in
      var sum: DensityMatrix?
      for k in block * size..<min(realisations, (block + 1) * size) {
        if monitor.isCancelled() { return nil }
        let h = Hamiltonian(box: box, coupling: coupling, disorder: disorder, realisation: k)
        let state = DensityMatrix(evolution.evolve(ψ, under: h)[0], axis: axis)
        sum = sum.map { $0 + state } ?? state
      }
      return sum
    }
    guard isComplete else { throw Interrupted() }
    return AveragedState(sums: sums, realisations: realisations)
  }

  /// The bytes that the blocks of an averaged state take, and what is summed up beside them.
  public var averagedStateMemory: Double {
    let size = AveragedState.blockSize(realisations: realisations)
    let blocks = (realisations + size - 1) / size
    return Double((blocks + 4) * 16 * box.side * box.side)
  }
}
