import Dynamics
import Figures
import Kinetics
import Torus

/// `feyn density`: the density of the linear Boltzmann equation in space or phase space.
struct DensityCommand: Command {
  static let time = Option.times()
  static let momentum = Option.momentum
  static let origin = Option<Start>.origin
  static let dimension = Option.dimension
  static let coordinates = Option<[Coordinate]>(
    "coordinates", "LIST", default: "x1",
    help: "Coordinates that are kept, of x1, x2, … and v1, v2, …; the others are summed over.",
    expected: "different coordinates like x1,v1, up to the dimension",
    parse: { text in
      let all = text.split(separator: ",", omittingEmptySubsequences: false)
        .map { Coordinate(String($0)) }
      let kept = all.compactMap(\.self)
      return kept.count == all.count && Set(kept).count == kept.count ? kept.sorted() : nil
    })
  static let width = Option.positive(
    "width", "W", unit: "X", default: "0.25",
    help: "Standard deviation of the start in X = η²x along every axis.")
  static let cells = Option.integer(
    "cells", "N", in: 2...4096,
    help: "Cells per axis of X; 200 by default for one coordinate, 64 for more.")
  static let momentumCells = Option.integer(
    "momentum-cells", "N", in: 2...1024, default: 64, help: "Cells per axis of V.")
  static let length = Option.positive(
    "length", "L", unit: "X",
    help: "X runs from −L/2 to L/2; as far as there is anything by default.")
  static let method = Option<Method>.choice(
    "method", default: .ordinates,
    help:
      "ordinates (discrete velocities), shell (Volterra equation, for one axis of X from a plane"
      + " wave) or particles (jump process).")
  static let particles = Option.integer(
    "particles", "N", in: 1000...1_000_000_000, default: 1_000_000,
    help: "Number of particles, for --method particles.")
  static let steps = Option.integer(
    "steps", "N", in: 1...1_000_000,
    help: "Time steps, for --method ordinates; as many as W asks for by default.")
  static let picture = Option.picture(
    "picture",
    help: "Draw two coordinates as coloured maps, one for each time: FILE.svg, .png or .pdf, with"
      + " data and script beside it.")

  /// How the equation is solved.
  enum Method: String, CaseIterable, Sendable { case ordinates, shell, particles }

  /// `x1` or `v1`.
  struct Coordinate: Hashable, Comparable, Sendable, CustomStringConvertible {
    let isMomentum: Bool
    /// From 0.
    let axis: Int

    init?(_ text: String) {
      guard let head = text.first, "xv".contains(head), let number = Int(text.dropFirst()),
        (1...4).contains(number), text.count == 2
      else { return nil }
      (isMomentum, axis) = (head == "v", number - 1)
    }

    var description: String { "\(isMomentum ? "v" : "x")\(axis + 1)" }

    static func < (a: Coordinate, b: Coordinate) -> Bool {
      a.isMomentum == b.isMomentum ? a.axis < b.axis : !a.isMomentum
    }
  }

  static let specification = CommandSpecification(
    name: "density",
    abstract: "Prints the density of the linear Boltzmann equation in space or phase space.",
    formula: """
      ∂_T F + c·∇_X F = ∫dU 2πδ(e(U) − e(V)) [F(U) − F(V)],   F_0 = |h(X)|² δ(V − p0)
      |h|² a Gaussian of width W per axis; from a packet F_0 = |h(X)|² |ψ̂_0(V)|².
      density            mean over a cell of what is left when other coordinates are integrated over
      diffusive          its limit at late times, for coordinates of X alone: from each shell a
                         Gaussian of variance W² + 2D(E)T around c(p0)/Γ(E)
      diffusive_distance half the integral of the difference of both
      mass, entropy      ∫F and −∫F log F over the grid
      step_error         what time steps leave, as half the integral of the difference
      """,
    required: [.all("time"), .one(of: ["momentum"], ["start"])],
    options: [
      time.specification, momentum.specification, origin.specification, dimension.specification,
      coordinates.specification, width.specification, cells.specification,
      momentumCells.specification, length.specification, method.specification,
      particles.specification, steps.specification, picture.specification,
    ],
    shared: [.long, .plot],
    example: Example(
      "density --momentum 2/24,4/24,7/24 --time 1 --cells 5",
      output: """
        # feyn 0.1.0 | feyn density --momentum 2/24,4/24,7/24 --time 1 --cells 5 | seed 1
        method       ordinates
        energy       2.2144127
        width        0.25
        length       7
        cell_volume  1.4

        times
        time  mass    entropy     step_error  diffusive_distance
           1     1  1.1548788  3.2992116e-06          0.40285587

        rows
        time    x1        density    diffusive
           1  -2.8    0.001964714   0.13981519
           1  -1.4      0.4789001   0.16303043
           1     0      0.1864874   0.13702986
           1   1.4    0.046309461  0.083017628
           1   2.8  0.00062404273  0.036246569
        """))

  let times: [Double]
  let kept: [Coordinate]
  let evolution: PhaseSpaceEvolution
  let solver: Method
  let particleCount: Int
  let stepCount: Int?
  let picture: String?

  private static let mostRows = 1 << 20

  init(_ arguments: Arguments) throws {
    times = try arguments[Self.time].sorted()
    for T in times where T > 1e6 {
      throw Failure.usage(
        option: Self.time.flag, value: "\(T)",
        expected: "at most 10^6: a density has long been diffusive then")
    }
    let d = try arguments[Self.dimension]
    let (momentum, packet) = try arguments.origin(dimension: d)
    kept = try arguments[Self.coordinates]
    let text = arguments.text(of: Self.coordinates.specification) ?? ""
    guard kept.allSatisfy({ $0.axis < d }) else {
      throw Failure.usage(
        option: Self.coordinates.flag, value: text, expected: "axes from 1 to \(d), the dimension")
    }
    solver = try arguments[Self.method]
    if arguments.has(Self.particles), solver != .particles {
      throw Failure.usage("\(Self.particles.flag) needs --method particles")
    }
    if arguments.has(Self.steps), solver != .ordinates {
      throw Failure.usage("\(Self.steps.flag) needs --method ordinates")
    }
    particleCount = try arguments[Self.particles]
    stepCount = try arguments.ifGiven(Self.steps)
    picture = try arguments.ifGiven(Self.picture)
    if picture != nil, kept.count != 2 {
      throw Failure.usage("\(Self.picture.flag) needs two \(Self.coordinates.flag), like x1,v1")
    }
    let width = try arguments[Self.width]
    let places = kept.filter { !$0.isMomentum }.map(\.axis)
    do {
      let latest = times[times.count - 1]
      let start = packet.map(PhaseSpaceEvolution.Start.packet) ?? .plane(momentum)
      let length =
        try arguments.ifGiven(Self.length)
        ?? 2 * PhaseSpaceEvolution.extent(start, time: latest, width: width)
      let grid = PhaseSpaceGrid(
        dimension: d, places: places, momenta: kept.filter(\.isMomentum).map(\.axis),
        placeCells: try arguments.ifGiven(Self.cells) ?? (kept.count == 1 ? 200 : 64),
        momentumCells: try arguments[Self.momentumCells],
        length: length)
      evolution = try PhaseSpaceEvolution(start: start, width: width, grid: grid)
    } catch let error as LadderError {
      throw Failure.usage(error.description)
    }
    guard evolution.grid.count <= Self.mostRows / times.count else {
      throw Failure.usage(
        option: Self.coordinates.flag, value: text,
        expected: "fewer coordinates, times, \(Self.cells.flag) or \(Self.momentumCells.flag):"
          + " \(evolution.grid.count) cells at \(times.count) times are more than"
          + " \(Self.mostRows) rows")
    }
    if solver == .shell, packet != nil || places.count != 1 || kept.count != 1 {
      throw Failure.usage(
        "--method shell needs a plane wave and one coordinate of X: \(Self.coordinates.flag) x1")
    }
  }

  func run(_ console: Console) throws {
    let densities = try solve(console)
    let grid = evolution.grid
    let isSpatial = grid.momenta.isEmpty && !grid.places.isEmpty
    let limits = densities.map { isSpatial ? evolution.diffusiveLimit(time: $0.time) : [] }
    if let picture, console.isRoot { try console.draw(densities.map(map), to: picture) }
    var document = Document()
    document.append("method", .string(solver.rawValue))
    document.append("energy", .number(evolution.energy))
    document.append("width", .number(evolution.width))
    document.append("length", .number(grid.length))
    document.append("cell_volume", .number(grid.volume))
    var summary = Table()
    var rows = Table()
    for (density, limit) in zip(densities, limits) {
      var line: Record = [
        "time": .number(density.time), "mass": .number(density.mass),
        "entropy": .number(density.entropy),
      ]
      if solver == .ordinates { line.append("step_error", .number(density.stepError)) }
      if isSpatial { line.append("diffusive_distance", .number(density.distance(to: limit))) }
      summary.append(line)
      for (cell, value) in density.values.enumerated() {
        var row: Record = ["time": .number(density.time)]
        for (coordinate, x) in zip(kept, grid.coordinates(of: cell)) {
          row.append(coordinate.description, .number(x))
        }
        if density.errors.isEmpty {
          row.append("density", .number(value))
        } else {
          row.append("density", value, error: density.errors[cell])
        }
        if isSpatial { row.append("diffusive", .number(limit[cell])) }
        rows.append(row)
      }
    }
    document.append("times", summary)
    document.append("rows", rows)
    try console.show(document, plot: plot(densities, limits))
  }

  private func solve(_ console: Console) throws -> [PhaseSpaceDensity] {
    let (workers, monitor) = (console.workers, console.monitor("phase space"))
    if solver != .particles {
      try console.claim(
        evolution.modeMemory(until: times[times.count - 1], times: times.count),
        remedy: "a larger \(Self.width.flag), a smaller \(Self.length.flag), an earlier"
          + " \(Self.time.flag), fewer \(Self.coordinates.flag) or --method particles take less")
    }
    switch solver {
    case .particles:
      return try evolution.particles(
        times: times, count: particleCount, seed: console.seed, workers: workers,
        monitor: monitor)
    case .ordinates:
      let latest = times[times.count - 1]
      let updates = evolution.ordinateUpdates(until: latest, steps: stepCount)
      // 2·10^8 updates per second and core
      let seconds = updates / (2e8 * Double(workers.threads))
      if seconds > 3 {
        console.announce(
          "phase space: about \(NumberText.general(updates, digits: 2)) updates, about"
            + " \(Progress.duration(seconds)) on \(workers.threads) threads;"
            + " a larger \(Self.width.flag), fewer \(Self.coordinates.flag) or --method particles"
            + " take less")
      }
      return try evolution.ordinates(
        times: times, steps: stepCount, workers: workers, monitor: monitor)
    case .shell:
      do throws(LadderError) {
        return try evolution.shell(times: times, workers: workers, monitor: monitor)
      } catch {
        guard case .phase(_, let most) = error else { throw Interrupted() }
        throw Failure.usage(
          "--method shell resolves phases up to \(Int(most)): a larger \(Self.width.flag) or an"
            + " earlier \(Self.time.flag), or --method ordinates")
      }
    }
  }

  private func label(_ coordinate: Coordinate) -> String {
    "\(coordinate.isMomentum ? "V" : "X")_\(coordinate.axis + 1)"
      + (coordinate.isMomentum ? " (torus)" : " = η^2x_\(coordinate.axis + 1) (sites)")
  }

  private func map(_ density: PhaseSpaceDensity) -> HeatMap {
    let grid = evolution.grid
    func cells(_ c: Coordinate) -> Int { c.isMomentum ? grid.momentumCells : grid.placeCells }
    func range(_ c: Coordinate) -> ClosedRange<Double> {
      c.isMomentum ? 0...1 : -grid.length / 2...grid.length / 2
    }
    let (x, y) = (kept[0], kept[1])
    // a square root, so that what has collided is seen beside what has not
    let roots = density.values.map { max(0, $0).squareRoot() }
    return HeatMap(
      (0..<cells(y)).map { j in (0..<cells(x)).map { roots[$0 * cells(y) + j] } },
      title: "Square root of F, T = \(NumberText.general(density.time, digits: 4))",
      xLabel: label(x),
      xRange: range(x), yLabel: label(y), yRange: range(y))
  }

  /// The density along one coordinate, with its diffusive limit.
  private func plot(_ densities: [PhaseSpaceDensity], _ limits: [[Double]]) -> Plot? {
    guard kept.count == 1 else { return nil }
    let grid = evolution.grid
    let places = (0..<grid.count).map { grid.coordinates(of: $0)[0] }
    let panels = zip(densities, limits).map { density, limit in
      let (values, errors) = (density.values, density.errors)
      var series = [
        Plot.Series(
          solver.rawValue, errors.isEmpty ? .line : .points,
          places.indices.map {
            Plot.Point(places[$0], values[$0], error: errors.isEmpty ? 0 : errors[$0])
          })
      ]
      if !limit.isEmpty {
        series.append(
          Plot.Series(
            "diffusion, D(E)", .reference, places.indices.map { Plot.Point(places[$0], limit[$0]) })
        )
      }
      // no room for what lies far outside
      let least = 2e-4 * (values.max() ?? 0)
      let seen = places.indices.filter {
        max(values[$0], limit.isEmpty ? 0 : limit[$0]) > least
      }
      if let first = seen.first, let last = seen.last {
        for k in series.indices { series[k].points = Array(series[k].points[first...last]) }
      }
      return Plot.Panel(
        "T = \(NumberText.general(density.time, digits: 4))", x: Plot.Axis(label(kept[0])),
        y: Plot.Axis("density"), series: series)
    }
    return Plot(panels, columns: panels.count == 2 || panels.count == 4 ? 2 : 3)
  }
}
