import Torus

/// Gauss rules in collapsed coordinates on the simplices of a time form.
///
/// Each coordinate takes as many nodes as the simplex that is left needs, see `TimeNodes`.
struct TimeQuadrature<Sheet: MomentumSheet> {
  let kernel: TimeKernel
  /// Nodes for an interval of length t.
  let nodes: Int
  private let rules: TimeNodes
  private let regions: [TimeRegion]

  init(_ kernel: TimeKernel, nodes: Int) {
    self.kernel = kernel
    self.nodes = nodes
    regions = kernel.sortedRegions
    rules = TimeNodes(nodes, time: kernel.time, rate: kernel.rate)
  }

  /// The value of the rule and the sum of the absolute values of its terms.
  func evaluate(workers: Workers, monitor: Monitor) throws(Interrupted) -> (Complex, Double) {
    var pieces: [(region: Int, outer: Int)] = []
    for (index, region) in regions.enumerated() {
      let streamed = max(region.left.count, region.right.count)
      let count = region.hasCommonTime || streamed > 1 ? nodes : 1
      for outer in 0..<count { pieces.append((index, outer)) }
    }
    let work = pieces
    let sheets = regions.map { Sheet(kernel: kernel, region: $0, size: kernel.time) }
    let sums = try workers.spread(work.count, as: .stage, monitor: monitor) { index in
      piece(
        regions[work[index].region], sheets[work[index].region], outer: work[index].outer)
    }
    var (value, absolute) = (Complex.zero, 0.0)
    for sum in sums {
      value += sum.value
      absolute += sum.absolute
    }
    return (kernel.prefactor * value, kernel.prefactor.modulus * absolute)
  }

  /// One common time Z, or one first time of the longer line where nothing is common.
  private func piece(_ region: TimeRegion, _ whole: Sheet, outer: Int) -> AbsoluteSum {
    var h = kernel.time
    var (z, outerWeight) = (0.0, 1.0)
    let rule = rules.whole
    if region.hasCommonTime {
      z = kernel.time * rule.nodes[outer]
      h = kernel.time - z
      outerWeight = kernel.time * rule.weights[outer]
    }
    let sheet = whole.narrowed(to: h)
    let streamsLeft = region.left.count >= region.right.count
    let streamed = streamsLeft ? region.left.count : region.right.count
    let cached = streamsLeft ? region.right.count : region.left.count
    // each term: its constant with Z^power, then the powers of either line
    let constants = region.weight.map { term -> Double in
      var value = term.coefficient * outerWeight
      for _ in 0..<term.power { value *= z }
      return value
    }
    let cacheFactors = region.weight.map { Self.factors(streamsLeft ? $0.right : $0.left) }
    let length = sheet.blockLength
    let cachePoints = rules.points(variables: cached, size: h)
    var cache = [Double](repeating: 0, count: cachePoints.count * length)
    var cacheWeights: [Double] = []
    var cachePhases: [Complex] = []
    var cacheMemory = sheet.memory(isLeft: !streamsLeft)
    for (point, (times, weight)) in cachePoints.enumerated() {
      for factors in cacheFactors { cacheWeights.append(weight * Self.monomial(times, factors)) }
      cachePhases.append(
        cache.withUnsafeMutableBufferPointer {
          sheet.fill(
            $0.baseAddress! + point * length, times: times, isLeft: !streamsLeft,
            memory: &cacheMemory)
        })
    }
    var times = [Double](repeating: 0, count: streamed)
    var (first, remaining, weight) = (0, h, 1.0)
    if !region.hasCommonTime && streamed > 1 {
      times[0] = h * rule.nodes[outer]
      (first, remaining, weight) = (1, h - times[0], h * rule.weights[outer])
    }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: length) { block in
      var stream = Stream(
        sheet: sheet, isLeft: streamsLeft, constants: constants,
        factors: region.weight.map { Self.factors(streamsLeft ? $0.left : $0.right) },
        cache: cache, cacheWeights: cacheWeights, cachePhases: cachePhases,
        block: block.baseAddress!)
      rules.visit(&times, from: first, remaining: remaining, weight: weight) {
        stream.add($0, $1, of: sheet)
      }
      return stream.sum
    }
  }

  /// The points of the longer line, each against all of the other.
  ///
  /// The sheet is not part of it: it would be copied for each point.
  private struct Stream {
    let isLeft: Bool
    /// Per term of the weight.
    let constants: [Double]
    let factors: [[Int]]
    /// The blocks of the other line, point by point, its weights, point by point and term by term, and
    /// its phases.
    let cache: [Double]
    let cacheWeights: [Double]
    let cachePhases: [Complex]
    /// Room for a block.
    let block: UnsafeMutablePointer<Double>
    var sum = AbsoluteSum(value: .zero, absolute: 0)
    private var memory: Sheet.Memory
    private var weights: [Double]

    init(
      sheet: Sheet, isLeft: Bool, constants: [Double], factors: [[Int]], cache: [Double],
      cacheWeights: [Double], cachePhases: [Complex], block: UnsafeMutablePointer<Double>
    ) {
      (self.isLeft, self.constants, self.factors) = (isLeft, constants, factors)
      (self.cache, self.cacheWeights, self.cachePhases) = (cache, cacheWeights, cachePhases)
      self.block = block
      memory = sheet.memory(isLeft: isLeft)
      weights = Array(repeating: 0, count: constants.count)
    }

    mutating func add(_ times: [Double], _ weight: Double, of sheet: Sheet) {
      let terms = constants.count
      for term in 0..<terms {
        weights[term] = weight * constants[term] * TimeQuadrature.monomial(times, factors[term])
      }
      let phase = sheet.fill(block, times: times, isLeft: isLeft, memory: &memory)
      let length = sheet.blockLength
      var (row, rowAbsolute) = (Complex.zero, 0.0)
      cache.withUnsafeBufferPointer { cache in
        for other in cachePhases.indices {
          var factor = 0.0
          for term in 0..<terms { factor += weights[term] * cacheWeights[other * terms + term] }
          let partner = cache.baseAddress! + other * length
          let integral =
            isLeft ? sheet.combine(block, partner) : sheet.combine(partner, block)
          let term = factor * (cachePhases[other] * integral)
          row += term
          rowAbsolute += term.modulus
        }
      }
      sum.value += phase * row
      sum.absolute += rowAbsolute
    }
  }

  /// The indices of the times in a monomial, each as often as its power says.
  private static func factors(_ powers: [Int]) -> [Int] {
    powers.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
  }

  private static func monomial(_ times: [Double], _ factors: [Int]) -> Double {
    var value = 1.0
    for index in factors { value *= times[index] }
    return value
  }
}
