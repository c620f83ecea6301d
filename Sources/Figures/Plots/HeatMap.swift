/// A function of two variables as coloured cells: blue below zero, white at zero, red above.
///
/// The scale is symmetric and reaches to the largest modulus, so that the sign of a Wigner transform
/// can be seen; of what is nowhere below zero it begins there. Drawn by gnuplot like every `Plot`, with its data and script beside it.
public struct HeatMap: Sendable {
  /// Rows from bottom to top, all of one length and finite.
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
}
