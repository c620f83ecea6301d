/// A page that is read without a network: text, tables, pictures, a gallery of graphs.
///
/// One HTML file with its style and a few lines of script inside; light and dark, for a wide screen,
/// a phone and paper. All text is escaped here.
public struct Report: Sendable {
  public enum Block: Sendable {
    /// Text in which `ε^{−4/5}` has its exponent raised, as in captions.
    case paragraph(String)
    /// A formula or a command line, as it is.
    case preformatted(String)
    case table(Table, caption: String)
    case record(Record)
    /// The picture as an element, of `Plot.inlineSVG`, and the files beside the page that hold its
    /// data; figures are numbered by the page.
    case figure(svg: String, caption: String, files: [String])
    case gallery([GalleryCard])
    /// Files beside the page, as a line of links.
    case files([String])
  }

  public struct Section: Sendable {
    public var title: String
    public var blocks: [Block]

    public init(_ title: String, _ blocks: [Block]) {
      self.title = title
      self.blocks = blocks
    }
  }

  public var title: String
  public var lead: String
  public var sections: [Section]

  public init(title: String, lead: String, sections: [Section]) {
    self.title = title
    self.lead = lead
    self.sections = sections
  }

  /// The whole page.
  ///
  /// - Parameter comment: who made it.
  public func html(comment: String) -> String {
    let contents = sections.enumerated().map { index, section in
      "<a href=\"#s\(index + 1)\">\(index + 1). \(SVG.escaped(section.title))</a>"
    }.joined()
    let body = sections.enumerated().map { index, section in
      "<section id=\"s\(index + 1)\">\n<h2>\(index + 1). \(SVG.escaped(section.title))</h2>\n"
        + section.blocks.map(\.html).joined(separator: "\n") + "\n</section>"
    }.joined(separator: "\n")
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="\(SVG.escaped(comment))">
      <title>\(SVG.escaped(title))</title>
      <style>
      \(Self.style)
      \(GraphDrawing.lightColours)
      @media (prefers-color-scheme: dark) { \(GraphDrawing.darkColours) }
      @media print { \(GraphDrawing.lightColours) }
      \(GraphDrawing.style)
      </style>
      </head>
      <body>
      <header>
      <h1>\(SVG.escaped(title))</h1>
      <p class="lead">\(SVG.escaped(lead))</p>
      <nav aria-label="Contents">\(contents)</nav>
      </header>
      <main>
      \(body)
      </main>
      <footer><p>\(SVG.escaped(comment))</p></footer>
      <script>
      \(Self.script)
      </script>
      </body>
      </html>

      """
  }
}

extension Report.Block {
  var html: String {
    switch self {
    case .paragraph(let text): "<p>\(Self.marked(text))</p>"
    case .preformatted(let text): "<pre>\(SVG.escaped(text))</pre>"
    case .table(let table, let caption): Self.html(of: table, caption: caption)
    case .record(let record):
      "<dl>"
        + record.keys.filter { !$0.hasSuffix(Record.errorSuffix) }.map { key in
          "<dt>\(SVG.escaped(key))</dt><dd>\(SVG.escaped(record.text(key)))</dd>"
        }.joined() + "</dl>"
    case .figure(let svg, let caption, let files):
      "<figure>\(svg)<figcaption>\(Self.marked(caption))"
        + (files.isEmpty ? "" : " " + Self.links(files)) + "</figcaption></figure>"
    case .gallery(let cards): GalleryCard.gallery(cards)
    case .files(let files): "<p class=\"files\">\(Self.links(files))</p>"
    }
  }

  private static func links(_ files: [String]) -> String {
    "<span class=\"files\">Data: "
      + files.map { "<a href=\"\(SVG.escaped($0))\">\(SVG.escaped($0))</a>" }
      .joined(separator: ", ") + "</span>"
  }

  /// Escaped text in which `^{…}` is raised.
  private static func marked(_ text: String) -> String {
    let parts = SVG.escaped(text).split(separator: "^{", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(String(parts[0])) { result, part in
      let halves = part.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
      return result + "<sup>\(halves[0])</sup>" + (halves.count == 2 ? halves[1] : "")
    }
  }

  private static func html(of table: Table, caption: String) -> String {
    let keys = table.keys.filter { key in
      !(key.hasSuffix(Record.errorSuffix)
        && table.keys.contains(String(key.dropLast(Record.errorSuffix.count))))
    }
    let head = keys.map { "<th scope=\"col\">\(SVG.escaped($0))</th>" }.joined()
    let rows = table.rows.map { row in
      "<tr>"
        + keys.map { key in
          let isText: Bool =
            if case .string(let text) = row[key] {
              text.contains { !"0123456789.+-/".contains($0) }
            } else {
              false
            }
          return "<td\(isText ? " class=\"text\"" : "")>\(SVG.escaped(row.text(key)))</td>"
        }.joined() + "</tr>"
    }.joined(separator: "\n")
    return """
      <div class="wide" tabindex="0" role="region" aria-label="\(SVG.escaped(caption))"><table><caption>\(SVG.escaped(caption))</caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(rows)
      </tbody></table></div>
      """
  }
}
