import Torus

/// Gauss rules in collapsed coordinates on the simplices of a time form.
///
/// Each coordinate takes as many nodes as the simplex that is left needs, see `TimeNodes`.
struct TimeQuadrature<Sheet: MomentumSheet> {
  let kernel: TimeKernel
  /// Nodes for an interval of length t.
  let nodes: Int
  private let rules: TimeNodes

  init(_ kernel: TimeKernel, nodes: Int) {
    self.kernel = kernel
    self.nodes = nodes
    rules = TimeNodes(nodes, time: kernel.time, rate: kernel.rate)
  }

  /// The value of the rule and the sum of the absolute values of its terms.
  func evaluate(workers: Workers, monitor: Monitor) throws(Interrupted) -> (Complex, Double) {
    var pieces: [(region: Int, outer: Int)] = []
    for (index, region) in kernel.regions.enumerated() {
      let streamed = max(region.left.count, region.right.count)
      let count = region.hasCommonTime || streamed > 1 ? nodes : 1
      for outer in 0..<count { pieces.append((index, outer)) }
    }
    let work = pieces
    let sheets = kernel.regions.map { Sheet(kernel: kernel, region: $0, size: kernel.time) }
    let sums = try workers.spread(work.count, as: .stage, monitor: monitor) { index in
      piece(
        kernel.regions[work[index].region], sheets[work[index].region], outer: work[index].outer)
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
    let streamPowers = region.weight.map { streamsLeft ? $0.left : $0.right }
    let cachePowers = region.weight.map { streamsLeft ? $0.right : $0.left }
    let terms = region.weight.count
    let length = sheet.blockLength

    let cachePoints = rules.points(variables: cached, size: h)
    var cache = [Double](repeating: 0, count: cachePoints.count * length)
    var cacheWeights: [Double] = []
    var cachePhases: [Complex] = []
    var cacheMemory = sheet.memory(isLeft: !streamsLeft)
    for (point, (times, weight)) in cachePoints.enumerated() {
      for powers in cachePowers { cacheWeights.append(weight * Self.monomial(times, powers)) }
      cachePhases.append(
        cache.withUnsafeMutableBufferPointer {
          sheet.fill(
            $0.baseAddress! + point * length, times: times, isLeft: !streamsLeft,
            memory: &cacheMemory)
        })
    }

    var block = [Double](repeating: 0, count: length)
    var (value, absolute) = (Complex.zero, 0.0)
    var weights = [Double](repeating: 0, count: terms)
    var memory = sheet.memory(isLeft: streamsLeft)
    func add(_ times: [Double], _ weight: Double) {
      for term in 0..<terms {
        weights[term] = weight * constants[term] * Self.monomial(times, streamPowers[term])
      }
      let phase = block.withUnsafeMutableBufferPointer {
        sheet.fill($0.baseAddress!, times: times, isLeft: streamsLeft, memory: &memory)
      }
      var (row, rowAbsolute) = (Complex.zero, 0.0)
      block.withUnsafeBufferPointer { block in
        cache.withUnsafeBufferPointer { cache in
          for other in cachePhases.indices {
            var factor = 0.0
            for term in 0..<terms {
              factor += weights[term] * cacheWeights[other * terms + term]
            }
            let partner = cache.baseAddress! + other * length
            let integral =
              streamsLeft
              ? sheet.combine(block.baseAddress!, partner)
              : sheet.combine(partner, block.baseAddress!)
            let term = factor * (cachePhases[other] * integral)
            row += term
            rowAbsolute += term.modulus
          }
        }
      }
      value += phase * row
      absolute += rowAbsolute
    }
    var times = [Double](repeating: 0, count: streamed)
    if !region.hasCommonTime && streamed > 1 {
      times[0] = h * rule.nodes[outer]
      rules.visit(&times, from: 1, remaining: h - times[0], weight: h * rule.weights[outer], add)
    } else {
      rules.visit(&times, from: 0, remaining: h, weight: 1, add)
    }
    return AbsoluteSum(value: value, absolute: absolute)
  }

  private static func monomial(_ times: [Double], _ powers: [Int]) -> Double {
    var value = 1.0
    for (index, power) in powers.enumerated() {
      for _ in 0..<power { value *= times[index] }
    }
    return value
  }
}
