/// The options and operands of one call, split but not yet read.
struct Arguments: Sendable {
  let specification: CommandSpecification
  /// By option name, several only where the option repeats.
  let values: [String: [String]]
  let operands: [String]

  /// Whether the option was given.
  func has<Value>(_ option: Option<Value>) -> Bool {
    values[option.specification.name] != nil
  }

  /// The text of an option: as given, else its default.
  func text(of option: OptionSpecification) -> String? {
    values[option.name]?.joined(separator: option.separator) ?? option.defaultText
  }

  /// The value as given, else the default.
  ///
  /// - Throws: a usage failure if it cannot be read, or if there is neither.
  subscript<Value>(option: Option<Value>) -> Value {
    get throws(Failure) {
      guard let value = try ifGiven(option) else {
        throw .usage(
          "\(option.flag) is missing: expected \(option.expected)" + hint(for: option.flag))
      }
      return value
    }
  }

  /// How the command's example gives an option.
  private func hint(for flag: String) -> String {
    let words = specification.example?.command.split(separator: " ") ?? []
    guard let place = words.firstIndex(where: { $0 == flag }), place + 1 < words.count else {
      return ""
    }
    return "; for example \(flag) \(words[place + 1])"
  }

  /// The value as given, else the default, else `nil`.
  func ifGiven<Value>(_ option: Option<Value>) throws(Failure) -> Value? {
    let specification = option.specification
    precondition(
      self.specification.options.contains(specification),
      "\(self.specification.name) reads \(option.flag) and does not declare it")
    guard let text = text(of: specification) else { return nil }
    guard let value = option.parse(text) else {
      var expected = option.expected
      let guesses = text.split(separator: specification.repeats ? "," : "\n").lazy
        .filter { !specification.choices.contains(String($0)) }
        .compactMap { Suggestion.nearest(to: String($0), among: specification.choices) }
      if let guess = guesses.first {
        expected += "; did you mean '\(guess)'?"
      }
      throw .usage(option: option.flag, value: text, expected: expected)
    }
    return value
  }

  /// Whether a flag was given.
  subscript(flag: Option<Bool>) -> Bool { values[flag.specification.name] != nil }

  /// Refuses two options that exclude each other.
  func exclude<A, B>(_ a: Option<A>, _ b: Option<B>) throws(Failure) {
    guard has(a), has(b) else { return }
    throw .usage("\(a.flag) and \(b.flag) exclude each other: give one of them")
  }
}
