#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Figures
import Torus

#if canImport(Glibc)
  // of malloc.h, which the module Glibc leaves out
  @_silgen_name("mallopt")
  private func mallopt(_ parameter: Int32, _ value: Int32) -> Int32
#endif

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
      : "\(Int(max(1, (bytes / 1e6).rounded()))) MB"
  }

  /// The program, its libraries and what every command needs, in bytes.
  static let program = 24e6

  /// Below this a command says nothing: any machine has it.
  static let worthSaying = 1e8

  /// Has large arrays returned to the system when they are freed, so that a peak is what it was said
  /// to be. Without it the allocator keeps those below 32 MB, up to three times what is in use.
  static func returnLargeArrays() {
    #if canImport(Glibc)
      _ = mallopt(-3, 4 << 20)  // M_MMAP_THRESHOLD
    #endif
  }
}

extension Console {
  /// Refuses a run whose memory does not fit, and says what it takes where that is much.
  ///
  /// - Parameters:
  ///   - bytes: beyond what the program takes by itself; the peak is within a fifth of the sum.
  ///   - remedy: what would make it smaller.
  /// - Returns: the sum, in words, where it is worth saying.
  @discardableResult
  func claim(
    _ bytes: Double, remedy: String, isAnnounced: Bool = true
  ) throws(Failure) -> String? {
    let (sum, there) = (bytes + Memory.program, leastMemory)
    guard sum <= there else {
      throw .usage(
        "\(Memory.text(sum)) of memory are needed, \(Memory.text(there)) are there: \(remedy)")
    }
    guard sum > Memory.worthSaying else { return nil }
    Memory.returnLargeArrays()
    if isAnnounced { announce("memory: \(Memory.text(sum))") }
    return Memory.text(sum)
  }

  /// Says in one line what a run will cost, if it is long or large, after `claim` without its own line.
  func announce(
    _ what: String, seconds: Double, memory: String?, processes: Int = 1, most: String = ""
  ) {
    guard seconds > 3 || memory != nil else { return }
    announce(
      "\(what),\(most) about \(Progress.duration(seconds)) on \(workers.threads) threads"
        + (processes > 1 ? " of \(processes) processes each" : "")
        + (memory.map { ", " + $0 + (processes > 1 ? " in each" : "") } ?? ""))
  }

  /// The memory that is there, in bytes; of several processes, where it is least.
  var leastMemory: Double {
    let mine = Memory.available(threads: workers.threads)
    guard let crew = workers.crew else { return mine }
    var source = ByteSource(crew.gather(mine.encoded))
    var least = mine
    while let one = try? Double(from: &source) { least = min(least, one) }
    return least
  }
}
