extension Routing {
  /// The graph as a GraphML element with typed attributes, as networkx and Gephi read it.
  ///
  /// The attributes are declared by `ExportFormat.graphml.head`.
  func graphML(name: String) -> String {
    let layout = GraphLayout(self)
    var lines: [String] = []
    lines.append(#"  <graph id="\#(name)" edgedefault="directed">"#)
    lines.append(#"    <data key="word">\#(pairing.word)</data>"#)
    lines.append(#"    <data key="left">\#(pairing.left)</data>"#)
    lines.append(#"    <data key="right">\#(pairing.right)</data>"#)
    for (index, node) in layout.nodes.enumerated() {
      let (x, y) = layout.position(index)
      lines.append(
        #"    <node id="\#(node.name)"><data key="x">\#(x)</data><data key="y">\#(y)</data></node>"#
      )
    }
    for (index, edge) in layout.edges.enumerated() {
      var data = [("kind", edge.propagator == nil ? "contraction" : "propagator")]
      if let propagator = edge.propagator { data.append(("propagator", "\(propagator)")) }
      data.append(("tree", edge.isInTree ? "true" : "false"))
      if let momentum = edge.momentum { data.append(("momentum", "\(momentum)")) }
      let fields = data.map { #"<data key="\#($0)">\#($1)</data>"# }.joined()
      lines.append(
        #"    <edge id="e\#(index)" source="\#(edge.source.name)" target="\#(edge.target.name)">"#
          + fields + "</edge>")
    }
    lines.append("  </graph>")
    return lines.joined(separator: "\n") + "\n"
  }

  static let graphMLKeys = [
    ("word", "graph", "string"), ("left", "graph", "int"), ("right", "graph", "int"),
    ("x", "node", "int"), ("y", "node", "int"), ("kind", "edge", "string"),
    ("propagator", "edge", "string"), ("tree", "edge", "boolean"),
    ("momentum", "edge", "string"),
  ]
}
