/// A form in which graphs leave the program as text: a head, each graph in turn, a foot.
///
/// Head, graphs and foot together are one document that the format's own programs read, however
/// many graphs there are.
public enum ExportFormat: String, CaseIterable, Sendable {
  /// Graphviz, one digraph after the other; drawn by `neato -n2`.
  case dot
  case graphml
  /// Node-link objects, one a line.
  case json
  /// Pictures for plain pdfLaTeX with TikZ.
  case tikz
  /// The formula of the amplitude, for plain pdfLaTeX.
  case latex

  public var fileExtension: String {
    switch self {
    case .dot, .graphml, .json: rawValue
    case .tikz, .latex: "tex"
    }
  }

  /// What stands before the first graph.
  ///
  /// - Parameter comment: a line of text such as where the graphs come from; JSON has no comments.
  public func head(comment: String) -> String {
    switch self {
    case .dot: return "// \(comment)\n"
    case .json: return ""
    case .tikz:
      // Each picture is a page of its own size, whatever the class of the document.
      return "% \(comment)\n" + #"""
        \documentclass{article}
        \usepackage{tikz}
        \newsavebox\feynpicture
        \newcommand\feynpage{%
          \pdfhorigin=6pt \pdfvorigin=6pt \hoffset=0pt \voffset=0pt
          \pdfpagewidth=\dimexpr\wd\feynpicture+12pt\relax
          \pdfpageheight=\dimexpr\ht\feynpicture+\dp\feynpicture+12pt\relax
          \shipout\copy\feynpicture}
        \begin{document}

        """#
    case .latex:
      return "% \(comment)\n\\documentclass{article}\n\\usepackage{amsmath}\n\\allowdisplaybreaks\n"
        + "\\pagestyle{empty}\n\\begin{document}\n"
    case .graphml:
      let keys = Routing.graphMLKeys.map { id, owner, type in
        #"  <key id="\#(id)" for="\#(owner)" attr.name="\#(id)" attr.type="\#(type)"/>"# + "\n"
      }
      return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- \(comment.asXMLComment) -->\n"
        + "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n" + keys.joined()
    }
  }

  /// One graph.
  ///
  /// - Parameters:
  ///   - name: tells the graph from others in the document; letters, digits and `-`.
  ///   - provenance: a JSON value to be part of a JSON object.
  public func body(_ routing: Routing, name: String, provenance: String? = nil) -> String {
    switch self {
    case .dot: routing.dot(name: name)
    case .graphml: routing.graphML(name: name)
    case .json: routing.nodeLink(provenance: provenance) + "\n"
    case .tikz:
      "\\begin{lrbox}{\\feynpicture}%\n" + routing.tikz() + "\\end{lrbox}\\feynpage\n"
    case .latex: routing.latex()
    }
  }

  /// What stands after the last graph.
  public var foot: String {
    switch self {
    case .dot, .json: ""
    case .graphml: "</graphml>\n"
    case .tikz, .latex: "\\end{document}\n"
    }
  }

  /// A document with one graph.
  public func document(_ routing: Routing, comment: String) -> String {
    head(comment: comment) + body(routing, name: "pi") + foot
  }
}

extension String {
  /// With blanks between hyphens, two of which would end an XML comment.
  fileprivate var asXMLComment: String {
    var text = ""
    for character in self {
      if character == "-", text.last == "-" { text += " " }
      text.append(character)
    }
    return text.hasSuffix("-") ? text + " " : text
  }
}
