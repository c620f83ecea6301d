import Dynamics
import Figures
import Torus

/// `feyn band`: quantum diffusion of random band matrices.
struct BandCommand: Command {
  static let width = Option.integer(
    "width", "W", in: 1...100_000, unit: "sites", default: 20,
    help: "Width of the band.")
  static let size = Option.integer(
    "size", "L", in: 3...10_000_000, unit: "sites", default: 1000, help: "Length of the ring.")
  static let time = Option.sweep(
    "microscopic-time", "t", unit: "1/hopping", default: "5,10,20",
    help: "Times of e^{−itH/2}.")
  static let entries = Option<BandEntries>.choice(
    "entries", "LAW", default: .phase,
    help: "phase: uniform on the unit circle; sign: ±1, real; gaussian: complex; real-gaussian.")
  static let realisations = Option.integer(
    "realisations", "R", in: 2...1_000_000, default: 20, help: "Number of matrices.")
  static let profile = Option.flag(
    "profile", help: "Print the mean density at each place instead of the displacement.")

  static let specification = CommandSpecification(
    name: "band",
    abstract: "Compares the dynamics of random band matrices with the proved diffusion, d = 1.",
    formula: """
      E |⟨x| e^{−itH/2} |0⟩|² → ∫_0^1 dλ (4/π) λ²/√(1−λ²) G(λt, x),   variance of G: λt·σ²
      E |H_xy|² = 1/(2W−1) for 1 ≤ |x−y| ≤ W,   σ² = (W+1)(2W+1)/6

      walk         the limit W → ∞ at fixed t: random walks of n steps, weights |α_n(t)|²
      heat_kernel  its limit t → ∞; displacement (8/3π) t σ²
      proved for t far below W^{1/3} (proved_below); Erdős and Knowles 2011
      """,
    options: [
      width.specification, size.specification, time.specification, entries.specification,
      realisations.specification, profile.specification,
    ],
    shared: [.long, .plot],
    example: Example(
      "band --width 10 --size 300 --microscopic-time 4,8 --realisations 20",
      output: """
        # feyn 0.1.0 | feyn band --width 10 --size 300 --microscopic-time 4,8 --realisations 20 | seed 1
        width         10
        size          300
        entries       phase
        realisations  20
        norm_defect   1.6653345e-15
        proved_below  2.1544347

        microscopic_time  displacement       walk  heat_kernel
                       4     104.1(52)  95.372462    130.71926
                       8       241(10)  224.47159    261.43852
        """))

  let ensemble: (UInt64) -> BandEnsemble
  let showsProfile: Bool

  init(_ arguments: Arguments) throws {
    let (w, side) = (try arguments[Self.width], try arguments[Self.size])
    guard 2 * w < side else {
      throw Failure.usage(
        option: Self.size.flag, value: String(side),
        expected: "more than twice the width of the band, 2·\(w)")
    }
    guard w <= 100_000_000 / side else {
      throw Failure.usage(
        option: Self.size.flag, value: String(side),
        expected: "at most \(100_000_000 / w) with a band of width \(w), for it to fit into memory")
    }
    let times = try arguments[Self.time]
    for t in times where t > 100_000 {
      throw Failure.usage(
        option: Self.time.flag, value: "\(t)", expected: "at most 100000")
    }
    let (entries, realisations) = (try arguments[Self.entries], try arguments[Self.realisations])
    showsProfile = arguments[Self.profile]
    ensemble = { seed in
      BandEnsemble(
        side: side, width: w, entries: entries, times: times, realisations: realisations,
        seed: seed)
    }
  }

  /// Complex products of one core.
  private static let productsPerSecond = 5e8

  func run(_ console: Console) throws {
    let ensemble = ensemble(console.seed)
    let diffusion = BandDiffusion(width: ensemble.width)
    try console.prepare(
      "\(ensemble.realisations) matrices of \(ensemble.side) sites and width \(ensemble.width)",
      seconds: ensemble.products / Self.productsPerSecond,
      memory: ensemble.memory(threads: console.workers.threads))
    guard
      let result = ensemble.average(
        workers: console.workers, monitor: console.monitor("simulating"))
    else { throw Interrupted() }
    if result.normDefect > 1e-9 {
      throw Failure.checkFailed("the norm of the wave function changed by \(result.normDefect)")
    }
    var document = Document()
    document.append("width", .integer(ensemble.width))
    document.append("size", .integer(ensemble.side))
    document.append("entries", .string(ensemble.entries.rawValue))
    document.append("realisations", .integer(result.realisations))
    document.append("norm_defect", .number(result.normDefect))
    console.noteErrors(of: result.realisations)
    document.append("proved_below", .number(diffusion.provedBelow))
    var table = Table()
    for (t, row) in zip(ensemble.times, result.rows) {
      guard showsProfile else {
        var record: Record = ["microscopic_time": .number(t)]
        record.append("displacement", row.displacement)
        record.append("walk", .number(diffusion.walk(time: t)))
        record.append("heat_kernel", .number(diffusion.displacement(time: t)))
        table.append(record)
        continue
      }
      for (position, density) in row.profile.enumerated() {
        let x = position - ensemble.side / 2
        var record: Record = ["microscopic_time": .number(t), "x": .integer(x)]
        record.append("density", density)
        record.append("heat_kernel", .number(diffusion.density(time: t, at: Double(x))))
        table.append(record)
      }
    }
    document.append("rows", table)
    try console.show(document, plot: plot(ensemble, diffusion, result.rows))
    if result.realisations < ensemble.realisations { throw Interrupted() }
  }

  private func plot(
    _ ensemble: BandEnsemble, _ diffusion: BandDiffusion, _ rows: [BandEnsemble.Row]
  ) -> Plot {
    guard showsProfile else {
      let points = zip(ensemble.times, rows).map {
        Plot.Point($0, $1.displacement.value, error: $1.displacement.error)
      }
      return Plot(
        x: Plot.Axis("t (1/hopping)"), y: Plot.Axis("mean square displacement (sites^2)"),
        series: [
          Plot.Series("band matrices", .points, points),
          Plot.Series(
            "walks", .line, ensemble.times.map { Plot.Point($0, diffusion.walk(time: $0)) }),
          Plot.Series(
            "heat kernels", .line,
            ensemble.times.map { Plot.Point($0, diffusion.displacement(time: $0)) }),
        ])
    }
    let panels = zip(ensemble.times, rows).map { t, row in
      let places = row.profile.indices.map { Double($0 - ensemble.side / 2) }
      return Plot.Panel(
        "t = \(NumberText.general(t, digits: 4))", x: Plot.Axis("x (sites)"),
        y: Plot.Axis("density"),
        series: [
          Plot.Series(
            "band matrices", .points,
            zip(places, row.profile).map { Plot.Point($0, $1.value, error: $1.error) }),
          Plot.Series(
            "heat kernels", .line, places.map { Plot.Point($0, diffusion.density(time: t, at: $0)) }
          ),
        ])
    }
    return Plot(panels, columns: min(3, panels.count))
  }
}
