#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
package import Torus

/// The mean square displacement per axis, as a second derivative in the transfer.
///
/// With A(ξ) the amplitude of the observable one at transfer ξ, what a graph adds to the averaged
/// density at x is the Fourier coefficient of A, so to `Σ_x |x|²ρ(x)/d` it adds
///
///     −(1/4π²d) Σ_j ∂²A/∂ξ_j²  at ξ = 0,
///
/// taken by central differences: A is entire and of exponential type about 2πX, X = 2t + width.
/// What the start has already belongs to the graph without contractions.
extension Amplitude {
  /// The pairs of transfers ±kh of the finer formula; the error is its distance to that with one less.
  package static let differencePairs = 6
  /// `2πhX`: the formula errs by some 1e-9 X² and multiplies errors by no more than 40 X².
  package static let differenceStep = 0.5

  func displacement(_ effort: Effort, _ times: Times) throws -> ComplexEstimate {
    let packet = setting.packet!
    let d = setting.dimension
    let reach = setting.displacementReach
    let h = Self.differenceStep / (2 * Double.pi * reach)
    let η2 = setting.coupling * setting.coupling
    var share = effort
    share.tolerance = max(1e-14, effort.tolerance / setting.displacementScale)
    share.timeLimit = effort.timeLimit.map { $0 / Double(1 + 2 * d * Self.differencePairs) }
    func value(axis: Int, _ multiple: Int) throws -> ComplexEstimate {
      var κ = [Double](repeating: 0, count: d)
      κ[axis] = Double(multiple) * h / η2
      return try Amplitude(graph, setting.with(observable: .one, transfer: κ))
        .timeForm(share, times)
    }
    // from one site all axes are alike, and so are the two directions
    let isSite = packet.width == 0
    let center = try value(axis: 0, 0)
    let scale = -1 / (4 * Double.pi * Double.pi * h * h)
    let axes = isSite ? 1 : d
    var (sum, error) = (Complex.zero, Complex.zero)
    for axis in 0..<axes {
      let pairs = try (1...Self.differencePairs).map { k in
        let forward = try value(axis: axis, k)
        return isSite ? (forward, forward) : (forward, try value(axis: axis, -k))
      }
      let difference = Self.secondDifference(center, pairs)
      sum += scale * difference.value
      error += abs(scale) * difference.error
    }
    return ComplexEstimate(
      sum / Double(axes), error: error / Double(axes), center.uncertainty,
      method: "\(center.method), \(1 + axes * (isSite ? 1 : 2) * Self.differencePairs) transfers")
  }

  /// `A''(0) h²` from A(0) and the pairs A(kh), A(−kh), k = 1, 2, …
  ///
  /// Its error is that of the values and the distance to the formula with a pair less.
  package static func secondDifference(
    _ center: ComplexEstimate, _ pairs: [(ComplexEstimate, ComplexEstimate)]
  ) -> ComplexEstimate {
    func difference(_ count: Int) -> Complex {
      let weights = differenceWeights(count)
      return (1...count).reduce(Complex(-2 * weights.reduce(0, +)) * center.value) {
        $0 + weights[$1 - 1] * (pairs[$1 - 1].0.value + pairs[$1 - 1].1.value)
      }
    }
    let value = difference(pairs.count)
    let truncation = (value - difference(pairs.count - 1)).modulus
    let weights = differenceWeights(pairs.count)
    var error = Complex(truncation, truncation)
    error += 2 * abs(weights.reduce(0, +)) * center.error
    for (weight, pair) in zip(weights, pairs) {
      error += abs(weight) * (pair.0.error + pair.1.error)
    }
    return ComplexEstimate(value, error: error, center.uncertainty, method: center.method)
  }

  /// `A''(0) h² = Σ_k c_k (A(kh) − 2A(0) + A(−kh))`, `c_k = 2(−1)^{k+1} p!²/(k² (p−k)! (p+k)!)`.
  package static func differenceWeights(_ p: Int) -> [Double] {
    (1...p).map { k in
      let sign: Double = k & 1 == 1 ? 2 : -2
      let whole = TimeForm.factorial(p)
      return sign / Double(k * k) * (whole / TimeForm.factorial(p - k))
        * (whole / TimeForm.factorial(p + k))
    }
  }
}
