extension Routing {
  /// The picture as a TikZ environment with explicit coordinates.
  ///
  /// It needs `\usepackage{tikz}` and nothing else.
  public func tikz() -> String {
    let layout = GraphLayout(self)
    var places: [GraphLayout.Node: String] = [:]
    for (index, node) in layout.nodes.enumerated() {
      let (x, y) = layout.position(index)
      places[node] = "(\(x)pt,\(y)pt)"
    }
    var lines: [String] = []
    lines.append(#"\begin{tikzpicture}"#)
    for edge in layout.edges {
      let (from, to) = (places[edge.source]!, places[edge.target]!)
      guard let momentum = edge.momentum else {
        lines.append(#"  \draw[dashed,blue] \#(from) to[bend right=20] \#(to);"#)
        continue
      }
      let color = edge.isInTree ? "black" : "red"
      lines.append(
        #"  \draw[\#(color)] \#(from) -- node[sloped,above,font=\tiny] {$\#(momentum.latex)$} \#(to);"#
      )
    }
    for node in layout.nodes {
      switch node {
      case .vertex(let vertex):
        lines.append(
          #"  \fill \#(places[node]!) circle (1.5pt) node[below,font=\tiny] {$\#(vertex)$};"#)
      case .observable:
        lines.append(#"  \draw[fill=white] \#(places[node]!) circle (3pt) node[above] {$J$};"#)
      case .leftEnd, .rightEnd: break
      }
    }
    lines.append(#"\end{tikzpicture}"#)
    return lines.joined(separator: "\n") + "\n"
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
