import Figures
import Kinetics
import Torus

/// `feyn ladder --limit`: the sum at finite η beside what it tends to.
extension LadderCommand {
  /// Rows with the limit beside them; the plot is that of the distances.
  func runLimit(_ console: Console) throws {
    let limit: KineticLimit
    do throws(LadderError) {
      limit = try KineticLimit(
        variant: ladderVariant, couplings: couplings, times: times, momentum: start,
        transfer: transferred, observable: measured,
        rungs: byRungs ? most(times.max() ?? 1) : nil, workers: console.workers,
        monitor: console.monitor("summing"))
    } catch { throw Self.failure(error) }
    var table = Table()
    var series: [Plot.Series] = []
    for T in times {
      let rows = limit.rows.filter { $0.time == T }
      for row in rows {
        var record = head(row.coupling, T, rungs: row.rungs)
        append("value", row.ladder, to: &record)
        append("boltzmann", row.boltzmann, to: &record)
        record.append("distance", row.distance)
        if let power = row.power {
          record.append("power", power)
        } else {
          record.append("power", .null)
        }
        table.append(record)
      }
      for k in byRungs ? Array(0...4) : [nil] as [Int?] {
        let points = rows.filter { $0.rungs == k && $0.distance.value > 0 }
          .map { Plot.Point($0.coupling, $0.distance.value, error: $0.distance.error) }
        let name = "T = \(NumberText.general(T, digits: 4))"
        series.append(
          Plot.Series(
            k.map { name + ", \($0) rung" + ($0 == 1 ? "" : "s") } ?? name, .linePoints, points))
      }
    }
    if let first = series.first?.points.last, let η = couplings.max() {
      // the power two, through the last point of the first curve
      series.append(
        Plot.Series(
          "η²", .reference,
          [Plot.Point(first.x, first.y), Plot.Point(η, first.y * η * η / (first.x * first.x))]))
    }
    try console.show(
      document(table),
      plot: Plot(
        "\(ladderVariant.rawValue) ladders and their limit",
        x: Plot.Axis("η (hopping)", logarithmic: true),
        y: Plot.Axis("distance from Boltzmann", logarithmic: true), series: series))
  }
}
