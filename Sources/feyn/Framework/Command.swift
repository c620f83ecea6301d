// A command of feyn is one file in Sources/feyn/Commands and one line in Sources/feyn/Feyn.swift.
// It parses, calls a library and prints; it holds no formula. A complete example:
//
//   import Figures  // JSON, Record, Table
//   import Torus
//
//   /// `feyn resolvent`: the free resolvent at one energy.
//   struct ResolventCommand: Command {
//     static let energy = Option.number("energy", "E", unit: "hopping", help: "Real part of z.")
//     static let epsilon = Option.positive(
//       "epsilon", "ε", unit: "hopping", default: "0.1", help: "Imaginary part of z.")
//
//     static let specification = CommandSpecification(
//       name: "resolvent",
//       abstract: "Prints the lattice Green function and the norms of the resolvent.",
//       formula: """
//         G(0; z) = ∫dp 1/(e(p) − z),   z = E + iε
//         """,
//       options: [energy.specification, epsilon.specification, dimension.specification],
//       example: Example("resolvent --energy 1 --epsilon 0.1", output: """
//         # feyn 0.1.0 | feyn resolvent --energy 1 --epsilon 0.1 | seed 1
//         …
//         """))
//
//     static let dimension = Option.dimension
//     let z: Complex
//
//     init(_ arguments: Arguments) throws {
//       z = Complex(try arguments[Self.energy], try arguments[Self.epsilon])
//     }
//
//     func run(_ console: Console) throws {
//       let green = try GreenFunction(…).value(z, workers: console.workers,
//         monitor: console.monitor("integrating"))
//       var document = Document()
//       document.append("green", green)                        // an estimate, with its error
//       document.append("rows", Table([…]))                    // keys of the rows are the JSON keys
//       try console.show(document)
//     }
//   }
//
// Options are declared once and read by subscript: `arguments[option]` is the value given, else the
// default, else a usage failure; `arguments.ifGiven(option)` is nil instead; `arguments.has(option)`.
//
//   Option.integer(in:) number positive numbers sweep vector momentum observable
//         .choice (an enum of words) .list .text .flag .dimension
//   arguments.momentum(option, dimension: d), arguments.observable(option, start: p0)
//   Operand.graph and `static let left = Option.leftOfPairs`: `arguments.graph(left: Self.left)`
//
// What goes wrong is thrown: `Failure.usage(option:value:expected:)` for a condition between options,
// `Failure.malformed(error)` for a graph or file, `Failure.checkFailed("…")` for two routes that
// disagree. `Interrupted` is passed on and ends in exit code 130.
//
// A stream: `console.stream(columns: […]) { stream in try stream.append(record) }`.
// The cost of a long run, before it starts: `console.announce("…")`. A command whose result is a
// curve declares `shared: [.standard, .plot]` and shows it with `console.show(document, plot: Plot(…))`.

/// One command: what it is called with, and what it does.
protocol Command: SendableMetatype {
  static var specification: CommandSpecification { get }

  /// Reads every option it needs; all usage failures come from here.
  init(_ arguments: Arguments) throws

  func run(_ console: Console) throws
}
