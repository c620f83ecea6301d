import Torus

/// Gauss rules in collapsed coordinates on the simplices of a time form.
struct TimeQuadrature<Sheet: MomentumSheet> {
  let kernel: TimeKernel
  /// Nodes per dimension.
  let nodes: Int
  private let rule: (nodes: [Double], weights: [Double])

  init(_ kernel: TimeKernel, nodes: Int) {
    self.kernel = kernel
    self.nodes = nodes
    rule = GaussLegendre(nodes).on(0, 1)
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
    let sums = try workers.spread(work.count, as: .stage, monitor: monitor) { index in
      piece(kernel.regions[work[index].region], outer: work[index].outer)
    }
    var (value, absolute) = (Complex.zero, 0.0)
    for sum in sums {
      value += sum.value
      absolute += sum.absolute
    }
    return (kernel.prefactor * value, kernel.prefactor.modulus * absolute)
  }

  /// One common time Z, or one first time of the longer line where nothing is common.
  private func piece(_ region: TimeRegion, outer: Int) -> AbsoluteSum {
    var h = kernel.time
    var (z, outerWeight) = (0.0, 1.0)
    if region.hasCommonTime {
      z = kernel.time * rule.nodes[outer]
      h = kernel.time - z
      outerWeight = kernel.time * rule.weights[outer]
    }
    let sheet = Sheet(kernel: kernel, region: region, size: h)
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

    let cachePoints = Self.power(nodes, cached - 1)
    let length = sheet.blockLength
    var cache = [Double](repeating: 0, count: cachePoints * length)
    var cacheWeights = [Double](repeating: 0, count: cachePoints * terms)
    var cachePhases = [Complex](repeating: .zero, count: cachePoints)
    var times = [Double](repeating: 0, count: max(streamed, cached))
    for point in 0..<cachePoints {
      let weight = place(point, into: &times, count: cached, size: h)
      for term in 0..<terms {
        cacheWeights[point * terms + term] = weight * Self.monomial(times, cachePowers[term])
      }
      cachePhases[point] = cache.withUnsafeMutableBufferPointer {
        sheet.fill($0.baseAddress! + point * length, times: times, isLeft: !streamsLeft)
      }
    }

    let splits = !region.hasCommonTime && streamed > 1
    let inner = Self.power(nodes, splits ? streamed - 2 : streamed - 1)
    var block = [Double](repeating: 0, count: length)
    var (value, absolute) = (Complex.zero, 0.0)
    var weights = [Double](repeating: 0, count: terms)
    for index in 0..<inner {
      let point = splits ? index * nodes + outer : index
      let weight = place(point, into: &times, count: streamed, size: h)
      for term in 0..<terms {
        weights[term] = weight * constants[term] * Self.monomial(times, streamPowers[term])
      }
      let phase = block.withUnsafeMutableBufferPointer {
        sheet.fill($0.baseAddress!, times: times, isLeft: streamsLeft)
      }
      var (row, rowAbsolute) = (Complex.zero, 0.0)
      block.withUnsafeBufferPointer { block in
        cache.withUnsafeBufferPointer { cache in
          for other in 0..<cachePoints {
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
    return AbsoluteSum(value: value, absolute: absolute)
  }

  /// The times of a point of the simplex of given size in collapsed coordinates, and its weight.
  private func place(
    _ point: Int, into times: inout [Double], count: Int, size: Double
  ) -> Double {
    var rest = point
    var remaining = size
    var weight = 1.0
    for k in 0..<count - 1 {
      let digit = rest % nodes
      rest /= nodes
      weight *= rule.weights[digit] * remaining
      times[k] = remaining * rule.nodes[digit]
      remaining -= times[k]
    }
    times[count - 1] = remaining
    return weight
  }

  private static func monomial(_ times: [Double], _ powers: [Int]) -> Double {
    var value = 1.0
    for (index, power) in powers.enumerated() {
      for _ in 0..<power { value *= times[index] }
    }
    return value
  }

  private static func power(_ base: Int, _ exponent: Int) -> Int {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
