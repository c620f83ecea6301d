/// A page of the manual: that of one command, or the one that lists them all.
///
/// It says what the help page says and is made from the same specification, so the three cannot
/// drift apart: `HelpPage` for a terminal, `markdown` for docs/commands, `roff` for man.
struct ManualPage {
  enum Subject {
    case command(CommandSpecification)
    case program([CommandSpecification])
  }

  /// The forms that pages are written in.
  enum Format: String, CaseIterable, Sendable { case man, markdown }

  let subject: Subject

  /// `feyn-crossing`, or `feyn`.
  var name: String {
    switch subject {
    case .command(let command): "feyn-" + command.name
    case .program: "feyn"
    }
  }

  func text(_ format: Format) -> String {
    switch format {
    case .man: roff
    case .markdown: markdown
    }
  }

  /// `feyn-crossing.1`; in Markdown `crossing.md`, and `README.md` for the list, so that a
  /// directory on the web opens with it.
  func fileName(_ format: Format) -> String {
    switch (format, subject) {
    case (.man, _): name + ".1"
    case (.markdown, .command(let command)): command.name + ".md"
    case (.markdown, .program): "README.md"
    }
  }

  /// The list, then every command.
  static func all(_ commands: [CommandSpecification]) -> [ManualPage] {
    [ManualPage(subject: .program(commands))]
      + commands.map { ManualPage(subject: .command($0)) }
  }
}

/// What every command does alike.
enum CommonManual {
  static let overview = """
    A quantum particle on the lattice in a weak random potential, H = Δ + ηV, behaves on the time \
    scale t = T/η² like a classical particle that obeys a linear Boltzmann equation. feyn computes \
    the graphs of the proof, their amplitudes, the crossing integrals, the sums of ladders, the \
    Boltzmann equation and the random Schrödinger dynamics itself.
    """

  static let notation = """
    Lists are comma separated, vectors too: 0.4,0.2,0.1. A range is first:last:/ratio or \
    first:last:*ratio, 0.4:0.0125:/2, or first:last:+step, 0.1:2:+0.1. Momenta are in units of the torus [0,1)^d, energies in units of the hopping, \
    times in macroscopic units T = η²t. A fraction such as 2/24 is a number.
    """

  static let exitCodes: [(code: ExitCode, meaning: String)] = [
    (.success, "The result was printed; also where a pipe was closed early, as by head."),
    (.usage, "Wrong usage: one line on stderr names the option and says what would be right."),
    (.malformed, "A malformed graph or file."),
    (.internalCheck, "Two routes to one number disagree: a bug of feyn."),
    (.cannotWrite, "The output cannot be written."),
    (.interrupted, "Stopped by Ctrl-C; a file that was asked for is not left half written."),
  ]

  static let environment = [
    ("NO_COLOR", "If set, no bold and no colour on a terminal either."),
    ("CLICOLOR", "If 0, the same."),
    ("TERM", "If dumb or empty, the same, and no line of progress."),
  ]
}
