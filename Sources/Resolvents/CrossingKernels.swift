#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
internal import Torus

/// The kernels `A_E` that a pass of `CrossingLattice` needs: coefficients, norms, errors.
///
/// Since `e(p + (½,…,½)) = −e(p)`, `A_{−E}(x) = (−1)^{Σx} A_E(x)`: only |E| counts.
struct CrossingKernels: Sendable {
  let grid: EnergyGrid
  /// The distinct |E|.
  let energies: [Double]
  /// Per set of energies: which kernels, and how many of its energies are negative.
  let sets: [(kernels: [Int], negatives: Int)]
  /// Per kernel: the real parts of the coefficients, for Σx even, doubled but for the first.
  let even: [[Double]]
  /// Per kernel: the imaginary parts, for Σx odd; zero at E = 0.
  let odd: [[Double]]
  /// Per kernel, `(Σ_x |δA|²)^{1/2}`.
  let errors: [Double]
  /// Per kernel, `A(0)`.
  let atOrigin: [Double]
  /// Per kernel, `Σ_x A(x)²`.
  let squares: [Double]
  /// The number of times.
  let count: Int

  init(dimension: Int, epsilon: Double, energies sets: [[Double]], tolerance: Double) {
    let energies = Set(sets.joined().map(abs)).sorted()
    let grid = EnergyGrid(
      dimension: dimension, width: epsilon, tolerance: max(2e-15, min(1e-12, tolerance * 1e-4)))
    let all = energies.map { energy in
      grid.coefficients { 1 / ((($0 - energy) * ($0 - energy)) + epsilon * epsilon).squareRoot() }
    }
    let expansions = all.map { coefficients in
      let whole = EnergyExpansion(coefficients: coefficients, on: grid, target: 0)
      return EnergyExpansion(
        coefficients: coefficients, on: grid, target: 0.05 * tolerance * whole.atOrigin)
    }
    let count = expansions.map(\.coefficients.count).max() ?? 1
    let padded = (count + 7) / 8 * 8
    func part(_ expansion: EnergyExpansion, _ component: (Complex) -> Double) -> [Double] {
      var values = expansion.coefficients.map { 2 * component($0) }
      values[0] /= 2
      return values + [Double](repeating: 0, count: padded - values.count)
    }
    self.grid = grid
    self.energies = energies
    self.sets = sets.map { set in
      (
        set.map { energy in energies.firstIndex(of: abs(energy))! },
        set.count { $0 < 0 }
      )
    }
    self.count = count
    even = expansions.map { part($0, \.real) }
    odd = zip(energies, expansions).map { energy, expansion in
      part(expansion) { energy == 0 ? 0 : $0.imaginary }
    }
    errors = expansions.map(\.error)
    atOrigin = expansions.map(\.atOrigin)
    squares = energies.map { energy in
      EnergyExpansion(
        { 1 / ((($0 - energy) * ($0 - energy)) + epsilon * epsilon) }, on: grid, target: 0
      ).atOrigin
    }
  }

  /// `Π ‖1/(e−E_i−iε)‖_1`, the contribution of x = 0.
  func scale(set: Int) -> Double { sets[set].kernels.reduce(1) { $0 * atOrigin[$1] } }

  func norms(set: Int) -> [Estimate] {
    sets[set].kernels.map {
      Estimate(atOrigin[$0], error: errors[$0] + 1e-15 * atOrigin[$0], method: "lattice")
    }
  }

  /// A bound on what the sites beyond the last shell contribute.
  func truncation(set: Int, after sum: CrossingShellSum) -> Double {
    let kernels = sets[set].kernels
    let tails = kernels.map { kernel in
      let rest =
        squares[kernel] - sum.squares[kernel] + 2 * errors[kernel] * squares[kernel].squareRoot()
      return max(rest, 1e-14 * squares[kernel]).squareRoot()
    }
    let suprema = kernels.map { sum.largest[$0] + errors[$0] }
    // two factors by Cauchy–Schwarz, the others by their supremum: the best choice of the two
    var best = Double.infinity
    for i in kernels.indices {
      for j in 0..<i {
        let others = kernels.indices.reduce(1.0) { $1 == i || $1 == j ? $0 : $0 * suprema[$1] }
        best = min(best, tails[i] * tails[j] * others)
      }
    }
    return best
  }

  /// A bound on what the times left out contribute: `Σ_i ‖δA_i‖ ‖Π_{j≠i} A_j‖` in ℓ².
  func quadrature(set: Int, after sum: CrossingShellSum) -> Double {
    let kernels = sets[set].kernels
    return kernels.indices.reduce(0) { total, i in
      let others = kernels.indices.filter { $0 != i }.map { kernels[$0] }
      if others.count == 1 { return total + errors[kernels[i]] * squares[others[0]].squareRoot() }
      let product = others.enumerated().reduce(1.0) { product, factor in
        let (place, kernel) = factor
        return product * (place < 2 ? sqrt(sqrt(sum.fourths[kernel])) : atOrigin[kernel])
      }
      return total + errors[kernels[i]] * product
    }
  }
}
