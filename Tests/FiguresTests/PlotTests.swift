import Figures
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct PlotTests {
  let directory: String
  let plot = Plot(
    "It's a test", x: .init("ε", logarithmic: true), y: .init("I(ε)", logarithmic: true),
    series: [
      .init(
        "integral", .linePoints, [.init(0.4, 0.5, error: 0.01), .init(0.2, 0.97, error: 0.02)]),
      .init("ε^{-4/5}", .reference, [.init(0.4, 0.5), .init(0.2, 0.87)]),
    ])

  init() throws {
    directory = NSTemporaryDirectory() + "feyn-plot-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
  }

  @Test(arguments: ["svg", "png", "pdf"])
  func `keeps data and script beside the picture, and nothing else`(format: String) throws {
    try plot.draw(to: "\(directory)/it's.\(format)", comment: "made by a test")
    #expect(try names() == ["it's.\(format)", "it's.gp", "it's.tsv"].sorted())
    let picture = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/it's.\(format)"))
    #expect(picture.count > 2000)
    let magic = ["svg": "<?xml", "png": "\u{89}PNG", "pdf": "%PDF"][format]!
    #expect(picture.starts(with: magic.unicodeScalars.map { UInt8($0.value) }))
    try FileManager.default.removeItem(atPath: directory)
  }

  @Test func `the script draws the same picture again`() throws {
    let path = "\(directory)/a.svg"
    try plot.draw(to: path, comment: "made by a test")
    let first = try Data(contentsOf: URL(fileURLWithPath: path))
    try FileManager.default.removeItem(atPath: path)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gnuplot", "a.gp"]
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    try process.run()
    process.waitUntilExit()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)
    try FileManager.default.removeItem(atPath: directory)
  }

  @Test func `data are tidy rows with round-trip numbers`() {
    #expect(
      plot.table.tsv(comment: "c") == """
        # c
        series\tx\ty\ty_error
        integral\t0.4\t0.5\t0.01
        integral\t0.2\t0.97\t0.02
        ε^{-4/5}\t0.4\t0.5\t0.0
        ε^{-4/5}\t0.2\t0.87\t0.0

        """)
  }

  @Test func `a picture that cannot be drawn says why`() throws {
    #expect(throws: PlotError.unknownFormat(path: "x.gif")) {
      try plot.draw(to: "x.gif", comment: "")
    }
    #expect(throws: PlotError.file(FileError(path: "/no/such/x.tsv", code: ENOENT))) {
      try plot.draw(to: "/no/such/x.svg", comment: "")
    }
    try FileManager.default.removeItem(atPath: directory)
  }

  @Test func `a picture inside a page takes the colour of the text and marks of its own`() throws {
    let element = try plot.inlineSVG(
      drawnAt: "\(directory)/b.svg", label: "a <test>", comment: "made by a test")
    #expect(element.hasPrefix("<svg class=\"plot\" role=\"img\" aria-label=\"a &lt;test&gt;\""))
    #expect(!element.contains("black") && !element.contains("gpPt"))
    #expect(XMLParser(data: Data(element.utf8)).parse())
    try FileManager.default.removeItem(atPath: directory)
  }
}
