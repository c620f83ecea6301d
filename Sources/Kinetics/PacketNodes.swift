internal import Torus

/// The momenta of a wave packet with their weights `conj ψ̂_0(q) ψ̂_0(q+ξ)`, for sums over starts.
struct PacketNodes: Sendable {
  struct Node: Sendable {
    let momentum: [Double]
    let weight: Double
    /// e(q) and e(q+ξ).
    let left, right: Double
  }

  let nodes: [Node]

  /// The product of the rules along the axes; nodes of no weight are left out.
  ///
  /// - Parameter degree: of the trigonometric polynomials in q that are summed exactly.
  init(_ packet: WavePacket, degree: Int, transfer ξ: [Double]) {
    var nodes = [Node(momentum: [], weight: 1, left: 0, right: 0)]
    for axis in 0..<packet.dimension {
      let rule = packet.rule(axis: axis, degree: degree, transfer: ξ[axis])
      nodes = nodes.flatMap { head in
        rule.compactMap { node in
          let weight = head.weight * node.weight
          guard abs(weight) > 1e-18 else { return nil }
          return Node(
            momentum: head.momentum + [node.momentum], weight: weight,
            left: head.left + Momentum([node.momentum]).energy,
            right: head.right + Momentum([node.momentum + ξ[axis]]).energy)
        }
      }
    }
    self.nodes = nodes
  }

  /// The weight g at `q + ξ/2`, by node.
  func values(of modes: [Observable.Mode], transfer ξ: [Double]) -> [Double] {
    nodes.map { node in
      modes.reduce(0) { sum, mode in
        let turns = mode.index.indices.reduce(0) {
          $0 + Double(mode.index[$1]) * (node.momentum[$1] + ξ[$1] / 2)
        }
        return sum + (mode.coefficient * Complex.phase(2 * Double.pi * turns)).real
      }
    }
  }
}

/// Interpolation at the Chebyshev points of an interval of energies.
struct EnergyInterpolation: Sendable {
  let points: [Double]
  private let weights: [Double]

  init(from low: Double, to high: Double, count: Int) {
    let (middle, half) = ((low + high) / 2, max((high - low) / 2, 1e-9))
    let angles = (0..<count).map { Double.pi * (Double($0) + 0.5) / Double(count) }
    points = angles.map { middle + half * Momentum([$0 / (2 * Double.pi)]).energy / 2 }
    weights = angles.enumerated().map { k, θ in
      (k % 2 == 0 ? 1 : -1) * -Momentum([θ / (2 * Double.pi)]).velocity[0] / 2
    }
  }

  /// The cardinal functions at e, by the barycentric formula.
  func cardinals(at e: Double) -> [Double] {
    var values = [Double](repeating: 0, count: points.count)
    var sum = 0.0
    for k in points.indices {
      let distance = e - points[k]
      if distance == 0 {
        values = values.map { _ in 0 }
        values[k] = 1
        return values
      }
      values[k] = weights[k] / distance
      sum += values[k]
    }
    return values.map { $0 / sum }
  }
}
