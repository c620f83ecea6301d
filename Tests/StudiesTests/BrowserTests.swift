import Figures
import Foundation
import Studies
import Testing
import Torus

/// The report in a real browser, where one is installed (`apt-get install chromium`).
@Suite(.serialized) struct BrowserTests {
  /// Where the screenshots are kept for a look.
  static let pictures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent(".build/screenshots").path

  static let browser: String? = ["chromium", "chromium-browser", "google-chrome"].lazy
    .flatMap { name in
      (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
        "\($0)/\(name)"
      }
    }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Runs the browser without a window.
  private func browse(_ arguments: [String]) throws -> (output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.browser))
    let scratch = NSTemporaryDirectory() + "feyn-browser-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--enable-logging=stderr", "--user-data-dir=\(scratch)/profile",
      ] + arguments
    for name in ["out", "err"] {
      try Data().write(to: URL(fileURLWithPath: "\(scratch)/\(name)"))
    }
    process.standardOutput = FileHandle(forWritingAtPath: scratch + "/out")
    process.standardError = FileHandle(forWritingAtPath: scratch + "/err")
    try process.run()
    process.waitUntilExit()
    return (
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: scratch + "/out")), as: UTF8.self),
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: scratch + "/err")), as: UTF8.self)
    )
  }

  /// Measures the page from inside and chooses filters as a reader would.
  private static let probe = """
    <script>
    const seen = [];
    for (const picture of document.querySelectorAll('svg')) {
      const box = picture.getBoundingClientRect();
      if (box.width < 20 || box.height < 10) seen.push('hidden picture ' + picture.outerHTML.slice(0, 80));
    }
    if (document.documentElement.scrollWidth > innerWidth + 1) seen.push('wider than the window');
    const choose = (name, value) => {
      const select = document.querySelector('[data-filter=' + name + ']');
      select.value = value;
      select.dispatchEvent(new Event('change', {bubbles: true}));
      return [...document.querySelectorAll('.card')].filter(c => c.offsetParent).length;
    };
    const counts = [choose('family', ''), choose('family', 'crossing'), choose('family', 'basic'),
      choose('family', '') - choose('group', '2,2'), choose('crossings', '1')];
    document.body.setAttribute('data-probe', JSON.stringify({seen, counts}));
    </script></body>
    """

  @Test(.enabled(if: browser != nil))
  func `every picture is visible, the filter works, nothing is complained about`() throws {
    let path = NSTemporaryDirectory() + "feyn-page-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (results, journal) = try StudyRunTests.small.run(workers: Workers(threads: 2))
    let report = try StudyFolder(path).write(
      results, journal: journal, provenance: ["program": "feyn"], comment: "feyn study")
    let page = try String(contentsOfFile: report, encoding: .utf8)
    let probed = path + "/probed.html"
    try page.replacingOccurrences(of: "</body>", with: Self.probe)
      .write(toFile: probed, atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(
      atPath: Self.pictures, withIntermediateDirectories: true)
    for width in [1280, 390] {
      let size = "--window-size=\(width),2400"
      let (dom, said) = try browse([size, "--dump-dom", "file://\(probed)"])
      #expect(!said.contains("CONSOLE"), "\(said)")
      // one graph of Γ(1,1), three of Γ(2,2): one crosses, two are basic ladders
      #expect(
        dom.contains(#"data-probe="{&quot;seen&quot;:[],&quot;counts&quot;:[4,1,2,1,1]}""#),
        "\(dom.components(separatedBy: "data-probe").last?.prefix(300) ?? "no probe")")
      let picture = "\(Self.pictures)/study-\(width).png"
      _ = try browse([size, "--screenshot=\(picture)", "file://\(report)"])
      let bytes = try FileManager.default.attributesOfItem(atPath: picture)[.size] as? Int ?? 0
      #expect(bytes > 20_000, "\(picture)")
    }
  }
}
