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

  func preparation(on slab: Slab) -> Preparation {
    Preparation(
      evolution: ChebyshevEvolution(slab: slab, times: times), ψ: start.waveFunction(on: slab),
      partners: measurements.map { measurement in
        guard case .transferred(_, let ξ) = measurement, case .planeWave(let p) = start else {
          return nil
        }
        return .planeWave(p + ξ, on: slab)
      })
  }

  func sample(_ k: Int, _ shared: Preparation) -> Sample {
    guard let sample = sample(k, shared, monitor: .silent) else {
      preconditionFailure("a silent monitor stops nothing")
    }
    return sample
  }

  /// `nil` if the monitor asked to stop.
  func sample(_ k: Int, _ shared: Preparation, monitor: Monitor) -> Sample? {
    let evolution = shared.evolution
    let quietly = Monitor(isCancelled: monitor.isCancelled)
    let h = hamiltonian(k, on: evolution.slab)
    let ψ = shared.ψ
    guard let evolved = evolution.evolve(ψ, under: h, times: times, monitor: monitor) else {
      return nil
    }
    var partners: [[WaveFunction]?] = []
    for partner in shared.partners {
      guard let partner else {
        partners.append(nil)
        continue
      }
      guard let evolved = evolution.evolve(partner, under: h, times: times, monitor: quietly)
      else { return nil }
      partners.append(evolved)
    }
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
          let back = reversal == .same ? h : hamiltonian(k + (1 << 40), on: evolution.slab)
          guard
            let returned = evolution.evolve(
              φ.conjugate, under: back, times: [times[i]], monitor: quietly)
          else { return nil }
          sample.values.append(ψ.conjugate.overlap(with: returned[0]).norm)
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

  func hamiltonian(_ k: Int) -> Hamiltonian { hamiltonian(k, on: Slab(box)) }

  func hamiltonian(_ k: Int, on slab: Slab) -> Hamiltonian {
    Hamiltonian(slab: slab, coupling: coupling, disorder: disorder, realisation: k)
  }

  private func weight(_ observable: Observable) -> [Observable.Mode] {
    observable.weight(start: start.momentum ?? .zero(dimension: box.dimension)) ?? []
  }
}
