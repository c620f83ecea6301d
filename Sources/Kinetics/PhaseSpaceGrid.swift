/// Cells of phase space: some coordinates of X and some of V, the others summed over.
///
/// X runs over `(−L/2, L/2)` on every axis that is kept, V over `[0, 1)`; cells are equal and given by their
/// middle. Values stand with the coordinates in the order X_1, X_2, …, V_1, V_2, …, the last running fastest.
public struct PhaseSpaceGrid: Hashable, Sendable {
  public let dimension: Int
  /// Axes of X that are kept, from 0, increasing.
  public let places: [Int]
  /// Axes of V that are kept, from 0, increasing.
  public let momenta: [Int]
  /// Cells per axis of X and of V.
  public let placeCells: Int
  public let momentumCells: Int
  /// L, in units of X.
  public let length: Double

  public init(
    dimension: Int, places: [Int], momenta: [Int], placeCells: Int, momentumCells: Int,
    length: Double
  ) {
    precondition((1...4).contains(dimension), "the dimension is 1, 2, 3 or 4, got \(dimension)")
    precondition(
      (places + momenta).allSatisfy { (0..<dimension).contains($0) }
        && places == Set(places).sorted() && momenta == Set(momenta).sorted(),
      "axes of Z^\(dimension) in order, got \(places) and \(momenta)")
    precondition(placeCells >= 1 && momentumCells >= 1 && length > 0, "cells of some size")
    self.dimension = dimension
    self.places = places
    self.momenta = momenta
    self.placeCells = placeCells
    self.momentumCells = momentumCells
    self.length = length
  }

  /// How many cells share one place, and how many places there are.
  var momentumCount: Int { momenta.reduce(1) { n, _ in n * momentumCells } }
  var placeCount: Int { places.reduce(1) { n, _ in n * placeCells } }
  public var count: Int { placeCount * momentumCount }

  /// ΔX of one axis.
  public var placeWidth: Double { length / Double(placeCells) }

  /// The volume of a cell.
  public var volume: Double {
    places.reduce(1) { v, _ in v * placeWidth }
      * momenta.reduce(1) { v, _ in
        v / Double(momentumCells)
      }
  }

  /// The middle of cell k of an axis of X, and of V.
  public func place(_ k: Int) -> Double { placeWidth * (Double(k) + 0.5) - length / 2 }
  public func momentum(_ k: Int) -> Double { (Double(k) + 0.5) / Double(momentumCells) }

  /// The coordinates of a cell, those of X first.
  public func coordinates(of cell: Int) -> [Double] {
    var rest = cell
    var values: [Double] = []
    for _ in momenta {
      values.append(momentum(rest % momentumCells))
      rest /= momentumCells
    }
    for _ in places {
      values.append(place(rest % placeCells))
      rest /= placeCells
    }
    return values.reversed()
  }

  /// The cell of V, of a momentum by axis; any turn of it.
  func momentumCell(_ v: (Int) -> Double) -> Int {
    momenta.reduce(0) { cell, axis in
      let turn = v(axis) - v(axis).rounded(.down)
      return cell * momentumCells + min(momentumCells - 1, Int(turn * Double(momentumCells)))
    }
  }

  /// The cell of X; nil outside.
  func placeCell(_ x: (Int) -> Double) -> Int? {
    var cell = 0
    for axis in places {
      let k = ((x(axis) + length / 2) / placeWidth).rounded(.down)
      guard k >= 0, k < Double(placeCells) else { return nil }
      cell = cell * placeCells + Int(k)
    }
    return cell
  }
}
