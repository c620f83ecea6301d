import Dynamics
import Figures

extension Console {
  /// Says how rough the error bars of few realisations are, by Student's law.
  func noteErrors(of realisations: Int) {
    guard realisations < 10 else { return }
    let factor = Statistics.student(2, samples: realisations)
    announce(
      "note: error bars from \(realisations) realisations are rough: what two errors hold else takes"
        + " \(NumberText.general(factor, digits: 2)) of them"
        + " (Student's t, \(realisations - 1) degrees of freedom)")
  }
}
