#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Diagrams
public import Torus

/// Sums over the graphs of an order by sampling graphs and momenta, where there are too many.
///
/// A sample draws the split n with probability `C(2n̄,n)/4^n̄` (the size of the time simplices is
/// `t^{2n̄}/(n! ñ!)`), a uniform graph among the (2n̄−1)!!, and a few points of the loop momenta. Its
/// value `(2n̄−1)!! 4^n̄/C(2n̄,n) · ⟨integrand⟩` has the sum over all graphs as its expectation, and
/// the members of each class give the sum over that class. The errors are those of the mean of
/// independent samples. They grow with n̄ and with t: nothing here fights the sign of the phases.
public struct ClassSample: Sendable {
  public let order: Int
  public let setting: AmplitudeSetting
  /// The number of graphs drawn.
  public let samples: Int
  /// In the order of `GraphClass.allCases`.
  private let sums: [ComplexEstimate]

  /// The sum of the amplitudes over a class.
  public func sum(_ graphClass: GraphClass) -> ComplexEstimate {
    sums[Int(GraphClasses.index(graphClass))]
  }

  /// Momenta drawn for each graph.
  private static let points = 4
  private static let pieces = 64

  /// - Parameter samples: rounded up to a multiple of 64.
  public init(
    order: Int, _ setting: AmplitudeSetting, samples: Int, seed: UInt64 = 1,
    workers: Workers = .single, monitor: Monitor = .silent
  ) throws {
    guard 1...Amplitude.largestOrder ~= order else {
      throw AmplitudeError.order(order, limit: Amplitude.largestOrder)
    }
    guard setting.microscopicTime <= Amplitude.largestTime else {
      throw AmplitudeError.microscopicTime(setting.microscopicTime, limit: Amplitude.largestTime)
    }
    guard samples >= 2 * Self.pieces else { throw AmplitudeError.points(samples) }
    let each = (samples + Self.pieces - 1) / Self.pieces
    let count = each * Self.pieces
    let parts = try workers.spread(Self.pieces, monitor: monitor) { piece in
      Self.draw(order, setting, Philox(seed: seed, stream: UInt64(piece)), count: each)
    }
    sums = GraphClass.allCases.indices.map { index in
      var moments = Moments()
      for part in parts { moments.add(part[index]) }
      return moments.estimate(count: count)
    }
    self.order = order
    self.setting = setting
    self.samples = count
  }

  /// Sums and sums of squares of one class.
  private struct Moments: PlainData {
    var sum = Complex.zero
    var squares = Complex.zero

    init() {}

    init(from source: inout ByteSource) throws(PlainDataError) {
      sum = try Complex(from: &source)
      squares = try Complex(from: &source)
    }

    func encode(into sink: inout ByteSink) {
      sum.encode(into: &sink)
      squares.encode(into: &sink)
    }

    mutating func add(_ value: Complex) {
      sum += value
      squares += Complex(value.real * value.real, value.imaginary * value.imaginary)
    }

    mutating func add(_ other: Moments) {
      sum += other.sum
      squares += other.squares
    }

    func estimate(count: Int) -> ComplexEstimate {
      let n = Double(count)
      let mean = sum / n
      func error(_ squares: Double, _ mean: Double) -> Double {
        max(0, (squares / n - mean * mean) / (n - 1)).squareRoot()
      }
      return ComplexEstimate(
        mean,
        error: Complex(
          error(squares.real, mean.real), error(squares.imaginary, mean.imaginary)),
        .standardError, method: "sample, \(count) graphs")
    }
  }

  private static func draw(
    _ order: Int, _ setting: AmplitudeSetting, _ random: Philox, count: Int
  ) -> [Moments] {
    var moments = GraphClass.allCases.map { _ in Moments() }
    var index: UInt64 = 0
    func uniform() -> Double {
      index += 1
      return random.uniforms(index).x
    }
    var graphs = 1.0
    for k in 0..<order { graphs *= Double(2 * k + 1) }
    var point = [Double](repeating: 0, count: order * setting.dimension)
    for _ in 0..<count {
      // the number of heads among 2n̄ fair coins
      let left = (0..<2 * order).reduce(0) { heads, _ in heads + (uniform() < 0.5 ? 1 : 0) }
      var weight = graphs * pow(4, Double(order))
      weight /= TimeForm.binomial(2 * order, left)
      let graph = matching(left: left, right: 2 * order - left, uniform)
      if setting.observable == .survival && !graph.isRungless { continue }
      let integrand = MomentumIntegrand(graph, setting)
      var value = Complex.zero
      for _ in 0..<points {
        for axis in point.indices { point[axis] = uniform() }
        value += integrand(point)
      }
      value = (weight / Double(points)) * value
      for (place, graphClass) in GraphClass.allCases.enumerated()
      where graph.isMember(of: graphClass) {
        moments[place].add(value)
      }
    }
    return moments
  }

  /// A uniform graph: the first free vertex takes any other free one.
  private static func matching(left: Int, right: Int, _ uniform: () -> Double) -> Pairing {
    var free = Array(1...left + right)
    var partners = [Int](repeating: 0, count: left + right)
    while !free.isEmpty {
      let first = free.removeFirst()
      let second = free.remove(at: Int(uniform() * Double(free.count)))
      partners[first - 1] = second
      partners[second - 1] = first
    }
    // partners of a perfect matching are always accepted
    return try! Pairing(left: left, right: right, partners: partners)
  }
}
