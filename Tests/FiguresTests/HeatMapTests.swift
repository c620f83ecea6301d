import Figures
import Foundation
import Testing

@Suite struct HeatMapTests {
  let directory: String
  let maps = [
    HeatMap(
      [[0, 1, 1], [-1, 0, 0.5]], title: "it's a", xLabel: "x", xRange: -1...2, yLabel: "v",
      yRange: 0...1),
    HeatMap(
      [[0, 1], [2, 3]], title: "b", xLabel: "x", xRange: 0...1, yLabel: "v", yRange: 0...1),
  ]

  init() throws {
    directory = NSTemporaryDirectory() + "feyn-map-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  @Test(arguments: ["svg", "png", "pdf"])
  func `is drawn with data and script beside it, cells at their middles`(format: String) throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try HeatMap.draw(maps, to: "\(directory)/m.\(format)", comment: "feyn & co")
    let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    #expect(names == ["m.\(format)", "m.gp", "m.tsv"].sorted())
    let picture = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/m.\(format)"))
    #expect(picture.count > 2000)
    let data = try String(contentsOfFile: "\(directory)/m.tsv", encoding: .utf8)
    #expect(data.hasPrefix("# feyn & co\nmap\tx\ty\tvalue\n\n\nit's a\t-0.5\t0.25\t0.0\n"))
    #expect(data.hasSuffix("b\t0.75\t0.75\t3.0\n"))
    #expect(data.split(separator: "\n").count == 2 + 6 + 4)
  }

  @Test func `only a map with values below zero is dotted, each scale is its own`() throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try HeatMap.draw(maps, to: "\(directory)/m.svg", comment: "c")
    let script = try String(contentsOfFile: "\(directory)/m.gp", encoding: .utf8)
    #expect(script.contains("'it''s a, dotted below 0'") && script.contains("set title 'b'"))
    #expect(script.components(separatedBy: "with points").count == 2)
    #expect(script.contains("cbrange [-1:1]") && script.contains("cbrange [0:3]"))
    #expect(script.components(separatedBy: "set palette defined (-1 ").count == 2)
    #expect(script.components(separatedBy: "set palette defined (0 ").count == 2)
  }
}
