internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The characteristic function of the velocities on a shell along a transfer κ.
///
///     χ_g(s) = ⟨g e^{−2πiκ·c s}⟩_E = Σ_n (2−δ_{n0}) (−i)^n ⟨g T_n(κ·c/C)⟩_E J_n(2πCs),   C = Σ_j 2|κ_j|
///
/// by its Chebyshev moments, made once: some Bessel functions per value.
struct ShellCharacteristic: Sendable {
  /// `(2−δ_{n0}) (−i)^n ⟨g T_n⟩`.
  private let moments: [Complex]
  /// 2πC.
  private let top: Double

  /// - Parameters:
  ///   - g: at the nodes of the rule; nil for 1.
  ///   - latest: the largest s that is asked for.
  init(rule: ShellRule, transfer: [Double], weight g: [Double]? = nil, until latest: Double) {
    let C = transfer.reduce(0) { $0 + 2 * abs($1) }
    top = 2 * Double.pi * C
    var sums = [Double](repeating: 0, count: Bessel.cutoff(top * latest) + 1)
    // in the order of the sums, so that χ(0) of g = 1 is 1: it is raised to the number of collisions
    let norm = rule.weight.reduce(0, +)
    sums.withUnsafeMutableBufferPointer { sums in
      for i in 0..<rule.count {
        let w = rule.weight[i] * (g?[i] ?? 1)
        var y = 0.0
        for (j, κ) in transfer.enumerated() where C > 0 { y += κ * rule.velocity(j, i) / C }
        var (previous, current) = (1.0, y)
        sums[0] += w
        for n in 1..<sums.count {
          sums[n] += (2 * current) * w
          (previous, current) = (current, 2 * y * current - previous)
        }
      }
    }
    moments = sums.enumerated().map { n, sum in Complex(sum / norm).timesPower(ofI: 3 * n) }
  }

  func value(at s: Double) -> Complex {
    let count = min(moments.count, Bessel.cutoff(top * s) + 1)
    let bessel = Bessel.orders(upTo: count - 1, at: top * s)
    var sum = Complex.zero
    for n in 0..<count { sum += bessel[n] * moments[n] }
    return sum
  }
}
