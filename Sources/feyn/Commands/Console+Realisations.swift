import Dynamics
import Figures
import Torus

extension Console {
  /// Refuses an average that does not fit into the memory, then says what it will cost.
  ///
  /// - Parameters:
  ///   - seconds: on one thread.
  ///   - memory: in bytes.
  func prepare(_ average: String, seconds: Double, memory: Double) throws {
    let memory = try claim(
      memory, remedy: "a smaller --size, or fewer --threads, take less", isAnnounced: false)
    announce(average, seconds: seconds / Double(workers.threads), memory: memory)
  }

  /// Says how rough the error bars from few independent samples are, by Student's law.
  ///
  /// - Parameter kind: what the samples are, in the plural.
  func noteErrors(of samples: Int, _ kind: String = "realisations") {
    guard samples < 10 else { return }
    let factor = Statistics.student(2, samples: samples)
    announce(
      "note: error bars from \(samples) \(kind) are rough: what two errors hold else takes"
        + " \(NumberText.general(factor, digits: 2)) of them"
        + " (Student's t, \(samples == 2 ? "1 degree" : "\(samples - 1) degrees") of freedom)")
  }
}
