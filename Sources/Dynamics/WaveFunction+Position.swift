// Where the particle is: sums of |ψ(x)|².

extension WaveFunction {
  /// For each axis the probability to find the particle at `x_j = 0, …, L−1`.
  public var marginals: [[Double]] {
    let side = box.side
    func density(_ site: Int) -> Double {
      real[site] * real[site] + imaginary[site] * imaginary[site]
    }
    guard box.dimension > 1 else { return [slab.gathered(real.indices.map(density))] }
    // for each plane its marginals on the other axes, and its probability
    let (others, rows) = (box.dimension - 1, box.planeSites / side)
    let width = others * side + 1
    var mine: [Double] = []
    mine.reserveCapacity(slab.planes.count * width)
    for plane in 0..<slab.planes.count {
      var sums = [Double](repeating: 0, count: width)
      for row in 0..<rows {
        var sum = 0.0
        let first = plane * box.planeSites + row * side
        for i in 0..<side {
          let density = density(first + i)
          sums[(others - 1) * side + i] += density
          sum += density
        }
        var rest = row
        for axis in (0..<others - 1).reversed() {
          sums[axis * side + rest % side] += sum
          rest /= side
        }
        sums[width - 1] += sum
      }
      mine += sums
    }
    let all = slab.gathered(mine)
    let planes = stride(from: 0, to: all.count, by: width)
    return [planes.map { all[$0 + width - 1] }]
      + (0..<others).map { axis in
        (0..<side).map { x in planes.reduce(0) { $0 + all[$1 + axis * side + x] } }
      }
  }

  /// `Σ_x |ψ(x)|⁴`, one over the number of sites that take part.
  public var inverseParticipation: Double {
    slab.sum { sites in
      var sum = 0.0
      for site in sites {
        let density = real[site] * real[site] + imaginary[site] * imaginary[site]
        sum += density * density
      }
      return SIMD4(sum, 0, 0, 0)
    }
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
