import Figures

/// An option as the parser, help pages and completions see it.
struct OptionSpecification: Hashable, Sendable {
  /// Without the dashes.
  let name: String
  /// What stands for the value in help; `nil` for a flag.
  let valueName: String?
  let unit: String?
  /// The text that is read when the option is not given; `nil` if there is none.
  let defaultText: String?
  let help: String
  /// The words it takes, for completions; empty if it is free.
  var choices: [String] = []
  /// Whether it may be given several times.
  var repeats = false
  /// What joins the values of an option that is given several times.
  var separator = ","
  /// Whether its value is the name of a file or directory, for completions.
  var takesPath = false

  /// `--left`
  var flag: String { "--" + name }
}

/// An option with the type of its value: declared once, read with `arguments[option]`.
struct Option<Value: Sendable>: Sendable {
  let specification: OptionSpecification
  /// What would be right, completing "expected …".
  let expected: String
  /// The value of a text, `nil` if it is not what is expected.
  let parse: @Sendable (String) -> Value?

  var flag: String { specification.flag }
}

extension Option {
  /// An option with a value; `expected` completes "expected …" where `parse` gives `nil`.
  init(
    _ name: String, _ valueName: String?, unit: String? = nil, default text: String? = nil,
    help: String, choices: [String] = [], repeats: Bool = false, takesPath: Bool = false,
    expected: String, parse: @escaping @Sendable (String) -> Value?
  ) {
    self.init(
      specification: OptionSpecification(
        name: name, valueName: valueName, unit: unit, defaultText: text, help: help,
        choices: choices, repeats: repeats, takesPath: takesPath),
      expected: expected, parse: parse)
  }
}

extension Option where Value == Bool {
  static func flag(_ name: String, help: String) -> Option {
    Option(name, nil, help: help, expected: "no value", parse: { _ in true })
  }
}

extension Option where Value == String {
  /// Any text; a file name above all.
  static func text(
    _ name: String, _ valueName: String, default text: String? = nil, help: String
  ) -> Option {
    Option(
      name, valueName, default: text, help: help,
      takesPath: ["FILE", "DIRECTORY"].contains(valueName),
      expected: valueName == "DIRECTORY" ? "the name of a directory" : "the name of a file",
      parse: { $0.isEmpty ? nil : $0 })
  }
}

extension Option where Value == String {
  /// The name of a picture, which says its format.
  static func picture(_ name: String, help: String) -> Option {
    Option(
      name, "FILE", help: help, takesPath: true,
      expected: "a file name that ends in .svg, .png or .pdf",
      parse: { Plot.Format(path: $0) == nil ? nil : $0 })
  }
}

extension Option where Value: CaseIterable & RawRepresentable<String> {
  /// One of the cases of an enum, by its raw value.
  static func choice(
    _ name: String, _ valueName: String? = nil, default value: Value? = nil, help: String
  ) -> Option {
    let words = Value.allCases.map(\.rawValue)
    return Option(
      name, valueName ?? name, default: value?.rawValue, help: help, choices: words,
      expected: "one of \(words.joined(separator: ", "))", parse: { Value(rawValue: $0) })
  }
}

extension Option {
  /// A comma-separated list of words that `element` reads; may be given several times.
  static func list<Element: Sendable>(
    _ name: String, _ valueName: String, default text: String? = nil, words: [String],
    expected: String, help: String, element: @escaping @Sendable (String) -> Element?
  ) -> Option where Value == [Element] {
    Option(
      name, valueName, default: text, help: help, choices: words, repeats: true,
      expected: expected
    ) { text in
      let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let elements = parts.compactMap(element)
      return elements.count == parts.count ? elements : nil
    }
  }
}
