extension ManualPage {
  var markdown: String {
    switch subject {
    case .command(let command): Self.markdown(command)
    case .program(let commands): Self.markdown(commands)
    }
  }

  private static let origin = "<!-- Written by `feyn manual --format markdown`. -->"

  private static func markdown(_ command: CommandSpecification) -> String {
    var parts = [origin, "# feyn \(command.name)", command.abstract]
    if !command.formula.isEmpty { parts.append(fenced(command.formula)) }
    parts.append(fenced(HelpPage(specification: command).usage))
    if !command.operands.isEmpty {
      parts.append(
        "## Arguments\n\n"
          + table(
            ["argument", "meaning"],
            command.operands.map { ["`\($0.usage)`", text($0.help)] }))
    }
    if !command.ownOptions.isEmpty {
      parts.append("## Options\n\n" + table(command.ownOptions))
    }
    parts.append("## Common options\n\n" + table(command.shared.specifications))
    if let example = command.example {
      parts.append("## Example\n\n" + fenced(example.session, as: "console"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func markdown(_ commands: [CommandSpecification]) -> String {
    let list = table(
      ["command", "what it does"],
      commands.map { ["[`feyn \($0.name)`](\($0.name).md)", text($0.abstract)] })
    let codes = table(
      ["code", "meaning"],
      CommonManual.exitCodes.map { ["\($0.code.rawValue)", text($0.meaning)] })
    let environment = table(
      ["variable", "meaning"], CommonManual.environment.map { ["`\($0.0)`", text($0.1)] })
    return [
      origin, "# The commands", CommonManual.overview, list, "## Values", CommonManual.notation,
      "## Exit status", codes, "## Environment", environment,
    ].joined(separator: "\n\n") + "\n"
  }

  private static func table(_ options: [OptionSpecification]) -> String {
    table(
      ["option", "meaning", "unit", "default"],
      options.map { option in
        let words =
          option.choices.isEmpty || option.help.contains(option.choices[0])
          ? "" : " One of " + option.choices.map { "`\($0)`" }.joined(separator: ", ") + "."
        let value = option.valueName.map { " <\($0)>" } ?? ""
        return [
          "`\(option.flag)\(value)`", text(option.help) + words, option.unit.map(text) ?? "",
          option.defaultText.map { "`\($0)`" } ?? "",
        ]
      })
  }

  private static func table(_ head: [String], _ rows: [[String]]) -> String {
    ([head, head.map { _ in "---" }] + rows).map { row in
      "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }.joined(separator: "\n")
  }

  /// What Markdown would read as a sign, as it is.
  private static func text(_ plain: String) -> String {
    var result = ""
    for character in plain {
      if "\\<>*_`".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  private static func fenced(_ text: String, as language: String = "") -> String {
    let fence = text.contains("```") ? "````" : "```"
    return "\(fence)\(language)\n\(text)\n\(fence)"
  }
}
