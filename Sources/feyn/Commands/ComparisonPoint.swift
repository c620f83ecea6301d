import Figures
import Kinetics
import Torus

/// The routes to one number at one (η, T), with what is left between them.
struct ComparisonPoint {
  let η: Double
  let T: Double
  /// Whether there is a transfer; the imaginary parts are 0 otherwise and not shown.
  let isComplex: Bool
  /// nil if it was left out.
  let simulation: ComplexEstimate?
  let ladders: [(variant: LadderVariant, estimate: ComplexEstimate)]
  let boltzmann: ComplexEstimate
  /// The crossing graphs of order η⁴.
  let crossing: (bare: Estimate, dressed: Estimate)?
  /// The graphs with one crossing component, of two and of three contractions; none if not asked for.
  let components: [Estimate]

  /// `simulation − noncrossing ladders`: what the crossing graphs add.
  var residual: ComplexEstimate? {
    guard let simulation else { return nil }
    let sum = ladders.first { $0.variant == .noncrossing }?.estimate ?? simulation
    return ComplexEstimate(
      simulation.value - sum.value, error: simulation.error + sum.error, .standardError,
      method: "difference")
  }

  /// What the graphs with one crossing component leave of the residual.
  var remainder: Estimate? {
    guard let residual, !components.isEmpty else { return nil }
    return Estimate(
      residual.real.value - components.reduce(0) { $0 + $1.value },
      error: residual.real.error + components.reduce(0) { $0 + $1.error }, .standardError,
      method: "difference")
  }

  /// A row of the table; a complex number is two entries.
  var record: Record {
    var record: Record = ["eta": .number(η), "time": .number(T)]
    func append(_ key: String, _ estimate: ComplexEstimate) {
      record.append(key, estimate.real)
      if isComplex { record.append(key + "_imaginary", estimate.imaginary) }
    }
    if let simulation { append("simulation", simulation) }
    for (variant, estimate) in ladders { append("ladder_\(variant)", estimate) }
    append("boltzmann", boltzmann)
    if let residual { append("residual", residual) }
    if let crossing {
      record.append("crossing", crossing.bare)
      record.append("crossing_dressed", crossing.dressed)
    }
    for (k, term) in components.enumerated() { record.append("crossing_eta\(4 + 2 * k)", term) }
    if let remainder { record.append("remainder", remainder) }
    return record
  }

  /// Above, a panel per coupling: the simulation as points, the sums as lines, against T. Below, a
  /// panel per time: the residual against η beside the crossing graphs.
  static func plot(
    _ points: [ComparisonPoint], couplings: [Double], times: [Double], observable: String
  ) -> Plot {
    let isComplex = points[0].isComplex
    func curve(
      _ name: String, _ style: Plot.Series.Style, _ points: [ComparisonPoint],
      _ x: (ComparisonPoint) -> Double, _ y: (ComparisonPoint) -> ComplexEstimate
    ) -> Plot.Curve {
      Plot.Curve(name, style, points.map { (x($0), y($0)) })
    }
    let above = couplings.flatMap { η -> [Plot.Panel] in
      let here = points.filter { $0.η == η }
      guard let first = here.first else { return [] }
      var curves: [Plot.Curve] = []
      if first.simulation != nil {
        curves.append(curve("simulation", .points, here, \.T) { $0.simulation! })
      }
      for (k, ladder) in first.ladders.enumerated() {
        curves.append(curve("\(ladder.variant)", .line, here, \.T) { $0.ladders[k].estimate })
      }
      curves.append(curve("Boltzmann", .line, here, \.T, \.boltzmann))
      return Plot.Panel.parts(
        "η = \(NumberText.general(η, digits: 4))", x: Plot.Axis("T = η^2t"),
        y: Plot.Axis(observable), isComplex: isComplex, curves: curves)
    }
    let columns = isComplex ? 2 : min(3, above.count)
    // residuals against η need the simulation
    guard couplings.count > 1, points.allSatisfy({ $0.simulation != nil }) else {
      return Plot(above, columns: columns)
    }
    let below = times.flatMap { T -> [Plot.Panel] in
      let here = points.filter { $0.T == T }.sorted { $0.η < $1.η }
      guard !here.isEmpty else { return [] }
      var curves = [curve("residual", .points, here, \.η) { $0.residual! }]
      func add(
        _ name: String, _ style: Plot.Series.Style, _ value: (ComparisonPoint) -> Double
      ) {
        curves.append(
          curve(name, style, here, \.η) {
            ComplexEstimate(Complex(value($0)), error: .zero, .bound, method: "crossing graphs")
          })
      }
      add("noncrossing alone", .reference) { _ in 0 }
      if here.allSatisfy({ $0.crossing != nil }) {
        add("crossing, η^4", .reference) { $0.crossing?.bare.value ?? 0 }
        add("dressed", .line) { $0.crossing?.dressed.value ?? 0 }
      }
      for k in 0..<(here.map(\.components.count).min() ?? 0) {
        add("one component, η^\(4 + 2 * k)" + (k > 0 ? " and below" : ""), .linePoints) {
          $0.components[...k].reduce(0) { $0 + $1.value }
        }
      }
      return Plot.Panel.parts(
        "T = \(NumberText.general(T, digits: 4))", x: Plot.Axis("η (hopping)"),
        y: Plot.Axis("simulation − noncrossing"), isComplex: isComplex, curves: curves)
    }
    return Plot(above + below, columns: columns)
  }
}
