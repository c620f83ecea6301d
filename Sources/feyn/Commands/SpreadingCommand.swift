import Dynamics
import Figures
import Kinetics
import Torus

/// `feyn spreading`: the mean square displacement, from ballistic to diffusive.
struct SpreadingCommand: Command {
  static let time = Option.sweep(
    "time", "T", unit: "kinetic", default: "0.01:100:*1.25", help: "Macroscopic times T = η²t.")
  static let momentum = Option.momentum
  static let origin = Option<Start>.origin
  static let dimension = Option.dimension

  static let specification = CommandSpecification(
    name: "spreading",
    abstract: "Prints the mean square displacement from ballistic to diffusive times.",
    formula: """
      displacement   ⟨X_1²⟩, X = η²x from one place, the mean over axes
      exponent       d log⟨X_1²⟩/d log T, from 2 to 1
      ballistic      ⟨c_0²⟩T², ⟨c_0²⟩ = |c(p0)|²/d
      diffusive      2DT, D = ⟨c_1²⟩_E/Γ(E), from a packet the mean over its shells
      crossover      T = 2D/⟨c_0²⟩, where both are equal
      """,
    required: [.one(of: ["momentum"], ["start"])],
    options: [
      time.specification, momentum.specification, origin.specification, dimension.specification,
    ],
    shared: [.standard, .plot],
    example: Example(
      "spreading --momentum 2/24,4/24,7/24 --time 0.01:100:*10",
      output: """
        # feyn 0.1.0 | feyn spreading --momentum 2/24,4/24,7/24 --time '0.01:100:*10' | seed 1
        mean_square_velocity  2.57735026919
        diffusion             2.8794782083(50)
        crossover             2.2344485

        time          displacement          exponent      ballistic    diffusive
        0.01  0.00025700674642(69)   1.997172105(11)  0.00025773503  0.057589564
         0.1    0.025058462602(67)   1.972043836(11)    0.025773503   0.57589564
           1      1.9761404840(50)  1.7514035325(89)      2.5773503    5.7589564
          10       51.69201259(10)  1.1152026707(44)      257.73503    57.589564
         100       570.0087589(12)  1.0103277059(42)      25773.503    575.89564
        """))

  let times: [Double]
  let momentum: Momentum
  let packet: WavePacket?

  init(_ arguments: Arguments) throws {
    times = try arguments[Self.time].sorted()
    (momentum, packet) = try arguments.origin(dimension: try arguments[Self.dimension])
    if packet == nil, momentum.velocity.allSatisfy({ abs($0) < 1e-12 }) {
      throw Failure.usage(
        option: Self.momentum.flag, value: arguments.text(of: Self.momentum.specification) ?? "",
        expected: "a momentum that moves, c(p0) ≠ 0")
    }
  }

  func run(_ console: Console) throws {
    let spreading: Spreading
    do throws(LadderError) {
      if let packet {
        spreading = try Spreading(
          packet: packet, times: times, workers: console.workers, monitor: console.monitor("shells")
        )
      } else {
        spreading = try Spreading(momentum: momentum, times: times)
      }
    } catch {
      guard error != .interrupted else { throw Interrupted() }
      throw Failure.usage(error.description)
    }
    var document = Document()
    document.append("mean_square_velocity", spreading.ballistic)
    document.append("diffusion", spreading.diffusion)
    document.append("crossover", .number(spreading.crossover))
    let ballistic = { (T: Double) in spreading.ballistic.value * T * T }
    let diffusive = { (T: Double) in 2 * spreading.diffusion.value * T }
    var table = Table()
    for row in spreading.rows {
      var record: Record = ["time": .number(row.time)]
      record.append("displacement", row.displacement)
      record.append("exponent", row.exponent)
      record.append("ballistic", .number(ballistic(row.time)))
      record.append("diffusive", .number(diffusive(row.time)))
      table.append(record)
    }
    document.append("rows", table)
    try console.show(document, plot: plot(spreading, ballistic, diffusive))
  }

  private func plot(
    _ spreading: Spreading, _ ballistic: (Double) -> Double, _ diffusive: (Double) -> Double
  ) -> Plot {
    let style: Plot.Series.Style = times.count > 20 ? .line : .linePoints
    func line(_ label: String, _ style: Plot.Series.Style, _ value: (Spreading.Row) -> Double)
      -> Plot.Series
    {
      Plot.Series(label, style, spreading.rows.map { Plot.Point($0.time, value($0)) })
    }
    let time = Plot.Axis("T = η^2t", logarithmic: true)
    return Plot(
      [
        Plot.Panel(
          "displacement", x: time,
          y: Plot.Axis("mean X_1^2, X = η^2x (sites^2)", logarithmic: true),
          series: [
            line("displacement", style) { $0.displacement.value },
            line("ballistic, c_0^2T^2", .reference) { ballistic($0.time) },
            line("diffusive, 2DT", .reference) { diffusive($0.time) },
          ]),
        Plot.Panel(
          "local slope", x: time, y: Plot.Axis("d log X^2/d log T"),
          series: [
            line("slope", style) { $0.exponent.value },
            line("ballistic, 2", .reference) { _ in 2 },
            line("diffusive, 1", .reference) { _ in 1 },
          ]),
      ], columns: 2)
  }
}
