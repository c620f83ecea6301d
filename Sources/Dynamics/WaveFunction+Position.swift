// Where the particle is: sums of |ψ(x)|².

extension WaveFunction {
  /// For each axis the probability to find the particle at `x_j = 0, …, L−1`.
  public var marginals: [[Double]] {
    let side = box.side
    var marginals = [[Double]](
      repeating: [Double](repeating: 0, count: side), count: box.dimension)
    let last = box.dimension - 1
    for row in 0..<box.rows {
      var sum = 0.0
      for i in 0..<side {
        let site = row * side + i
        let density = real[site] * real[site] + imaginary[site] * imaginary[site]
        marginals[last][i] += density
        sum += density
      }
      var rest = row
      for axis in (0..<last).reversed() {
        marginals[axis][rest % side] += sum
        rest /= side
      }
    }
    return marginals
  }

  /// `Σ_x |ψ(x)|⁴`, one over the number of sites that take part.
  public var inverseParticipation: Double {
    var sum = 0.0
    for site in 0..<box.sites {
      let density = real[site] * real[site] + imaginary[site] * imaginary[site]
      sum += density * density
    }
    return sum
  }
}

/// What the marginals of a wave function say about its distance from the middle of the box.
struct Spread: Hashable, Sendable {
  /// `Σ_x |ψ(x)|² |x|²/d`, coordinates from −L/2 to L/2 around the middle.
  let meanSquare: Double
  /// The probability to be on the two outermost planes of some axis: they are neighbours.
  let atBoundary: Double

  init(_ marginals: [[Double]]) {
    var square = 0.0
    var boundary = 0.0
    for marginal in marginals {
      let side = marginal.count
      for (i, density) in marginal.enumerated() {
        let x = Double(i - side / 2)
        square += x * x * density
      }
      boundary += marginal[0] + marginal[side - 1]
    }
    meanSquare = square / Double(marginals.count)
    atBoundary = boundary
  }
}
