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
// Options are declared once, read by subscript: `arguments[option]` (given or default; throws a
// usage failure if neither), `arguments.ifGiven(option)` (nil if neither), `arguments.has(option)`.
// Kinds: Option.integer(in:) number positive numbers sweep vector momentum observable choice
// choices text flag dimension; a graph is the operand `Operand.graph`, read by
// `arguments.graph()`. Conditions between options: `throw Failure.usage(option:value:expected:)`.
// Malformed graph or file: `throw Failure.malformed(error)`. A disagreement of two routes:
// `throw Failure.checkFailed("…")`. Pass `Interrupted` on; the program ends with exit code 130.
// Streams: `console.stream(columns: …) { stream in try stream.append(record) }`. Cost before a long run: `console.announce("…")`.

/// One command: what it is called with, and what it does.
protocol Command: SendableMetatype {
  static var specification: CommandSpecification { get }

  /// Reads every option it needs; all usage failures come from here.
  init(_ arguments: Arguments) throws

  func run(_ console: Console) throws
}
