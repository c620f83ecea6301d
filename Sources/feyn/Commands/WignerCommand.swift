import Dynamics
import Figures
import Kinetics
import Torus

/// `feyn wigner`: phase space of one axis, averaged over disorder.
struct WignerCommand: Command {
  static let eta = Option.coupling
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
  static let boltzmann = Option.integer(
    "boltzmann", "N", in: 1000...100_000_000, unit: "particles",
    help: "Add the density of the Boltzmann equation from the same packet or site, smeared like the"
      + " Husimi function, from N particles; its distance is half the sum of the differences.")
  static let picture = Option.picture(
    "picture",
    help: "Draw all as coloured maps: FILE.svg, .png or .pdf, with data and script beside it.")

  static let specification = CommandSpecification(
    name: "wigner",
    abstract: "Prints the Wigner transform and the Husimi function of the averaged state.",
    formula: """
      W(x,v) = 2 Σ_{y+z=2x} ρ(y,z) e^{2πi v(y−z)},   x = 0, ½, 1, …,   ρ(y,z) = E Σ conj ψ(y) ψ(z)
      H(x,v) = ⟨g_{x,v}, ρ g_{x,v}⟩ ≥ 0,   g_{x,v}(y) ∝ e^{−(y−x)²/4w²} e^{2πi v y}

      One axis of phase space; in d > 1 the others are summed over. x counts from the middle of
      the box, v = 0, 1/L, …. The marginals of W are E|ψ(x)|² (half of it, at integer x) and E|ψ̂(v)|².
      Errors are standard errors over disorder, each cell for itself; the noise of H and that of the
      particles are part of the distance.
      In kinetic scaling X = η²x, T = η²t: H tends to the Boltzmann density, smeared alike.
      """,
    required: [.all("eta", "microscopic-time", "start")],
    options: [
      eta.specification, microscopicTime.specification, start.specification, width.specification,
      dimension.specification, size.specification, disorder.specification,
      realisations.specification, boltzmann.specification, picture.specification,
    ], shared: .long,
    example: Example(
      "wigner --eta 0.8 --microscopic-time 2 --start site --dimension 1 --size 4 --realisations 10",
      output: """
        # feyn 0.1.0 | feyn wigner --eta 0.8 --microscopic-time 2 --start site --dimension 1 --size 4 --realisations 10 | seed 1
        trace         1
        least_wigner  -1.095104
        least_husimi  0.078569448

           x     v      wigner      husimi
          -2     0   1.128(46)   0.085(11)
          -2  0.25   1.128(46)   0.110(12)
          -2   0.5   1.128(46)   0.136(19)
          -2  0.75   1.128(46)   0.152(15)
        -1.5     0   -0.23(17)           –
        -1.5  0.25  -1.095(76)           –
        -1.5   0.5    0.23(17)           –
        -1.5  0.75   1.095(76)           –
          -1     0   -0.34(11)   0.090(11)
          -1  0.25   1.045(88)   0.117(13)
          -1   0.5   -0.34(11)   0.143(21)
          -1  0.75   1.045(88)   0.145(17)
        -0.5     0   -0.21(15)           –
        -0.5  0.25    0.75(14)           –
        -0.5   0.5    0.21(15)           –
        -0.5  0.75   -0.75(14)           –
           0     0   0.794(42)  0.0879(94)
           0  0.25  -0.425(94)   0.114(13)
           0   0.5   0.794(42)   0.138(20)
           0  0.75  -0.425(94)   0.123(16)
         0.5     0    0.01(11)           –
         0.5  0.25   0.270(52)           –
         0.5   0.5   -0.01(11)           –
         0.5  0.75  -0.270(52)           –
           1     0   0.333(35)  0.0786(77)
           1  0.25   0.333(35)   0.100(12)
           1   0.5   0.333(35)   0.121(17)
           1  0.75   0.333(35)   0.093(14)
        """))

  let ensemble: (UInt64) throws -> Ensemble
  let width: Double
  let picture: String?
  /// How many particles the Boltzmann equation is solved with, `nil` for not at all.
  let particles: Int?

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
    particles = try arguments.ifGiven(Self.boltzmann)
    if particles != nil, !start.isLocalised {
      throw Failure.usage(
        "\(Self.boltzmann.flag) needs a start that has a place: site or packet:p,width")
    }
    ensemble = { seed in
      do throws(EnsembleError) {
        return try Ensemble(
          box: box, disorder: Disorder(law, seed: seed), coupling: η, start: start, times: [t],
          measurements: [], realisations: realisations)
      } catch {
        let culprit =
          switch error {
          case .time, .phase: Self.microscopicTime.flag
          default: Self.start.flag
          }
        throw Failure.usage("\(culprit): \(error)")
      }
    }
  }

  func run(_ console: Console) throws {
    let ensemble = try ensemble(console.seed)
    let (side, sites) = (Double(ensemble.box.side), Double(ensemble.box.sites))
    // evolutions, a product for each pair of sites of a line, errors and table; in memory the
    // blocks of states with their estimates, or later the table, of 2L² rows
    try console.prepare(
      "\(ensemble.realisations) realisations of \(ensemble.box.sites) sites",
      seconds: ensemble.siteUpdates / 2e8
        + Double(ensemble.realisations) * sites * side / 5e8 + 1.6e-5 * side * side,
      memory: ensemble.memory(threads: console.workers.threads)
        + max(ensemble.averagedStateMemory + 200 * side * side, 1320 * side * side))
    console.noteErrors(of: ensemble.realisations)
    let state = try ensemble.averagedState(
      workers: console.workers, monitor: console.monitor("simulating"))
    let ρ = state.mean
    let wignerEstimates = state.estimates(\.wigner)
    let husimiEstimates = state.estimates { $0.husimi(width: width) }
    let wigner = wignerEstimates.map { $0.map(\.value) }
    let husimi = husimiEstimates.map { $0.map(\.value) }
    let half = ρ.side / 2
    let kinetic = try boltzmann(ensemble, side: ρ.side, console)
    if let picture, console.isRoot {
      let x = Double(-half)...Double(ρ.side - 1 - half)
      let named =
        [("Wigner", wigner), ("Husimi", husimi)] + (kinetic.map { [("Boltzmann", $0)] } ?? [])
      let maps = named.map { name, rows in
        HeatMap(
          (0..<ρ.side).map { v in rows.map { $0[v] } }, title: name, xLabel: "x (sites)", xRange: x,
          yLabel: "v (torus)", yRange: 0...1)
      }
      try console.draw(maps, to: picture)
    }
    var document = Document()
    document.append("trace", .number(ρ.trace))
    document.append("least_wigner", .number(wigner.joined().min() ?? 0))
    document.append("least_husimi", .number(husimi.joined().min() ?? 0))
    if let kinetic {
      let difference = zip(husimi.joined(), kinetic.joined()).reduce(0) { $0 + abs($1.0 - $1.1) }
      document.append("boltzmann_distance", .number(difference / Double(2 * ρ.side)))
    }
    var table = Table()
    for (sum, row) in wignerEstimates.enumerated() {
      for (v, value) in row.enumerated() {
        var record: Record = [
          "x": .number(Double(sum) / 2 - Double(half)), "v": .number(Double(v) / Double(ρ.side)),
        ]
        record.append("wigner", value)
        if sum % 2 == 0 {
          record.append("husimi", husimiEstimates[sum / 2][v])
        } else {
          record.append("husimi", .null)
          record.append("husimi" + Record.errorSuffix, .null)
        }
        if let kinetic {
          record.append("boltzmann", sum % 2 == 0 ? .number(kinetic[sum / 2][v]) : .null)
        }
        table.append(record)
      }
    }
    document.append("rows", table)
    try console.show(document)
  }

  /// The density of the kinetic limit where it is wanted.
  private func boltzmann(
    _ ensemble: Ensemble, side: Int, _ console: Console
  ) throws -> [[Double]]? {
    guard let particles else { return nil }
    let packet: WavePacket
    switch ensemble.start {
    case .packet(let p, let width): packet = WavePacket(momentum: p, width: width)
    case .site, .planeWave: packet = .site(dimension: ensemble.box.dimension)
    }
    return try PhaseSpaceParticles(
      packet: packet, coupling: ensemble.coupling, time: ensemble.times[0], seed: console.seed
    ).density(
      on: PhaseSpaceParticles.Grid(side: side, smearing: width), particles: particles,
      workers: console.workers, monitor: console.monitor("Boltzmann particles"))
  }
}
