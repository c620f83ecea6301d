/// How series are told apart: the one style of all pictures.
///
/// Colours of different lightness (after M. Okabe and K. Ito), dashes and shapes of points change
/// together, so that a grey copy can be read.
extension Plot {
  static let colours = [
    "#000000", "#0072B2", "#D55E00", "#009E73", "#A0508C", "#A67908", "#2E86C1",
  ]
  static let greys = "#68707A"
  /// Lengths of dashes and gaps, in units of gnuplot's `dt`.
  static let dashes: [[Int]] = [
    [], [10, 5], [3, 4], [12, 4, 3, 4], [6, 5], [18, 5], [12, 4, 3, 4, 3, 4],
  ]
  static let shapes = [7, 5, 9, 11, 13, 6, 4]

  /// The look of one series of a panel.
  struct Look: Hashable {
    let label: String
    let style: Series.Style
    /// The place of the series in its panel.
    let index: Int

    var colour: String {
      style == .reference ? Plot.greys : Plot.colours[index % Plot.colours.count]
    }
    var dash: [Int] { Plot.dashes[index % Plot.dashes.count] }
    var shape: Int { Plot.shapes[index % Plot.shapes.count] }

    var hasLine: Bool { style != .points }
    var hasPoints: Bool { style == .points || style == .linePoints }

    var lineWidth: Double {
      switch style {
      case .line: 2.2
      case .linePoints, .points: 1.7
      case .reference: 1.4
      }
    }

    /// The dashes in gnuplot's language.
    var dashType: String {
      dash.isEmpty ? "1" : "(" + dash.map { String($0) }.joined(separator: ",") + ")"
    }
  }

  /// Whether one legend serves all panels.
  var hasCommonLegend: Bool { panels.allSatisfy { $0.looks == panels[0].looks } }
}

extension Plot.Panel {
  /// Of every series that shows something: on a logarithmic axis zeros have no place.
  var looks: [Plot.Look] {
    series.enumerated().filter { _, series in
      series.points.contains { point in
        point.x.isFinite && point.y.isFinite && (!x.isLogarithmic || point.x > 0)
          && (!y.isLogarithmic || point.y > 0)
      }
    }.map { Plot.Look(label: $1.label, style: $1.style, index: $0) }
  }
}
