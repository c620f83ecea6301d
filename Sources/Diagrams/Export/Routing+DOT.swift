extension Routing {
  /// The picture in the language of Graphviz, with every position fixed: draw it with `neato -n2`.
  ///
  /// Particle lines are solid, contraction lines dashed; loop propagators are red, tree propagators
  /// black; each propagator is labelled with its momentum; the outer ends are invisible.
  public func dot(name: String = "pi") -> String {
    let layout = GraphLayout(self)
    var lines: [String] = []
    lines.append("digraph \"\(name)\" {")
    lines.append("  graph [label=\"\(pairing.word)\", labelloc=b, splines=true];")
    lines.append("  node [shape=circle, width=0.12, height=0.12, fixedsize=true, label=\"\"];")
    lines.append("  edge [arrowsize=0.5, fontsize=9];")
    for (index, node) in layout.nodes.enumerated() {
      let (x, y) = layout.position(index)
      let style =
        switch node {
        case .leftEnd, .rightEnd: ", style=invis"
        case .observable: ", shape=square, style=filled, fillcolor=white, xlabel=\"J\""
        case .vertex: ", style=filled, fillcolor=black, xlabel=\"\(node.name)\""
        }
      lines.append("  \"\(node.name)\" [pos=\"\(x),\(y)!\"\(style)];")
    }
    for edge in layout.edges {
      let ends = "  \"\(edge.source.name)\" -> \"\(edge.target.name)\""
      if let propagator = edge.propagator, let momentum = edge.momentum {
        let color = edge.isInTree ? "black" : "red"
        lines.append(
          "\(ends) [id=\"\(propagator)\", label=\"\(momentum)\", color=\(color),"
            + " fontcolor=\(color)];")
      } else {
        lines.append("\(ends) [style=dashed, dir=none, color=blue];")
      }
    }
    lines.append("}")
    return lines.joined(separator: "\n") + "\n"
  }
}
