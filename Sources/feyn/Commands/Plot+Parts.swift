import Figures
import Torus

extension Plot {
  /// A curve of values that may be complex.
  struct Curve {
    var label: String
    var style: Series.Style
    var points: [(x: Double, y: ComplexEstimate)]

    init(
      _ label: String, _ style: Series.Style, _ points: some Sequence<(Double, ComplexEstimate)>
    ) {
      self.label = label
      self.style = style
      self.points = points.map { ($0, $1) }
    }

    /// The sums against the time, and the first four terms where there is one for each number of rungs or
    /// collisions.
    static func against(
      _ times: [Double], _ values: [[ComplexEstimate]], name: String, term: String?
    ) -> [Curve] {
      let style = times.count > 1 ? Series.Style.linePoints : .points
      let sums = values.map { terms in
        ComplexEstimate(
          terms.reduce(.zero) { $0 + $1.value }, error: terms.reduce(.zero) { $0 + $1.error },
          terms[0].uncertainty, method: terms[0].method)
      }
      var curves = [Curve(name, style, zip(times, sums))]
      guard let term else { return curves }
      for k in 0..<min(4, values.map(\.count).min() ?? 0) {
        let title = k == 0 ? "no \(term)" : k == 1 ? "1 \(term)" : "\(k) \(term)s"
        curves.append(Curve(title, style, zip(times, values.map { $0[k] })))
      }
      return curves
    }
  }
}

extension Plot.Panel {
  /// One panel; of complex values two, the real parts and the imaginary parts, in the same looks.
  static func parts(
    _ title: String = "", x: Plot.Axis, y: Plot.Axis, isComplex: Bool, curves: [Plot.Curve]
  ) -> [Plot.Panel] {
    func panel(_ title: String, _ part: (ComplexEstimate) -> Estimate) -> Plot.Panel {
      Plot.Panel(
        title, x: x, y: y,
        series: curves.map { curve in
          Plot.Series(
            curve.label, curve.style,
            curve.points.map { point in
              let y = part(point.y)
              return Plot.Point(point.x, y.value, error: y.error)
            })
        })
    }
    guard isComplex else { return [panel(title, \.real)] }
    let head = title.isEmpty ? "" : title + ", "
    return [panel(head + "real part", \.real), panel(head + "imaginary part", \.imaginary)]
  }
}
