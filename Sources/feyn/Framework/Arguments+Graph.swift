import Diagrams

extension Operand {
  /// A contraction graph, read with `arguments.graph(left:)`.
  static let graph = Operand(
    "graph",
    help: "A word, 'ab|ab' or '1 2 | 1 2', or pairs, 1-3,2-4, with --left <n>.")

  /// Several contraction graphs, read with `arguments.graphs(left:)`.
  static let graphs = Operand("graph", .several, help: Operand.graph.help)
}

extension Option where Value == Int {
  /// `--left n`, the vertices on the left line of a graph that is given as pairs.
  static var leftOfPairs: Option {
    integer(
      "left", "n", in: 0...1_000_000,
      help: "Vertices on the left particle line, for a graph given as pairs.")
  }
}

extension Arguments {
  /// The graph that is the only operand.
  ///
  /// - Throws: exit code 65 for a malformed word, 64 for pairs without the size of the left line.
  func graph(left: Option<Int>) throws(Failure) -> Pairing { try graphs(left: left)[0] }

  /// The graphs that are the operands.
  func graphs(left: Option<Int>) throws(Failure) -> [Pairing] {
    let isSingle = specification.operands.first?.arity == .one
    let size = try ifGiven(left)
    var graphs: [Pairing] = []
    for (position, text) in operands.enumerated() {
      let name = isSingle ? "<graph>" : "<graph> \(position + 1)"
      let isPairs = text.contains("-") && !text.contains("|")
      if isPairs, size == nil {
        throw .usage(
          "\(left.flag) is missing: pairs like '\(text.shortened)' need the size of the left line")
      }
      do throws(PairingError) {
        graphs.append(try isPairs ? Pairing(pairs: text, left: size!) : Pairing(text))
      } catch {
        throw .malformed("\(name) '\(text.shortened)': \(error)")
      }
    }
    return graphs
  }
}
