#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A point of the torus T^d = [0,1)^d, d = 1…4, in units of the reciprocal lattice.
public struct Momentum: Hashable, Sendable {
  public let components: [Double]

  public init(_ components: [Double]) {
    precondition(!components.isEmpty, "a momentum has at least one component")
    self.components = components
  }

  public var dimension: Int { components.count }

  public subscript(axis: Int) -> Double { components[axis] }

  public static func zero(dimension: Int) -> Momentum {
    Momentum([Double](repeating: 0, count: dimension))
  }

  public static func + (a: Momentum, b: Momentum) -> Momentum {
    Momentum(zip(a.components, b.components).map { $0 + $1 })
  }

  public static func - (a: Momentum, b: Momentum) -> Momentum {
    Momentum(zip(a.components, b.components).map { $0 - $1 })
  }

  /// The energy `e(p) = Σ_j 2 cos 2πp_j` of the nearest-neighbour hopping, in [−2d, 2d].
  public var energy: Double { components.reduce(0) { $0 + 2 * cos(2 * Double.pi * $1) } }

  /// The group velocity `c(p) = ∇e(p)/2π = (−2 sin 2πp_j)_j`, each component in [−2, 2].
  public var velocity: [Double] { components.map { -2 * sin(2 * Double.pi * $0) } }
}
