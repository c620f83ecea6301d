public import Dynamics
public import Torus

/// The main job as a value: every choice of a study of the kinetic limit, and nothing else.
///
/// A study compares, for one plane wave and one observable, the disorder average of the Schrödinger
/// dynamics, the sums of ladder graphs at finite η, and the Boltzmann equation, and sets beside them
/// the graphs themselves: their numbers, their pictures, and the crossing integral that makes the
/// rest of them small. Running it: `run`; as a file: `init(json:)` and `json`.
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, section 5.
public struct Study: Hashable, Sendable {
  /// d = 1…4.
  public var dimension: Int
  /// p0, the plane wave at the start; a point of the dual lattice of the simulation's box.
  public var momentum: Momentum
  public var observable: Observable
  /// η, each > 0.
  public var couplings: [Double]
  /// Macroscopic times `T = η²t`, each > 0.
  public var times: [Double]
  public var seed: UInt64
  public var graphs: Graphs
  public var crossing: Crossing
  public var simulation: Simulation

  /// Which graphs are counted and drawn.
  public struct Graphs: Hashable, Sendable {
    /// Counts are tabled for n̄ = 1…countedOrder, all on both lines alike.
    public var countedOrder: Int
    /// Every graph of Γ_{n,n} is drawn for n = 1…drawnOrder.
    public var drawnOrder: Int
  }

  /// The crossing integral I(ε; E1, E2, E3; u).
  public struct Crossing: Hashable, Sendable {
    public var energies: [Double]
    /// ε, falling.
    public var widths: [Double]
    /// The shifts u; the largest integral of them is shown.
    public var shifts: [Momentum]
  }

  /// The disorder average.
  public struct Simulation: Hashable, Sendable {
    /// L, the side of the periodic box.
    public var side: Int
    public var realisations: Int
    public var disorder: DisorderLaw
  }

  /// The study that `feyn study` runs without a file: well under a minute on two cores.
  public static let standard = Study(
    dimension: 3, momentum: Momentum([2.0 / 24, 4.0 / 24, 7.0 / 24]), observable: .velocity,
    couplings: [0.8, 0.6, 0.4], times: [0.5, 1, 2], seed: 1,
    graphs: Graphs(countedOrder: 10, drawnOrder: 4),
    crossing: Crossing(
      energies: [0, 0, 0], widths: [0.4, 0.2, 0.1, 0.05, 0.025],
      shifts: [
        Momentum([0, 0, 0]), Momentum([0.25, 0.25, 0.25]), Momentum([0.1, 0.23, 0.37]),
        Momentum([0.5, 0, 0]),
      ]),
    simulation: Simulation(side: 24, realisations: 1000, disorder: .gaussian))
}
