internal import Torus

/// What the sites of one piece contribute.
struct CrossingShellSum: Sendable {
  /// `values[set · terms + term]`.
  var values: [Double]
  /// `Σ_x A(x)²` by kernel.
  var squares: [Double]
  /// `Σ_x A(x)⁴` by kernel.
  var fourths: [Double]
  /// The largest |A(x)| of the current wave by kernel.
  var largest: [Double]
  /// The products themselves by set, if they are kept.
  var blocks: [[CrossingBlock]]

  init(sets: Int, terms: Int, kernels: Int) {
    values = Array(repeating: 0, count: sets * terms)
    blocks = Array(repeating: [], count: sets)
    squares = Array(repeating: 0, count: kernels)
    fourths = squares
    largest = squares
  }

  mutating func beginWave() { for k in largest.indices { largest[k] = 0 } }

  /// Adds the numbers; blocks stay where they are.
  mutating func add(_ other: CrossingShellSum) {
    for i in values.indices { values[i] += other.values[i] }
    for k in squares.indices {
      squares[k] += other.squares[k]
      fourths[k] += other.fourths[k]
      largest[k] = max(largest[k], other.largest[k])
    }
  }
}
