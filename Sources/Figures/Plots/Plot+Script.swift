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
  /// Panels and legends are placed by `PlotLayout`; series look as `Plot+Style` says.
  ///
  /// - Parameters:
  ///   - name: the file name of picture, data and script without their endings.
  ///   - comment: who made it.
  public func script(name: String, format: Format, comment: String) -> String {
    script(
      panels: Array(panels.indices), PlotLayout(self), name: name, format: format,
      comment: comment)
  }

  /// What every script begins with: files, and a terminal in which 96 points are an inch.
  static func preamble(
    name: String, format: Format, comment: String, width: Double, height: Double,
    hasGround: Bool = true
  ) -> [String] {
    func size(_ scale: Double) -> String {
      NumberText.general(width * scale, digits: 5) + ","
        + NumberText.general(height * scale, digits: 5)
    }
    let terminal =
      switch format {
      case .svg:
        "svg size \(size(1)) dynamic enhanced font 'Helvetica,13'"
          + (hasGround ? " background 'white'" : "")
      case .png:
        "pngcairo size \(size(2)) enhanced font 'Helvetica,10' fontscale 2"
          + " linewidth 2 pointscale 2"
      case .pdf:
        "pdfcairo size \(size(1 / 96.0)) enhanced font 'Helvetica,10' fontscale 0.75"
          // in units of which a dash is as long as in the other formats
          + " dashlength 1.6"
          + " linewidth 1.2"
      }
    return [
      "# \(comment)",
      "# Draw it again with: gnuplot \(quoted(name + ".gp"))",
      "if (!exists('picture')) picture = \(quoted(name + "." + format.rawValue))",
      "data = \(quoted(name + ".tsv"))",
      "set encoding utf8",
      "set terminal \(terminal)",
      "set output picture",
      "set datafile separator tab",
      "set datafile missing 'nan'",
    ]
  }

  /// The script of one panel without a legend, for a page that brings its own.
  func script(ofPanel index: Int, name: String, comment: String) -> String {
    let layout = PlotLayout.ofPanel(panels[index], isAlone: panels.count == 1)
    // the page has a ground of its own, light or dark
    return script(
      panels: [index], layout, name: name, format: .svg, comment: comment, hasGround: false)
  }

  private func script(
    panels shown: [Int], _ layout: PlotLayout, name: String, format: Format, comment: String,
    hasGround: Bool = true
  ) -> String {
    let (width, height) = (layout.width, layout.height)
    var lines = Self.preamble(
      name: name, format: format, comment: comment, width: width, height: height,
      hasGround: hasGround)
    lines += [
      "set border 3 linewidth 1",
      "set tics nomirror",
      "set grid linewidth 0.6 linetype 1 linecolor rgb '#D0808080'",
      "set key off",
      "set bars 0.6",
    ]
    if shown.count > 1 { lines.append("set multiplot") }
    for (place, index) in shown.enumerated() {
      let frame = layout.frames[place]
      for (side, value) in [
        ("l", frame.left / width), ("r", (frame.left + frame.width) / width),
        ("b", frame.bottom / height), ("t", (frame.bottom + frame.height) / height),
      ] {
        lines.append("set \(side)margin at screen \(NumberText.general(value, digits: 5))")
      }
      if index == shown.last { lines += legend(of: layout) }
      // gnuplot would put the label beyond the numbers, wherever these end
      let x = NumberText.general((frame.left - 74) / width, digits: 5)
      let y = NumberText.general((frame.bottom + frame.height / 2) / height, digits: 5)
      lines.append(
        "set label 9999 \(Self.quoted(panels[index].y.label)) at screen \(x),\(y) center rotate by 90"
      )
      lines += self.lines(of: panels[index])
    }
    if shown.count > 1 { lines.append("unset multiplot") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Samples and labels, in parts of the picture; they belong to the panel that is drawn last.
  private func legend(of layout: PlotLayout) -> [String] {
    func place(_ x: Double, _ y: Double) -> String {
      "screen \(NumberText.general(x / layout.width, digits: 5)),"
        + "\(NumberText.general(y / layout.height, digits: 5))"
    }
    return layout.entries.enumerated().flatMap { number, entry -> [String] in
      let look = entry.look
      // gnuplot 5.4 draws samples of one colour and width with one dash type in SVG: no two are as wide
      let width = NumberText.general(look.lineWidth + 0.001 * Double(number), digits: 6)
      var lines: [String] = []
      if look.hasLine {
        lines.append(
          "set arrow from \(place(entry.x, entry.y)) to \(place(entry.x + PlotLayout.sample, entry.y))"
            + " nohead lc rgb '\(look.colour)' lw \(width) dt \(look.dashType)")
      }
      if look.hasPoints {
        lines.append(
          "set label '' at \(place(entry.x + PlotLayout.sample / 2, entry.y))"
            + " point pt \(look.shape) ps 0.8 lc rgb '\(look.colour)'")
      }
      lines.append(
        "set label \(Self.quoted(entry.label)) at"
          + " \(place(entry.x + PlotLayout.sample + 8, entry.y)) left")
      return lines
    }
  }

  private func lines(of panel: Panel) -> [String] {
    var lines = [
      "set title \(Self.quoted(panel.title)) offset 0,-0.3",
      "set xlabel \(Self.quoted(panel.x.label)) offset 0,0.2",
    ]
    for (name, axis, range) in [
      ("x", panel.x, panel.range(of: \.x, panel.x)), ("y", panel.y, panel.range(of: \.y, panel.y)),
    ] {
      lines.append(axis.isLogarithmic ? "set logscale \(name)" : "unset logscale \(name)")
      let isWide = axis.isLogarithmic && range.high / range.low >= 3e3
      lines.append(
        "set format \(name) \(isWide ? "'10^{%L}'" : axis.isLogarithmic ? "'%g'" : "'%h'")")
      lines.append(
        "set \(name)range [\(NumberText.general(range.low)):\(NumberText.general(range.high))]")
      lines.append("set \(name)tics \(Self.ticks(range, axis))")
    }
    // points on top of all lines
    let drawn = panel.looks.map { clauses(for: panel.series[$0.index], $0, in: panel) }
    let plots = drawn.flatMap { $0.lines } + drawn.flatMap { $0.points }
    guard !plots.isEmpty else { return lines }
    lines.append("plot \\\n  " + plots.joined(separator: ", \\\n  "))
    return lines
  }

  private func clauses(
    for series: Series, _ look: Look, in panel: Panel
  ) -> (lines: [String], points: [String]) {
    let offset = panels.count > 1 ? 1 : 0
    var condition = "strcol(\(1 + offset)) eq \(Self.quoted(series.label))"
    if offset > 0 { condition += " && strcol(1) eq \(Self.quoted(panel.title))" }
    let (x, y, error) = ("column(\(2 + offset))", "column(\(3 + offset))", "column(\(4 + offset))")
    // the rows of other series are undefined, which neither draws nor joins them
    let points = "data using (\(condition) ? \(x) : NaN):(\(condition) ? \(y) : NaN)"
    let colour = "lc rgb '\(look.colour)'"
    var clauses: (lines: [String], points: [String]) = ([], [])
    if look.hasLine {
      clauses.lines.append(
        "\(points) with lines \(colour) lw \(look.lineWidth) dt \(look.dashType)"
      )
    }
    if look.hasPoints {
      let shape = "\(colour) lw 1.4 pt \(look.shape) ps 0.8"
      clauses.points.append(
        series.points.contains { $0.error > 0 }
          ? "\(points):(\(error)) with yerrorbars \(shape)" : "\(points) with points \(shape)")
    }
    return clauses
  }

  /// Marks at small multiples of powers of ten where a logarithmic axis is short.
  private static func ticks(_ range: PlotRange, _ axis: Axis) -> String {
    guard axis.isLogarithmic, range.high / range.low < 200 else { return "autofreq" }
    let powers = Int(floor(log10(range.low)))...Int(ceil(log10(range.high)))
    let digits: [Double] =
      switch range.high / range.low {
      case ..<1.6: (5..<50).map { 0.2 * Double($0) }
      case ..<4: [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]
      case ..<12: [1, 1.5, 2, 3, 5, 7]
      default: [1, 2, 5]
      }
    let marks = powers.flatMap { power in digits.map { $0 * pow(10, Double(power)) } }
    return "("
      + marks.filter { range.low <= $0 && $0 <= range.high }
      .map { NumberText.general($0, digits: 4) }.joined(separator: ", ") + ")"
  }

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
      guard isOrdinate else { return [point[keyPath: value]] }
      // a logarithm would show an error as large as its value without end
      let low = point.y - point.error
      return [
        axis.isLogarithmic && low < 0.3 * point.y ? point.y : low, point.y + point.error, point.y,
      ]
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
