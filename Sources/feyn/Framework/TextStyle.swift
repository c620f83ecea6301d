#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Bold, faint and red text on a terminal; plain text elsewhere, and where the user objects.
///
/// `NO_COLOR` set to anything, `CLICOLOR=0` and `TERM=dumb` are objections.
struct TextStyle {
  let isRich: Bool

  static let plain = TextStyle(isRich: false)

  /// For an open file: rich if it is a terminal that can and the user does not object.
  init(descriptor: Int32) {
    let refused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    let off = getenv("CLICOLOR").map { String(cString: $0) == "0" } ?? false
    isRich = Self.isTerminal(descriptor) && !refused && !off
  }

  /// Whether an open file is a terminal that can move its cursor.
  static func isTerminal(_ descriptor: Int32) -> Bool {
    let terminal = getenv("TERM").map { String(cString: $0) } ?? "dumb"
    // mpirun gives its processes a terminal whatever it writes to itself
    return isatty(descriptor) != 0 && !["dumb", ""].contains(terminal)
      && Processes.launched == 1
  }

  /// The columns of a terminal, `nil` for a pipe or a file.
  static func terminalWidth(descriptor: Int32) -> Int? {
    guard isatty(descriptor) != 0, Processes.launched == 1 else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return nil }
    return Int(size.ws_col)
  }

  /// A help page with its headings marked.
  func headed(_ page: String) -> String {
    guard isRich else { return page }
    return page.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let heading = line.prefix { $0 != ":" }
      let isHeading =
        !heading.isEmpty && heading.count < line.count
        && heading.allSatisfy { $0.isUppercase || $0 == " " } && heading.first != " "
      return isHeading ? strong(heading + ":") + line.dropFirst(heading.count + 1) : String(line)
    }.joined(separator: "\n")
  }

  private init(isRich: Bool) { self.isRich = isRich }

  func strong(_ text: String) -> String { isRich ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  func faint(_ text: String) -> String { isRich ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
  func alarming(_ text: String) -> String { isRich ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
}
