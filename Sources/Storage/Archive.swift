/// What an HDF5 file of feyn holds: named arrays, and attributes of the file and of each array.
///
/// A value in memory. `image` is the whole file as bytes, which are then written like any other
/// file, so that the file appears whole or not at all; the HDF5 library itself touches no disk.
public struct Archive: Hashable, Sendable {
  public enum Attribute: Hashable, Sendable {
    case text(String)
    case number(Double)
    case integer(Int)
  }

  public enum Values: Hashable, Sendable {
    case doubles([Double])
    case integers([Int])
    case texts([String])
    case bytes([UInt8])

    public var count: Int {
      switch self {
      case .doubles(let all): all.count
      case .integers(let all): all.count
      case .texts(let all): all.count
      case .bytes(let all): all.count
      }
    }
  }

  public struct Dataset: Hashable, Sendable {
    /// The last part of its path is its name, the others are groups.
    public let path: String
    public let values: Values
    /// Empty for a single value.
    public let shape: [Int]
    public let attributes: [String: Attribute]
  }

  /// By name; written in alphabetic order.
  public var attributes: [String: Attribute] = [:]
  public private(set) var datasets: [Dataset] = []

  public init() {}

  /// Appends an array.
  ///
  /// - Parameter shape: its extents, slowest first; by default it has one.
  public mutating func append(
    _ path: String, _ values: Values, shape: [Int]? = nil, attributes: [String: Attribute] = [:]
  ) {
    let shape = shape ?? [values.count]
    precondition(shape.reduce(1, *) == values.count, "\(values.count) values in shape \(shape)")
    precondition(!datasets.contains { $0.path == path }, "\(path) is there already")
    datasets.append(Dataset(path: path, values: values, shape: shape, attributes: attributes))
  }

  public subscript(path: String) -> Values? { datasets.first { $0.path == path }?.values }
}

/// Why bytes are no archive.
public enum ArchiveError: Error, Hashable, Sendable {
  /// It does not begin as one.
  case foreign
  /// It is shorter or longer than its head says.
  case length(found: Int, expected: Int)
  /// Its digest is not the one in its head.
  case digest
  /// Whole, but not of the kind or layout wanted.
  case layout(String)
  /// The HDF5 library refused to do something.
  case library(String)
}

extension ArchiveError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .foreign: "it was not written by feyn"
    case .length(let found, let expected):
      found < expected
        ? "it is cut off: \(found) bytes of \(expected)"
        : "it has \(found - expected) bytes too many"
    case .digest: "it is damaged: its bytes do not have the digest that its head gives"
    case .layout(let what): what
    case .library(let what): "the HDF5 library could not \(what)"
    }
  }
}
