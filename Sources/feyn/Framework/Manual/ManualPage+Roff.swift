extension ManualPage {
  /// The page for man(1), in the `man` macros that groff and mandoc share.
  ///
  /// Only ASCII leaves here: letters beyond it are written by their code points, so the page looks
  /// the same whatever encoding the reader's man expects.
  var roff: String {
    switch subject {
    case .command(let command): Self.roff(command)
    case .program(let commands): Self.roff(commands)
    }
  }

  private static func roff(_ command: CommandSpecification) -> String {
    var page = head("feyn-" + command.name, command.abstract)
    page.append(".SH SYNOPSIS")
    let words = Usage(specification: command)
      .words(operand: { text($0.usage) }, option: { head(of: $0) })
    page += ["\\fBfeyn \(text(command.name))\\fR"] + words + ["[\\fIcommon options\\fR]"]
    page += [".SH DESCRIPTION", text(command.abstract)]
    if !command.formula.isEmpty { page += [".PP"] + verbatim(command.formula) }
    if !command.operands.isEmpty {
      page.append(".SH ARGUMENTS")
      for operand in command.operands {
        page += [".TP", "\\fI\(text(operand.name))\\fR", text(operand.help)]
      }
    }
    if !command.ownOptions.isEmpty { page += [".SH OPTIONS"] + entries(command.ownOptions) }
    page += [".SH COMMON OPTIONS"] + entries(command.shared.specifications)
    if let example = command.example {
      page += [".SH EXAMPLE"] + verbatim(example.session)
    }
    page += [".SH SEE ALSO", ".BR feyn (1)"]
    return page.joined(separator: "\n") + "\n"
  }

  private static func roff(_ commands: [CommandSpecification]) -> String {
    var page = head("feyn", "From the contraction graphs of weak disorder to Boltzmann.")
    page += [".SH SYNOPSIS", "\\fBfeyn\\fR \\fIcommand\\fR [\\fIoptions\\fR]"]
    page += [".SH DESCRIPTION", text(CommonManual.overview), ".PP", text(CommonManual.notation)]
    page.append(".SH COMMANDS")
    for command in commands {
      page += [".TP", ".BR \(text("feyn-" + command.name)) (1)", text(command.abstract)]
    }
    page += [".SH OPTIONS", ".TP", "\\fB\\-\\-version\\fR", "Show the version."]
    page += [".TP", "\\fB\\-h\\fR, \\fB\\-\\-help\\fR", "Show the commands."]
    page.append(".SH EXIT STATUS")
    for entry in CommonManual.exitCodes {
      page += [".TP", "\(entry.code.rawValue)", text(entry.meaning)]
    }
    page.append(".SH ENVIRONMENT")
    for (name, meaning) in CommonManual.environment {
      page += [".TP", ".B \(name)", text(meaning)]
    }
    return page.joined(separator: "\n") + "\n"
  }

  /// Title line and NAME, whose one line whatis and apropos read.
  private static func head(_ name: String, _ abstract: String) -> [String] {
    let purpose = abstract.prefix(1).lowercased() + abstract.dropFirst()
    return [
      ".TH \(text(name.uppercased())) 1 \"\(Provenance.date)\" \"feyn \(Provenance.version)\"",
      ".SH NAME",
      "\(text(name)) \\- \(text(purpose.hasSuffix(".") ? String(purpose.dropLast()) : purpose))",
    ]
  }

  private static func head(of option: OptionSpecification) -> String {
    "\\fB\(text(option.flag))\\fR" + (option.valueName.map { " \\fI\(text($0))\\fR" } ?? "")
  }

  private static func entries(_ options: [OptionSpecification]) -> [String] {
    options.flatMap { option in
      let words =
        option.choices.isEmpty || option.help.contains(option.choices[0])
        ? "" : " One of \(option.choices.joined(separator: ", "))."
      let notes = [
        option.unit.map { "unit: \($0)" }, option.defaultText.map { "default: \($0)" },
      ].compactMap { $0 }
      let note = notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
      return [".TP", head(of: option), text(option.help + words + note)]
    }
  }

  private static func verbatim(_ block: String) -> [String] {
    [".nf", ".RS 2"]
      + block.split(separator: "\n", omittingEmptySubsequences: false).map { text(String($0)) }
      + [".RE", ".fi"]
  }

  /// One line of text, safe at the start of a line and free of what roff would interpret.
  private static func text(_ plain: String) -> String {
    var result = ""
    for scalar in plain.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "\n": result += " "
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
      default:
        let code = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u" + String(repeating: "0", count: max(0, 4 - code.count)) + code + "]"
      }
    }
    return result.hasPrefix(".") ? "\\&" + result : result
  }
}
