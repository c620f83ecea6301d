#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
internal import Figures

/// Where a study runs, for its provenance.
enum Machine {
  /// Seconds on a clock that only goes forward.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// `2026-11-20 12:30 UTC`
  static var date: String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func two(_ n: Int32) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return "\(1900 + parts.tm_year)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
      + " \(two(parts.tm_hour)):\(two(parts.tm_min)) UTC"
  }

  /// The operating system and its architecture.
  static var system: String {
    var names = utsname()
    uname(&names)
    func text(_ field: some Any) -> String {
      withUnsafeBytes(of: field) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
    }
    return "\(text(names.sysname)) \(text(names.release)) \(text(names.machine))"
  }

  /// The model of the processor, as far as the system tells.
  static var processor: String {
    let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    let name = model ?? "processor"
    return "\(name), \(cores) core\(cores == 1 ? "" : "s") online"
  }

  private static var model: String? {
    #if canImport(Darwin)
      var bytes = [CChar](repeating: 0, count: 256)
      var size = bytes.count - 1
      guard sysctlbyname("machdep.cpu.brand_string", &bytes, &size, nil, 0) == 0 else { return nil }
      return String(cString: bytes)
    #else
      let lines = WholeFile.contents(of: "/proc/cpuinfo")?.split(separator: "\n") ?? []
      let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
      return model.map { String($0.drop { $0 == " " }) }
    #endif
  }
}
