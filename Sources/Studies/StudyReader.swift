internal import Figures

/// A JSON object being read key by key, which knows its place in the file.
///
/// Every key is optional and keeps the value that it had; a key nobody asked for is an error.
struct StudyReader {
  private let place: String
  private let record: Record
  private var asked: [String] = []

  init(_ value: JSON, place: String = "") throws(StudyError) {
    guard case .object(let record) = value else {
      throw StudyError(place, "expected an object { … }, got \(Self.shown(value))")
    }
    self.place = place
    self.record = record
  }

  /// Reads a key, if it is there, into a value.
  mutating func read<Value>(
    _ key: String, into value: inout Value,
    _ convert: (JSON, _ place: String) throws(StudyError) -> Value
  ) throws(StudyError) {
    asked.append(key)
    guard let found = record[key] else { return }
    value = try convert(found, place(of: key))
  }

  /// Reads a part that is an object itself.
  mutating func read<Part>(
    _ key: String, into part: inout Part,
    reading body: (inout StudyReader, inout Part) throws(StudyError) -> Void
  ) throws(StudyError) {
    asked.append(key)
    guard let found = record[key] else { return }
    var reader = try StudyReader(found, place: place(of: key))
    try body(&reader, &part)
    try reader.finish()
  }

  /// Refuses keys that nobody asked for.
  func finish() throws(StudyError) {
    guard let stranger = record.keys.first(where: { !asked.contains($0) }) else { return }
    throw StudyError(
      place(of: stranger), "unknown key; known here: \(asked.joined(separator: ", "))")
  }

  private func place(of key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

  /// A value as it stands in the file, cut short.
  static func shown(_ value: JSON) -> String {
    let text = value.compact
    return text.utf8.count <= 48 ? text : String(text.prefix(40)) + "…"
  }
}

// MARK: - Values

extension StudyReader {
  static func integer(
    in range: ClosedRange<Int>
  ) -> (JSON, String) throws(StudyError) -> Int {
    { (value, place) throws(StudyError) in
      guard case .integer(let number) = value, range.contains(number) else {
        throw StudyError(
          place,
          "expected an integer from \(range.lowerBound) to \(range.upperBound), got \(shown(value))"
        )
      }
      return number
    }
  }

  static func seed(_ value: JSON, _ place: String) throws(StudyError) -> UInt64 {
    if case .integer(let number) = value, number >= 0 { return UInt64(number) }
    if case .string(let text) = value, let number = UInt64(text) { return number }
    throw StudyError(
      place, "expected an integer from 0 to 18446744073709551615, got \(shown(value))")
  }

  /// A finite number, or a fraction or whole number in a string: `"7/24"`, `"0"`.
  static func number(_ value: JSON, _ place: String) throws(StudyError) -> Double {
    switch value {
    case .integer(let number): return Double(number)
    case .number(let number): return number
    case .string(let text):
      if let whole = Int(text) { return Double(whole) }
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      if parts.count == 2, let top = Int(parts[0]), let bottom = Int(parts[1]), bottom > 0 {
        return Double(top) / Double(bottom)
      }
    default: break
    }
    throw StudyError(
      place, "expected a number or a fraction like \"7/24\", got \(shown(value))")
  }

  static func positive(_ value: JSON, _ place: String) throws(StudyError) -> Double {
    let number = try number(value, place)
    guard number > 0 else { throw StudyError(place, "expected a number > 0, got \(shown(value))") }
    return number
  }

  /// A list that is not empty.
  static func list<Element>(
    _ element: @escaping (JSON, String) throws(StudyError) -> Element
  ) -> (JSON, String) throws(StudyError) -> [Element] {
    { (value, place) throws(StudyError) in
      guard case .array(let elements) = value, !elements.isEmpty else {
        throw StudyError(place, "expected a list [ … ] that is not empty, got \(shown(value))")
      }
      guard elements.count <= 1000 else {
        throw StudyError(place, "expected at most 1000 elements, got \(elements.count)")
      }
      var result: [Element] = []
      for (index, value) in elements.enumerated() {
        result.append(try element(value, "\(place)[\(index)]"))
      }
      return result
    }
  }

  /// One of several words.
  static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ value: JSON, _ place: String
  ) throws(StudyError) -> Word {
    guard case .string(let text) = value, let word = Word(rawValue: text) else {
      let words = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      throw StudyError(place, "expected one of \(words), got \(shown(value))")
    }
    return word
  }
}
