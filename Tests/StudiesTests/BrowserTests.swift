import Figures
import Foundation
import Studies
import Testing
import Torus

/// The report in a real browser, where one is installed.
@Suite(.serialized) struct BrowserTests {
  /// Where the screenshots are kept for a look.
  static let pictures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent(".build/screenshots").path

  /// Tools for the page: what is visible, which cards a choice leaves.
  private static let tools = """
    window.outside = () => {
      const bad = [];
      for (const picture of document.querySelectorAll('svg, figure, .plots, table')) {
        const box = picture.getBoundingClientRect();
        const hidden = picture.closest('.card[hidden]');
        const scrolls = picture.closest('.wide');
        if (hidden) continue;
        if (box.width < 20 || box.height < 10) bad.push('no size: ' + picture.outerHTML.slice(0, 90));
        if (!scrolls && (box.left < 0 || box.right > innerWidth + 1)) {
          bad.push('outside: ' + picture.outerHTML.slice(0, 90));
        }
      }
      if (document.documentElement.scrollWidth > innerWidth) bad.push('page wider than window');
      return bad.join('; ');
    };
    window.choose = (name, value) => {
      const select = document.querySelector('[data-filter=' + name + ']');
      select.value = value;
      select.dispatchEvent(new Event('change', {bubbles: true}));
      return [...document.querySelectorAll('.card')].filter(c => c.offsetParent).length;
    };
    window.shown = () => [...document.querySelectorAll('.details')]
      .filter(d => d.offsetParent).map(d => d.textContent.trim().split(/\\s/)[0]).join(' ');
    window.place = word => {
      const card = [...document.querySelectorAll('.card')]
        .find(c => c.querySelector('code').textContent === word);
      card.scrollIntoView({block: 'center'});
      const box = card.querySelector('svg').getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2].join(' ');
    };
    """

  @Test(.enabled(if: Browser.path != nil))
  func `pictures are visible, filters and details work, nothing is complained about`() throws {
    let folder = NSTemporaryDirectory() + "feyn-page-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (results, journal) = try StudyRunTests.small.run(workers: Workers(threads: 2))
    let report = try StudyFolder(folder).write(
      results, journal: journal, provenance: ["program": "feyn"], comment: "feyn study")
    try FileManager.default.createDirectory(
      atPath: Self.pictures, withIntermediateDirectories: true)
    let browser = try Browser()
    for (width, isDark) in [(1280, false), (1280, true), (390, false), (390, true)] {
      let name = "study-\(width)-\(isDark ? "dark" : "light")"
      try browser.show(report, width: width, isDark: isDark)
      _ = try browser.value(Self.tools)
      #expect(try browser.value("outside()") as? String == "", "\(name)")
      let ground = try browser.value("getComputedStyle(document.body).backgroundColor") as? String
      #expect((ground == "rgb(16, 19, 22)") == isDark, "\(name): \(ground ?? "")")
      try checkFilters(browser, name)
      try checkDetails(browser, name)
      #expect(try browser.value("outside()") as? String == "", "\(name)")
      try browser.screenshot(to: "\(Self.pictures)/\(name).png")
    }
    #expect(browser.complaints.isEmpty, "\(browser.complaints)")
    let paper = try browser.printed()
    #expect(paper.starts(with: Data("%PDF".utf8)) && paper.count > 20_000)
    try paper.write(to: URL(fileURLWithPath: "\(Self.pictures)/study.pdf"))
  }

  /// One graph of Γ(1,1), three of Γ(2,2): of these one crosses, the others are decorated.
  private func checkFilters(_ browser: Browser, _ name: String) throws {
    func count(_ filter: String, _ value: String) throws -> Int? {
      try browser.value("choose('\(filter)', '\(value)')") as? Int
    }
    #expect(try count("order", "") == 4, "\(name)")
    #expect(try count("class", "crossing") == 1, "\(name)")
    #expect(try count("class", "decorated") == 3, "\(name)")
    #expect(try count("class", "basic") == 2, "\(name)")
    #expect(try count("order", "2") == 1, "\(name)")
    #expect(try count("class", "") == 3, "\(name)")
    #expect(try count("crossings", "1") == 1, "\(name)")
    #expect(try count("crossings", "") == 3, "\(name)")
    let said = try browser.value("document.querySelector('output').textContent") as? String
    #expect(said == "3 of 4 graphs", "\(name)")
  }

  /// Shown by the pointer, by a click or tap, by the keyboard; word, momenta, bound, amplitude.
  private func checkDetails(_ browser: Browser, _ name: String) throws {
    func shown() throws -> String? { try browser.value("shown()") as? String }
    func place(_ word: String) throws -> (Double, Double) {
      let words = (try browser.value("place('\(word)')") as? String ?? "").split(separator: " ")
      return (try #require(Double(words[0])), try #require(Double(words[1])))
    }
    try browser.movePointer(x: 1, y: 1)
    #expect(try shown() == "", "\(name)")
    let (x, y) = try place("ab|ab")
    try browser.movePointer(x: x, y: y)
    #expect(try shown() == "ab|ab", "\(name)")
    let text =
      try browser.value(
        "[...document.querySelectorAll('.details')].find(d => d.offsetParent).innerText") as? String
    for part in [
      "Γ(2,2) · 1 crossing", "crossing, skeleton", "u4 = −k₁+k₂+p₀+ξ", "|Amp| ≤", "Amp = ",
    ] {
      #expect(text?.contains(part) == true, "\(name), \(part): \(text ?? "")")
    }
    #expect(try browser.value("outside()") as? String == "", "\(name)")
    try browser.press("Escape")
    #expect(try shown() == "", "\(name)")
    try browser.movePointer(x: 1, y: 1)
    let (u, v) = try place("ab|ba")
    try browser.click(x: u, y: v)
    #expect(try shown() == "ab|ba", "\(name)")
    try browser.movePointer(x: 1, y: 1)
    #expect(try shown() == "ab|ba", "\(name): a tap keeps it open")
    _ = try browser.value("document.activeElement.blur(), document.body.click()")
    _ = try browser.value("document.querySelector('.card:not([hidden])').focus()")
    #expect(try shown() == "aa|bb", "\(name)")
    _ = try browser.value("document.activeElement.blur()")
    #expect(try shown() == "", "\(name)")
  }
}
