public import Diagrams
public import Resolvents
public import Torus

/// What a study found: everything that its report shows, and nothing that depends on the machine.
///
/// The same study with the same seed gives the same results, bit by bit, whatever the number of
/// threads; times and machine are in `StudyJournal`.
public struct StudyResults: Sendable {
  public let study: Study
  /// Γ_{n,n} for n = 1…countedOrder.
  public let counts: [GraphCounts]
  /// Every graph of Γ_{n,n} for n = 1…drawnOrder.
  public let graphs: [DrawnGraph]
  /// For each width the largest integral over the shifts.
  public let crossing: CrossingSeries
  /// The place in the study's list of the shift with the largest integral, for each width.
  public let worstShifts: [Int]
  /// By coupling, then by time.
  public let points: [ComparisonPoint]
  /// The theories on a fine grid of times, for curves; by coupling, then by time.
  public let curves: [TheoryPoint]
  /// Realisations that went into each average.
  public let realisations: Int
  /// The largest `|‖ψ_t‖² − 1|`.
  public let normDefect: Double

  /// A graph of the gallery and what is known of its amplitude.
  public struct DrawnGraph: Sendable {
    public let routing: Routing
    /// A number that the amplitude cannot exceed.
    public let bound: Double
    /// At the smallest coupling and time, up to n̄ = 2; `nil` beyond, and where it costs too much.
    public let amplitude: ComplexEstimate?

    public var pairing: Pairing { routing.pairing }
  }

  /// The theories at one coupling and one time.
  public struct TheoryPoint: Hashable, Sendable {
    public let coupling: Double
    public let time: Double
    public let decorated: Estimate
    public let noncrossing: Estimate
    public let boltzmann: Estimate
  }

  /// The three routes at one coupling and one time.
  public struct ComparisonPoint: Hashable, Sendable {
    public let simulation: Estimate
    public let basic: Estimate
    public let theory: TheoryPoint

    public var coupling: Double { theory.coupling }
    public var time: Double { theory.time }
  }
}

/// How long the parts of a study took, and where.
public struct StudyJournal: Hashable, Sendable {
  public struct Stage: Hashable, Sendable {
    public let name: String
    public let seconds: Double
  }

  public internal(set) var stages: [Stage] = []

  public var seconds: Double { stages.reduce(0) { $0 + $1.seconds } }
}
