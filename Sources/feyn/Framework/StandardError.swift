import Figures

/// Everything that is not a result: errors, progress, the cost of a run.
enum StandardError {
  /// Writes at once; a stderr that cannot be written is nobody's to complain to.
  static func write(_ text: String) {
    let writer = ByteWriter(descriptor: 2, name: "standard error")
    try? writer.write(text)
    try? writer.flush()
  }
}
