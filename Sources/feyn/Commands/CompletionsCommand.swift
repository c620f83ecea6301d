/// `feyn completions`: the completion script of a shell.
struct CompletionsCommand: Command {
  static let specification = CommandSpecification(
    name: "completions",
    abstract: "Prints the completion script of a shell.",
    operands: [
      Operand("shell", help: "bash, zsh or fish.", choices: Shell.allCases.map(\.rawValue))
    ],
    shared: [])

  let shell: Shell

  init(_ arguments: Arguments) throws {
    let word = arguments.operands[0]
    guard let shell = Shell(rawValue: word) else {
      throw Failure.usage(option: "<shell>", value: word, expected: "bash, zsh or fish")
    }
    self.shell = shell
  }

  func run(_ console: Console) throws {
    let completions = Completions(commands: Feyn.commands.map { $0.specification })
    try console.show(completions.script(for: shell))
  }
}
