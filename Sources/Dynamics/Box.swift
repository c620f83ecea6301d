public import Torus

/// The periodic box of side L in Z^d, with its dual lattice of momenta `p ∈ (Z/L)^d`.
///
/// Sites are numbered with the last axis running fastest, `x ↦ (…(x_1 L + x_2) L + …) + x_d`.
public struct Box: Hashable, Sendable {
  /// d, from 1 to 4.
  public let dimension: Int
  /// L, at least 2.
  public let side: Int

  public init(dimension: Int, side: Int) {
    precondition((1...4).contains(dimension), "a box has dimension 1 to 4, got \(dimension)")
    precondition(side >= 2, "a box has side 2 or more, got \(side)")
    self.dimension = dimension
    self.side = side
  }

  /// `L^d`.
  public var sites: Int { (0..<dimension).reduce(1) { product, _ in product * side } }

  /// The number of rows, lines of sites along the last axis: `L^{d−1}`.
  var rows: Int { sites / side }

  /// The number of the site at `coordinates`, taken modulo L.
  public func index(_ coordinates: [Int]) -> Int {
    precondition(
      coordinates.count == dimension,
      "a site of this box has \(dimension) coordinates, got \(coordinates)")
    return coordinates.reduce(0) { $0 * side + modulo($1) }
  }

  /// The coordinates of a site, each in 0..<L.
  public func coordinates(_ index: Int) -> [Int] {
    var rest = index
    var x = [Int](repeating: 0, count: dimension)
    for axis in (0..<dimension).reversed() {
      x[axis] = rest % side
      rest /= side
    }
    return x
  }

  /// The representative of an integer in 0..<L.
  func modulo(_ x: Int) -> Int {
    let rest = x % side
    return rest < 0 ? rest + side : rest
  }

  /// The point of the dual lattice nearest to `momentum`, each component in [0, 1).
  public func nearest(to momentum: Momentum) -> Momentum {
    Momentum(waveNumbers(momentum).map { Double($0) / Double(side) })
  }

  /// Whether `momentum` is a point of the dual lattice, up to the rounding of decimal input.
  public func contains(_ momentum: Momentum) -> Bool {
    momentum.dimension == dimension
      && momentum.components.allSatisfy {
        let scaled = $0 * Double(side)
        return abs(scaled - scaled.rounded()) <= 1e-9 * Double(side)
      }
  }

  /// `m` with `p ≈ m/L`, each in 0..<L.
  func waveNumbers(_ momentum: Momentum) -> [Int] {
    momentum.components.map { component in
      let fraction = component - component.rounded(.down)
      return modulo(Int((fraction * Double(side)).rounded()))
    }
  }
}
