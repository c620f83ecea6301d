import Foundation
import Testing

/// What runs say of their memory, beside the peak that the system counts.
@Suite struct MemoryTests {
  /// Of the runs of Benchmarks/memory.py those that take seconds.
  @Test(.enabled(if: (try? Program.shell("python3 -c ''"))?.code == 0))
  func `the peak is within a fifth of what was said`() throws {
    let script =
      URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path + "/Benchmarks/memory.py"
    let run = try Program.shell(
      "python3 '\(script)' '\(Program.path)' 'band --size' 'wigner' 'torus --threads' 'x1,v1'"
        + " 'simulate --size 160'")
    #expect(run.code == 0, "\(run.output)")
    #expect(run.output.split(separator: "\n").count == 7, "\(run.output)")
  }
}
