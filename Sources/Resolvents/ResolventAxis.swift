#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The density along one axis that follows `1/|2 cos θ − b − iε|`, θ in (0, π).
struct ResolventAxis {
  let b: Double
  let ε: Double

  /// Inside the band 1/√((θ−θ0)²+δ²) around the zero θ0; outside 1/(θ²+s²) at the nearer edge.
  private enum Shape {
    case zero(at: Double, width: Double, low: Double, size: Double)
    case edge(width: Double, angle: Double, isLower: Bool)
  }

  private let shape: Shape

  init(b: Double, ε: Double) {
    self.b = b
    self.ε = ε
    if abs(b) < 2 {
      let zero = acos(b / 2)
      let width = ε / max((4 - b * b).squareRoot(), ε.squareRoot())
      let low = asinh(zero / width)
      shape = .zero(
        at: zero, width: width, low: -low, size: low + asinh((Double.pi - zero) / width))
    } else {
      let width = max(abs(b) - 2, ε).squareRoot()
      shape = .edge(width: width, angle: atan(Double.pi / width), isLower: b < 0)
    }
  }

  /// Normalised on (0, π).
  func density(_ θ: Double) -> Double {
    switch shape {
    case .zero(let zero, let width, _, let size):
      let distance = θ - zero
      return 1 / ((distance * distance + width * width).squareRoot() * size)
    case .edge(let width, let angle, let isLower):
      let distance = isLower ? Double.pi - θ : θ
      return width / ((distance * distance + width * width) * angle)
    }
  }

  /// The angle of a number uniform in (0, 1).
  func angle(_ uniform: Double) -> Double {
    switch shape {
    case .zero(let zero, let width, let low, let size):
      return min(max(zero + width * sinh(low + uniform * size), 0), Double.pi)
    case .edge(let width, let angle, let isLower):
      let distance = width * tan(uniform * angle)
      return isLower ? Double.pi - distance : distance
    }
  }
}
