/// One or several panels of curves with their axes, drawn by gnuplot.
///
/// The data and the script are kept beside every picture, so that it can be drawn again, or
/// otherwise. Titles and labels are gnuplot's enhanced text: `ε^{-4/5}`, `Γ_{3,3}`.
public struct Plot: Sendable {
  public struct Axis: Sendable {
    /// With its unit: `η (hopping)`.
    public var label: String
    public var isLogarithmic: Bool

    public init(_ label: String, logarithmic: Bool = false) {
      self.label = label
      isLogarithmic = logarithmic
    }
  }

  public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double
    /// 0 for none.
    public var error: Double

    public init(_ x: Double, _ y: Double, error: Double = 0) {
      self.x = x
      self.y = y
      self.error = error
    }
  }

  public struct Series: Sendable {
    public enum Style: Sendable {
      /// Points with error bars where there are errors.
      case points
      case line
      case linePoints
      /// A thin grey line to compare with: a bound, a power.
      case reference
    }

    public var label: String
    public var style: Style
    public var points: [Point]

    public init(_ label: String, _ style: Style, _ points: [Point]) {
      self.label = label
      self.style = style
      self.points = points
    }
  }

  public struct Panel: Sendable {
    public var title: String
    public var x: Axis
    public var y: Axis
    public var series: [Series]

    public init(_ title: String = "", x: Axis, y: Axis, series: [Series]) {
      self.title = title
      self.x = x
      self.y = y
      self.series = series
    }
  }

  public var panels: [Panel]
  /// How many panels stand side by side.
  public var columns: Int

  public init(_ panels: [Panel], columns: Int = 1) {
    precondition(!panels.isEmpty && columns >= 1, "a plot has at least one panel")
    self.panels = panels
    self.columns = min(columns, panels.count)
  }

  /// A single panel.
  public init(_ title: String = "", x: Axis, y: Axis, series: [Series]) {
    self.init([Panel(title, x: x, y: y, series: series)])
  }

  /// The data as tidy rows: panel where there are several, series, x, y, y_error.
  public var table: Table {
    var table = Table()
    for panel in panels {
      for series in panel.series {
        for point in series.points {
          var row = Record()
          if panels.count > 1 { row.append("panel", .string(panel.title)) }
          row.append("series", .string(series.label))
          row.append("x", .number(point.x))
          row.append("y", point.y, error: point.error)
          table.append(row)
        }
      }
    }
    return table
  }
}
