#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The density of a kinetic equation in phase space at one time: the mean over each cell of a grid.
public struct PhaseSpaceDensity: Sendable {
  public let grid: PhaseSpaceGrid
  public let time: Double
  public let values: [Double]
  /// By cell, where sampled: standard errors. Empty otherwise.
  public let errors: [Double]
  /// What the discretisation in time leaves, as half the sum of the differences; 0 where there is none.
  public let stepError: Double

  init(
    grid: PhaseSpaceGrid, time: Double, values: [Double], errors: [Double] = [],
    stepError: Double = 0
  ) {
    precondition(values.count == grid.count, "a value per cell")
    self.grid = grid
    self.time = time
    self.values = values
    self.errors = errors
    self.stepError = stepError
  }

  /// `∫ F dX dV` over the grid.
  public var mass: Double { values.reduce(0, +) * grid.volume }

  /// `−∫ F log F dX dV`, at the grid's resolution.
  public var entropy: Double {
    -values.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 } * grid.volume
  }

  /// The density of X alone, `∫ F dV`, by place.
  public var spatial: [Double] {
    let n = grid.momentumCount
    return (0..<grid.placeCount).map { x in
      values[(x * n)..<((x + 1) * n)].reduce(0, +) / Double(n)
    }
  }

  /// Half the integral of the difference of two densities on the same grid, from 0 to 1.
  public func distance(to other: [Double]) -> Double {
    precondition(other.count == values.count, "densities on one grid")
    return zip(values, other).reduce(0) { $0 + abs($1.0 - $1.1) } * grid.volume / 2
  }
}
