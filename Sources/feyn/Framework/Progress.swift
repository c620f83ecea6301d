#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures
import Synchronization

/// A line on stderr that says how far a computation is, its rate and the time left.
///
/// Written at most ten times per second, only on a terminal; `clear` takes it away.
final class Progress: Sendable {
  private struct State {
    var label = ""
    var began = 0.0
    var shown = 0.0
    var isVisible = false
  }

  private let state = Mutex(State())
  private let isEnabled: Bool

  init(isEnabled: Bool) { self.isEnabled = isEnabled && TextStyle.isTerminal(2) }

  func begin(_ label: String) {
    clear()
    state.withLock { $0 = State(label: label, began: Self.now, shown: Self.now) }
  }

  func report(_ done: Int, _ total: Int) {
    guard isEnabled else { return }
    state.withLock { state in
      let now = Self.now
      guard now - state.shown >= 0.1 else { return }
      state.shown = now
      state.isVisible = true
      let elapsed = now - state.began
      let rate = Double(done) / max(elapsed, 1e-9)
      let share = total > 0 ? 100 * Double(done) / Double(total) : 0
      let left = rate > 0 ? Double(total - done) / rate : .infinity
      let text =
        "\(state.label): \(NumberText.fixed(share, decimals: 0)) %"
        + "  \(done)/\(total)  \(NumberText.general(rate, digits: 3))/s"
        + "  \(Self.duration(left)) left"
      // a line that wraps could not be taken away
      let room = (TextStyle.terminalWidth(descriptor: 2) ?? 80) - 1
      StandardError.write("\r\u{1B}[K\(text.prefix(room))")
    }
  }

  func clear() {
    guard isEnabled else { return }
    state.withLock { state in
      if state.isVisible { StandardError.write("\r\u{1B}[K") }
      state.isVisible = false
    }
  }

  /// `3 s`, `2 min 05 s`, `1 h 20 min`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "?" }
    let whole = Int(seconds.rounded(.up))
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return switch whole {
    case ..<60: "\(whole) s"
    case ..<3600: "\(whole / 60) min \(two(whole % 60)) s"
    default: "\(whole / 3600) h \(two(whole / 60 % 60)) min"
    }
  }

  /// Seconds on a clock that only goes forward.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
