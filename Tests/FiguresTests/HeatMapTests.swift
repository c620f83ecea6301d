import Figures
import Testing

@Suite struct HeatMapTests {
  @Test func `draws signs as colours and runs as one rectangle`() {
    let map = HeatMap(
      [[0, 1, 1], [-1, 0, 0.5]], title: "a < b", xLabel: "x", xRange: -1...1, yLabel: "v",
      yRange: 0...1)
    let svg = HeatMap.svg([map], comment: "feyn & co")
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    #expect(svg.contains("<desc>feyn &amp; co</desc>") && svg.contains("a &lt; b"))
    #expect(svg.split(separator: "fill=\"#ff0000\"").count == 2)
    #expect(svg.split(separator: "fill=\"#0000ff\"").count == 2)
    #expect(svg.contains("fill=\"#ff8080\""))
    #expect(!svg.contains("#ffffff"))
  }
}
