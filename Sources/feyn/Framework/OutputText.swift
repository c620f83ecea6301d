import Figures

/// The one output of a command: stdout, or a file that appears whole or not at all.
final class OutputText {
  private let file: WholeFile?
  private let standard: ByteWriter

  init(path: String?) throws(FileError) {
    standard = ByteWriter(descriptor: 1, name: "standard output")
    if let path {
      file = try WholeFile(path)
    } else {
      file = nil
    }
  }

  func write(_ text: String) throws(FileError) {
    if let file {
      try file.write(text)
    } else {
      try standard.write(text)
    }
  }

  /// Makes what was written final.
  func commit() throws(FileError) {
    if let file {
      try file.commit()
    } else {
      try standard.flush()
    }
  }

  /// Sends what was written to stdout so far, as far as that goes.
  func flush() { try? standard.flush() }
}
