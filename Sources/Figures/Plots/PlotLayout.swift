/// Where panels and legends of a picture lie, in points from its lower left corner.
///
/// gnuplot's own key knows nothing of the other panels and little of the axis label above it, so
/// legends are laid out here: one below all panels where they show the same series, else one below
/// each row of panels that do, else one below each. Everything has the same size whatever the number of panels.
struct PlotLayout {
  struct Frame: Hashable {
    var left: Double
    var bottom: Double
    var width: Double
    var height: Double
  }

  /// One series of a legend, with the place of its sample; the text follows to the right.
  struct Entry: Hashable {
    let label: String
    let look: Plot.Look
    let x: Double
    let y: Double
  }

  private(set) var width = 0.0
  private(set) var height = 0.0
  /// The axes of every panel.
  private(set) var frames: [Frame] = []
  private(set) var entries: [Entry] = []

  /// The length of a line's sample in a legend, and the distance of its text.
  static let sample = 36.0
  private static let (leftMargin, rightMargin, axisHeight) = (88.0, 16.0, 62.0)
  private static let (titleHeight, rowHeight, legendGap) = (34.0, 20.0, 14.0)

  /// The place of one panel among others of a page, which brings its own legend.
  static func ofPanel(_ panel: Plot.Panel, isAlone: Bool) -> PlotLayout {
    PlotLayout(Plot([panel]), hasLegend: false, cell: isAlone ? 620 : 430)
  }

  /// - Parameters:
  ///   - hasLegend: a page brings its own.
  ///   - cell: the width of a panel with its margins, by the number of columns if `nil`.
  init(_ plot: Plot, hasLegend: Bool = true, cell: Double? = nil) {
    let columns = plot.columns
    let rows = (plot.panels.count + columns - 1) / columns
    let cell = cell ?? (columns == 1 ? 620 : columns == 2 ? 470 : 410)
    let plain = cell > 500 ? 330.0 : 270
    let isCommon = plot.hasCommonLegend
    width = Double(columns) * cell
    func rowsNeeded(_ series: [Plot.Look], _ width: Double) -> Int {
      let perRow = max(1, Int(width / Self.entryWidth(series)))
      return (series.count + perRow - 1) / perRow
    }
    func legendHeight(_ rows: Int) -> Double {
      rows == 0 ? 4 : Double(rows) * Self.rowHeight + Self.legendGap
    }
    let top = plot.panels.contains { !$0.title.isEmpty } ? Self.titleHeight : 14
    // By row of panels: whether one legend serves all of it, and the lines that its legends take.
    let legends = (0..<rows).map { row -> (isShared: Bool, lines: Int) in
      let panels = plot.panels[row * columns..<min((row + 1) * columns, plot.panels.count)]
      let isShared = panels.allSatisfy { $0.looks == panels.first!.looks }
      guard hasLegend, !isCommon || row == rows - 1 else { return (isShared, 0) }
      let width = isShared ? width - 2 * Self.rightMargin : cell - Self.rightMargin
      return (isShared, panels.map { rowsNeeded($0.looks, width) }.max()!)
    }
    let steps = legends.map { legend in
      top + plain + Self.axisHeight
        + (isCommon && hasLegend && legend.lines == 0 ? 0 : legendHeight(legend.lines))
    }
    height = steps.reduce(0, +)
    for (k, panel) in plot.panels.enumerated() {
      let (row, column) = k.quotientAndRemainder(dividingBy: columns)
      let frame = Frame(
        left: Double(column) * cell + Self.leftMargin,
        bottom: height - steps[..<row].reduce(0, +) - top - plain,
        width: cell - Self.leftMargin - Self.rightMargin, height: plain)
      frames.append(frame)
      guard legends[row].lines > 0 else { continue }
      if !legends[row].isShared {
        place(
          panel.looks, from: Double(column) * cell + Self.rightMargin / 2,
          width: cell - Self.rightMargin, below: frame.bottom - Self.axisHeight)
      } else if column == 0 {
        place(
          panel.looks, from: Self.rightMargin, width: width - 2 * Self.rightMargin,
          below: frame.bottom - Self.axisHeight)
      }
    }
  }

  /// Fills the rows of a legend from the left, all columns of one width, the whole in the middle.
  private mutating func place(
    _ looks: [Plot.Look], from left: Double, width: Double, below top: Double
  ) {
    let entry = Self.entryWidth(looks)
    guard !looks.isEmpty else { return }
    let most = max(1, min(looks.count, Int(width / entry)))
    let rows = (looks.count + most - 1) / most
    let perRow = (looks.count + rows - 1) / rows
    let start = left + max(0, (width - Double(perRow) * entry) / 2)
    for (k, look) in looks.enumerated() {
      let (row, column) = k.quotientAndRemainder(dividingBy: perRow)
      entries.append(
        Entry(
          label: look.label, look: look, x: start + Double(column) * entry,
          y: top - (Double(row) + 0.5) * Self.rowHeight))
    }
  }

  private static func entryWidth(_ looks: [Plot.Look]) -> Double {
    let longest = looks.map { shownLength($0.label) }.max() ?? 0
    return sample + 30 + 7.6 * Double(longest)
  }

  /// The characters of enhanced text that take room.
  private static func shownLength(_ text: String) -> Int { text.count { !"{}^_".contains($0) } }
}
