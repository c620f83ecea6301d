import Torus

extension Option where Value == Run.Share {
  /// `--part r/m` of a long command.
  static var share: Option {
    Option(
      specification: OptionSpecification(
        name: "part", valueName: "r/m", unit: nil, defaultText: nil,
        help: "Compute part r of m, into the file of --output; 'feyn merge' makes the whole of"
          + " the parts, with the same bits."),
      expected: "r/m with 1 ≤ r ≤ m",
      parse: { text in
        let numbers = text.split(separator: "/", omittingEmptySubsequences: false)
          .map { Int($0) }
        guard numbers.count == 2, let index = numbers[0], let count = numbers[1] else {
          return nil
        }
        return Run.Share(index: index, count: count)
      })
  }
}

extension Option where Value == Double {
  /// A time on the wall, in seconds: `90`, `90s`, `5min`, `1h`.
  static func duration(_ name: String, default text: String, help: String) -> Option {
    Option(
      specification: OptionSpecification(
        name: name, valueName: "TIME", unit: nil, defaultText: text, help: help),
      expected: "a time like 30s, 5min or 1h",
      parse: { text in
        for (suffix, seconds) in [("min", 60.0), ("s", 1), ("h", 3600), ("", 1)]
        where text.hasSuffix(suffix) {
          return RealText.number(String(text.dropLast(suffix.count)))
            .flatMap { $0 > 0 ? $0 * seconds : nil }
        }
        return nil
      })
  }
}
