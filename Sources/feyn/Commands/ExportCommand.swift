#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Diagrams
import Figures
import Torus

/// `feyn export`: graphs in the forms of other programs.
struct ExportCommand: Command {
  enum Format: String, CaseIterable {
    case dot, graphml, json, tikz, latex, svg

    /// The form made by `Diagrams`; nil for a drawing.
    var text: ExportFormat? { ExportFormat(rawValue: rawValue) }
    var fileExtension: String { text?.fileExtension ?? rawValue }
  }

  static let format = Option<Format>.choice(
    "format", default: .dot, help: "The form of the output.")
  static let directory = Option.text(
    "directory", "DIRECTORY",
    help: "One file per graph in this directory, and an index.tsv, instead of one document.")
  static let limit = Option.integer(
    "limit", "k", in: 1...1_000_000, default: 10_000, help: "At most this many graphs.")

  /// Beyond this many contractions the labels alone would fill a memory.
  static let maximumOrder = 500

  static let specification = CommandSpecification(
    name: "export",
    abstract: "Writes contraction graphs with their routed momenta for other programs.",
    formula: """
      dot       Graphviz with fixed positions: draw it with neato -n2 -Tpdf
      graphml   networkx, Gephi;  json: node-link, one object a line
      tikz      pictures, latex: formulas of the amplitude; both for plain pdfLaTeX
      svg       the picture itself
      """,
    operands: [
      Operand(
        "graph", .several,
        help: "Words or pairs as elsewhere; none with --left and --right, which take whole sets.")
    ],
    required: [.one(of: ["graph"], ["left", "right"])],
    options: GraphOptions.specifications + [
      format.specification, directory.specification, limit.specification,
    ],
    example: Example(
      "export 'a|a'",
      output: #"""
        // feyn 0.1.0 | feyn export 'a|a' | seed 1
        digraph "pi-1" {
          graph [label="a|a", labelloc=b, splines=true, pad=0.25];
          node [shape=circle, width=0.12, height=0.12, fixedsize=true, label=""];
          edge [arrowsize=0.5, fontsize=9];
          "L" [pos="-144,-88!", style=invis];
          "1" [pos="-72,-40!", style=filled, fillcolor=black, xlabel="1", xlp="-80,-29"];
          "J" [pos="0,0!", shape=square, style=filled, fillcolor=white, xlabel="J", xlp="0,11"];
          "2" [pos="72,-40!", style=filled, fillcolor=black, xlabel="2", xlp="80,-29"];
          "R" [pos="144,-88!", style=invis];
          "L" -> "1" [id="u0", pos="e,-76,-42 -140,-86 -120,-72 -96,-56 -80,-45", label="p0", lp="-119,-58", color=black, fontcolor=black, penwidth=2];
          "1" -> "J" [id="u1", pos="e,-4,-2 -68,-38 -48,-27 -24,-14 -8,-4", label="k1", lp="-47,-14", color=red, fontcolor=red, penwidth=1];
          "J" -> "2" [id="u2", pos="e,68,-38 4,-2 24,-13 48,-26 64,-36", label="k1 + xi", lp="60,-14", color=black, fontcolor=black, penwidth=2];
          "2" -> "R" [id="u3", pos="e,140,-86 76,-42 96,-56 120,-72 136,-83", label="p0 + xi", lp="132,-58", color=black, fontcolor=black, penwidth=2];
          "1" -> "2" [pos="-72,-40 -24,-64 24,-64 72,-40", style=dashed, dir=none, color=blue];
        }
        """#))

  let graphs: [Pairing]
  let format: Format
  let directory: String?
  /// Whether --limit left graphs out.
  let isCut: Bool

  init(_ arguments: Arguments) throws {
    format = try arguments[Self.format]
    directory = try arguments.ifGiven(Self.directory)
    let limit = try arguments[Self.limit]
    if arguments.operands.isEmpty {
      guard arguments.has(GraphOptions.left) || arguments.has(GraphOptions.right) else {
        throw Failure.usage(
          "<graph> is missing: give words or pairs, or --left and --right for all")
      }
      var found: [Pairing] = []
      try GraphOptions.search(arguments).forEach { graph in
        found.append(graph)
        return found.count <= limit
      }
      graphs = Array(found.prefix(limit))
      isCut = found.count > limit
    } else {
      if arguments.has(GraphOptions.right) || arguments.has(GraphOptions.filters) {
        throw Failure.usage("--right and --class choose whole sets: give them without <graph>")
      }
      let all = try arguments.graphs(left: GraphOptions.left)
      graphs = Array(all.prefix(limit))
      isCut = all.count > limit
    }
    if let graph = graphs.first(where: { $0.order > Self.maximumOrder }) {
      throw Failure.usage(
        "<graph> of \(graph.order) contractions: expected at most \(Self.maximumOrder)")
    }
    if directory == nil, format == .svg, graphs.count != 1 {
      throw Failure.usage(
        "--format svg: expected one graph, got \(graphs.count); --directory takes them all")
    }
  }

  func run(_ console: Console) throws {
    if isCut {
      console.announce(
        "note: only the first \(graphs.count) graphs; \(Self.limit.flag) takes more")
    }
    if let directory { return try write(to: directory, console) }
    guard let text = format.text else {
      return try console.show(drawing(graphs[0], console))
    }
    let comment = console.provenance.comment
    var document = text.head(comment: comment)
    for (index, graph) in graphs.enumerated() {
      document += text.body(
        Routing(of: graph), name: "pi-\(index + 1)", provenance: console.provenance.json.compact)
    }
    try console.show(document + text.foot)
  }

  private func drawing(_ graph: Pairing, _ console: Console) -> String {
    GraphDrawing(graph, labels: .momenta).document(comment: console.provenance.comment)
  }

  /// `graph-1.dot`, …, numbered as `index.tsv` says.
  private func write(to directory: String, _ console: Console) throws {
    guard mkdir(directory, 0o777) == 0 || errno == EEXIST else {
      throw FileError(path: directory, code: errno)
    }
    let monitor = console.monitor("writing")
    var index = Table()
    for (place, graph) in graphs.enumerated() {
      if monitor.isCancelled() { throw Interrupted() }
      let name = "graph-\(place + 1).\(format.fileExtension)"
      let content =
        format.text.map { text in
          text.head(comment: console.provenance.comment)
            + text.body(
              Routing(of: graph), name: "pi", provenance: console.provenance.json.compact)
            + text.foot
        } ?? drawing(graph, console)
      try WholeFile.write(content, to: directory + "/" + name)
      index.append([
        "file": .string(name), "word": .string(graph.word), "rank": .exact(graph.rank),
        "classes": .strings(graph.classes.members.map(\.rawValue)),
      ])
      monitor.progress(place + 1, graphs.count)
    }
    try WholeFile.write(
      index.tsv(comment: console.provenance.comment), to: directory + "/index.tsv")
    var document = Document()
    document.append("directory", .string(directory))
    document.append("graphs", .integer(graphs.count))
    try console.show(document)
  }
}
