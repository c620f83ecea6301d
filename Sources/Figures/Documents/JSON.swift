/// A JSON value whose objects keep the order of their keys.
///
/// feyn's own, and small: what a user's script reads is the same bytes in every run. Numbers are
/// round-trip doubles or machine integers; exact integers of any size are strings; a number that is
/// not finite becomes `null`, since JSON has none.
public enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object(Record)
}

extension JSON {
  /// An exact integer or fraction of any size, as a string: `"654729075"`.
  public static func exact(_ value: some CustomStringConvertible) -> JSON {
    .string(value.description)
  }

  public static func numbers(_ values: some Sequence<Double>) -> JSON {
    .array(values.map { .number($0) })
  }

  @inlinable
  public static func integers(_ values: some Sequence<Int>) -> JSON {
    .array(values.map { .integer($0) })
  }

  public static func strings(_ values: some Sequence<String>) -> JSON {
    .array(values.map { .string($0) })
  }
}

extension JSON: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Record(elements))
  }
}
