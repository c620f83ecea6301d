extension Ensemble {
  /// The most memory that an average holds, in bytes, with so many realisations at a time.
  ///
  /// Per realisation: `T_{2j}` and `T_{2j+1}` in the parts of the start, the potential with and
  /// without its shift, and for each time a sum and the wave function that it becomes; the start
  /// itself is shared. A second evolution, of a partner or back in time, has the same fields: on top come
  /// what it begins with and what it leaves.
  public func memory(threads: Int) -> Double {
    memory(threads: threads, vector: 8 * Double(box.sites))
  }

  /// The same in slabs, in one of so many processes: one realisation at a time, its share and two planes.
  public func memoryInSlabs(processes: Int) -> Double {
    let planes = (box.planes + processes - 1) / processes + (processes > 1 ? 2 : 0)
    return memory(threads: 1, vector: 8 * Double(planes * box.planeSites))
  }

  /// - Parameter vector: a number for each site.
  private func memory(threads: Int, vector: Double) -> Double {
    let isReal = start == .site
    let evolution = (isReal ? 2.0 : 4) + 2 + 4 * Double(times.count)
    let again = measurements.reduce(0.0) { most, measurement in
      switch measurement {
      case .echo: max(most, 3)
      // the partner turned by e^{−2πiξ·x}; from a place the wave is its own partner
      case .transferred: max(most, 2 + (start.isLocalised ? 0 : 2 * Double(times.count)))
      default: most
      }
    }
    let partners = measurements.count { measurement in
      if case .transferred = measurement { !start.isLocalised } else { false }
    }
    let held = Double(min(threads, realisations)) * (evolution + again) + 2 * Double(partners)
    let samples = Double(realisations) * Double(times.count) * slotsPerTime * 8
    return vector * (held + 2) + samples
  }

  /// Numbers that a realisation leaves at each time.
  private var slotsPerTime: Double {
    Double(measurements.reduce(2) { $0 + $1.slots(on: box) })
  }
}

extension EnsembleEntropy {
  /// The most memory that an average holds, in bytes, with so many blocks at a time: the states of a group,
  /// the fields of an evolution, a way back, and the distributions of all blocks.
  public func memory(threads: Int) -> Double {
    let (sites, times) = (8 * Double(ensemble.box.sites), Double(ensemble.times.count))
    let blocks = realisations / blockSize
    let held = Double(Self.group) * 2 * times + (6 + 2 * times) + 4
    return sites * (Double(min(threads, blocks)) * held + Double(blocks) * times)
  }

  /// The number of site updates: one realisation of a group goes back from every time.
  public var siteUpdates: Double {
    let evolutions = Double(realisations) / Double(ensemble.realisations)
    return ensemble.siteUpdates * evolutions
      * (1 + Double(ensemble.times.count) / Double(Self.group))
  }
}
