#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures
import Torus

/// `feyn surface`: the geometry of the level surface on which crossing integrals live.
struct SurfaceCommand: Command {
  static let energy = Option.number(
    "energy", "E", unit: "hopping", help: "Energy of the surface, inside the band (−6, 6).")
  static let curve = Option.integer(
    "curve", "N", in: 0...100_000, default: 0,
    help: "Print points of the curve of vanishing Gauss curvature, at N values of one cosine.")
  static let picture = Option.picture(
    "picture",
    help: "Draw the Gauss curvature over (p1, p2) as a coloured map: FILE.svg, .png or .pdf, with"
      + " data and script beside it.")

  static let specification = CommandSpecification(
    name: "surface",
    abstract: "Prints curvatures, flat points and the slowest point of a level surface, d = 3.",
    formula: """
      Σ_E = {e(p) = E},   K = (s1²c2c3 + s2²c1c3 + s3²c1c2)/(s1²+s2²+s3²)²,   s, c of θ = 2πp
      saddle_share   part of the measure δ(e − E)dp with K < 0
      slowest_point  where |∇e| is least and δ(e − E) densest; worst shifts of crossing integrals
                     tend to it as ε falls
      rows           points whose normal is along an axis or a diagonal: |∇e|, K, the principal
                     curvatures (normal ∇e), and the power of r by which kernels fall along it:
                     1 where K ≠ 0, 5/6 on the curve K = 0, 2/3 where both curvatures vanish
      """,
    required: [.all("energy")],
    options: [energy.specification, curve.specification, picture.specification],
    shared: [.standard, .plot],
    example: Example(
      "surface --energy 0",
      output: """
        # feyn 0.1.0 | feyn surface --energy 0 | seed 1
        density_of_states  0.142672982723
        saddle_share       1.000000(10)
        slowest_point      0 0.25 0.5
        least_speed        2

        normal  momentum                       speed        gauss  principal_1  principal_2  decay
        1,0,0   0.25 0.5 0                         2           -1           -1            1      1
        1,0,0   0.25 0 0.5                         2           -1           -1            1      1
        1,1,0   0.33333333 0.33333333 0    2.4494897  -0.33333333  -0.81649658   0.40824829      1
        1,1,0   0.16666667 0.16666667 0.5  2.4494897  -0.33333333  -0.40824829   0.81649658      1
        1,1,1   0.25 0.25 0.25             3.4641016            0            0            0    2/3
        """))

  let energy: Double
  let curve: Int
  let picture: String?

  init(_ arguments: Arguments) throws {
    energy = try arguments[Self.energy]
    guard abs(energy) < 6 else {
      throw Failure.usage(
        option: Self.energy.flag, value: arguments.text(of: Self.energy.specification) ?? "",
        expected: "an energy inside the band, −6 < E < 6, where there is a surface")
    }
    curve = try arguments[Self.curve]
    picture = try arguments.ifGiven(Self.picture)
  }

  private static let directions = [[1, 0, 0], [1, 1, 0], [1, 1, 1]]

  func run(_ console: Console) throws {
    if let picture {
      try console.draw([map], to: picture)
    }
    var document = Document()
    document.append(
      "density_of_states", DensityOfStates(dimension: 3).estimate(at: energy))
    if let share = LevelSurface.saddleShare(energy: energy) {
      document.append("saddle_share", share)
    }
    if let slowest = LevelSurface.slowestPoint(energy: energy) {
      document.append("slowest_point", .numbers(slowest.components))
      document.append("least_speed", .number(LevelSurface.speed(at: slowest)))
    }
    document.append(
      "rows",
      Table(
        Self.directions.flatMap { direction in
          LevelSurface.points(energy: energy, normal: direction).map { record($0, direction) }
        }))
    if curve > 0 {
      document.append(
        "curve",
        Table(
          flatCurve(curve).map { p in
            let (least, greatest) = LevelSurface.principalCurvatures(at: p)
            return [
              "p1": .number(p[0]), "p2": .number(p[1]), "p3": .number(p[2]),
              "speed": .number(LevelSurface.speed(at: p)),
              // the other one vanishes
              "principal": .number(abs(least) > abs(greatest) ? least : greatest),
            ]
          }))
    }
    try console.show(document, plot: plot)
  }

  private func flatCurve(_ steps: Int) -> [Momentum] {
    LevelSurface.flatCurve(energy: energy, steps: steps)
  }

  private func record(_ p: Momentum, _ direction: [Int]) -> Record {
    let (least, greatest) = LevelSurface.principalCurvatures(at: p)
    let isFlat = [least, greatest].map { abs($0) < 1e-7 }
    return [
      "normal": .string(direction.map(String.init).joined(separator: ",")),
      "momentum": .numbers(p.components),
      "speed": .number(LevelSurface.speed(at: p)),
      "gauss": .number(isFlat.contains(true) ? 0 : LevelSurface.curvature(at: p)),
      "principal_1": .number(isFlat[0] ? 0 : least),
      "principal_2": .number(isFlat[1] ? 0 : greatest),
      "decay": .string(
        isFlat == [true, true] ? "2/3" : isFlat.contains(true) ? "5/6" : "1"),
    ]
  }

  /// ∛K over p1, p2 in [0, ½], so that shallow caps are seen too; nothing where the surface does not
  /// reach.
  private var map: HeatMap {
    let count = 160
    let rows = (0..<count).map { j in
      (0..<count).map { i -> Double in
        let (p1, p2) = ((Double(i) + 0.5) / 320, (Double(j) + 0.5) / 320)
        let c3 = energy / 2 - cos(2 * Double.pi * p1) - cos(2 * Double.pi * p2)
        guard abs(c3) < 1 else { return 0 }
        let K = LevelSurface.curvature(at: Momentum([p1, p2, acos(c3) / (2 * Double.pi)]))
        // the spheres at the band's edges bend without bound
        return K.isFinite ? cbrt(min(1, max(-1, K))) : 0
      }
    }
    return HeatMap(
      rows, title: "Cube root of K, E = \(NumberText.general(energy)): caps red, saddles blue",
      xLabel: "p_1 (torus)", xRange: 0...0.5, yLabel: "p_2 (torus)", yRange: 0...0.5)
  }

  /// The curve K = 0 from above, and the curvatures along the section p1 = p2.
  private var plot: Plot {
    func fold(_ sign: Double) -> [Plot.Point] {
      // c3 = ±1, c1 + c2 = S
      let sum = energy / 2 - sign
      let (low, high) = (max(-1, sum - 1), min(1, sum + 1))
      guard low < high else { return [] }
      return (0...200).map { k in
        // denser at the ends, where arccos is steep
        let c = (low + high) / 2 - (high - low) / 2 * cos(Double.pi * Double(k) / 200)
        let other = min(1, max(-1, sum - c))
        return Plot.Point(acos(min(1, max(-1, c))) / (2 * Double.pi), acos(other) / (2 * Double.pi))
      }
    }
    var series = [
      Plot.Series("edge, p3 = 0", .line, fold(1)), Plot.Series("edge, p3 = ½", .line, fold(-1)),
      Plot.Series("K = 0", .points, flatCurve(40).map { Plot.Point($0[0], $0[1]) }),
    ]
    if let slowest = LevelSurface.slowestPoint(energy: energy)?.components {
      let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
      series.append(
        Plot.Series(
          "slowest points", .points, orders.map { Plot.Point(slowest[$0[0]], slowest[$0[1]]) }))
    }
    series.removeAll(where: \.points.isEmpty)
    let above = Plot.Panel(
      "Level surface from above, E = \(NumberText.general(energy))", x: Plot.Axis("p_1 (torus)"),
      y: Plot.Axis("p_2 (torus)"), series: series)
    let section = (1..<400).compactMap { k -> (Double, Momentum)? in
      let p = Double(k) / 800
      let c3 = energy / 2 - 2 * cos(2 * Double.pi * p)
      return abs(c3) < 1 ? (p, Momentum([p, p, acos(c3) / (2 * Double.pi)])) : nil
    }
    func curve(_ label: String, _ value: (Momentum) -> Double) -> Plot.Series {
      Plot.Series(label, .line, section.map { Plot.Point($0.0, min(2, max(-2, value($0.1)))) })
    }
    let curvatures = Plot.Panel(
      "Along p1 = p2", x: Plot.Axis("p_1 (torus)"),
      y: Plot.Axis("curvature in θ = 2πp, cut at ±2"),
      series: [
        curve("K", LevelSurface.curvature),
        curve("κ_1") { LevelSurface.principalCurvatures(at: $0).least },
        curve("κ_2") { LevelSurface.principalCurvatures(at: $0).greatest },
        Plot.Series("flat", .reference, [Plot.Point(0, 0), Plot.Point(0.5, 0)]),
      ])
    return Plot([above, curvatures], columns: 2)
  }
}
