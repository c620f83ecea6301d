import Dynamics
import Figures
import Torus

/// `feyn wigner`: phase space of one axis, averaged over disorder.
struct WignerCommand: Command {
  static let eta = Option.positive("eta", "η", help: "Strength of the disorder.")
  static let microscopicTime = Option.positive(
    "microscopic-time", "t", unit: "1/hopping", help: "Microscopic time t.")
  static let start = Option<Start>.start
  static let width = Option.positive(
    "width", "w", unit: "sites", default: "3", help: "Width of the coherent states of Husimi.")
  static let dimension = Option.integer(
    "dimension", "d", in: 1...4, default: 1, help: "Dimension of the lattice.")
  static let size = Option.integer(
    "size", "L", in: 4...512, unit: "sites", default: 96, help: "Side of the box.")
  static let disorder = EnsembleOptions.disorder
  static let realisations = Option.integer(
    "realisations", "R", in: Ensemble.fewestRealisations...1_000_000, default: 100,
    help: "Number of realisations of the disorder.")
  static let picture = Option.text(
    "picture", "FILE", help: "Draw both as coloured maps into FILE, an SVG document.")

  static let specification = CommandSpecification(
    name: "wigner",
    abstract: "Prints the Wigner transform and the Husimi function of the averaged state.",
    formula: """
      W(x,v) = 2 Σ_{y+z=2x} ρ(y,z) e^{2πi v(y−z)},   x = 0, ½, 1, …,   ρ(y,z) = E Σ conj ψ(y) ψ(z)
      H(x,v) = ⟨g_{x,v}, ρ g_{x,v}⟩ ≥ 0,   g_{x,v}(y) ∝ e^{−(y−x)²/4w²} e^{2πi v y}

      One axis of phase space; in d > 1 the others are summed over. x counts from the middle of
      the box, v = 0, 1/L, …. The marginals of W are E|ψ(x)|² (half of it, at integer x) and E|ψ̂(v)|².
      """,
    options: [
      eta.specification, microscopicTime.specification, start.specification, width.specification,
      dimension.specification, size.specification, disorder.specification,
      realisations.specification, picture.specification,
    ])

  let ensemble: (UInt64) throws -> Ensemble
  let width: Double
  let picture: String?

  init(_ arguments: Arguments) throws {
    let d = try arguments[Self.dimension]
    let side = try arguments[Self.size]
    let most = min(512, Ensemble.largestSide(dimension: d))
    guard side <= most else {
      throw Failure.usage(
        option: Self.size.flag, value: String(side),
        expected: "at most \(most) in dimension \(d), for the box to fit into memory")
    }
    let box = Box(dimension: d, side: side)
    let (η, t) = (try arguments[Self.eta], try arguments[Self.microscopicTime])
    let (start, law) = (try arguments[Self.start], try arguments[Self.disorder])
    let realisations = try arguments[Self.realisations]
    width = try arguments[Self.width]
    guard width <= Double(side) else {
      throw Failure.usage(
        option: Self.width.flag, value: "\(width)", expected: "at most the side, \(side)")
    }
    picture = try arguments.ifGiven(Self.picture)
    ensemble = { seed in
      do {
        return try Ensemble(
          box: box, disorder: Disorder(law, seed: seed), coupling: η, start: start, times: [t],
          measurements: [], realisations: realisations)
      } catch EnsembleError.time(let t) {
        throw Failure.usage("\(Self.microscopicTime.flag): \(EnsembleError.time(t))")
      } catch {
        throw Failure.usage("\(Self.start.flag): \(error)")
      }
    }
  }

  func run(_ console: Console) throws {
    let ensemble = try ensemble(console.seed)
    let ρ = try ensemble.densityMatrix(
      workers: console.workers, monitor: console.monitor("simulating"))
    let (wigner, husimi) = (ρ.wigner, ρ.husimi(width: width))
    let half = ρ.side / 2
    if let picture {
      let x = Double(-half)...Double(ρ.side - 1 - half)
      let maps = [("Wigner", wigner), ("Husimi", husimi)].map { name, rows in
        HeatMap(
          (0..<ρ.side).map { v in rows.map { $0[v] } }, title: name, xLabel: "x", xRange: x,
          yLabel: "v", yRange: 0...1)
      }
      try WholeFile.write(HeatMap.svg(maps, comment: console.provenance.comment), to: picture)
    }
    var document = Document()
    document.append("trace", .number(ρ.trace))
    document.append("least_wigner", .number(wigner.joined().min() ?? 0))
    document.append("least_husimi", .number(husimi.joined().min() ?? 0))
    var table = Table()
    for (sum, row) in wigner.enumerated() {
      for (v, value) in row.enumerated() {
        table.append([
          "x": .number(Double(sum) / 2 - Double(half)), "v": .number(Double(v) / Double(ρ.side)),
          "wigner": .number(value),
          "husimi": sum % 2 == 0 ? .number(husimi[sum / 2][v]) : .null,
        ])
      }
    }
    document.append("rows", table)
    try console.show(document)
  }
}
