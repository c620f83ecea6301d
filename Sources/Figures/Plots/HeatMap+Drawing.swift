extension HeatMap {
  /// Draws maps side by side, with `.tsv` and `.gp` of the same name beside the picture.
  ///
  /// In colour as in grey: each map has its scale at its side, and cells well below zero are dotted.
  public static func draw(
    _ maps: [HeatMap], to path: String, comment: String
  ) throws(PlotError) {
    precondition(!maps.isEmpty, "a picture has at least one map")
    try Plot.draw(data: data(maps, comment: comment), to: path, comment: comment) { name, format in
      script(maps, name: name, format: format, comment: comment)
    }
  }

  /// A block per map, two empty lines between them, as `index` of gnuplot counts.
  private static func data(_ maps: [HeatMap], comment: String) -> String {
    var text = "# \(comment)\nmap\tx\ty\tvalue\n"
    for map in maps {
      text += "\n\n"
      let (w, h) = map.cell
      for (j, row) in map.rows.enumerated() {
        let y = map.yRange.lowerBound + (Double(j) + 0.5) * h
        for (i, value) in row.enumerated() {
          let x = map.xRange.lowerBound + (Double(i) + 0.5) * w
          text += "\(map.title)\t\(x)\t\(y)\t\(value)\n"
        }
      }
    }
    return text
  }

  /// The size of a cell in units of the axes.
  private var cell: (width: Double, height: Double) {
    (
      (xRange.upperBound - xRange.lowerBound) / Double(rows[0].count),
      (yRange.upperBound - yRange.lowerBound) / Double(rows.count)
    )
  }

  private var values: some Sequence<Double> { rows.joined() }
  private var greatest: Double { values.reduce(0) { max($0, abs($1)) } }
  private var least: Double { values.reduce(0) { min($0, $1) } }

  private static func script(
    _ maps: [HeatMap], name: String, format: Plot.Format, comment: String
  ) -> String {
    let (side, left, top, bottom, scale) = (330.0, 76.0, 40.0, 70.0, 100.0)
    let step = left + side + scale
    let (width, height) = (Double(maps.count) * step, top + side + bottom)
    func part(_ x: Double, _ whole: Double) -> String { NumberText.general(x / whole, digits: 5) }
    var lines = Plot.preamble(
      name: name, format: format, comment: comment, width: width, height: height)
    lines += [
      "set key off", "set tics out nomirror",
      "set multiplot",
    ]
    for (k, map) in maps.enumerated() {
      let x0 = Double(k) * step + left
      let most = map.greatest > 0 ? map.greatest : 1
      let threshold = -0.02 * most
      let isSigned = map.least < threshold
      let high = NumberText.general(most)
      lines += [
        "set lmargin at screen \(part(x0, width))",
        "set rmargin at screen \(part(x0 + side, width))",
        "set bmargin at screen \(part(bottom, height))",
        "set tmargin at screen \(part(bottom + side, height))",
        "set title \(Plot.quoted(map.title + (isSigned ? ", dotted below 0" : ""))) offset 0,-0.3",
        "set xlabel \(Plot.quoted(map.xLabel)) offset 0,0.2",
        "set label 9999 \(Plot.quoted(map.yLabel)) at screen \(part(x0 - 60, width)),"
          + "\(part(bottom + side / 2, height)) center rotate by 90",
        "set xrange [\(map.xRange.lowerBound):\(map.xRange.upperBound)]",
        "set yrange [\(map.yRange.lowerBound):\(map.yRange.upperBound)]",
        "set palette defined (" + (isSigned ? "-1 '#0B3C6F', -0.5 '#5B9BD5', " : "")
          + "0 '#FFFFFF', 0.5 '#F0803C', 1 '#7A1A00')",
        "set cbrange [\(isSigned ? "-" + high : "0"):\(high)]",
        "set colorbox user origin screen \(part(x0 + side + 14, width)),"
          + "\(part(bottom, height)) size screen \(part(14, width)),\(part(side, height))",
      ]
      // one dot for some cells, about 40 each way however fine the map is, the rows staggered
      let (across, up) = (map.rows[0].count, map.rows.count)
      let (sparse, level) = (max(1, across / 40), max(1, up / 40))
      let (column, row) = ("int($0)%\(across)", "int($0)/\(across)")
      let isChosen =
        "(\(row))%\(level)==0 && (\(column))%\(sparse)==((\(row))/\(level))%2*\(sparse / 2)"
      let dots =
        ", data index \(k + 1) using"
        + " ($4 < \(NumberText.general(threshold)) && \(isChosen) ? $2 : NaN):3"
        + " with points pt 7 ps 0.14 lc rgb '#000000'"
      lines.append(
        "plot data index \(k + 1) using 2:3:4 with image" + (isSigned ? dots : ""))
    }
    lines.append("unset multiplot")
    return lines.joined(separator: "\n") + "\n"
  }
}
