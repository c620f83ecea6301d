#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Diagrams
import Exact
import Figures
import Resolvents

/// `feyn tree`: admissible spanning trees, routed momenta, the bound of power counting.
struct TreeCommand: Command {
  static let left = Option.leftOfPairs
  static let all = Option.flag("all", help: "Print every admissible tree, not only the chosen one.")
  static let limit = Option.integer(
    "limit", "k", in: 1...1_000_000, default: 1000, help: "With --all: at most this many trees.")

  static let eta = Option.positive(
    "eta", "η", help: "Strength of the disorder, for the value of the bound.")
  static let time = Option.positive(
    "time", "T", unit: "kinetic", help: "Macroscopic time T = η²t, for the value of the bound.")
  static let dimension = Option.dimension

  /// Beyond this many contractions the table of coefficients would not fit a page or a memory.
  static let maximumOrder = 2000

  static let specification = CommandSpecification(
    name: "tree",
    abstract: "Prints admissible spanning trees and the momenta they route.",
    formula: """
      u_0 = p0,  u_{n+1} − u_n = xi,  and for each contraction the jumps at its ends add to 0:
      each momentum is a combination of the loop momenta k_j, p0 and xi with coefficients −1, 0, 1.
      |Amp| ≤ c^N η^a ε^b (log 1/ε)^l,  ε = η²/T
      The tree chosen has the most crossing factors ∫∫dk_i dk_j 1/|e(k_i)−E| 1/|e(k_j)−E'| 1/|e(w)−E''|
      in turn: w carries k_i and k_j and no pair before; each gains ε^(1/5). All else is the same for
      every admissible tree. Beyond 12 contractions the most are not known, those found are enough.
      value   with --eta and --time: the bound of the tree with all its constants, no crossing gain
      powers  the formula with c = 1
      """,
    operands: [.graph],
    options: [
      left.specification, all.specification, limit.specification, eta.specification,
      time.specification, dimension.specification,
    ],
    example: Example(
      "tree 'ab|ab'",
      output: """
        # feyn 0.1.0 | feyn tree 'ab|ab' | seed 1
        word               ab|ab
        admissible_count   4
        exponents          eta 4; epsilon -9/5; logarithm 4
        formula            eta^4 epsilon^(-9/5) (log 1/epsilon)^4
        crossing_factor    p k1; q k2; propagator u4; momentum -k1 + k2 + p0 + xi
        crossing_factors   1
        most_of_all_trees  yes

        propagator  edge  momentum
        u0          tree  p0
        u1          loop  k1
        u2          loop  k2
        u3          tree  k2 + xi
        u4          tree  -k1 + k2 + p0 + xi
        u5          tree  p0 + xi
        """))

  let graph: Pairing
  let printsAll: Bool
  let limit: Int
  /// η and the norms of resolvents at the time asked for.
  let setting: (coupling: Double, norms: PowerCounting)?

  init(_ arguments: Arguments) throws {
    graph = try arguments.graph(left: Self.left)
    printsAll = arguments[Self.all]
    limit = try arguments[Self.limit]
    let eta = try arguments.ifGiven(Self.eta)
    let time = try arguments.ifGiven(Self.time)
    let dimension = try arguments[Self.dimension]
    if let eta, let time {
      let microscopic = time / (eta * eta)
      guard microscopic.isFinite, microscopic > 0 else {
        throw Failure.usage("--eta and --time: expected a microscopic time T/η² that is finite")
      }
      setting = (eta, PowerCounting(dimension: dimension, microscopicTime: microscopic))
    } else if eta != nil || time != nil {
      throw Failure.usage("--eta and --time: give both or neither")
    } else {
      setting = nil
    }
    guard graph.order <= Self.maximumOrder else {
      throw Failure.usage(
        "<graph> of \(graph.order) contractions: expected at most \(Self.maximumOrder), since"
          + " the momenta have that many coefficients each")
    }
  }

  func run(_ console: Console) throws {
    let best = CrossingFactors(of: graph)
    let chosen = best.tree
    let routing = Routing(chosen)
    let bound = PowerBound(graph, crossingFactors: best.factors.count)
    var document = Document()
    document.append("word", .string(graph.word))
    document.append("admissible_count", .exact(SpanningTree.count(of: graph)))
    document.append(
      "exponents",
      [
        "eta": .exact(bound.eta), "epsilon": .exact(bound.epsilon),
        "logarithm": .integer(bound.logarithms),
      ])
    document.append("formula", .string(bound.formula))
    if let setting {
      let value = setting.norms.treeBound(order: graph.order, coupling: setting.coupling)
      document.append("value", .number(value))
      document.append("powers", .number(powers(bound, setting)))
    }
    func record(_ factor: CrossingFactor) -> Record {
      [
        "p": .string(factor.p.description), "q": .string(factor.q.description),
        "propagator": .string(factor.propagator.description),
        "momentum": .string(routing.momentum(of: factor.propagator).description),
      ]
    }
    if let first = best.factors.first {
      document.append("crossing_factor", .object(record(first)))
      document.append("crossing_factors", .integer(best.factors.count))
      if console.printsJSON {
        document.append("factors", .array(best.factors.map { .object(record($0)) }))
      } else if best.factors.count > 1 {
        document.append("factors, in the order of integration", Table(best.factors.map(record)))
      }
      document.append("most_of_all_trees", best.isGreatest ? .bool(true) : .string("not known"))
    }
    var trees = [chosen]
    if printsAll {
      SpanningTree.forEach(of: graph) { tree in
        if tree != chosen { trees.append(tree) }
        return trees.count < limit
      }
    }
    if console.printsJSON {
      document.append("trees", .array(trees.map { .object(Self.record(Routing($0))) }))
    } else {
      for tree in trees {
        let routing = Routing(tree)
        document.append(
          "tree " + tree.propagators.map(\.description).joined(separator: " "),
          Table(Self.rows(routing)))
      }
    }
    try console.show(document)
  }

  /// The formula without its constant.
  private func powers(
    _ bound: PowerBound, _ setting: (coupling: Double, norms: PowerCounting)
  ) -> Double {
    func double(_ exponent: Rational) -> Double {
      Double(exponent.numerator.description)! / Double(exponent.denominator.description)!
    }
    let ε = 1 / setting.norms.microscopicTime
    return pow(setting.coupling, double(bound.eta)) * pow(ε, double(bound.epsilon))
      * pow(abs(log(ε)), Double(bound.logarithms))
  }

  private static func record(_ routing: Routing) -> Record {
    let rows = routing.momenta.enumerated().map { index, momentum -> JSON in
      [
        "propagator": .string(Propagator(index).description),
        "tree": .bool(routing.tree.contains(Propagator(index))),
        "momentum": .string(momentum.description),
        "loops": .integers(momentum.loops), "p0": .integer(momentum.external),
        "xi": .integer(momentum.transfer),
      ]
    }
    return [
      "propagators": .strings(routing.tree.propagators.map(\.description)),
      "loops": .strings(routing.tree.loops.map(\.description)), "routing": .array(rows),
    ]
  }

  private static func rows(_ routing: Routing) -> [Record] {
    routing.momenta.enumerated().map { index, momentum in
      [
        "propagator": .string(Propagator(index).description),
        "edge": .string(routing.tree.contains(Propagator(index)) ? "tree" : "loop"),
        "momentum": .string(momentum.description),
      ]
    }
  }
}
