/// How a long computation talks to whoever started it: it reports progress and asks whether to stop.
///
/// A library of feyn prints nothing and installs no signal handler; the command passes this in.
public struct Monitor: Sendable {
  /// Called with the work done and the work in all, in the same arbitrary units; from any thread.
  public let progress: @Sendable (_ done: Int, _ total: Int) -> Void
  /// Whether the computation should stop at its next occasion; from any thread.
  public let isCancelled: @Sendable () -> Bool

  public init(
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.progress = progress
    self.isCancelled = isCancelled
  }

  /// Reports nothing and never stops.
  public static let silent = Monitor()
}

/// Thrown by a computation whose monitor asked it to stop.
public struct Interrupted: Error, Hashable, Sendable {
  public init() {}
}
