#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Numbers as people read them.
public enum NumberText {
  /// `%.{digits}g` of C: `0.28340024`, `1.5e-12`.
  public static func general(_ value: Double, digits: Int = 8) -> String {
    formatted("%.\(digits)g", value)
  }

  /// A fixed number of decimals.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    formatted("%.\(decimals)f", value)
  }

  /// A number and its uncertainty in the last two digits shown: `0.74372(51)`, `1.2340(20)e-10`.
  ///
  /// An uncertainty beyond the twelfth digit shows as the number alone, to 12 digits: people have
  /// enough, and machines read JSON.
  public static func uncertain(_ value: Double, error: Double) -> String {
    guard value.isFinite, error.isFinite else {
      return general(value) + "(" + general(error, digits: 2) + ")"
    }
    guard error > 1e-12 * abs(value), error > 1e-300 else { return general(value, digits: 12) }
    let size = max(abs(value), error)
    let magnitude = Int(floor(log10(size)))
    // the exponent that is split off so that the mantissa is of moderate size
    let shift = (-4...6).contains(magnitude) ? 0 : magnitude
    let scale = pow(10, Double(-shift))
    let (mantissa, spread) = (value * scale, error * scale)
    let decimals = max(0, 1 - Int(floor(log10(spread))))
    let unit = pow(10, Double(decimals))
    let digits = fixed(max(1, (spread * unit).rounded()), decimals: 0)
    let text = "\(fixed(mantissa, decimals: decimals))(\(digits))"
    return shift == 0 ? text : "\(text)e\(shift)"
  }

  private static func formatted(_ format: String, _ value: Double) -> String {
    var buffer = [CChar](repeating: 0, count: 400)
    let length = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    let bytes = buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
