#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Diagrams
import Exact
public import Torus

/// Sums over the graphs of an order by sampling graphs and momenta, where there are too many.
///
/// The graphs are cut into strata by the split n of their vertices and by whether they cross, whose
/// sizes are known exactly: Catalan(n̄) noncrossing graphs and (2n̄−1)!! − Catalan(n̄) crossing ones
/// for each n. A sample draws a uniform graph of its stratum and a few points of the loop momenta; the
/// members of each class give the sum over that class, `Σ_strata size · mean`. At ξ = 0 the mirror image
/// of a graph has the conjugate amplitude, so only the splits n ≤ ñ are drawn and the sums are real.
///
/// A tenth of the samples goes evenly to the strata and measures the spread σ in each; the rest is
/// allotted in proportion to size·σ (Neyman), and only that rest is averaged, so that the choice does
/// not bias the mean. Errors are those of means of independent samples, stratum by stratum. They grow
/// with n̄ and with t: nothing here fights the sign of the phases.
public struct ClassSample: Sendable {
  /// Which graphs are drawn.
  public enum Graphs: String, CaseIterable, Sendable {
    case all, crossing, noncrossing
  }

  public let order: Int
  public let setting: AmplitudeSetting
  public let graphs: Graphs
  /// The number of graphs drawn, those that measure the spread included.
  public let samples: Int
  /// The number of strata.
  public let strata: Int
  /// How many times as many uniform graphs would have to be drawn for the same error of the sum over
  /// all of them, in its real part; `infinity` where no stratum has a spread.
  public let gain: Double
  /// In the order of `GraphClass.allCases`.
  private let sums: [ComplexEstimate]

  /// The sum of the amplitudes over the drawn members of a class.
  public func sum(_ graphClass: GraphClass) -> ComplexEstimate {
    sums[Int(GraphClasses.index(graphClass))]
  }

  /// Momenta drawn for each graph.
  private static let points = 4
  /// Graphs drawn in one piece of work.
  private static let pieceSize = 256
  /// The fewest graphs of a stratum.
  private static let fewest = 32

  public init(
    order: Int, _ setting: AmplitudeSetting, samples: Int, graphs: Graphs = .all,
    seed: UInt64 = 1, workers: Workers = .single, monitor: Monitor = .silent
  ) throws {
    guard 1...Amplitude.largestOrder ~= order else {
      throw AmplitudeError.order(order, limit: Amplitude.largestOrder)
    }
    guard setting.microscopicTime <= Amplitude.largestTime else {
      throw AmplitudeError.microscopicTime(setting.microscopicTime, limit: Amplitude.largestTime)
    }
    guard samples >= 128 else { throw AmplitudeError.points(samples) }
    let strata = SampledStratum.all(
      order: order, graphs: graphs, mirrors: setting.conservesMomentum)
    let pilotSize = max(Self.fewest, samples / 10 / max(strata.count, 1))
    let quiet = Monitor(isCancelled: monitor.isCancelled)
    let pilot = try Self.draw(
      strata, setting, counts: strata.map { _ in pilotSize }, seed: seed, round: 0, as: .stage,
      workers: workers, monitor: quiet)
    let spreads = zip(strata, pilot).map { $0.size * $1.spread }
    let total = spreads.reduce(0, +)
    let left = Double(max(0, samples - pilotSize * strata.count))
    let counts = spreads.map { spread in
      max(Self.fewest, total > 0 ? Int(left * spread / total) : 0)
    }
    let moments = try Self.draw(
      strata, setting, counts: counts, seed: seed, round: 1, as: .bulk, workers: workers,
      monitor: monitor)
    let drawn = pilotSize * strata.count + counts.reduce(0, +)
    sums = GraphClass.allCases.indices.map { index in
      var (value, variance) = (Complex.zero, Complex.zero)
      for (stratum, moment) in zip(strata, moments) {
        let (mean, square) = moment.estimate(index)
        value += stratum.size * mean
        variance += stratum.size * stratum.size * square
      }
      return ComplexEstimate(
        value, error: Complex(variance.real.squareRoot(), variance.imaginary.squareRoot()),
        .standardError, method: "sample, \(drawn) graphs in \(strata.count) strata")
    }
    // a uniform graph, times the number N of graphs: variance N Σ size E[X²] − (Σ size E[X])²
    let graphCount = strata.reduce(0) { $0 + $1.size }
    let all = Int(GraphClasses.index(.all))
    let uniform = zip(strata, moments).reduce(-sums[all].value.real * sums[all].value.real) {
      $0 + graphCount * $1.0.size * $1.1.squares[all].real / Double($1.1.count)
    }
    gain = uniform / (Double(drawn) * sums[all].error.real * sums[all].error.real)
    self.order = order
    self.setting = setting
    self.graphs = graphs
    self.samples = drawn
    self.strata = strata.count
  }

  /// Sums and sums of squares of each class in one stratum.
  private struct Moments: PlainData {
    var count = 0
    var sums = [Complex](repeating: .zero, count: GraphClass.allCases.count)
    var squares = [Complex](repeating: .zero, count: GraphClass.allCases.count)

    init() {}

    init(from source: inout ByteSource) throws(PlainDataError) {
      count = try Int(from: &source)
      sums = try [Complex](from: &source)
      squares = try [Complex](from: &source)
      guard sums.count == GraphClass.allCases.count, squares.count == sums.count else {
        throw PlainDataError()
      }
    }

    func encode(into sink: inout ByteSink) {
      count.encode(into: &sink)
      sums.encode(into: &sink)
      squares.encode(into: &sink)
    }

    mutating func add(_ other: Moments) {
      count += other.count
      for index in sums.indices {
        sums[index] += other.sums[index]
        squares[index] += other.squares[index]
      }
    }

    /// The mean and the square of its standard error, part by part.
    func estimate(_ index: Int) -> (Complex, Complex) {
      let n = Double(count)
      let mean = sums[index] / n
      func square(_ squares: Double, _ mean: Double) -> Double {
        max(0, (squares / n - mean * mean) / (n - 1))
      }
      return (
        mean,
        Complex(
          square(squares[index].real, mean.real), square(squares[index].imaginary, mean.imaginary))
      )
    }

    /// The standard deviation of one sample.
    var spread: Double {
      let variance = estimate(Int(GraphClasses.index(.all))).1
      return ((variance.real + variance.imaginary) * Double(count)).squareRoot()
    }
  }

  /// Draws so many graphs of each stratum, in pieces that do not depend on the number of threads.
  private static func draw(
    _ strata: [SampledStratum], _ setting: AmplitudeSetting, counts: [Int], seed: UInt64,
    round: Int, as role: Run.Role, workers: Workers, monitor: Monitor
  ) throws(Interrupted) -> [Moments] {
    var pieces: [(stratum: Int, index: Int, count: Int)] = []
    for (stratum, count) in counts.enumerated() {
      for index in 0..<(count + pieceSize - 1) / pieceSize {
        pieces.append((stratum, index, min(pieceSize, count - index * pieceSize)))
      }
    }
    let work = pieces
    let parts = try workers.spread(work.count, as: role, monitor: monitor) { job in
      let piece = work[job]
      let stream = UInt64(round) << 63 | UInt64(piece.stratum) << 48 | UInt64(piece.index)
      return draw(
        strata[piece.stratum], setting, Philox(seed: seed, stream: stream), count: piece.count)
    }
    var moments = [Moments](repeating: Moments(), count: strata.count)
    for (piece, part) in zip(work, parts) { moments[piece.stratum].add(part) }
    return moments
  }

  private static func draw(
    _ stratum: SampledStratum, _ setting: AmplitudeSetting, _ random: Philox, count: Int
  ) -> Moments {
    var moments = Moments()
    moments.count = count
    var index: UInt64 = 0
    func uniform() -> Double {
      index += 1
      return random.uniforms(index).x
    }
    for _ in 0..<count {
      let graph = stratum.graph(uniform)
      if setting.observable == .survival && !graph.isRungless { continue }
      let integrand = MomentumIntegrand(graph, setting)
      var point = [Double](repeating: 0, count: integrand.loops * setting.dimension)
      var value = Complex.zero
      for _ in 0..<points {
        for axis in point.indices { point[axis] = uniform() }
        value += integrand(point)
      }
      value = value / Double(points)
      // the mirror images of the stratum's graphs add the conjugate
      if setting.conservesMomentum { value = Complex(value.real) }
      for (place, graphClass) in GraphClass.allCases.enumerated()
      where graph.isMember(of: graphClass) {
        moments.sums[place] += value
        moments.squares[place] += Complex(
          value.real * value.real, value.imaginary * value.imaginary)
      }
    }
    return moments
  }
}
