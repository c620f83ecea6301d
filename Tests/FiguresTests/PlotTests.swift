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
    try plot.draw(to: "\(directory)/it's.\(format)", comment: "made by <a> test")
    if format == "svg" {
      let drawn = try String(contentsOfFile: "\(directory)/it's.svg", encoding: .utf8)
      #expect(drawn.contains("<desc>made by &lt;a&gt; test; produced by GNUPLOT"))
      #expect(!drawn.contains("<title>"))
    }
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
    // all but the description, which gnuplot does not know, and its titles
    func drawing() throws -> String {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let start = try #require(text.range(of: "<g id=\"gnuplot_canvas\">")).lowerBound
      return String(text[start...]).replacing(/<title>[^<]*<\/title>\n?/, with: "")
    }
    let first = try drawing()
    try FileManager.default.removeItem(atPath: path)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gnuplot", "a.gp"]
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    try process.run()
    process.waitUntilExit()
    #expect(try drawing() == first)
    try FileManager.default.removeItem(atPath: directory)
  }

  @Test func `error bars are drawn, and the axes reach beyond every point and its error`() throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let line = Plot(
      x: .init("x"), y: .init("y"),
      series: [.init("a", .points, [.init(1, -3, error: 0.5), .init(4, 2, error: 1)])])
    for (plot, ends) in [(plot, (0.2, 0.4, 0.49, 0.99)), (line, (1, 4, -3.5, 3))] {
      try plot.draw(to: directory + "/e.svg", comment: "c")
      let script = try String(contentsOfFile: directory + "/e.gp", encoding: .utf8)
      #expect(script.components(separatedBy: "with yerrorbars").count == 2)
      let ranges = ["x", "y"].map { axis -> [Double] in
        let part = script.components(separatedBy: "set \(axis)range [").last ?? ""
        return part.prefix { $0 != "]" }.split(separator: ":").compactMap { Double($0) }
      }
      #expect(ranges[0][0] < ends.0 && ranges[0][1] > ends.1, "\(ranges)")
      #expect(ranges[1][0] < ends.2 && ranges[1][1] > ends.3, "\(ranges)")
    }
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
    #expect(
      element.hasPrefix("<div class=\"plots\"><div class=\"panels\"><div class=\"panel\"><svg"))
    #expect(element.contains("role=\"img\" aria-label=\"a &lt;test&gt;, I(ε) against ε\""))
    #expect(element.contains("<span>ε<sup>-4/5</sup></span>"))
    #expect(try names() == ["b.gp", "b.svg", "b.tsv"])
    #expect(!element.contains("black") && !element.contains("gpPt"))
    #expect(XMLParser(data: Data(element.utf8)).parse())
    try FileManager.default.removeItem(atPath: directory)
  }

  private static func panel(_ k: Int, series: Int, style: Plot.Series.Style = .linePoints)
    -> Plot.Panel
  {
    Plot.Panel(
      "panel \(k)", x: .init("T = η^2t"), y: .init("y"),
      series: (0..<series).map { s in
        .init("series number \(s)", style, [.init(1, Double(s + 1)), .init(2, 1)])
      })
  }

  /// Every number of a line like `at screen 0.1,0.2`.
  private static func places(_ script: String, _ pattern: String) throws -> [[Double]] {
    try script.matches(of: Regex(pattern).anchorsMatchLineEndings()).map { match in
      (1..<match.output.count).map { Double(match.output[$0].substring!)! }
    }
  }

  @Test(arguments: [1, 2, 3, 6], [1, 4, 7])
  func `legends stand below the axes, inside the picture, clear of each other`(
    panels: Int, series: Int
  ) throws {
    for isShared in [true, false] {
      let plot = Plot(
        (0..<panels).map { Self.panel($0, series: isShared ? series : max(1, series - $0)) },
        columns: min(3, panels))
      let script = plot.script(name: "a", format: .svg, comment: "")
      let size = try #require(Self.places(script, #"svg size ([0-9.]+),([0-9.]+)"#).first)
      let labels = try Self.places(
        script, #"^set label 'series number \d' at screen ([0-9.]+),([0-9.]+) left$"#
      ).map { [$0[0] * size[0], $0[1] * size[1]] }
      // one legend where all panels show the same, or all of a row, else one each
      let counts = plot.panels.map(\.series.count)
      let rows = stride(from: 0, to: panels, by: min(3, panels)).map {
        counts[$0..<min($0 + 3, panels)]
      }
      let shown =
        Set(counts).count == 1
        ? counts[0] : rows.reduce(0) { $0 + (Set($1).count == 1 ? $1.first! : $1.reduce(0, +)) }
      #expect(labels.count == shown)
      let bottoms = try Self.places(script, #"^set bmargin at screen ([0-9.]+)$"#)
        .map { $0[0] * size[1] }
      let tops = try Self.places(script, #"^set tmargin at screen ([0-9.]+)$"#)
        .map { $0[0] * size[1] }
      for (k, label) in labels.enumerated() {
        // 15 characters of at most 7.6
        #expect(label[0] > 40 && label[0] + 15 * 7.6 < size[0], "\(label)")
        #expect(label[1] > 5, "\(label)")
        for (bottom, top) in zip(bottoms, tops) {
          // below the numbers and the label of the axis, or above the title
          #expect(label[1] < bottom - 50 || label[1] > top + 30, "\(label), \(bottom), \(top)")
        }
        for other in labels[..<k] where abs(other[1] - label[1]) < 15 {
          #expect(abs(other[0] - label[0]) > 15 * 7.6 + 40, "\(label), \(other)")
        }
      }
    }
  }

  @Test func `in grey, no two series look alike`() throws {
    let script = Plot([Self.panel(0, series: 7)]).script(name: "a", format: .png, comment: "")
    let dashes = try script.matches(of: Regex(#"with lines .* dt (\S+)"#)).map {
      String($0.output[1].substring!)
    }
    let shapes = try script.matches(of: Regex(#"with points .* pt (\d+)"#)).map {
      String($0.output[1].substring!)
    }
    #expect(Set(dashes).count == 7 && Set(shapes).count == 7)
  }

  @Test func `a series that a logarithmic axis cannot show is not in the legend`() {
    let script = Plot(
      x: .init("x", logarithmic: true), y: .init("y", logarithmic: true),
      series: [
        .init("zero", .linePoints, [.init(1, 0), .init(2, 0)]),
        .init("one", .linePoints, [.init(1, 1), .init(2, 1)]),
      ]
    ).script(name: "a", format: .svg, comment: "")
    #expect(!script.contains("zero") && script.contains("'one'"))
  }
}
