#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures
import Resolvents
import Torus

extension CrossingCommand {
  func document(_ curves: [Curve]) -> Document {
    var document = Document()
    document.append("dimension", .integer(dimension))
    if energies.count == 1, target != .worstEnergy {
      document.append("energies", .numbers(energies[0]))
    }
    switch target {
    case .shifts(let shifts):
      if shifts.count == 1 { document.append("shift", .numbers(shifts[0].components)) }
    case .worst: document.append("shift", "worst")
    case .worstEnergy: document.append("shift", "worst, worst energy")
    }
    document.append("method", .string(method.rawValue))
    document.append("rows", Table(curves.flatMap(records)))
    // a line through two points says nothing of itself
    let fits = curves.filter { $0.rows.count > 2 }.flatMap(self.fits)
    guard !fits.isEmpty else { return document }
    document.append("fit", Table(fits))
    if curves.count == 1 {
      if let verdict = curves[0].series.verdict { document.append("verdict", .string(verdict)) }
    } else {
      let verdicts = curves.compactMap { curve -> Record? in
        guard let verdict = curve.series.verdict else { return nil }
        var record = name(curve)
        record.append("verdict", .string(verdict))
        return record
      }
      if !verdicts.isEmpty { document.append("verdicts", Table(verdicts)) }
    }
    return document
  }

  /// What tells a curve from the others.
  private func name(_ curve: Curve) -> Record {
    var record = Record()
    if energies.count > 1 { record.append("energies", .numbers(curve.energies)) }
    if case .shifts(let shifts) = target, shifts.count > 1, let shift = curve.shift {
      record.append("shift", .numbers(shift.components))
    }
    return record
  }

  private func records(_ curve: Curve) -> [Record] {
    let series = curve.series
    let distinct = curve.energies.contains { $0 != curve.energies[0] }
    let (exponents, gains) = (series.localExponents, series.gainExponents)
    return series.rows.indices.map { index in
      let row = series.rows[index]
      var record = name(curve)
      record.append("epsilon", .number(row.epsilon))
      record.append("integral", row.integral)
      record.append("norm_1", row.norms[0])
      if distinct { record.append("norms_1", .numbers(row.norms.map(\.value))) }
      record.append("trivial_bound", .number(row.trivialBound))
      record.append("ratio", .number(row.ratio))
      for (key, slope) in [
        ("local_exponent", exponents[index]), ("gain_exponent", gains[index]),
      ] {
        if let slope { record.append(key, slope) } else { record.append(key, .null) }
      }
      guard !curve.maxima.isEmpty else { return record }
      let maximum = curve.maxima[index]
      if target == .worstEnergy { record.append("energy", .number(worstEnergy(maximum))) }
      record.append("maximiser", .numbers(maximum.shift.components))
      return record
    }
  }

  /// The models over the rows, one row each, and the gain over the trivial bound.
  private func fits(_ curve: Curve) -> [Record] {
    let series = curve.series
    return [
      ("power", series.powerFit), ("logarithm", series.logarithmicFit),
      ("gain in ε", series.gainFit), ("gain in η", series.gainFitInCoupling),
    ].compactMap { model, fit in
      guard let fit else { return nil }
      var record = name(curve)
      record.append("model", .string(model))
      record.append("exponent", fit.slope)
      record.append("log_constant", fit.intercept)
      record.append("residual", .number(fit.residual))
      return record
    }
  }

  /// The integral between its bounds, and its local exponent.
  func plot(_ curves: [Curve]) -> Plot {
    let first = curves[0].rows[0]
    func power(_ exponent: Double, _ label: String) -> Plot.Series {
      Plot.Series(
        label, .reference,
        curves[0].rows.map {
          let growth = pow(first.epsilon / $0.epsilon, exponent)
          return Plot.Point($0.epsilon, first.integral.value * growth)
        })
    }
    func label(_ curve: Curve) -> String {
      let name = name(curve)
      return name.entries.isEmpty
        ? "integral"
        : name.entries.map { ($0.key == "shift" ? "u = " : "E = ") + $0.value.text }
          .joined(separator: ", ")
    }
    var integrals = curves.map { curve in
      Plot.Series(
        label(curve), .linePoints,
        curve.rows.map { Plot.Point($0.epsilon, $0.integral.value, error: $0.integral.error) })
    }
    integrals.append(
      Plot.Series(
        "trivial bound", .line, curves[0].rows.map { Plot.Point($0.epsilon, $0.trivialBound) }))
    let integral = Plot.Panel(
      "Crossing integral, d = \(dimension)", x: Plot.Axis("ε (hopping)", logarithmic: true),
      y: Plot.Axis("I(ε)", logarithmic: true),
      series: integrals + [power(0.8, "ε^{-4/5}"), power(0.75, "ε^{-3/4}")])
    guard curves[0].rows.count > 1 else { return Plot([integral]) }
    func level(_ exponent: Double, _ label: String) -> Plot.Series {
      Plot.Series(label, .reference, curves[0].rows.map { Plot.Point($0.epsilon, exponent) })
    }
    let slopes = curves.map { curve in
      let rows = curve.rows
      return Plot.Series(
        label(curve), .linePoints,
        zip(rows.indices, curve.series.localExponents).compactMap { index, slope in
          slope.map {
            // a slope belongs to the middle of its interval
            Plot.Point(
              (rows[index].epsilon * rows[index - 1].epsilon).squareRoot(), $0.value,
              error: $0.error)
          }
        })
    }
    let exponent = Plot.Panel(
      "Local exponent", x: Plot.Axis("ε (hopping)", logarithmic: true),
      y: Plot.Axis("−d log I / d log ε"),
      series: slopes + [level(1, "trivial"), level(0.8, "4/5"), level(0.75, "3/4")])
    // many labels want the whole width
    return Plot([integral, exponent], columns: curves.count == 1 ? 2 : 1)
  }
}
