import Diagrams
import Exact
import Figures

/// `feyn classify`: what a graph is, with certificates.
struct ClassifyCommand: Command {
  static let left = Option.leftOfPairs
  static let certificates = Option.integer(
    "certificates", "k", in: 0...1_000_000_000, default: 100,
    help: "At most this many crossing pairs, and as many nestings.")

  static let specification = CommandSpecification(
    name: "classify",
    abstract: "Prints the classes of a contraction graph and what puts it there.",
    formula: """
      crossing   two contractions with ℓ < j < ℓ' < j'
      nesting    ℓ ~ ℓ+2k+1 on one line, k ≥ 1, over k immediate recollisions
      rank       its place among all graphs of the same lines, from 0; class_ranks: in its classes
      degree     steps between rungs that are neither ladder nor antiladder, and contractions on
                 one line that are no immediate recollisions; 0 for decorated ladders only
      """,
    operands: [.graph], options: [left.specification, certificates.specification],
    example: Example(
      "classify 'abbacd|cd'",
      output: """
        # feyn 0.1.0 | feyn classify 'abbacd|cd' | seed 1
        word                    abbacd|cd
        left                    6
        right                   2
        classes                 all crossing nesting
        crossings               1
        rungs                   2
        immediate_recollisions  1
        nested_arcs             1
        components              3
        degree                  3
        mirror                  ab|abcddc
        mirror_symmetric        no
        rank                    31
        certificates            crossings 5-7 6-8; nestings arc 1-4; recollisions 2-3; rungs 5-7 6-8; immediate_recollisions 2-3; rung_steps neither antiladder neither
        """))

  let graph: Pairing
  let limit: Int

  init(_ arguments: Arguments) throws {
    graph = try arguments.graph(left: Self.left)
    limit = try arguments[Self.certificates]
  }

  func run(_ console: Console) throws {
    func list(_ contractions: [Contraction]) -> JSON {
      .strings(contractions.map(\.description))
    }
    var certificates = Record()
    certificates.append(
      "crossings",
      .array(graph.crossingPairs(limit: limit).map { list([$0.0, $0.1]) }))
    certificates.append(
      "nestings",
      .array(
        graph.nestings.prefix(limit).map {
          ["arc": .string($0.arc.description), "recollisions": list($0.recollisions)]
        }))
    certificates.append("rungs", list(graph.rungs))
    certificates.append("immediate_recollisions", list(graph.immediateRecollisions))
    certificates.append("rung_steps", .strings(graph.rungSteps.map(\.rawValue)))
    var ranks = Record()
    // Their tables grow as the square of the graph.
    for graphClass in [GraphClass.noncrossing, .decorated, .rungless]
    where graph.order <= 500 {
      let numbering = try ClassRanks(
        left: graph.left, right: graph.right, graphClass: graphClass)
      if let rank = numbering?.rank(of: graph) { ranks.append(graphClass.key, .exact(rank)) }
    }
    var document = Document()
    document.append("word", .string(graph.word))
    document.append("left", .integer(graph.left))
    document.append("right", .integer(graph.right))
    document.append("classes", .strings(graph.classes.members.map(\.rawValue)))
    document.append("crossings", .integer(graph.crossings))
    document.append("rungs", .integer(graph.rungs.count))
    document.append("immediate_recollisions", .integer(graph.immediateRecollisions.count))
    document.append("nested_arcs", .integer(graph.nestedArcs))
    document.append("components", .integer(graph.components.count))
    document.append("degree", .integer(graph.degree))
    document.append("mirror", .string(graph.mirror.word))
    document.append("mirror_symmetric", .bool(graph.isMirrorSymmetric))
    document.append("rank", .exact(graph.rank))
    if !ranks.entries.isEmpty { document.append("class_ranks", .object(ranks)) }
    document.append("certificates", .object(certificates))
    try console.show(document)
  }
}
