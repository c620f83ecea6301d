/// Named values in a fixed order: a JSON object, and a row of a table.
///
/// A number with an uncertainty is two entries, `value` and `value_error`; a table for people shows
/// them as one, `0.74372(51)`.
public struct Record: Hashable, Sendable {
  public struct Entry: Hashable, Sendable {
    public let key: String
    public let value: JSON
  }

  public private(set) var entries: [Entry] = []

  public init() {}

  public init(_ entries: [(String, JSON)]) {
    for (key, value) in entries { append(key, value) }
  }

  /// The value under a key, `nil` if there is none.
  public subscript(key: String) -> JSON? { entries.first { $0.key == key }?.value }

  public var keys: [String] { entries.map(\.key) }

  public mutating func append(_ key: String, _ value: JSON) {
    precondition(self[key] == nil, "the key '\(key)' is there already")
    entries.append(Entry(key: key, value: value))
  }

  /// Appends a number and its uncertainty under `key` and `key_error`.
  public mutating func append(_ key: String, _ value: Double, error: Double) {
    append(key, .number(value))
    append(key + Self.errorSuffix, .number(error))
  }

  public mutating func append(contentsOf other: Record) {
    for entry in other.entries { append(entry.key, entry.value) }
  }

  public static let errorSuffix = "_error"
}

extension Record: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }
}
