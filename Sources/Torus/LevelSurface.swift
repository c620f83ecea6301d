#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The level surface e(p) = E of the nearest-neighbour dispersion in three dimensions.
public enum LevelSurface {
  /// The Gauss curvature at p of the surface through it, in angles θ = 2πp.
  ///
  ///     K = ∇eᵀ adj(e″) ∇e / |∇e|⁴ = (s_1² c_2 c_3 + s_2² c_1 c_3 + s_3² c_1 c_2) / (s_1² + s_2² + s_3²)²
  ///
  /// with s_j = sin θ_j, c_j = cos θ_j. It vanishes where the numerator does: on closed curves for
  /// |E| < 2, among them points with two c_j = 0, where E = 2c_3, and nowhere for |E| > 2, where the
  /// surface is convex. Along these curves two surfaces touch more closely than spheres do, which
  /// is what crossing integrals are sensitive to. At E = 0 the points (¼, ¼, ¼) are flat in every
  /// direction. Infinite or not a number where ∇e = 0.
  public static func curvature(at p: Momentum) -> Double {
    precondition(p.dimension == 3, "a surface needs three dimensions, got \(p.dimension)")
    let s = p.components.map { sin(2 * Double.pi * $0) }
    let c = p.components.map { cos(2 * Double.pi * $0) }
    let square = s[0] * s[0] + s[1] * s[1] + s[2] * s[2]
    let numerator =
      s[0] * s[0] * c[1] * c[2] + s[1] * s[1] * c[0] * c[2] + s[2] * s[2] * c[0] * c[1]
    return numerator / (square * square)
  }
}
