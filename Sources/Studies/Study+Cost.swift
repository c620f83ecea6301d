import Dynamics
import Resolvents
import Torus

extension Study {
  /// What a run will take.
  public struct Cost: Hashable, Sendable {
    /// Graphs drawn.
    public let graphs: Int
    /// Realisations over all couplings.
    public let evolutions: Int
    public let sites: Int
    /// A guess for a machine of 2020, good to a factor of two.
    public let seconds: Double
  }

  /// The cost of a run on some threads.
  public func cost(threads: Int) -> Cost {
    let sites = (0..<dimension).reduce(1) { product, _ in product * simulation.side }
    let updates = couplings.reduce(0.0) { sum, η in
      sum + ((try? ensemble(coupling: η))?.siteUpdates ?? 0)
    }
    let crossingWork = crossing.widths.reduce(0.0) { sum, width in
      let run = try? CrossingLattice(
        dimension: dimension, epsilon: width, energies: [crossing.energies],
        shifts: crossing.shifts)
      return sum + (run?.cost.operations ?? 0)
    }
    let dressed = couplings.reduce(0.0) { sum, η in
      times.reduce(sum) { $0 + (crossingSize(coupling: η, time: $1)?.seconds ?? 0) }
    }
    let drawn = (1...graphs.drawnOrder).reduce(0) { sum, order in
      sum + stride(from: 1, to: 2 * order, by: 2).reduce(1, *)
    }
    return Cost(
      graphs: drawn, evolutions: couplings.count * simulation.realisations, sites: sites,
      seconds: (updates * 3e-9 + crossingWork / 1e10 + dressed) / Double(threads) + 5)
  }
}
