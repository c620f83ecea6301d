extension Routing {
  /// The graph as node-link JSON on one line, as `networkx.node_link_graph` reads it.
  ///
  /// Every text in it is made of letters, digits, blanks and `|-+`: nothing needs escaping.
  ///
  /// - Parameter provenance: a JSON value for the graph's attribute of that name.
  public func nodeLink(provenance: String? = nil) -> String {
    let layout = GraphLayout(self)
    let nodes = layout.nodes.enumerated().map { index, node in
      let (x, y) = layout.position(index)
      return #"{"id":"\#(node.name)","x":\#(x),"y":\#(y)}"#
    }
    let edges = layout.edges.enumerated().map { index, edge in
      var fields = [
        #""source":"\#(edge.source.name)""#, #""target":"\#(edge.target.name)""#,
        #""key":\#(index)"#,
        #""kind":"\#(edge.propagator == nil ? "contraction" : "propagator")""#,
        #""tree":\#(edge.isInTree)"#,
      ]
      if let propagator = edge.propagator, let momentum = edge.momentum {
        fields.append(#""propagator":"\#(propagator)""#)
        fields.append(#""momentum":"\#(momentum)""#)
        fields.append(#""loops":[\#(momentum.loops.map(String.init).joined(separator: ","))]"#)
        fields.append(#""p0":\#(momentum.external)"#)
        fields.append(#""xi":\#(momentum.transfer)"#)
      }
      return "{\(fields.joined(separator: ","))}"
    }
    var graph = [
      #""word":"\#(pairing.word)""#, #""left":\#(pairing.left)"#, #""right":\#(pairing.right)"#,
      #""classes":[\#(pairing.classes.members.map { #""\#($0.rawValue)""# }.joined(separator: ","))]"#,
    ]
    if let provenance { graph.append(#""provenance":\#(provenance)"#) }
    return #"{"directed":true,"multigraph":true,"graph":{\#(graph.joined(separator: ","))},"#
      + #""nodes":[\#(nodes.joined(separator: ","))],"edges":[\#(edges.joined(separator: ","))]}"#
  }
}
