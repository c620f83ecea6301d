#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
internal import Torus

extension CrossingLattice {
  /// The integrals in one dimension, where one cosine transform gives every site at once.
  ///
  /// On a ring of N sites the kernel is `Σ_m A(x + mN)`; A falls like `e^{−ε|x|/2}` at least, so at
  /// N = 160/ε nothing is left of the images, nor of the sites beyond N/2, but rounding.
  func integralsOnLine() -> Result {
    var side = 256
    while Double(side) * epsilon < 160 { side *= 2 }
    let count = side / 2 + 1
    let distinct = Set(energies.joined()).sorted()
    let momenta = (0..<count).map { Momentum([Double($0) / Double(side)]).energy }
    let kernels = distinct.map { energy in
      var values = momenta.map {
        1 / (($0 - energy) * ($0 - energy) + epsilon * epsilon).squareRoot() / Double(side)
      }
      FourierTransform.cosine(&values, count: count, dimension: 1)
      return values
    }
    let components = CrossingComponents(shifts)
    let sets = energies.map { set in set.map { distinct.firstIndex(of: $0)! } }
    let method = "lattice, ring of \(side)"
    let integrals = sets.map { set in
      var products = kernels[set[0]]
      for kernel in set.dropFirst() {
        for x in products.indices { products[x] *= kernels[kernel][x] }
      }
      let scale = set.reduce(1.0) { $0 * kernels[$1][0] }
      let values = components.values.map { u in
        // small terms first; −N/2 and N/2 are one site
        (0..<count).reversed().reduce(0.0) { sum, x in
          let phase = x == 0 || x == count - 1 ? 1 : 2 * cos(2 * Double.pi * (u * Double(x)))
          return sum + products[x] * phase
        }
      }
      return components.indices.map {
        let value = values[$0[0]]
        return Estimate(value, error: 1e-13 * scale + 1e-13 * abs(value), method: method)
      }
    }
    let norms = sets.map { set in
      set.map { Estimate(kernels[$0][0], error: 1e-13 * kernels[$0][0], method: method) }
    }
    return Result(integrals: integrals, norms: norms, radius: count - 1, nodes: side)
  }
}
