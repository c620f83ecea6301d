/// The help of a command, laid out as swift-argument-parser does, 80 columns wide.
struct HelpPage {
  let specification: CommandSpecification

  var text: String {
    var sections = ["OVERVIEW: \(Self.wrapped(specification.abstract, indent: 0))"]
    if !specification.formula.isEmpty {
      sections.append(
        specification.formula.split(separator: "\n", omittingEmptySubsequences: false)
          .map { $0.isEmpty ? "" : "  " + $0 }.joined(separator: "\n"))
    }
    sections.append("USAGE: \(usage)")
    if !specification.operands.isEmpty {
      sections.append(
        "ARGUMENTS:\n"
          + specification.operands.map { Self.entry("<\($0.name)>", $0.help) }
          .joined(separator: "\n"))
    }
    let shared = specification.shared.specifications
    if !specification.ownOptions.isEmpty {
      sections.append("OPTIONS:\n" + Self.entries(specification.ownOptions))
      sections.append("COMMON OPTIONS:\n" + Self.entries(shared))
    } else {
      sections.append("OPTIONS:\n" + Self.entries(shared))
    }
    if let example = specification.example {
      let lines = example.session.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
      sections.append(
        "EXAMPLE:\n" + lines.map { $0.isEmpty ? "" : "  " + $0 }.joined(separator: "\n"))
    }
    return sections.joined(separator: "\n\n") + "\n"
  }

  var usage: String {
    let own = Usage(specification: specification)
      .words(operand: \.usage) { $0.flag + ($0.valueName.map { " <\($0)>" } ?? "") }
    return Self.wrapped(["feyn", specification.name] + own + ["[common options]"], indent: 7)
  }

  private static func entries(_ options: [OptionSpecification]) -> String {
    options.map { option in
      let head =
        option.name == "help"
        ? "-h, --help" : option.flag + (option.valueName.map { " <\($0)>" } ?? "")
      let notes = [
        option.unit.map { "unit: \($0)" }, option.defaultText.map { "default: \($0)" },
      ].compactMap { $0 }
      let values =
        option.choices.isEmpty || option.help.contains(option.choices[0])
        ? "" : " (values: \(option.choices.joined(separator: ", ")))"
      let note = notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
      return entry(head, option.help + values + note)
    }.joined(separator: "\n")
  }

  private static let column = 24

  private static func entry(_ head: String, _ help: String) -> String {
    let text = wrapped(help, indent: column)
    let start = "  " + head
    if start.count + 1 < column {
      return start + String(repeating: " ", count: column - start.count) + text
    }
    return start + "\n" + String(repeating: " ", count: column) + text
  }

  /// Breaks a text into lines of at most 80 characters, the following ones indented.
  private static func wrapped(_ text: String, indent: Int) -> String {
    wrapped(text.split(separator: " ").map(String.init), indent: indent)
  }

  private static func wrapped(_ words: [String], indent: Int) -> String {
    var lines: [String] = []
    var line = ""
    for word in words {
      if line.isEmpty {
        line = word
      } else if indent + line.count + 1 + word.count <= 80 {
        line += " " + word
      } else {
        lines.append(line)
        line = word
      }
    }
    lines.append(line)
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}

/// The help of the program.
struct HelpOverview {
  let commands: [CommandSpecification]

  var text: String {
    let width = commands.map(\.name.count).max() ?? 0
    let list = commands.map { command in
      "  " + command.name + String(repeating: " ", count: width - command.name.count + 3)
        + command.abstract
    }
    let codes = CommonManual.exitCodes.map { code, meaning in
      let number = String(code.rawValue)
      return "  " + number + String(repeating: " ", count: width - number.count + 3) + meaning
    }
    return """
      OVERVIEW: From the contraction graphs of weak disorder to the Boltzmann equation.

      USAGE: feyn <command> [options]

      OPTIONS:
        --version               Show the version.
        -h, --help              Show this page, or that of a command.

      EXIT CODES:
      \(codes.joined(separator: "\n"))

      COMMANDS:
      \(list.joined(separator: "\n"))

        See 'feyn <command> --help' for its formula, options and an example.

      """
  }
}
