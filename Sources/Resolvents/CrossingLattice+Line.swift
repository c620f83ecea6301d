#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
internal import Torus

extension CrossingLattice {
  /// The integrals in one dimension, where one cosine transform gives every site at once.
  func integralsOnLine() -> Result {
    let line = CrossingLine(epsilon: epsilon, energies: energies)
    let method = "lattice, ring of \(line.side)"
    return Result(
      integrals: energies.indices.map { set in
        shifts.map { u in
          let value = line.sum(set: set, at: u[0], order: 0)
          return Estimate(value, error: line.error(set: set, value), method: method)
        }
      },
      norms: line.norms.map { set in
        set.map { Estimate($0, error: 1e-13 * $0, method: method) }
      },
      radius: line.side / 2, nodes: line.side)
  }
}

/// The kernels of one dimension on a ring, and their products.
///
/// On a ring of N sites the kernel is `Σ_m A(x + mN)`; A falls like `e^{−ε|x|/2}` at least, so at
/// N = 160/ε nothing is left of the images, nor of the sites beyond N/2, but rounding.
struct CrossingLine: Sendable {
  let side: Int
  /// `Π_i A_{E_i}(x)` for x = 0…N/2 by set.
  let products: [[Double]]
  /// `A_{E_i}(0)` by set.
  let norms: [[Double]]

  init(epsilon: Double, energies: [[Double]]) {
    var side = 256
    while Double(side) * epsilon < 160 { side *= 2 }
    let count = side / 2 + 1
    let distinct = Set(energies.joined()).sorted()
    let band = (0..<count).map { Momentum([Double($0) / Double(side)]).energy }
    let kernels = distinct.map { energy in
      var values = band.map {
        1 / (($0 - energy) * ($0 - energy) + epsilon * epsilon).squareRoot() / Double(side)
      }
      FourierTransform.cosine(&values, count: count, dimension: 1)
      return values
    }
    let sets = energies.map { set in set.map { distinct.firstIndex(of: $0)! } }
    self.side = side
    products = sets.map { set in
      set.dropFirst().reduce(kernels[set[0]]) { product, kernel in
        zip(product, kernels[kernel]).map { $0 * $1 }
      }
    }
    norms = sets.map { $0.map { kernels[$0][0] } }
  }

  /// The integral at a shift, or its derivative.
  func sum(set: Int, at u: Double, order: Int) -> Double {
    // small terms first; −N/2 and N/2 are one site
    products[set].indices.reversed().reduce(0.0) { sum, x in
      let wave = 2 * Double.pi * Double(x)
      let angle = 2 * Double.pi * (u * Double(x))
      let phase =
        switch order {
        case 0: cos(angle)
        case 1: -wave * sin(angle)
        default: -wave * wave * cos(angle)
        }
      return sum + products[set][x] * phase * (x == 0 || x == side / 2 ? 1 : 2)
    }
  }

  /// Rounding, the only error.
  func error(set: Int, _ value: Double) -> Double {
    1e-13 * (norms[set].reduce(1, *) + abs(value))
  }
}
