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
      rank       its place among all graphs of the same lines, from 0
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
        mirror                  ab|abcddc
        rank                    31
        certificates            crossings 5-7 6-8; nestings arc 1-4; recollisions 2-3; rungs 5-7 6-8; immediate_recollisions 2-3
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
    var document = Document()
    document.append("word", .string(graph.word))
    document.append("left", .integer(graph.left))
    document.append("right", .integer(graph.right))
    document.append("classes", .strings(graph.classes.members.map(\.rawValue)))
    document.append("crossings", .integer(graph.crossings))
    document.append("rungs", .integer(graph.rungs.count))
    document.append("immediate_recollisions", .integer(graph.immediateRecollisions.count))
    document.append("mirror", .string(graph.mirror.word))
    document.append("rank", .exact(graph.rank))
    document.append("certificates", .object(certificates))
    try console.show(document)
  }
}
