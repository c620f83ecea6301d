public import Diagrams
public import Kinetics
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
  /// What the graphs of order η⁴ add up to, by coupling, then by class.
  public let classes: [ClassPoint]
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
    /// The crossing graphs of order η⁴; `nil` where the observable has no weight or the time is too
    /// long for them.
    public let crossing: CrossingCorrection?
    /// The crossing graphs of order η⁴ and η⁶, dressed by all that does not cross, in this order; only as many
    /// as `Study.longestCrossing` allows.
    public let crossingSums: [Estimate]

    public var coupling: Double { theory.coupling }
    public var time: Double { theory.time }

    /// What the simulation has and the noncrossing graphs have not.
    public var residual: Estimate {
      Estimate(
        simulation.value - theory.noncrossing.value,
        error: simulation.error + theory.noncrossing.error, .standardError,
        method: "simulation − noncrossing")
    }
  }

  /// The graphs of order η⁴ of one class, at the smallest time of the study.
  public struct ClassPoint: Hashable, Sendable {
    public let coupling: Double
    public let graphClass: GraphClass
    public let row: ClassSum.Row
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
