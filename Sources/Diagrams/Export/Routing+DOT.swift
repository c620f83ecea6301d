extension Routing {
  /// The picture in the language of Graphviz, everything in its place: draw it with `neato -n2`.
  ///
  /// Particle lines are solid, contraction lines dashed; loop propagators are thin and red, tree
  /// propagators heavy and black; each propagator is labelled with its momentum on the outer side; the outer ends are
  /// invisible. Vertices, lines and labels carry their positions; `neato -n` keeps the vertices and
  /// draws lines of its own.
  public func dot(name: String = "pi") -> String {
    let layout = GraphLayout(self)
    var lines: [String] = []
    lines.append("digraph \"\(name)\" {")
    lines.append("  graph [label=\"\(pairing.word)\", labelloc=b, splines=true, pad=0.25];")
    lines.append("  node [shape=circle, width=0.12, height=0.12, fixedsize=true, label=\"\"];")
    lines.append("  edge [arrowsize=0.5, fontsize=9];")
    var places: [GraphLayout.Node: (x: Int, y: Int)] = [:]
    for (index, node) in layout.nodes.enumerated() {
      let (x, y) = layout.position(index)
      places[node] = (x, y)
      let label = "xlp=\"\(x + (x < 0 ? -8 : x > 0 ? 8 : 0)),\(y + 11)\""
      let style =
        switch node {
        case .leftEnd, .rightEnd: ", style=invis"
        case .observable: ", shape=square, style=filled, fillcolor=white, xlabel=\"J\", \(label)"
        case .vertex: ", style=filled, fillcolor=black, xlabel=\"\(node.name)\", \(label)"
        }
      lines.append("  \"\(node.name)\" [pos=\"\(x),\(y)!\"\(style)];")
    }
    for edge in layout.edges {
      let stroke = DOTStroke(from: places[edge.source]!, to: places[edge.target]!)
      let ends = "  \"\(edge.source.name)\" -> \"\(edge.target.name)\""
      if let propagator = edge.propagator, let momentum = edge.momentum {
        let (color, width) = edge.isInTree ? ("black", 2) : ("red", 1)
        let text = momentum.description
        lines.append(
          "\(ends) [id=\"\(propagator)\", pos=\"\(stroke.arrow)\", label=\"\(text)\","
            + " lp=\"\(stroke.label(letters: text.utf8.count))\", color=\(color),"
            + " fontcolor=\(color), penwidth=\(width)];")
      } else {
        lines.append("\(ends) [pos=\"\(stroke.bow)\", style=dashed, dir=none, color=blue];")
      }
    }
    lines.append("}")
    return lines.joined(separator: "\n") + "\n"
  }
}

/// A line of the picture as Graphviz writes it: a Bézier curve of whole points.
private struct DOTStroke {
  let from: (x: Int, y: Int)
  let to: (x: Int, y: Int)

  private var across: (x: Int, y: Int) { (to.x - from.x, to.y - from.y) }

  /// The length of the line, rounded down.
  private var length: Int {
    let square = across.x * across.x + across.y * across.y
    var root = 1
    while (root + 1) * (root + 1) <= square { root += 1 }
    return root
  }

  /// The place `part`/`whole` of the way, moved on by `distance` points.
  private func place(_ part: Int, of whole: Int, on distance: Int = 0) -> (x: Int, y: Int) {
    (
      from.x + across.x * part / whole + across.x * distance / length,
      from.y + across.y * part / whole + across.y * distance / length
    )
  }

  private func text(_ point: (x: Int, y: Int)) -> String { "\(point.x),\(point.y)" }

  /// A straight line from rim to rim, with an arrowhead of five points.
  var arrow: String {
    let head = place(1, of: 1, on: -5)
    let points = [
      place(0, of: 1, on: 5), place(1, of: 3), place(2, of: 3), place(1, of: 1, on: -10),
    ]
    return "e," + text(head) + " " + points.map(text).joined(separator: " ")
  }

  /// A curve bent towards the inside of the roof, by a sixth of its length.
  var bow: String {
    let (x, y) = across
    // The normal that points down.
    let normal = x >= 0 ? (x: y, y: -x) : (x: -y, y: x)
    let bent = [place(1, of: 3), place(2, of: 3)].map { ($0.x + normal.x / 6, $0.y + normal.y / 6) }
    return text(from) + " " + bent.map { text(($0.0, $0.1)) }.joined(separator: " ") + " "
      + text(to)
  }

  /// The middle of a label beside the middle of the line, on the outer side of the roof.
  func label(letters: Int) -> String {
    let middle = place(1, of: 2)
    let away = letters * 13 / 5 + 6
    return text((middle.x + (middle.x < 0 ? -away : away), middle.y + 6))
  }
}
