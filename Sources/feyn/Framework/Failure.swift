/// The exit codes that scripts rely on, after sysexits.h.
enum ExitCode: Int32 {
  case success = 0
  /// Wrong usage of the command line.
  case usage = 64
  /// A malformed graph or file.
  case malformed = 65
  /// An internal check failed: a bug of feyn.
  case internalCheck = 70
  /// The output cannot be written.
  case cannotWrite = 73
  /// Stopped by Ctrl-C.
  case interrupted = 130
}

/// The end of a command that went wrong: an exit code and one line for stderr.
struct Failure: Error, Hashable, CustomStringConvertible {
  let code: ExitCode
  /// One line that names the offending thing and says what would be right.
  let description: String

  init(_ code: ExitCode, _ description: String) {
    self.code = code
    self.description = description.onOneLine
  }

  static func usage(_ message: String) -> Failure { Failure(.usage, message) }

  /// A value of an option that is not what it should be.
  static func usage(option: String, value: String, expected: String) -> Failure {
    usage("\(option) '\(value.shortened)': expected \(expected)")
  }

  /// A graph or file that cannot be read; the error says where and why.
  static func malformed(_ error: some CustomStringConvertible) -> Failure {
    Failure(.malformed, error.description)
  }

  /// Two routes to one number disagree: the message shows both.
  static func checkFailed(_ message: String) -> Failure {
    Failure(.internalCheck, "internal check failed: " + message)
  }

  static func cannotWrite(_ error: some CustomStringConvertible) -> Failure {
    Failure(.cannotWrite, error.description)
  }
}

extension String {
  /// At most 40 characters, fit for quoting in a message.
  var shortened: String {
    utf8.count <= 48 ? self : String(prefix(37)) + "…"
  }

  /// Without line breaks and control characters.
  fileprivate var onOneLine: String {
    var text = ""
    for scalar in unicodeScalars {
      let isPlain = scalar.value >= 0x20 && scalar.value != 0x7F
      text.unicodeScalars.append(isPlain ? scalar : " ")
    }
    return text
  }
}
