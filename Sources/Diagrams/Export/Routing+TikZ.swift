extension Routing {
  /// The picture as a TikZ environment with explicit coordinates.
  ///
  /// Tree propagators are heavy and black, loop propagators thin and red, contractions dashed and
  /// blue; the J-vertex is a square. It needs `\usepackage{tikz}` and nothing else.
  public func tikz() -> String {
    let layout = GraphLayout(self)
    var points: [GraphLayout.Node: (x: Int, y: Int)] = [:]
    var places: [GraphLayout.Node: String] = [:]
    for (index, node) in layout.nodes.enumerated() {
      let point = layout.position(index)
      points[node] = point
      places[node] = Self.place(point)
    }
    var lines: [String] = []
    lines.append(#"\begin{tikzpicture}"#)
    for edge in layout.edges {
      let (from, to) = (places[edge.source]!, places[edge.target]!)
      guard let momentum = edge.momentum else {
        let (near, far) = Self.controls(points[edge.source]!, points[edge.target]!)
        lines.append(
          #"  \draw[dashed,blue] \#(from) .. controls \#(near) and \#(far) .. \#(to);"#)
        continue
      }
      let stroke = edge.isInTree ? "very thick" : "red"
      // a propagator is some 85 pt long, a term at most 14 pt wide in \scriptsize
      let font = momentum.terms.count > 6 ? #"\tiny"# : #"\scriptsize"#
      lines.append(
        #"  \draw[\#(stroke)] \#(from) -- node[sloped,above,font=\#(font)] "#
          + #"{$\#(momentum.latex)$} \#(to);"#)
    }
    for node in layout.nodes {
      switch node {
      case .vertex(let vertex):
        // the number stands outside the roof, where no contraction passes
        let side = points[node]!.x < 0 ? "above left" : "above right"
        lines.append(
          #"  \fill \#(places[node]!) circle (2pt) "#
            + #"node[\#(side),inner sep=2pt,font=\scriptsize] {$\#(vertex)$};"#)
      case .observable:
        lines.append(
          #"  \node[draw,fill=white,inner sep=2.5pt,label=above:$J$] at \#(places[node]!) {};"#)
      case .leftEnd, .rightEnd: break
      }
    }
    lines.append(#"\end{tikzpicture}"#)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func place(_ point: (x: Int, y: Int)) -> String { "(\(point.x)pt,\(point.y)pt)" }

  /// The control points of an arc that leaves and arrives at 20° to the chord, on its right.
  ///
  /// What `to[bend right=20]` draws, in whole points: TeX's own arithmetic overflows on long chords. The
  /// arms are 0.3915 of the chord, turned by 20°: (0.368, 0.134).
  private static func controls(_ a: (x: Int, y: Int), _ b: (x: Int, y: Int)) -> (String, String) {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    return (
      place((a.x + (368 * dx + 134 * dy) / 1000, a.y + (368 * dy - 134 * dx) / 1000)),
      place((b.x - (368 * dx - 134 * dy) / 1000, b.y - (368 * dy + 134 * dx) / 1000))
    )
  }
}

extension RoutedMomentum {
  /// `k_{1}-k_{2}+p_{0}+\xi`
  public var latex: String {
    var text = ""
    for (coefficient, name) in terms {
      text += coefficient < 0 ? "-" : text.isEmpty ? "" : "+"
      text += name == "xi" ? #"\xi"# : "\(name.prefix(1))_{\(name.dropFirst())}"
    }
    return text.isEmpty ? "0" : text
  }
}
