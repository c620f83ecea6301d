#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The level surface e(p) = E of the nearest-neighbour dispersion in three dimensions.
///
/// Lengths are those of the angles θ = 2πp, c_j = cos θ_j, s_j = sin θ_j, so that `Σc_j = E/2` and
/// the speed is `|∇e| = 2√(s_1² + s_2² + s_3²)`. For |E| > 2 the surface is convex, a sphere at the
/// band's edges; for |E| < 2 it spreads over the whole torus and is a saddle on most of itself.
public enum LevelSurface {
  /// The Gauss curvature at p of the surface through it.
  ///
  ///     K = ∇eᵀ adj(e″) ∇e / |∇e|⁴ = (s_1² c_2 c_3 + s_2² c_1 c_3 + s_3² c_1 c_2) / (s_1² + s_2² + s_3²)²
  ///
  /// Infinite or not a number where ∇e = 0.
  public static func curvature(at p: Momentum) -> Double {
    let (s, c) = angles(p)
    let square = s[0] * s[0] + s[1] * s[1] + s[2] * s[2]
    let numerator =
      s[0] * s[0] * c[1] * c[2] + s[1] * s[1] * c[0] * c[2] + s[2] * s[2] * c[0] * c[1]
    return numerator / (square * square)
  }

  /// The two principal curvatures at p, the normal being ∇e: positive where the surface bends
  /// towards greater energy.
  ///
  /// Their mean is `−Σ_j c_j (s_k² + s_l²) / 2|s|³`, j, k, l the three axes; their product is
  /// `curvature`.
  public static func principalCurvatures(at p: Momentum) -> (least: Double, greatest: Double) {
    let (s, c) = angles(p)
    let squares = s.map { $0 * $0 }
    let square = squares.reduce(0, +)
    let mean =
      -(0..<3).reduce(0) { $0 + c[$1] * (square - squares[$1]) }
      / (2 * square * square.squareRoot())
    let gauss = curvature(at: p)
    let root = max(0, mean * mean - gauss).squareRoot()
    return (mean - root, mean + root)
  }

  /// `|∇_θ e|`, between 0 at the van Hove points and 2√3.
  public static func speed(at p: Momentum) -> Double {
    2 * angles(p).sines.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private static func angles(_ p: Momentum) -> (sines: [Double], cosines: [Double]) {
    precondition(p.dimension == 3, "a surface needs three dimensions, got \(p.dimension)")
    return (
      p.components.map { sin(2 * Double.pi * $0) }, p.components.map { cos(2 * Double.pi * $0) }
    )
  }

  /// The momentum in [0, ½]³ with these cosines.
  static func momentum(_ cosines: [Double]) -> Momentum {
    Momentum(cosines.map { acos(min(1, max(-1, $0))) / (2 * Double.pi) })
  }
}

// MARK: - Places

extension LevelSurface {
  /// The point of least speed, components sorted in [0, ½]; its images under reflections and
  /// permutations are as slow. `nil` outside the open band.
  ///
  /// Least speed is greatest Σc_j² at given Σc_j = E/2: two cosines at ±1, (1, E/2, −1) for |E| ≤ 2,
  /// (1, 1, E/2 − 2) above. There the measure δ(e − E) is densest; as ε falls the worst shift of
  /// a crossing integral at energies E tends to this point (`docs/crossing.md`).
  public static func slowestPoint(energy: Double) -> Momentum? {
    guard abs(energy) < 6 else { return nil }
    let half = energy / 2
    let cosines =
      abs(half) <= 1 ? [1, half, -1] : half > 0 ? [1, 1, half - 2] : [half + 2, -1, -1]
    return momentum(cosines)
  }

  /// Points of the curve K = 0 in [0, ½]³; none where it does not exist.
  ///
  /// By elementary symmetric polynomials K = 0 is `e_2 = e_1 e_3` with e_1 = E/2. Given c_1 = t the
  /// other two have the sum S = E/2 − t and the product −tS/(1 − tE/2), so
  ///
  ///     c_2, c_3 = ½ (S ± √(S² + 4tS/(1 − tE/2)))
  ///
  /// in closed form. For 0 < |E| < 2 they are closed curves around the points (¼, ¼, ¼) and their
  /// reflections, to which they shrink as E → 0; at E = 0 the surface is a saddle but for these
  /// points, which are flat in every direction; for |E| > 2 there is none.
  ///
  /// - Parameter steps: values of t in (−1, 1), each with up to two points.
  public static func flatCurve(energy: Double, steps: Int) -> [Momentum] {
    let half = energy / 2
    guard energy != 0 else { return [Momentum([0.25, 0.25, 0.25])] }
    guard abs(half) < 1 else { return [] }
    return (0..<steps).flatMap { step -> [Momentum] in
      // denser at the ends, where arccos is steep
      let t = -cos(Double.pi * (Double(step) + 0.5) / Double(steps))
      let sum = half - t
      let discriminant = sum * sum + 4 * t * sum / (1 - t * half)
      guard discriminant >= 0 else { return [] }
      let root = discriminant.squareRoot()
      let pair = [(sum + root) / 2, (sum - root) / 2]
      guard pair.allSatisfy({ abs($0) <= 1 }) else { return [] }
      return [momentum([t, pair[0], pair[1]]), momentum([t, pair[1], pair[0]])]
    }
  }

  /// The points of the surface whose normal is parallel to a direction of zeros and ones, in
  /// [0, ½]³: those that decide how a kernel falls along that direction.
  ///
  /// On an axis with 0 the sine vanishes, on those with 1 all sines are equal. At |E| = 2 a whole
  /// line has the normal (1, 1, 0); it is left out.
  public static func points(energy: Double, normal: [Int]) -> [Momentum] {
    precondition(
      normal.count == 3 && normal.allSatisfy { (0...1).contains($0) } && normal.contains(1),
      "a normal of zeros and ones, got \(normal)")
    var found: [[Double]] = []
    for signs in 0..<8 {
      let sign = (0..<3).map { signs >> $0 & 1 == 0 ? 1.0 : -1.0 }
      let fixed = (0..<3).reduce(0) { normal[$1] == 0 ? $0 + sign[$1] : $0 }
      let slope = (0..<3).reduce(0) { normal[$1] == 1 ? $0 + sign[$1] : $0 }
      guard slope != 0 else { continue }
      let c = (energy / 2 - fixed) / slope
      guard abs(c) < 1 else { continue }
      let cosines = (0..<3).map { normal[$0] == 0 ? sign[$0] : sign[$0] * c }
      if !found.contains(where: { zip($0, cosines).allSatisfy { abs($0 - $1) < 1e-12 } }) {
        found.append(cosines)
      }
    }
    return found.map(momentum)
  }

  /// The part of the measure δ(e − E)dp on which the surface is a saddle, K < 0.
  ///
  /// Midpoint sums over (θ_1, θ_2) with the weight `3|s_3|/2π|s|²`, which has no singularity where
  /// the surface folds back; the error is the difference of two resolutions. `nil` outside the band.
  public static func saddleShare(energy: Double) -> Estimate? {
    guard abs(energy) < 6 else { return nil }
    func share(_ count: Int) -> Double {
      let waves = (0..<count).map { cos(Double.pi * (Double($0) + 0.5) / Double(count)) }
      var (saddle, all) = (0.0, 0.0)
      for c1 in waves {
        for c2 in waves {
          let c3 = energy / 2 - c1 - c2
          guard abs(c3) < 1 else { continue }
          let (q1, q2, q3) = (1 - c1 * c1, 1 - c2 * c2, 1 - c3 * c3)
          let weight = q3.squareRoot() / (q1 + q2 + q3)
          all += weight
          if q1 * c2 * c3 + q2 * c1 * c3 + q3 * c1 * c2 < 0 { saddle += weight }
        }
      }
      return all > 0 ? saddle / all : 0
    }
    let (coarse, fine) = (share(300), share(600))
    return Estimate(fine, error: abs(fine - coarse) + 1e-5, method: "midpoint sums, 600² angles")
  }
}
