/// Splits the words of a command line by a command's specification.
///
/// Conventions of swift-argument-parser: `--name value` and `--name=value`, flags without value,
/// `--` ends the options, `-h` is `--help`. A value may begin with a minus sign if a digit or a
/// point follows, since energies and momenta may be negative.
struct ArgumentParser {
  let specification: CommandSpecification

  func parse(_ words: [String]) throws(Failure) -> Arguments {
    var values: [String: [String]] = [:]
    var operands: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      guard word.hasPrefix("-"), word != "-", !Self.isNegativeNumber(word) else {
        operands.append(word)
        continue
      }
      let split = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let option = try self.option(named: String(split[0]))
      if option.valueName == nil {
        guard split.count == 1 else {
          throw .usage("\(option.flag) takes no value, got '\(String(split[1]).shortened)'")
        }
        values[option.name] = [""]
        continue
      }
      let value: String
      if split.count == 2 {
        value = String(split[1])
      } else if let next = rest.first, !next.hasPrefix("-") || Self.isNegativeNumber(next) {
        value = next
        rest.removeFirst()
      } else {
        throw .usage("\(option.flag) needs a value: \(option.flag) <\(option.valueName!)>")
      }
      if let earlier = values[option.name], !option.repeats {
        throw .usage(
          "\(option.flag) is given twice, '\(earlier[0].shortened)' and '\(value.shortened)'")
      }
      values[option.name, default: []].append(value)
    }
    try checkCount(of: operands, asksHelp: values["help"] != nil)
    return Arguments(specification: specification, values: values, operands: operands)
  }

  private func option(named word: String) throws(Failure) -> OptionSpecification {
    let name = word == "-h" ? "--help" : word
    if let option = specification.options.first(where: { $0.flag == name }) { return option }
    let guess = Suggestion.nearest(to: name, among: specification.options.map(\.flag))
    throw .usage(
      "unknown option '\(word.shortened)'" + (guess.map { "; did you mean '\($0)'?" } ?? ""))
  }

  private func checkCount(of operands: [String], asksHelp: Bool) throws(Failure) {
    let wanted = specification.operands
    let least = wanted.count { $0.arity == .one }
    let isOpen = wanted.contains { $0.arity == .several }
    if operands.count < least, !asksHelp {
      let missing = wanted.filter { $0.arity == .one }[operands.count]
      throw .usage("<\(missing.name)> is missing: \(missing.help)")
    }
    if operands.count > wanted.count, !isOpen {
      throw .usage("unexpected argument '\(operands[wanted.count].shortened)'")
    }
  }

  private static func isNegativeNumber(_ word: String) -> Bool {
    let bytes = word.utf8.prefix(2)
    guard bytes.count == 2, bytes.first == UInt8(ascii: "-"), let second = bytes.last else {
      return false
    }
    return (0x30...0x39).contains(second) || second == UInt8(ascii: ".")
  }
}
