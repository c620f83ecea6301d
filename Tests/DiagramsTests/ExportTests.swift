import Diagrams
import Exact
import Foundation
import Testing

/// Runs a program on a text; nil where the program is not installed.
///
/// The text comes from a file: a pipe to a program that has already ended would kill the tests.
func output(of program: String, _ arguments: [String], input: String) throws -> String? {
  let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try Data(input.utf8).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let result = Pipe()
  process.standardInput = try FileHandle(forReadingFrom: file)
  process.standardOutput = result
  process.standardError = FileHandle.nullDevice
  try process.run()
  let data = try result.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
}

struct ExportTests {
  static let words = ["ab|ab", "abba|", "|aa", "aabcdb|ecedff", "a|a"]

  @Test(arguments: words)
  func `Graphviz draws the vertices where they are put`(word: String) throws {
    let routing = Routing(of: try Pairing(word))
    guard
      let plain = try output(
        of: "neato", ["-n2", "-Tplain"], input: ExportFormat.dot.document(routing, comment: "feyn"))
    else {
      return
    }
    let layout = GraphLayout(routing)
    let drawn = plain.split(separator: "\n").filter { $0.hasPrefix("node ") }.map {
      $0.split(separator: " ")
    }
    #expect(drawn.count == layout.nodes.count)
    let places = Dictionary(
      uniqueKeysWithValues: drawn.map { (String($0[1]), (Double($0[2])!, Double($0[3])!)) })
    let origin = try #require(places["J"])
    for (index, node) in layout.nodes.enumerated() {
      let place = try #require(places[node.name])
      let (x, y) = layout.position(index)
      // Plain output is in inches with three digits behind the point.
      #expect(abs(place.0 - origin.0 - Double(x) / 72) < 2e-3)
      #expect(abs(place.1 - origin.1 - Double(y) / 72) < 2e-3)
    }
    #expect(plain.split(separator: "\n").count { $0.hasPrefix("edge ") } == layout.edges.count)
  }

  @Test(arguments: words)
  func `networkx reads the node-link form and the GraphML as one graph`(word: String) throws {
    let routing = Routing(of: try Pairing(word))
    let script = """
      import sys, json, io
      try:
          import networkx as nx
      except ImportError:
          sys.exit(1)
      a, b = sys.stdin.read().split("\\0")
      g = nx.node_link_graph(json.loads(a), edges="edges")
      h = nx.read_graphml(io.BytesIO(b.encode()), force_multigraph=True)
      assert sorted(g.nodes) == sorted(h.nodes)
      ge = sorted((u, v, d["kind"], d["tree"], d.get("momentum", "")) for u, v, d in g.edges(data=True))
      he = sorted((u, v, d["kind"], d["tree"], d.get("momentum", "")) for u, v, d in h.edges(data=True))
      assert ge == he, (ge, he)
      tree = nx.Graph((u, v) for u, v, d in g.edges(data=True) if d["tree"])
      assert nx.is_tree(tree) and set(tree.nodes) == set(g.nodes)
      print(g.number_of_nodes(), g.number_of_edges(), g.graph["word"])
      """
    let both =
      routing.nodeLink() + "\0"
      + ExportFormat.graphml.document(routing, comment: "feyn --from a -- b")
    guard let printed = try output(of: "python3", ["-c", script], input: both) else {
      #expect(try output(of: "python3", ["-c", "import networkx"], input: "") == nil)
      return
    }
    let size = routing.pairing.size
    #expect(printed == "\(size + 3) \(size + 2 + size / 2) \(word)\n")
  }

  @Test(arguments: words)
  func `GraphML is well-formed XML and the node-link form is JSON`(word: String) throws {
    let routing = Routing(of: try Pairing(word))
    let parser = XMLCheck(ExportFormat.graphml.document(routing, comment: "a -- b --- c-"))
    #expect(parser.isWellFormed)
    let object = try JSONSerialization.jsonObject(
      with: Data(routing.nodeLink(provenance: "{}").utf8))
    let graph = try #require(object as? [String: Any])
    #expect((graph["nodes"] as? [Any])?.count == routing.pairing.size + 3)
  }

  /// Compiles a document in a folder of its own; the number of pages, nil without pdflatex.
  static func pages(_ text: String) throws -> (pages: Int, log: String)? {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: UUID().uuidString)
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appending(path: "graph.tex"))
    guard try output(of: "pdflatex", ["--version"], input: "") != nil else { return nil }
    _ = try output(
      of: "pdflatex",
      [
        "-interaction=nonstopmode", "-halt-on-error", "-output-directory=" + folder.path,
        folder.path + "/graph.tex",
      ], input: "")
    let log = try String(contentsOf: folder.appending(path: "graph.log"), encoding: .isoLatin1)
    let flat = log.replacing("\n", with: "")
    let count = flat.firstMatch(of: /\((\d+) pages?, \d+ bytes\)/).flatMap { Int($0.1) }
    return (count ?? 0, log)
  }

  @Test func `pdflatex compiles pictures, each a page, and formulas that fit the page`() throws {
    var graphs = try Self.words.map { try Pairing($0) }
    for (left, right) in [(3, 3), (4, 0), (0, 6), (2, 4)] {
      graphs += try PairingSequence(left: left, right: right)
    }
    graphs.append(Pairing(left: 9, right: 11, rank: Integer.pairings(10) / 23))
    graphs.append(try Pairing("1 2 3 | 3 1 2"))
    graphs.append(Pairing(left: 30, right: 30, rank: Integer.pairings(30) / 61))
    for format in [ExportFormat.tikz, .latex] {
      let bodies = graphs.map { format.body(Routing(of: $0), name: "pi") }
      let text = format.head(comment: "feyn --a") + bodies.joined() + format.foot
      guard let (pages, log) = try Self.pages(text) else { return }
      #expect(!log.contains("\n!") && !log.contains("Overfull"), "\(format)")
      #expect(format == .tikz ? pages == graphs.count : pages > 1, "\(format) \(pages)")
    }
  }

  @Test func `the formula holds the routed momenta`() throws {
    let text = Routing(of: try Pairing("ab|ab")).latex()
    #expect(text.contains(#"\bar f[e(p_{0}), e(k_{1}), e(k_{2})]"#))
    #expect(text.contains(#"f[e(k_{2}+\xi), e(-k_{1}+k_{2}+p_{0}+\xi), e(p_{0}+\xi)]"#))
    #expect(text.contains(#"g\bigl(k_{2}+\tfrac12\xi\bigr)"#))
    #expect(text.contains(#"\eta^{4}"#))
  }

  @Test func `braces and environments of TikZ are balanced`() throws {
    let text = ExportFormat.tikz.document(Routing(of: try Pairing("ab|ab")), comment: "feyn export")
    #expect(text.count { $0 == "{" } == text.count { $0 == "}" })
    #expect(text.hasPrefix("% feyn export\n"))
    #expect(text.contains("dashed") && text.contains("red"))
  }

  @Test(arguments: words)
  func `tree and loop propagators differ without colour`(word: String) throws {
    let routing = Routing(of: try Pairing(word))
    let propagators = GraphLayout(routing).edges.filter { $0.propagator != nil }
    let (tree, all) = (propagators.count { $0.isInTree }, propagators.count)
    func count(_ part: String, _ text: String) -> Int {
      text.components(separatedBy: part).count - 1
    }
    let tikz = routing.tikz()
    #expect(count("very thick", tikz) == tree && count("draw[red]", tikz) == all - tree)
    let dot = routing.dot()
    #expect(count("penwidth=2", dot) == tree && count("penwidth=1", dot) == all - tree)
    // numbers stand outside: left of the J-vertex to the left
    #expect(count("node[above left", tikz) == routing.pairing.left)
    #expect(count("node[above right", tikz) == routing.pairing.size - routing.pairing.left)
  }
}

/// Whether a text is well-formed: every tag closed in turn, one root, attributes quoted.
struct XMLCheck {
  let isWellFormed: Bool

  init(_ text: String) {
    var open: [Substring] = []
    var rest = text[...]
    var roots = 0
    while let start = rest.firstIndex(of: "<") {
      rest = rest[start...]
      if rest.hasPrefix("<!--") {
        guard let close = rest.range(of: "-->"),
          !rest[rest.index(start, offsetBy: 4)..<close.lowerBound].contains("--")
        else {
          isWellFormed = false
          return
        }
        rest = rest[close.upperBound...]
        continue
      }
      guard let end = rest.firstIndex(of: ">") else {
        isWellFormed = false
        return
      }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      let name = tag.drop { $0 == "/" }.prefix { !$0.isWhitespace && $0 != "/" }
      if tag.hasPrefix("?") { continue }
      guard tag.count(where: { $0 == "\"" }) % 2 == 0 else {
        isWellFormed = false
        return
      }
      if tag.hasPrefix("/") {
        guard open.popLast() == name else {
          isWellFormed = false
          return
        }
      } else if !tag.hasSuffix("/") {
        if open.isEmpty { roots += 1 }
        open.append(name)
      }
    }
    isWellFormed = open.isEmpty && roots == 1
  }
}
