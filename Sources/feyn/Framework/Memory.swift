#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures

/// How much memory this process may still take, so that a run that does not fit is refused before
/// it begins.
enum Memory {
  /// In bytes; infinite where neither the system nor a limit says.
  ///
  /// The processes of a job on one machine share what it has; a limit is that of each.
  ///
  /// - Parameter threads: a limit on addresses (`ulimit -v`) counts what is reserved too: a stack and an
  ///   arena of the allocator for each.
  static func available(threads: Int) -> Double {
    let reserved = 32e6 + 80e6 * Double(threads)
    var least = Double.infinity
    var limit = rlimit()
    #if canImport(Darwin)
      let known = getrlimit(RLIMIT_AS, &limit) == 0
      let unlimited = limit.rlim_cur == rlim_t.max >> 1
    #else
      let known = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0
      let unlimited = limit.rlim_cur == rlim_t.max
    #endif
    if known, !unlimited { least = Double(limit.rlim_cur) - taken - reserved }
    if let text = WholeFile.contents(of: "/proc/meminfo"),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
    {
      least = min(least, 1024 * kilobytes / Double(Processes.beside))
    }
    return max(0, least)
  }

  /// The addresses that this process has taken already.
  private static var taken: Double {
    let pages = WholeFile.contents(of: "/proc/self/statm")?.split(separator: " ").first
    return Double(sysconf(Int32(_SC_PAGESIZE))) * (pages.flatMap { Double($0) } ?? 0)
  }

  /// `1.6 GB`, `43 MB`.
  static func text(_ bytes: Double) -> String {
    bytes >= 1e9
      ? "\(NumberText.general(bytes / 1e9, digits: 2)) GB"
      : "\(NumberText.general(max(1, bytes / 1e6), digits: 2)) MB"
  }

  /// Refuses what does not fit into what is there.
  ///
  /// - Parameter remedy: what would make it smaller.
  static func demand(_ bytes: Double, of there: Double, remedy: String) throws(Failure) {
    guard bytes > there else { return }
    throw .usage("\(text(bytes)) of memory are needed, \(text(there)) are there: \(remedy)")
  }
}
