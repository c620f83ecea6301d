#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Plot {
  /// The kinds of picture, by the ending of the file name.
  public enum Format: String, CaseIterable, Sendable {
    case svg, png, pdf

    /// The format that a file name asks for, `nil` if it is none of them.
    public init?(path: String) {
      guard let dot = path.lastIndex(of: "."), dot != path.startIndex else { return nil }
      self.init(rawValue: path[path.index(after: dot)...].lowercased())
    }
  }

  /// The gnuplot script of a picture whose data is in a tab-separated file beside it.
  ///
  /// One style for all: heavy lines of different dashes, points of different shapes, colours of
  /// different lightness (after M. Okabe and K. Ito), so that a grey copy can be read.
  ///
  /// - Parameters:
  ///   - name: the file name of picture, data and script without their endings.
  ///   - comment: who made it.
  public func script(name: String, format: Format, comment: String) -> String {
    let rows = (panels.count + columns - 1) / columns
    let (width, height) = (columns == 1 ? 640 : 420 * columns, (columns < 3 ? 460 : 430) * rows)
    let terminal =
      switch format {
      case .svg: "svg size \(width),\(height) dynamic enhanced font 'Helvetica,14'"
      case .png:
        "pngcairo size \(2 * width),\(2 * height) enhanced font 'Helvetica,12' fontscale 2"
          + " linewidth 2 pointscale 2"
      case .pdf: "pdfcairo size \(inches(width)),\(inches(height)) enhanced font 'Helvetica,12'"
      }
    var lines = [
      "# \(comment)",
      "# Draw it again with: gnuplot \(Self.quoted(name + ".gp"))",
      "if (!exists('picture')) picture = \(Self.quoted(name + "." + format.rawValue))",
      "data = \(Self.quoted(name + ".tsv"))",
      "set encoding utf8",
      "set terminal \(terminal)",
      "set output picture",
      "set datafile separator tab",
      "set datafile missing 'nan'",
      "set border 3 linewidth 1",
      "set tics nomirror",
      "set key below center vertical \(columns > 2 ? "maxcols 1" : "maxrows 2") reverse Left"
        + " samplen 2.6 width 1 noautotitle",
      "set bars small",
    ]
    if panels.count > 1 { lines.append("set multiplot layout \(rows),\(columns)") }
    for panel in panels { lines += self.lines(of: panel) }
    if panels.count > 1 { lines.append("unset multiplot") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(of panel: Panel) -> [String] {
    var lines = ["set title \(Self.quoted(panel.title))"]
    for (name, axis, range) in [
      ("x", panel.x, panel.range(of: \.x, panel.x)), ("y", panel.y, panel.range(of: \.y, panel.y)),
    ] {
      lines.append(
        "set \(name)label \(Self.quoted(axis.label))" + (name == "x" ? " offset 0,0.4" : ""))
      lines.append(axis.isLogarithmic ? "set logscale \(name)" : "unset logscale \(name)")
      lines.append("set format \(name) \(axis.isLogarithmic ? "'%g'" : "'%h'")")
      lines.append(
        "set \(name)range [\(NumberText.general(range.low)):\(NumberText.general(range.high))]")
      lines.append("set \(name)tics \(Self.ticks(range, axis))")
    }
    let plots = panel.series.enumerated().flatMap { index, series in
      self.clauses(for: series, at: index, in: panel)
    }
    guard !plots.isEmpty else { return lines }
    lines.append("plot \\\n  " + plots.joined(separator: ", \\\n  "))
    return lines
  }

  private func clauses(for series: Series, at index: Int, in panel: Panel) -> [String] {
    let offset = panels.count > 1 ? 1 : 0
    var condition = "strcol(\(1 + offset)) eq \(Self.quoted(series.label))"
    if offset > 0 { condition += " && strcol(1) eq \(Self.quoted(panel.title))" }
    let (x, y, error) = ("column(\(2 + offset))", "column(\(3 + offset))", "column(\(4 + offset))")
    // the rows of other series are undefined, which neither draws nor joins them
    let abscissa = "(\(condition) ? \(x) : NaN)"
    let ordinate = "(\(condition) ? \(y) : NaN)"
    let colour = Self.colours[index % Self.colours.count]
    let dash = Self.dashes[index % Self.dashes.count]
    let shape = Self.shapes[index % Self.shapes.count]
    let title = "title \(Self.quoted(series.label))"
    let bars = "data using \(abscissa):\(ordinate):(\(error)) with yerrorbars"
    let hasErrors = series.points.contains { $0.error > 0 }
    switch series.style {
    case .points:
      let look = "lc rgb '\(colour)' lw 1.6 pt \(shape) ps 0.7 \(title)"
      return [
        hasErrors ? "\(bars) \(look)" : "data using \(abscissa):\(ordinate) with points \(look)"
      ]
    case .line:
      return [
        "data using \(abscissa):\(ordinate) with lines lc rgb '\(colour)' lw 2.2 dt \(dash) \(title)"
      ]
    case .linePoints:
      let line =
        "data using \(abscissa):\(ordinate) with lines lc rgb '\(colour)' lw 1.8 dt \(dash)"
      let look = "lc rgb '\(colour)' lw 1.2 pt \(shape) ps 0.7 \(title)"
      return [
        line,
        hasErrors ? "\(bars) \(look)" : "data using \(abscissa):\(ordinate) with points \(look)",
      ]
    case .reference:
      return [
        "data using \(abscissa):\(ordinate) with lines lc rgb '#808890' lw 1.3 dt \(dash) \(title)"
      ]
    }
  }

  /// Marks at small multiples of powers of ten where a logarithmic axis is short.
  private static func ticks(_ range: PlotRange, _ axis: Axis) -> String {
    guard axis.isLogarithmic, range.high / range.low < 200 else { return "autofreq" }
    let powers = Int(floor(log10(range.low)))...Int(ceil(log10(range.high)))
    let digits: [Double] =
      switch range.high / range.low {
      case ..<4: [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]
      case ..<12: [1, 1.5, 2, 3, 5, 7]
      default: [1, 2, 5]
      }
    let marks = powers.flatMap { power in digits.map { $0 * pow(10, Double(power)) } }
    return "("
      + marks.filter { range.low <= $0 && $0 <= range.high }
      .map { NumberText.general($0, digits: 4) }.joined(separator: ", ") + ")"
  }

  private func inches(_ points: Int) -> String {
    NumberText.general(Double(points) / 90, digits: 4)
  }

  private static let colours = [
    "#000000", "#0072B2", "#D55E00", "#009E73", "#A0508C", "#B8860B", "#56B4E9",
  ]
  private static let dashes = ["1", "'-'", "'.'", "'-.'", "'_'", "'..-'", "'__.'"]
  private static let shapes = [7, 5, 9, 11, 13, 6, 4]

  /// A string of gnuplot in which nothing is special.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}

/// The part of an axis that is shown.
struct PlotRange: Hashable, Sendable {
  var low: Double
  var high: Double
}

extension Plot.Panel {
  /// All values with a little room around them; zero is shown where it is near.
  func range(of value: KeyPath<Plot.Point, Double>, _ axis: Plot.Axis) -> PlotRange {
    let isOrdinate = value == \Plot.Point.y
    let ends = series.flatMap(\.points).flatMap { point in
      isOrdinate
        ? [point.y - point.error, point.y + point.error, point.y] : [point[keyPath: value]]
    }.filter { $0.isFinite && (!axis.isLogarithmic || $0 > 0) }
    guard let least = ends.min(), let most = ends.max() else { return PlotRange(low: 0.1, high: 1) }
    if axis.isLogarithmic {
      let room = max(1.1, pow(most / least, 0.06))
      return PlotRange(low: least / room, high: most * room)
    }
    let span = most > least ? most - least : max(abs(most), 1)
    var range = PlotRange(low: least - 0.05 * span, high: most + 0.08 * span)
    if isOrdinate, least >= 0, least < 0.35 * most { range.low = 0 }
    return range
  }
}
