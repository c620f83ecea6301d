#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures
import Synchronization

/// Ctrl-C: the first asks the running work to stop, the second ends the program at once.
enum Interruption {
  private static let count = Atomic<Int>(0)

  static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

  /// Takes over SIGINT and SIGTERM, and lets a broken pipe be an error of `write`.
  static func install() {
    _ = isRequested  // the counter exists before a handler can touch it
    signal(SIGPIPE, SIG_IGN)
    // whoever started the program may have blocked them, and a mask is inherited
    var mask = sigset_t()
    sigemptyset(&mask)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&mask, number)
      signal(number) { _ in
        if Interruption.count.wrappingAdd(1, ordering: .relaxed).oldValue > 0 {
          WholeFile.removeUnfinished()
          _exit(ExitCode.interrupted.rawValue)
        }
        if isatty(2) != 0 {
          let line: StaticString = "\nfeyn: stopping; Ctrl-C again ends at once\n"
          _ = write(2, line.utf8Start, line.utf8CodeUnitCount)
        }
      }
    }
    sigprocmask(SIG_UNBLOCK, &mask, nil)
  }
}
