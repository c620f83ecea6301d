import Torus

extension Ensemble {
  /// What one realisation contributes.
  struct Sample: PlainData {
    /// By time, then by measurement, `slots` numbers each.
    var values: [Double] = []
    /// The largest `|‖ψ_t‖² − 1|` over the times.
    var normDefect = 0.0
    /// By time, the probability at the boundary of the box, of a localised start.
    var atBoundary: [Double] = []

    init() {}

    init(from source: inout ByteSource) throws(PlainDataError) {
      values = try [Double](from: &source)
      normDefect = try Double(from: &source)
      atBoundary = try [Double](from: &source)
    }

    func encode(into sink: inout ByteSink) {
      values.encode(into: &sink)
      normDefect.encode(into: &sink)
      atBoundary.encode(into: &sink)
    }
  }

  /// What all realisations share.
  struct Preparation: Sendable {
    let evolution: ChebyshevEvolution
    let ψ: WaveFunction
    /// The starts at p0 + ξ, by measurement; `nil` where none is needed.
    let partners: [WaveFunction?]
  }

  var preparation: Preparation {
    Preparation(
      evolution: ChebyshevEvolution(box: box, times: times), ψ: start.waveFunction(on: box),
      partners: measurements.map { measurement in
        guard case .transferred(_, let ξ) = measurement, case .planeWave(let p) = start else {
          return nil
        }
        return .planeWave(p + ξ, on: box)
      })
  }

  func sample(_ k: Int, _ shared: Preparation) -> Sample {
    let h = hamiltonian(k)
    let ψ = shared.ψ
    let evolved = shared.evolution.evolve(ψ, under: h)
    let partners = shared.partners.map { $0.map { shared.evolution.evolve($0, under: h) } }
    let initial = start.isLocalised ? Spread(ψ.marginals).meanSquare : 0
    var sample = Sample()
    for (i, φ) in evolved.enumerated() {
      sample.normDefect = max(sample.normDefect, abs(φ.norm - 1))
      let marginals = start.isLocalised ? φ.marginals : []
      let spread = start.isLocalised ? Spread(marginals) : nil
      if let spread { sample.atBoundary.append(spread.atBoundary) }
      for (measurement, partner) in zip(measurements, partners) {
        switch measurement {
        case .observable(.survival), .autocorrelation:
          let amplitude = ψ.overlap(with: φ)
          sample.values += [amplitude.real, amplitude.imaginary]
        case .observable(.displacement):
          sample.values.append((spread?.meanSquare ?? 0) - initial)
        case .observable(let observable):
          sample.values.append(φ.average(of: weight(observable)))
        case .returnProbability: sample.values.append(ψ.overlap(with: φ).norm)
        case .participation: sample.values.append(1 / φ.inverseParticipation)
        case .profile: sample.values += marginals[0]
        case .echo(let reversal):
          // the numbers of fresh realisations begin far beyond those of any ensemble
          let back = reversal == .same ? h : hamiltonian(k + (1 << 40))
          let returned = shared.evolution.evolve(φ.conjugate, under: back, times: [times[i]])[0]
          sample.values.append(ψ.conjugate.overlap(with: returned).norm)
        case .transferred(let observable, let ξ):
          let mode = φ.transferred(
            to: partner?[i] ?? φ, weight(observable), transfer: ξ,
            origin: start.isLocalised ? box.middle[0] : 0)
          sample.values += [mode.real, mode.imaginary]
        }
      }
    }
    return sample
  }

  func hamiltonian(_ k: Int) -> Hamiltonian {
    Hamiltonian(box: box, coupling: coupling, disorder: disorder, realisation: k)
  }

  private func weight(_ observable: Observable) -> [Observable.Mode] {
    observable.weight(start: start.momentum ?? .zero(dimension: box.dimension)) ?? []
  }
}
