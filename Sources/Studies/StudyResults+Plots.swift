#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Diagrams
public import Figures
import Kinetics
import Resolvents
import Torus

extension StudyResults {
  /// The crossing integral against ε between its bounds, and how fast it grows.
  public var crossingPlot: Plot {
    let rows = crossing.rows
    func power(_ exponent: Double) -> [Plot.Point] {
      guard let first = rows.first else { return [] }
      return rows.map {
        .init($0.epsilon, first.integral.value * pow(first.epsilon / $0.epsilon, exponent))
      }
    }
    let exponents = zip(rows.indices, crossing.localExponents).compactMap { index, exponent in
      exponent.map {
        Plot.Point(
          (rows[index - 1].epsilon * rows[index].epsilon).squareRoot(), $0.value, error: $0.error)
      }
    }
    func level(_ value: Double) -> [Plot.Point] { exponents.map { .init($0.x, value) } }
    let width = Plot.Axis("ε (hopping)", logarithmic: true)
    return Plot(
      [
        .init(
          "Crossing integral, worst shift", x: width, y: .init("I(ε)", logarithmic: true),
          series: [
            .init(
              "I(ε)", .linePoints,
              rows.map { .init($0.epsilon, $0.integral.value, error: $0.integral.error) }),
            .init("trivial bound", .reference, rows.map { .init($0.epsilon, $0.trivialBound) }),
            .init("ε^{-4/5}", .reference, power(0.8)),
            .init("ε^{-3/4}", .reference, power(0.75)),
          ]),
        .init(
          "Local exponent", x: width, y: .init("-d log I / d log ε"),
          series: [
            .init("measured", .linePoints, exponents),
            .init("1 (trivial)", .reference, level(1)),
            .init("4/5", .reference, level(0.8)), .init("3/4", .reference, level(0.75)),
          ]),
      ], columns: 2)
  }

  /// Simulation and theories against the macroscopic time, a panel for each coupling.
  public var comparisonPlot: Plot {
    Plot(
      study.couplings.map { coupling in
        let here = curves.filter { $0.coupling == coupling }
        func curve(_ value: KeyPath<TheoryPoint, Estimate>) -> [Plot.Point] {
          here.map { .init($0.time, $0[keyPath: value].value) }
        }
        return .init(
          "η = \(NumberText.general(coupling))", x: .init("T = η^2t"),
          y: .init(study.observable.axisLabel),
          series: [
            .init(
              "simulation", .points,
              points.filter { $0.coupling == coupling }.map {
                .init($0.time, $0.simulation.value, error: $0.simulation.error)
              }),
            .init("decorated ladders", .line, curve(\.decorated)),
            .init("all noncrossing graphs", .line, curve(\.noncrossing)),
            .init("Boltzmann", .line, curve(\.boltzmann)),
          ])
      }, columns: min(3, study.couplings.count))
  }

  /// How far each theory is from the simulation, against η, a panel for each time.
  public var distancePlot: Plot {
    Plot(
      study.times.map { time in
        let here = points.filter { $0.time == time }
        func distance(_ value: KeyPath<TheoryPoint, Estimate>) -> [Plot.Point] {
          here.map {
            .init(
              $0.coupling, abs($0.theory[keyPath: value].value - $0.simulation.value),
              error: $0.simulation.error)
          }
        }
        return .init(
          "T = \(NumberText.general(time))", x: .init("η (hopping)", logarithmic: true),
          y: .init("|theory - simulation|", logarithmic: true),
          series: [
            .init(
              "standard error of the simulation", .reference,
              here.map { .init($0.coupling, $0.simulation.error) }),
            .init("decorated ladders", .linePoints, distance(\.decorated)),
            .init("all noncrossing graphs", .linePoints, distance(\.noncrossing)),
            .init("Boltzmann", .linePoints, distance(\.boltzmann)),
          ])
      }, columns: min(3, study.times.count))
  }

  /// What the simulation has beyond the noncrossing graphs, beside the crossing graphs of order η⁴ and η⁶;
  /// `nil` if there are none.
  public var residualPlot: Plot? {
    guard points.contains(where: { $0.crossing != nil || !$0.crossingSums.isEmpty }) else {
      return nil
    }
    return Plot(
      study.couplings.map { coupling in
        let here = points.filter { $0.coupling == coupling }
        /// The sum up to a component of k contractions.
        func crossing(upTo k: Int) -> [Plot.Point] {
          here.compactMap { point in
            guard point.crossingSums.count >= k - 1 else { return nil }
            let sums = point.crossingSums.prefix(k - 1)
            return .init(
              point.time, sums.reduce(0) { $0 + $1.value },
              error: sums.reduce(0) { $0 + $1.error })
          }
        }
        let bare = here.compactMap { point in
          point.crossing.map {
            Plot.Point(point.time, $0.bare.value, error: $0.bare.error)
          }
        }
        return .init(
          "η = \(NumberText.general(coupling))", x: .init("T = η^2t"),
          y: .init("difference of \(study.observable)"),
          series: [
            .init(
              "simulation - all noncrossing graphs", .points,
              here.map { .init($0.time, $0.residual.value, error: $0.residual.error) }),
            .init("crossing graphs of order η^4, dressed", .linePoints, crossing(upTo: 2)),
            .init("with those of order η^6", .linePoints, crossing(upTo: 3)),
            .init("order η^4 with free propagators", .reference, bare),
          ].filter { !$0.points.isEmpty })
      }, columns: min(3, study.couplings.count))
  }

  /// The moduli of the amplitudes of order η⁴ by class, against η; `nil` if there are none.
  public var classPlot: Plot? {
    guard !classes.isEmpty else { return nil }
    func series(_ graphClass: GraphClass, _ label: String) -> Plot.Series {
      .init(
        label, .linePoints,
        classes.filter { $0.graphClass == graphClass && $0.row.absolute.value > 0 }.map {
          .init($0.coupling, $0.row.absolute.value, error: $0.row.absolute.error)
        })
    }
    let crossing = series(.crossing, "crossing")
    let power = crossing.points.map { point in
      Plot.Point(point.x, crossing.points[0].y * pow(point.x / crossing.points[0].x, 0.4))
    }
    return Plot(
      x: .init("η (hopping)", logarithmic: true),
      y: .init("Σ|Amp| over the class", logarithmic: true),
      series: [
        series(.basic, "basic ladders"), series(.decorated, "decorated ladders"),
        series(.nesting, "nesting"), crossing, .init("η^{2/5}", .reference, power),
      ].filter { !$0.points.isEmpty })
  }
}

extension Observable {
  /// For an axis, with its unit.
  var axisLabel: String {
    switch self {
    case .velocity: "velocity (1 = initial)"
    case .energy: "energy (hopping)"
    case .displacement: "displacement (sites^2)"
    default: description
    }
  }
}
