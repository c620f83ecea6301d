public import Torus

/// The exact Gaussian expectation behind a sum over pairings, by brute force on a small ring.
///
///     E Σ_k g(k + ξ/2) conj ψ̂_t^{(n)}(k) ψ̂_t^{(ñ)}(k + ξ),
///
/// where `ψ^{(n)}` is the term of order η^n of the wave function that began as the plane wave p0, on
/// the right p0 + ξ. It is a polynomial in the ω_x of degree n+ñ, so for n+ñ ≤ 5 the Gauss–Hermite
/// rule with three nodes per site, 0 and ±√3, gives the expectation exactly. Nothing is shared with
/// the amplitudes: the wave function comes from the Taylor series in position space.
public struct RingOracle {
  public let sites: Int
  public let coupling: Double
  /// t.
  public let time: Double
  /// The largest n.
  public let order: Int

  public init(sites: Int, coupling: Double, time: Double, order: Int) {
    self.sites = sites
    self.coupling = coupling
    self.time = time
    self.order = order
  }

  /// The expectations for all n, ñ ≤ order, with p0 and ξ in units of 1/sites.
  public func expectations(
    start: Int, shift: Int, weight: (Double) -> Complex
  ) -> [[Complex]] {
    var total = [[Complex]](
      repeating: [Complex](repeating: .zero, count: order + 1), count: order + 1)
    let nodes: [(Double, Double)] = [
      (0, 2.0 / 3), (3.0.squareRoot(), 1.0 / 6), (-3.0.squareRoot(), 1.0 / 6),
    ]
    var choices = 1
    for _ in 0..<sites { choices *= 3 }
    for choice in 0..<choices {
      var rest = choice
      var probability = 1.0
      var potential: [Double] = []
      for _ in 0..<sites {
        potential.append(nodes[rest % 3].0)
        probability *= nodes[rest % 3].1
        rest /= 3
      }
      let left = transformed(evolved(start: start, potential))
      let right = transformed(evolved(start: start + shift, potential))
      for k in 0..<sites {
        let g = weight((Double(k) + Double(shift) / 2) / Double(sites))
        let other = ((k + shift) % sites + sites) % sites
        for n in 0...order {
          for m in 0...order {
            total[n][m] += probability * (g * left[n][k].conjugate * right[m][other])
          }
        }
      }
    }
    return total
  }

  /// The wave function as a polynomial in the disorder: coefficients of order 0…order.
  private func evolved(start: Int, _ potential: [Double]) -> [[Complex]] {
    var ψ = [[Complex]](
      repeating: [Complex](repeating: .zero, count: sites), count: order + 1)
    for x in 0..<sites {
      ψ[0][x] =
        Complex.phase(2 * Double.pi * Double(start * x) / Double(sites))
        / Double(sites).squareRoot()
    }
    let steps = 8
    for _ in 0..<steps {
      var term = ψ
      for k in 1...40 {
        var next = term
        for n in 0...order {
          for x in 0..<sites {
            var value = term[n][(x + 1) % sites] + term[n][(x + sites - 1) % sites]
            if n > 0 { value += coupling * potential[x] * term[n - 1][x] }
            next[n][x] = (time / Double(steps * k)) * value.timesPower(ofI: -1)
          }
        }
        term = next
        for n in 0...order {
          for x in 0..<sites { ψ[n][x] += term[n][x] }
        }
      }
    }
    return ψ
  }

  /// Per order, the amplitudes of the plane waves `e^{2πikx/L}/√L`.
  private func transformed(_ ψ: [[Complex]]) -> [[Complex]] {
    ψ.map { term in
      (0..<sites).map { k in
        var sum = Complex.zero
        for x in 0..<sites {
          sum += Complex.phase(-2 * Double.pi * Double(k * x) / Double(sites)) * term[x]
        }
        return sum / Double(sites).squareRoot()
      }
    }
  }
}
