public import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How the entropy of the averaged state grows while each realisation stays pure and reversible.
///
/// `ρ_t = E |ψ_t⟩⟨ψ_t|` is a mixture, though each ψ_t is a unit vector and comes back when it is
/// conjugated and evolved again. Three numbers for each time:
///
/// * `state`, Rényi's entropy of order 2, `−log Tr ρ_t²`, from `Tr ρ² = E |⟨ψ, ψ'⟩|²` over pairs of
///   independent realisations, without bias whatever the start; its logarithm, too large by half the
///   square of its error, is corrected by a jackknife. It is 0 at t = 0 and at most d log L.
/// * `distribution`, from a plane wave `−Σ_v f log f` of `f(v) = E |ψ̂_t(v)|²/L^d`: ρ_t commutes with
///   translations, so f are its eigenvalues and this is its von Neumann entropy. From a place
///   `−Σ_c P log(P/b^d)`, P(c) the mean probability of a cell of b^d sites: the entropy of the
///   coarse-grained density, in units where a site counts 1.
/// * `reversal`, the largest `1 − |⟨conj ψ_0, e^{−itH} conj ψ_t⟩|²` in the same disorder: rounding.
///
/// The entropy of a distribution that was estimated from R realisations is too small by about 1/2R;
/// the jackknife over blocks takes that away and gives the error.
public struct EnsembleEntropy: Hashable, Sendable {
  /// Its measurements are not used.
  public let ensemble: Ensemble
  /// b, the side of a cell, in sites.
  public let cell: Int

  public init(_ ensemble: Ensemble, cell: Int = 1) {
    precondition(cell >= 1 && cell <= ensemble.box.side, "a cell of 1 to L sites, got \(cell)")
    precondition(ensemble.realisations >= 2 * Self.group, "entropies need 16 realisations")
    self.ensemble = ensemble
    self.cell = cell
  }

  /// The fewest realisations: two groups.
  public static let fewestRealisations = 2 * group

  /// What came out, by time.
  public struct Row: Hashable, Sendable {
    public let state: Estimate
    public let distribution: Estimate
    public let reversal: Double
  }

  public struct Average: Hashable, Sendable {
    public let rows: [Row]
    public let realisations: Int
    /// Of so many realisations each the error of the distribution's entropy is made; that of the
    /// state's comes from groups of 8.
    public let blockSize: Int
  }

  /// Overlaps are taken between all pairs of so many realisations.
  static let group = 8
  private static let blocks = 32

  /// A row per time; `nil` if fewer than two blocks of realisations were finished.
  public func average(workers: Workers, monitor: Monitor = .silent) -> Average? {
    let size = blockSize
    let count = ensemble.realisations / size
    let (blocks, _) = workers.spreadPrefix(count, monitor: monitor) { block in
      self.block(block * size..<(block + 1) * size, monitor: monitor)
    }
    guard blocks.count >= 2 else { return nil }
    let method = "Chebyshev, \(blocks.count * size) realisations in \(blocks.count) blocks"
    let rows = ensemble.times.indices.map { time in
      let purities = blocks.flatMap { $0.purities[time] }
      let rényi = Self.jackknife(purities.map { [$0] }) { sum, groups in
        -log(sum[0] / Double(groups))
      }
      let entropy = Self.jackknife(blocks.map { $0.distributions[time] }) { sum, blocks in
        self.entropy(sum, of: Double(blocks * size))
      }
      return Row(
        state: Estimate(
          rényi.value, error: rényi.error, .standardError, method: "overlaps, " + method),
        distribution: Estimate(
          entropy.value, error: entropy.error, .standardError, method: method),
        reversal: blocks.reduce(0) { max($0, $1.reversal[time]) })
    }
    return Average(rows: rows, realisations: blocks.count * size, blockSize: size)
  }

  /// How many realisations go in: full blocks of those of the ensemble.
  public var realisations: Int { ensemble.realisations / blockSize * blockSize }

  /// Realisations in a block: groups, and not too many blocks, for their distributions are kept.
  var blockSize: Int {
    let share = (ensemble.realisations + Self.blocks - 1) / Self.blocks
    let groups = max(1, (share + Self.group - 1) / Self.group)
    return min(groups, ensemble.realisations / (2 * Self.group)) * Self.group
  }

  /// What a block of realisations contributes, by time.
  struct Block: PlainData {
    /// The sum of the distributions.
    var distributions: [[Double]]
    /// By group, the mean of `|⟨ψ, ψ'⟩|²` over its pairs.
    var purities: [[Double]]
    var reversal: [Double]

    init(times: Int) {
      distributions = [[Double]](repeating: [], count: times)
      purities = [[Double]](repeating: [], count: times)
      reversal = [Double](repeating: 0, count: times)
    }

    init(from source: inout ByteSource) throws(PlainDataError) {
      distributions = try [[Double]](from: &source)
      purities = try [[Double]](from: &source)
      reversal = try [Double](from: &source)
    }

    func encode(into sink: inout ByteSink) {
      distributions.encode(into: &sink)
      purities.encode(into: &sink)
      reversal.encode(into: &sink)
    }
  }

  /// `nil` if the monitor asks to stop before the end.
  private func block(_ range: Range<Int>, monitor: Monitor) -> Block? {
    let (box, times) = (ensemble.box, ensemble.times)
    let evolution = ChebyshevEvolution(box: box, times: times)
    let start = ensemble.start.waveFunction(on: box)
    var block = Block(times: times.count)
    for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.group) {
      if monitor.isCancelled() { return nil }
      var group: [[WaveFunction]] = []
      for k in first..<first + Self.group {
        let h = ensemble.hamiltonian(k)
        let states = evolution.evolve(start, under: h)
        for (i, ψ) in states.enumerated() {
          let distribution = distribution(ψ)
          block.distributions[i] =
            block.distributions[i].isEmpty
            ? distribution : zip(block.distributions[i], distribution).map { $0 + $1 }
          if k == first {
            let back = evolution.evolve(ψ.conjugate, under: h, times: [times[i]])[0]
            block.reversal[i] = max(
              block.reversal[i], abs(1 - start.conjugate.overlap(with: back).norm))
          }
        }
        group.append(states)
      }
      for i in times.indices {
        var sum = 0.0
        for a in 0..<Self.group {
          for b in 0..<a { sum += group[a][i].overlap(with: group[b][i]).norm }
        }
        block.purities[i].append(2 * sum / Double(Self.group * (Self.group - 1)))
      }
    }
    return block
  }

  /// `|ψ̂(v)|²/L^d` from a plane wave, else the probability of each cell.
  private func distribution(_ ψ: WaveFunction) -> [Double] {
    guard ensemble.start.isLocalised else {
      let scale = 1 / Double(ψ.box.sites)
      return ψ.momentumDensity.map { scale * $0 }
    }
    let (box, middle) = (ψ.box, ψ.box.side / 2)
    // cells are counted from the middle, so that the start is not cut apart at random
    let cells = (0..<box.side).map { x in
      let y = x - middle + cell / 2
      return (y >= 0 ? y / cell : (y - cell + 1) / cell) - (-middle - cell + 1) / cell
    }
    let side = (cells.max() ?? 0) + 1
    let count = (0..<box.dimension).reduce(1) { product, _ in product * side }
    var sums = [Double](repeating: 0, count: count)
    for site in 0..<box.sites {
      let place = box.coordinates(site).reduce(0) { $0 * side + cells[$1] }
      sums[place] += ψ[site].norm
    }
    return sums
  }

  /// A function of the mean of independent samples, its bias of the order of 1 over their number
  /// removed, and its error.
  ///
  /// - Parameter function: of the sum of samples and their number.
  private static func jackknife(
    _ samples: [[Double]], _ function: ([Double], Int) -> Double
  ) -> (value: Double, error: Double) {
    let count = samples.count
    var total = samples[0]
    for sample in samples.dropFirst() { for i in total.indices { total[i] += sample[i] } }
    let whole = function(total, count)
    let without = samples.map { sample in
      function(zip(total, sample).map { $0 - $1 }, count - 1)
    }
    let mean = without.reduce(0, +) / Double(count)
    let spread = without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let share = Double(count - 1)
    return (
      Double(count) * whole - share * mean, (share / Double(count) * spread).squareRoot()
    )
  }

  /// `−Σ P log(P/volume)` of the distribution `sums/count`.
  private func entropy(_ sums: [Double], of count: Double) -> Double {
    let volume =
      ensemble.start.isLocalised ? pow(Double(cell), Double(ensemble.box.dimension)) : 1
    return sums.reduce(0) { sum, value in
      let p = value / count
      // differences of sums may leave less than nothing
      return p > 1e-300 ? sum - p * log(p / volume) : sum
    }
  }
}
