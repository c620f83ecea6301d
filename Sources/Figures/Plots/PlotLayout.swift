/// Where panels and legends of a picture lie, in points from its lower left corner.
///
/// gnuplot's own key knows nothing of the other panels and little of the axis label above it, so
/// legends are laid out here: one below all panels where they show the same series, else one below
/// each. Everything has the same size whatever the number of panels.
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
  private static let (leftMargin, rightMargin, axisHeight) = (76.0, 16.0, 58.0)
  private static let (titleHeight, rowHeight, legendGap) = (34.0, 20.0, 6.0)

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
    let isShared = plot.hasCommonLegend
    width = Double(columns) * cell
    func rowsNeeded(_ series: [Plot.Look], _ width: Double) -> Int {
      let perRow = max(1, Int(width / Self.entryWidth(series)))
      return (series.count + perRow - 1) / perRow
    }
    let own =
      hasLegend && !isShared
      ? plot.panels.map { rowsNeeded($0.looks, cell - Self.rightMargin) }.max() ?? 0 : 0
    let common =
      hasLegend && isShared ? rowsNeeded(plot.panels[0].looks, width - 2 * Self.rightMargin) : 0
    func legendHeight(_ rows: Int) -> Double {
      rows == 0 ? 4 : Double(rows) * Self.rowHeight + Self.legendGap
    }
    let top = plot.panels.contains { !$0.title.isEmpty } ? Self.titleHeight : 14
    let step = top + plain + Self.axisHeight + (isShared ? 0 : legendHeight(own))
    height = Double(rows) * step + (isShared ? legendHeight(common) : 0)
    for (k, panel) in plot.panels.enumerated() {
      let (row, column) = k.quotientAndRemainder(dividingBy: columns)
      let frame = Frame(
        left: Double(column) * cell + Self.leftMargin,
        bottom: height - Double(row) * step - top - plain,
        width: cell - Self.leftMargin - Self.rightMargin, height: plain)
      frames.append(frame)
      if hasLegend, !isShared {
        place(
          panel.looks, from: Double(column) * cell + Self.rightMargin / 2,
          width: cell - Self.rightMargin, below: frame.bottom - Self.axisHeight)
      }
    }
    if hasLegend, isShared {
      place(
        plot.panels[0].looks, from: Self.rightMargin, width: width - 2 * Self.rightMargin,
        below: frames.last!.bottom - Self.axisHeight)
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
