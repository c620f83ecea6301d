/// What a command cannot do without: one of several sets of options and operands.
///
/// Help pages show it outside of brackets, `(--momentum <p> | --start <START>)`. That the command
/// insists on it and on nothing else is tested with its example (`RequirementTests`).
struct Requirement: Sendable {
  /// Names of options, without dashes, and of operands.
  let alternatives: [[String]]

  /// All of these.
  static func all(_ names: String...) -> Requirement { Requirement(alternatives: [names]) }

  /// One of these sets.
  static func one(of alternatives: [String]...) -> Requirement {
    Requirement(alternatives: alternatives)
  }
}

/// The words after `feyn COMMAND` as a help page shows them, needed ones first.
struct Usage {
  let specification: CommandSpecification

  private var required: Set<String> {
    Set(specification.required.flatMap { $0.alternatives.flatMap { $0 } })
  }

  /// - Parameters:
  ///   - operand: an operand, with its arity.
  ///   - option: an option with its value.
  /// - Returns: words that a line is not broken within.
  func words(
    operand: (Operand) -> String, option: (OptionSpecification) -> String
  ) -> [String] {
    func shown(_ name: String) -> String {
      if let found = specification.operands.first(where: { $0.name == name }) {
        return operand(found)
      }
      guard let found = specification.ownOptions.first(where: { $0.name == name }) else {
        preconditionFailure("\(specification.name) requires \(name) and does not declare it")
      }
      return option(found)
    }
    let needed = specification.required.flatMap { requirement -> [String] in
      let sets = requirement.alternatives.map { $0.map(shown) }
      return sets.count == 1
        ? sets[0] : ["(" + sets.map { $0.joined(separator: " ") }.joined(separator: " | ") + ")"]
    }
    return specification.operands.filter { !required.contains($0.name) }.map(operand) + needed
      + specification.ownOptions.filter { !required.contains($0.name) }.map { "[\(option($0))]" }
  }
}
