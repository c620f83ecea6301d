public import Torus

/// Rate and diffusion constant over the whole band.
///
///     Γ(E) = 2πρ(E),      D(E) = ⟨c_1²⟩_E/Γ(E) = (2 − 2⟨cos 4πv_1⟩_E)/2πρ(E)
///
/// at the midpoints of equal intervals of (−2d, 2d), which keep away from the edges, where D diverges or
/// vanishes with the shell. Both are even in E. Each value is the closed form of `EnergyShell` with the
/// distance to the rule on the shell as its error.
public struct BandProfile: Sendable {
  public struct Row: Sendable {
    public let energy: Double
    public let densityOfStates: Estimate
    public let rate: Estimate
    public let meanSquareVelocity: Estimate
    public let diffusion: Estimate
  }

  public let dimension: Int
  public let rows: [Row]

  /// - Parameter count: the number of energies, ≥ 1; in d = 2 an odd one would hit E = 0.
  public init(
    dimension: Int, count: Int, workers: Workers = .single, monitor: Monitor = .silent
  ) throws(LadderError) {
    precondition(count >= 1, "a number of energies is positive, got \(count)")
    self.dimension = dimension
    let width = Double(4 * dimension) / Double(count)
    let middle = Double(count) / 2
    let results: [Result<Row, LadderError>]
    do throws(Interrupted) {
      results = try workers.map(count, monitor: monitor) { k in
        Result { () throws(LadderError) -> Row in
          // E and −E to the last bit
          let shell = try EnergyShell(
            dimension: dimension, energy: width * (Double(k) + 0.5 - middle))
          return Row(
            energy: shell.energy, densityOfStates: shell.densityOfStates, rate: shell.rate,
            meanSquareVelocity: shell.meanSquareVelocity, diffusion: shell.diffusion)
        }
      }
    } catch { throw .interrupted }
    var rows: [Row] = []
    for result in results { rows.append(try result.get()) }
    self.rows = rows
  }
}
