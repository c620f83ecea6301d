/// A shell that completion scripts are written for.
enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish
}

/// The completion script of a shell, generated from the specifications of the commands.
struct Completions {
  let commands: [CommandSpecification]

  func script(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  private var names: String { commands.map(\.name).joined(separator: " ") }

  private static func words(_ option: OptionSpecification) -> String {
    option.choices.joined(separator: " ")
  }

  private var bash: String {
    var cases: [String] = []
    for command in commands {
      let flags = command.options.map(\.flag).joined(separator: " ")
      let operands = command.operands.flatMap(\.choices).joined(separator: " ")
      let values = command.options.filter { !$0.choices.isEmpty || $0.takesPath }.map { option in
        let reply =
          option.takesPath
          ? "compgen -f -- \"$current\""
          : option.repeats
            ? "compgen -P \"$head\" -W \"\(Self.words(option))\" -- \"${current##*,}\""
            : "compgen -W \"\(Self.words(option))\" -- \"$current\""
        return "        \(option.flag)) COMPREPLY=($(\(reply))); return ;;"
      }
      let choice =
        values.isEmpty
        ? ""
        : """
              case "$previous" in
        \(values.joined(separator: "\n"))
              esac

        """
      cases.append(
        """
            \(command.name))
        \(choice)      COMPREPLY=($(compgen -W "\(flags)\(operands.isEmpty ? "" : " " + operands)" -- "$current")) ;;
        """)
    }
    return """
      # bash completion for feyn; source this file, or keep it in bash-completion/completions/feyn
      _feyn() {
        local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" head=""
        if [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W "\(names) help --help --version" -- "$current"))
          return
        fi
        # --option=value comes as three words
        if [ "$previous" = = ]; then previous="${COMP_WORDS[COMP_CWORD-2]}"; fi
        if [ "$current" = = ]; then current=""; fi
        # of a list, the last element is completed
        if [[ "$current" == *,* ]]; then head="${current%,*},"; fi
        case "${COMP_WORDS[1]}" in
          help) COMPREPLY=($(compgen -W "\(names)" -- "$current")) ;;
      \(cases.joined(separator: "\n"))
        esac
      }
      complete -o default -F _feyn feyn

      """
  }

  private var zsh: String {
    func escaped(_ text: String) -> String {
      var result = ""
      for character in text {
        if "'[]:\\".contains(character) { result += character == "'" ? "'\\'" : "\\" }
        result.append(character)
      }
      return result
    }
    let list = commands.map { "    '\($0.name):\(escaped($0.abstract))'" }
    let cases = commands.map { command in
      let options = command.options.map { option -> String in
        let start = "      '\(option.repeats ? "*" : "")\(option.flag)[\(escaped(option.help))]"
        guard let valueName = option.valueName else { return start + "'" }
        let action =
          option.takesPath
          ? "_files"
          : option.choices.isEmpty
            ? ""
            : option.repeats
              ? "_sequence compadd - \(escaped(Self.words(option)))"
              : "(\(escaped(Self.words(option))))"
        return start + ":\(escaped(valueName)):\(action)'"
      }
      let operands = command.operands.map { operand in
        "      '\(operand.arity == .several ? "*" : ""):\(escaped(operand.name)):\(operand.choices.isEmpty ? "_files" : "(\(operand.choices.joined(separator: " ")))")'"
      }
      return "    \(command.name)) _arguments \\\n"
        + (options + operands).joined(separator: " \\\n") + " ;;"
    }
    return """
      #compdef feyn
      # zsh completion for feyn; keep it as _feyn in a directory of $fpath
      _feyn() {
        local -a commands
        commands=(
      \(list.joined(separator: "\n"))
        )
        if (( CURRENT == 2 )); then
          _describe command commands
          return
        fi
        local command="$words[2]"
        shift words
        (( CURRENT-- ))
        case "$command" in
          help) _describe command commands ;;
      \(cases.joined(separator: "\n"))
        esac
      }
      compdef _feyn feyn

      """
  }

  private var fish: String {
    func quoted(_ text: String) -> String {
      var result = ""
      for character in text {
        if "'\\".contains(character) { result += "\\" }
        result.append(character)
      }
      return "'" + result + "'"
    }
    var lines = [
      "# fish completion for feyn; keep it as ~/.config/fish/completions/feyn.fish",
      "complete -c feyn -f",
      "# of a list, the last element is completed",
      "function __feyn_list",
      "  set -l head (string match -r '^.*,' -- (commandline -ct))",
      "  for word in $argv; echo $head$word; end",
      "end",
      "complete -c feyn -n '__fish_seen_subcommand_from help' -a \(quoted(names))",
    ]
    for command in commands {
      lines.append(
        "complete -c feyn -n __fish_use_subcommand -a \(command.name) -d \(quoted(command.abstract))"
      )
      let here = "complete -c feyn -n '__fish_seen_subcommand_from \(command.name)'"
      for option in command.options {
        var line = here + " -l \(option.name) -d \(quoted(option.help))"
        if option.valueName != nil { line += option.takesPath ? " -rF" : " -x" }
        if !option.choices.isEmpty {
          let words = Self.words(option)
          line += " -a \(quoted(option.repeats ? "(__feyn_list \(words))" : words))"
        }
        lines.append(line)
      }
      let operands = command.operands.flatMap(\.choices)
      if command.operands.contains(where: { $0.name == "FILE" }) { lines.append(here + " -F") }
      if !operands.isEmpty {
        lines.append(here + " -a \(quoted(operands.joined(separator: " ")))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
