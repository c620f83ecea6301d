import Figures

extension Option where Value == Int {
  /// An integer of a closed range.
  static func integer(
    _ name: String, _ valueName: String, in range: ClosedRange<Int>, unit: String? = nil,
    default value: Int? = nil, help: String
  ) -> Option {
    Option(
      name, valueName, unit: unit, default: value.map(String.init), help: help,
      expected: range.upperBound == .max
        ? "an integer, at least \(range.lowerBound)"
        : "an integer from \(range.lowerBound) to \(range.upperBound)",
      parse: { text in Int(text).flatMap { range.contains($0) ? $0 : nil } })
  }

  /// `--dimension`, 1…4.
  static var dimension: Option {
    integer("dimension", "d", in: 1...4, default: 3, help: "Dimension of the lattice.")
  }
}

extension Option where Value == UInt64 {
  /// `--seed`: randomness is a function of it alone.
  static var seed: Option {
    Option(
      "seed", "S", default: "1", help: "Seed of all randomness.",
      expected: "an integer from 0 to 18446744073709551615", parse: { UInt64($0) })
  }
}

extension Option where Value == Double {
  /// A finite number; fractions like 5/24 are read too.
  static func number(
    _ name: String, _ valueName: String, unit: String? = nil, default text: String? = nil,
    help: String
  ) -> Option {
    Option(
      name, valueName, unit: unit, default: text, help: help,
      expected: "a finite number", parse: { RealText.number($0) })
  }

  /// A finite number > 0.
  static func positive(
    _ name: String, _ valueName: String, unit: String? = nil, default text: String? = nil,
    help: String
  ) -> Option {
    Option(
      name, valueName, unit: unit, default: text, help: help,
      expected: "a finite number > 0",
      parse: { text in RealText.number(text).flatMap { $0 > 0 ? $0 : nil } })
  }
}

extension Option where Value == [Double] {
  /// A comma-separated list of finite numbers.
  static func numbers(
    _ name: String, _ valueName: String, unit: String? = nil, default text: String? = nil,
    help: String
  ) -> Option {
    Option(
      name, valueName, unit: unit, default: text, help: help,
      expected: "finite numbers separated by commas", parse: { RealText.list($0) })
  }

  /// A comma-separated list of numbers > 0, in which `0.4:0.0125:/2` stands for a geometric range
  /// and `0.1:2:+0.1` for an arithmetic one.
  static func sweep(
    _ name: String, _ valueName: String, unit: String? = nil, default text: String? = nil,
    help: String
  ) -> Option {
    Option(
      name, valueName, unit: unit, default: text, help: help,
      expected: "numbers > 0 separated by commas, or a range like 0.4:0.0125:/2 or"
        + " 0.1:2:+0.1, at most 10000",
      parse: { RealText.sweep($0) })
  }
}

extension Option where Value == [[Double]] {
  /// Lists of finite numbers, the option repeated or the lists separated by semicolons.
  static func lists(
    _ name: String, _ valueName: String, unit: String? = nil, default text: String? = nil,
    expected: String, help: String
  ) -> Option {
    var specification = OptionSpecification(
      name: name, valueName: valueName, unit: unit, defaultText: text, help: help)
    specification.repeats = true
    specification.separator = ";"
    return Option(specification: specification, expected: expected) { text in
      let parts = text.split(separator: ";", omittingEmptySubsequences: false)
      let lists = parts.compactMap { RealText.list(String($0)) }
      return lists.count == parts.count ? lists : nil
    }
  }
}

/// Real numbers as the command line writes them.
enum RealText {
  /// A finite number, `0.25`, `-1e-3`, or a fraction of two, `5/24`.
  static func number(_ text: String) -> Double? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { decimal($0) }
    guard numbers.count == parts.count, (1...2).contains(parts.count) else { return nil }
    let value = numbers.count == 1 ? numbers[0] : numbers[0] / numbers[1]
    return value.isFinite ? value : nil
  }

  /// Decimal notation only: `Double` itself would also read `0x1p3` and `nan`.
  private static func decimal(_ text: Substring) -> Double? {
    let isDecimal = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    guard isDecimal, let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// Finite numbers separated by commas, at least one.
  static func list(_ text: String) -> [Double]? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { number(String($0)) }
    return numbers.count == parts.count ? numbers : nil
  }

  /// Numbers > 0 and ranges `first:last:/factor`, `first:last:*factor`, `first:last:+step`, by commas.
  ///
  /// The last value of a range is there if the steps reach it to rounding; at most 10000 values in all.
  static func sweep(_ text: String) -> [Double]? {
    var values: [Double] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: ":", omittingEmptySubsequences: false)
      guard let first = number(String(pieces[0])), first > 0 else { return nil }
      if pieces.count == 1 {
        values.append(first)
        continue
      }
      guard pieces.count == 3, let last = number(String(pieces[1])), last > 0,
        let operation = pieces[2].first, "/*+".contains(operation),
        let amount = number(String(pieces[2].dropFirst())), amount > (operation == "+" ? 0 : 1)
      else { return nil }
      let isFalling = operation == "/"
      guard isFalling ? first >= last : first <= last else { return nil }
      // from the first value each time, so that rounding does not pile up for a factor of 2
      var factor = 1.0
      for step in 0... {
        let value =
          switch operation {
          case "/": first / factor
          case "*": first * factor
          default: rounded(first + Double(step) * amount)
          }
        if isFalling ? value < last * (1 - 1e-9) : value > last * (1 + 1e-9) { break }
        values.append(value)
        guard values.count <= 10_000 else { return nil }
        factor *= amount
      }
    }
    return values
  }

  /// To 14 digits: `0.1 + 2·0.1` is then the 0.3 that one would have typed.
  private static func rounded(_ value: Double) -> Double {
    Double(NumberText.general(value, digits: 14)) ?? value
  }
}
