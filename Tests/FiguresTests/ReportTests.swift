import Diagrams
import Figures
import Foundation
import Testing

@Suite struct ReportTests {
  static func report() throws -> Report {
    var cards: [GalleryCard] = []
    for n in 1...3 {
      for graph in try PairingSequence(left: n, right: n) {
        cards.append(GalleryCard(Routing(of: graph), remarks: ["bound <1"]))
      }
    }
    var table = Table()
    table.append(["class": "a & b", "graphs": .exact("15")])
    return Report(
      title: "<Title>", lead: "Lead & more",
      sections: [
        .init("Counts", [.paragraph("1 < 2"), .table(table, caption: "caption")]),
        .init("Gallery", [.gallery(cards)]),
        .init(
          "Picture",
          [.figure(svg: "<svg class=\"plot\"></svg>", caption: "seen", files: ["a.tsv"])]),
      ])
  }

  @Test func `its title is escaped, exponents are raised, errors stand with their values alone`() {
    var table = Table()
    var row: Record = ["T": .number(1)]
    row.append("value", 0.5, error: 0.01)
    table.append(row)
    let report = Report(
      title: "a < b", lead: "",
      sections: [.init("s", [.paragraph("like ε^{−4/5} here"), .table(table, caption: "c")])])
    let html = report.html(comment: "c")
    #expect(html.contains("<title>a &lt; b</title>") && html.contains("<h1>a &lt; b</h1>"))
    #expect(html.contains("like ε<sup>−4/5</sup> here"))
    #expect(html.contains("<th scope=\"col\">value</th>") && !html.contains("value_error"))
    #expect(html.contains(">0.500(10)<"))
  }

  @Test func `of a large gallery the largest order that fits a screen is shown first`() throws {
    let html = try Self.report().html(comment: "c")
    // 1 + 3 + 15 graphs are few
    #expect(!html.contains("\" hidden>"))
    var cards: [GalleryCard] = []
    for n in 2...4 {
      for graph in try PairingSequence(left: n, right: n) {
        cards.append(GalleryCard(Routing(of: graph)))
      }
    }
    let many = Report(title: "t", lead: "", sections: [.init("s", [.gallery(cards)])])
      .html(comment: "c")
    #expect(many.contains("15 of 123 graphs"))
    #expect(many.components(separatedBy: "\" hidden>").count - 1 == 123 - 15)
  }

  @Test func `the page needs no network and escapes its text`() throws {
    let html = try Self.report().html(comment: "feyn <study>")
    for part in ["http:", "https:", "url(", "@import", "<link", "src="] {
      #expect(!html.contains(part), "\(part)")
    }
    #expect(html.contains("&lt;Title&gt;") && html.contains("Lead &amp; more"))
    #expect(html.contains("1 &lt; 2") && html.contains("a &amp; b"))
    #expect(html.contains("feyn &lt;study&gt;"))
  }

  @Test func `every graph has its word, its picture and the momentum of each propagator`() throws {
    let html = try Self.report().html(comment: "")
    for n in 1...3 {
      for graph in try PairingSequence(left: n, right: n) {
        let start = try #require(html.range(of: "<code>\(graph.word)</code>"))
        let card = html[start.upperBound...].prefix { $0 != "\u{0}" }
        let end = try #require(card.range(of: "</article>"))
        let text = card[..<end.lowerBound]
        #expect(text.contains("<svg class=\"graph\""))
        #expect(text.components(separatedBy: "<li").count - 1 == graph.propagatorCount)
        #expect(text.contains("bound &lt;1"))
      }
    }
  }

  @Test func `braces of style and script are balanced, elements closed`() throws {
    let html = try Self.report().html(comment: "")
    for tag in ["article", "section", "table", "figure", "svg", "ul", "form", "main", "div"] {
      let open = html.components(separatedBy: "<\(tag)").count
      #expect(open == html.components(separatedBy: "</\(tag)>").count, "\(tag)")
    }
    #expect(html.count { $0 == "{" } == html.count { $0 == "}" })
  }
}
