import Torus

/// Everything that help pages, completions and the parser know about a command.
struct CommandSpecification: Sendable {
  let name: String
  /// One sentence.
  let abstract: String
  /// The paper's formula, as preformatted lines, and what its letters mean.
  let formula: String
  let operands: [Operand]
  /// What it cannot do without; operands that are neither optional nor named here go without saying.
  let required: [Requirement]
  /// The command's own options; the shared ones are added.
  let ownOptions: [OptionSpecification]
  let shared: SharedOptions
  /// A run and what it prints; a test compares it with a real run.
  let example: Example?

  init(
    name: String, abstract: String, formula: String = "", operands: [Operand] = [],
    required: [Requirement] = [], options: [OptionSpecification] = [],
    shared: SharedOptions = .standard, example: Example? = nil
  ) {
    self.name = name
    self.abstract = abstract
    self.formula = formula
    self.operands = operands
    self.required = required
    ownOptions = options
    self.shared = shared
    self.example = example
  }

  var options: [OptionSpecification] { ownOptions + shared.specifications }
}

/// A run of the program and the text it prints on stdout.
struct Example: Sendable {
  /// Without the leading `feyn`, quoted as for a shell.
  let command: String
  let output: String
  /// Runs that come first, which print nothing.
  let before: [String]

  init(_ command: String, after before: [String] = [], output: String) {
    self.command = command
    self.before = before
    self.output = output
  }

  /// What one sees in a terminal.
  var session: String {
    (before + [command]).map { "$ feyn \($0)\n" }.joined() + output
  }
}

/// An argument that is no option.
struct Operand: Sendable {
  enum Arity: Sendable { case one, optional, several }

  let name: String
  let arity: Arity
  let help: String
  let choices: [String]

  init(_ name: String, _ arity: Arity = .one, help: String, choices: [String] = []) {
    self.name = name
    self.arity = arity
    self.help = help
    self.choices = choices
  }

  var usage: String {
    switch arity {
    case .one: "<\(name)>"
    case .optional: "[<\(name)>]"
    case .several: "<\(name)> ..."
    }
  }
}

/// The options that commands have in common.
struct SharedOptions: OptionSet, Sendable {
  let rawValue: Int

  /// `--json`, `--output`
  static let document = SharedOptions(rawValue: 1)
  /// `--threads`, `--seed`, `--quiet`
  static let work = SharedOptions(rawValue: 2)
  /// `--plot`, for a command whose result is a curve
  static let plot = SharedOptions(rawValue: 4)

  /// `--checkpoint`, `--every`, `--resume`, for a command whose work goes through `Workers.spread`
  static let checkpoint = SharedOptions(rawValue: 8)
  /// `--part`, for one that can leave what needs the other parts to a merge
  static let parts = SharedOptions(rawValue: 16)

  static let standard: SharedOptions = [.document, .work]
  static let long: SharedOptions = [.document, .work, .checkpoint, .parts]

  static let checkpointFile = Option.text(
    "checkpoint", "FILE", help: "Keep what is finished in an HDF5 file, replaced as a whole.")
  static let every = Option.duration(
    "every", default: "60s", help: "How often: 30s, 5min, 1h.")
  static let resume = Option.flag(
    "resume",
    help: "Go on from the checkpoint, if it is there; the result has the bits of a run that was"
      + " not interrupted.")
  static let part = Option<Run.Share>.share

  static let json = Option.flag("json", help: "Print JSON instead of a table.")
  static let output = Option.text(
    "output", "FILE", help: "Write to a file, whole or not at all, instead of stdout.")
  static let threads = Option.integer(
    "threads", "N", in: 1...1024,
    help: "Threads; the result is the same, bit by bit, for any number. (default: all cores)")
  static let seed = Option.seed
  static let quiet = Option.flag("quiet", help: "No progress and no cost on stderr.")
  static let plotFile = Option.picture(
    "plot",
    help:
      "Draw the result: FILE.svg, .png or .pdf, with the data (.tsv) and the gnuplot script beside it."
  )
  static let help = Option.flag("help", help: "Show this page.")

  var specifications: [OptionSpecification] {
    var all: [OptionSpecification] = []
    if contains(.document) { all += [Self.json.specification, Self.output.specification] }
    if contains(.plot) { all.append(Self.plotFile.specification) }
    if contains(.parts) { all.append(Self.part.specification) }
    if contains(.checkpoint) {
      all += [
        Self.checkpointFile.specification, Self.every.specification, Self.resume.specification,
      ]
    }
    if contains(.work) {
      all += [Self.threads.specification, Self.seed.specification, Self.quiet.specification]
    }
    return all + [Self.help.specification]
  }
}
