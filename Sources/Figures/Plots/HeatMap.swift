/// A function of two variables as coloured cells: blue below zero, white at zero, red above.
///
/// The scale is symmetric and reaches to the largest modulus, so that the sign of a Wigner transform
/// can be seen. Written as SVG by hand; equal neighbours along a row are one rectangle.
public struct HeatMap: Sendable {
  /// Rows from bottom to top, all of one length.
  public var rows: [[Double]]
  public var title: String
  public var xLabel: String
  public var yLabel: String
  /// What the left and right, the lower and upper edge stand for.
  public var xRange: ClosedRange<Double>
  public var yRange: ClosedRange<Double>

  public init(
    _ rows: [[Double]], title: String, xLabel: String, xRange: ClosedRange<Double>,
    yLabel: String, yRange: ClosedRange<Double>
  ) {
    precondition(!rows.isEmpty && rows.allSatisfy { $0.count == rows[0].count }, "a rectangle")
    self.rows = rows
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.xRange = xRange
    self.yRange = yRange
  }

  /// Several maps side by side in one SVG document.
  public static func svg(_ maps: [HeatMap], comment: String) -> String {
    let (width, height, margin) = (360.0, 360.0, 60.0)
    let total = Double(maps.count) * (width + 2 * margin)
    var text =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(SVG.number(total))\" "
      + "height=\"\(SVG.number(height + 2 * margin))\" font-family=\"sans-serif\" "
      + "font-size=\"13\">\n<desc>\(SVG.escaped(comment))</desc>\n"
      + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    for (k, map) in maps.enumerated() {
      let left = Double(k) * (width + 2 * margin) + margin
      text += "<g transform=\"translate(\(SVG.number(left)) \(SVG.number(margin)))\">\n"
      text += map.cells(width, height) + map.frame(width, height) + "</g>\n"
    }
    return text + "</svg>\n"
  }

  private func cells(_ width: Double, _ height: Double) -> String {
    let most = rows.reduce(0) { $1.reduce($0) { max($0, abs($1)) } }
    let (w, h) = (width / Double(rows[0].count), height / Double(rows.count))
    var text = "<g shape-rendering=\"crispEdges\">\n"
    for (j, row) in rows.enumerated() {
      let colours = row.map { Self.colour(most > 0 ? $0 / most : 0) }
      var start = 0
      for i in 1...colours.count where i == colours.count || colours[i] != colours[start] {
        if colours[start] != "#ffffff" {
          text +=
            "<rect x=\"\(SVG.number(Double(start) * w))\" "
            + "y=\"\(SVG.number(height - Double(j + 1) * h))\" "
            + "width=\"\(SVG.number(Double(i - start) * w + 0.01))\" "
            + "height=\"\(SVG.number(h + 0.01))\" fill=\"\(colours[start])\"/>\n"
        }
        start = i
      }
    }
    return text + "</g>\n"
  }

  private func frame(_ width: Double, _ height: Double) -> String {
    let (w, h) = (SVG.number(width), SVG.number(height))
    func label(_ x: Double, _ y: Double, _ anchor: String, _ text: String) -> String {
      "<text x=\"\(SVG.number(x))\" y=\"\(SVG.number(y))\" text-anchor=\"\(anchor)\">"
        + SVG.escaped(text) + "</text>\n"
    }
    func end(_ value: Double) -> String { NumberText.general(value, digits: 4) }
    return "<rect width=\"\(w)\" height=\"\(h)\" fill=\"none\" stroke=\"#555\"/>\n"
      + label(width / 2, -12, "middle", title)
      + label(width / 2, height + 36, "middle", xLabel)
      + label(-12, height / 2, "end", yLabel)
      + label(0, height + 18, "middle", end(xRange.lowerBound))
      + label(width, height + 18, "middle", end(xRange.upperBound))
      + label(-6, height, "end", end(yRange.lowerBound))
      + label(-6, 12, "end", end(yRange.upperBound))
  }

  /// 32 steps of either sign are enough for the eye.
  private static func colour(_ value: Double) -> String {
    let strength = (abs(value) * 32).rounded() / 32
    let fade = Int((255 * (1 - strength)).rounded())
    func hex(_ byte: Int) -> String {
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }
    return value >= 0 ? "#ff\(hex(fade))\(hex(fade))" : "#\(hex(fade))\(hex(fade))ff"
  }
}
