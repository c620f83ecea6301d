/// A value that is nothing but data: it can leave the process as bytes and come back the same.
///
/// What a piece of work returns is of this kind wherever the piece may be computed by another
/// process, or by an earlier one: see `Workers.spread`. The bytes are little endian, doubles are
/// their bit patterns, so that a value that was written and read again has the same bits.
public protocol PlainData: Sendable {
  func encode(into sink: inout ByteSink)
  init(from source: inout ByteSource) throws(PlainDataError)
}

/// Bytes that are no value of the type wanted.
public struct PlainDataError: Error, Hashable, Sendable {
  public init() {}
}

extension PlainData {
  /// The value as bytes.
  public var encoded: [UInt8] {
    var sink = ByteSink()
    encode(into: &sink)
    return sink.bytes
  }

  /// The value of exactly these bytes; left-over bytes are an error too.
  public init(bytes: some Collection<UInt8>) throws(PlainDataError) {
    var source = ByteSource(Array(bytes))
    self = try Self(from: &source)
    guard source.isAtEnd else { throw PlainDataError() }
  }
}

/// Where encoded values go.
public struct ByteSink: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func append(_ word: UInt64) {
    var word = word.littleEndian
    withUnsafeBytes(of: &word) { bytes.append(contentsOf: $0) }
  }

  public mutating func append(_ raw: some Collection<UInt8>) { bytes.append(contentsOf: raw) }
}

/// Where encoded values come from.
public struct ByteSource: Sendable {
  private let bytes: [UInt8]
  private var position = 0

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public var isAtEnd: Bool { position == bytes.count }

  /// How many bytes are left.
  public var count: Int { bytes.count - position }

  public mutating func word() throws(PlainDataError) -> UInt64 {
    guard count >= 8 else { throw PlainDataError() }
    var word: UInt64 = 0
    for k in 0..<8 { word |= UInt64(bytes[position + k]) << UInt64(8 * k) }
    position += 8
    return word
  }

  public mutating func raw(_ length: Int) throws(PlainDataError) -> ArraySlice<UInt8> {
    guard length >= 0, length <= count else { throw PlainDataError() }
    defer { position += length }
    return bytes[position..<position + length]
  }

  /// A number of things to come, of at least `size` bytes each: no more than there are bytes for.
  public mutating func length(of size: Int) throws(PlainDataError) -> Int {
    let word = try word()
    guard word <= UInt64(count / max(1, size)) else { throw PlainDataError() }
    return Int(word)
  }
}

// MARK: - Values

extension UInt64: PlainData {
  public func encode(into sink: inout ByteSink) { sink.append(self) }
  public init(from source: inout ByteSource) throws(PlainDataError) { self = try source.word() }
}

extension Int: PlainData {
  public func encode(into sink: inout ByteSink) { sink.append(UInt64(bitPattern: Int64(self))) }
  public init(from source: inout ByteSource) throws(PlainDataError) {
    self = Int(Int64(bitPattern: try source.word()))
  }
}

extension Double: PlainData {
  public func encode(into sink: inout ByteSink) { sink.append(bitPattern) }
  public init(from source: inout ByteSource) throws(PlainDataError) {
    self = Double(bitPattern: try source.word())
  }
}

extension Bool: PlainData {
  public func encode(into sink: inout ByteSink) { sink.append(self ? 1 : 0) }
  public init(from source: inout ByteSource) throws(PlainDataError) {
    switch try source.word() {
    case 0: self = false
    case 1: self = true
    default: throw PlainDataError()
    }
  }
}

extension String: PlainData {
  public func encode(into sink: inout ByteSink) {
    sink.append(UInt64(utf8.count))
    sink.append(utf8)
  }

  public init(from source: inout ByteSource) throws(PlainDataError) {
    let length = try source.length(of: 1)
    guard let text = String(validating: try source.raw(length), as: UTF8.self) else {
      throw PlainDataError()
    }
    self = text
  }
}

extension Array: PlainData where Element: PlainData {
  public func encode(into sink: inout ByteSink) {
    sink.append(UInt64(count))
    for element in self { element.encode(into: &sink) }
  }

  public init(from source: inout ByteSource) throws(PlainDataError) {
    // no value is shorter than a word
    let length = try source.length(of: 8)
    var elements: [Element] = []
    elements.reserveCapacity(length)
    for _ in 0..<length { elements.append(try Element(from: &source)) }
    self = elements
  }
}

extension Optional: PlainData where Wrapped: PlainData {
  public func encode(into sink: inout ByteSink) {
    (self != nil).encode(into: &sink)
    self?.encode(into: &sink)
  }

  public init(from source: inout ByteSource) throws(PlainDataError) {
    self = try Bool(from: &source) ? try Wrapped(from: &source) : nil
  }
}

extension Complex: PlainData {
  public func encode(into sink: inout ByteSink) {
    real.encode(into: &sink)
    imaginary.encode(into: &sink)
  }

  public init(from source: inout ByteSource) throws(PlainDataError) {
    self.init(try Double(from: &source), try Double(from: &source))
  }
}

/// What an error means and which method made the number, the same for real and complex ones.
private struct EstimateOrigin: PlainData {
  let uncertainty: Estimate.Uncertainty
  let method: String

  init(_ uncertainty: Estimate.Uncertainty, _ method: String) {
    self.uncertainty = uncertainty
    self.method = method
  }

  func encode(into sink: inout ByteSink) {
    (uncertainty == .standardError).encode(into: &sink)
    method.encode(into: &sink)
  }

  init(from source: inout ByteSource) throws(PlainDataError) {
    uncertainty = try Bool(from: &source) ? .standardError : .bound
    method = try String(from: &source)
  }
}

extension Estimate: PlainData {
  public func encode(into sink: inout ByteSink) {
    value.encode(into: &sink)
    error.encode(into: &sink)
    EstimateOrigin(uncertainty, method).encode(into: &sink)
  }

  public init(from source: inout ByteSource) throws(PlainDataError) {
    let (value, error) = (try Double(from: &source), try Double(from: &source))
    guard !(error < 0) else { throw PlainDataError() }
    let origin = try EstimateOrigin(from: &source)
    self.init(value, error: error, origin.uncertainty, method: origin.method)
  }
}

extension ComplexEstimate: PlainData {
  public func encode(into sink: inout ByteSink) {
    value.encode(into: &sink)
    error.encode(into: &sink)
    EstimateOrigin(uncertainty, method).encode(into: &sink)
  }

  public init(from source: inout ByteSource) throws(PlainDataError) {
    let (value, error) = (try Complex(from: &source), try Complex(from: &source))
    guard !(error.real < 0), !(error.imaginary < 0) else { throw PlainDataError() }
    let origin = try EstimateOrigin(from: &source)
    self.init(value, error: error, origin.uncertainty, method: origin.method)
  }
}
