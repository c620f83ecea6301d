#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures

/// `feyn manual`: the pages of the manual, for man and for the web.
struct ManualCommand: Command {
  static let format = Option<ManualPage.Format>.choice(
    "format", default: .man, help: "man (roff) or markdown.")
  static let directory = Option.text(
    "directory", "DIRECTORY", help: "Write the pages of all commands to this directory.")

  static let specification = CommandSpecification(
    name: "manual",
    abstract: "Prints a page of the manual, or writes them all.",
    formula: """
      feyn manual crossing | man -l -                   reads one
      feyn manual --directory ~/.local/share/man/man1   installs them
      """,
    operands: [
      Operand("command", .optional, help: "Whose page to print; without it, the list of commands.")
    ],
    options: [format.specification, directory.specification],
    shared: [],
    example: Example(
      "manual completions --format markdown",
      output: """
        <!-- Written by `feyn manual --format markdown`. -->

        # feyn completions

        Prints the completion script of a shell.

        ```
        feyn completions <shell> [common options]
        ```

        ## Arguments

        | argument | meaning |
        | --- | --- |
        | `<shell>` | bash, zsh or fish. |

        ## Common options

        | option | meaning | unit | default |
        | --- | --- | --- | --- |
        | `--help` | Show this page. |  |  |
        """))

  let format: ManualPage.Format
  let directory: String?
  /// The page to print.
  let page: ManualPage

  init(_ arguments: Arguments) throws {
    format = try arguments[Self.format]
    directory = try arguments.ifGiven(Self.directory)
    let commands = Feyn.commands.map { $0.specification }
    guard let name = arguments.operands.first else {
      page = ManualPage(subject: .program(commands))
      return
    }
    guard directory == nil else {
      throw Failure.usage("--directory takes the pages of all commands: give it without <command>")
    }
    guard let command = commands.first(where: { $0.name == name }) else {
      let guess = Suggestion.nearest(to: name, among: commands.map(\.name))
      throw Failure.usage(
        option: "<command>", value: name,
        expected: "the name of a command" + (guess.map { "; did you mean '\($0)'?" } ?? ""))
    }
    page = ManualPage(subject: .command(command))
  }

  func run(_ console: Console) throws {
    guard let directory else { return try console.show(page.text(format)) }
    guard mkdir(directory, 0o777) == 0 || errno == EEXIST else {
      throw FileError(path: directory, code: errno)
    }
    for page in ManualPage.all(Feyn.commands.map({ $0.specification })) {
      try WholeFile.write(page.text(format), to: directory + "/" + page.fileName(format))
    }
  }
}
