#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Bold and faint text on a terminal, plain text elsewhere or where `NO_COLOR` is set.
struct TextStyle {
  let isRich: Bool

  static let plain = TextStyle(isRich: false)

  /// For an open file: rich if it is a terminal that can and the user does not object.
  init(descriptor: Int32) {
    let terminal = getenv("TERM").map { String(cString: $0) } ?? "dumb"
    let refused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    isRich = isatty(descriptor) != 0 && terminal != "dumb" && !refused
  }

  private init(isRich: Bool) { self.isRich = isRich }

  func strong(_ text: String) -> String { isRich ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  func faint(_ text: String) -> String { isRich ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
  func alarming(_ text: String) -> String { isRich ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
}
