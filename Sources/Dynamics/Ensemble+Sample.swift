import Torus

extension Ensemble {
  /// What one realisation contributes.
  struct Sample: Sendable {
    /// By time, then by measurement, `slots` numbers each.
    var values: [Double] = []
    /// The largest `|‖ψ_t‖² − 1|` over the times.
    var normDefect = 0.0
    /// By time, the probability at the boundary of the box, of a localised start.
    var atBoundary: [Double] = []
  }

  func sample(_ k: Int, _ ψ: WaveFunction, _ evolution: ChebyshevEvolution) -> Sample {
    let h = Hamiltonian(box: box, coupling: coupling, disorder: disorder, realisation: k)
    guard let evolved = try? evolution.evolve(ψ, under: h) else {
      preconditionFailure("a silent monitor interrupts nothing")
    }
    let initial = start.isLocalised ? Spread(ψ.marginals).meanSquare : 0
    var sample = Sample()
    for φ in evolved {
      sample.normDefect = max(sample.normDefect, abs(φ.norm - 1))
      let marginals = start.isLocalised ? φ.marginals : []
      let spread = start.isLocalised ? Spread(marginals) : nil
      if let spread { sample.atBoundary.append(spread.atBoundary) }
      for measurement in measurements {
        switch measurement {
        case .observable(.survival), .autocorrelation:
          let amplitude = ψ.overlap(with: φ)
          sample.values += [amplitude.real, amplitude.imaginary]
        case .observable(.displacement):
          sample.values.append((spread?.meanSquare ?? 0) - initial)
        case .observable(let observable):
          let momentum = start.momentum ?? .zero(dimension: box.dimension)
          sample.values.append(φ.average(of: observable.weight(start: momentum) ?? []))
        case .returnProbability: sample.values.append(ψ.overlap(with: φ).norm)
        case .participation: sample.values.append(1 / φ.inverseParticipation)
        case .profile: sample.values += marginals[0]
        }
      }
    }
    return sample
  }
}
