internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The dispersion of two neighbouring momenta, taken apart: what one line of a ladder knows of the
/// transfer ξ.
///
/// With `e(p ± ξ/2) = C(p) ± D(p)`, `D = −2 Σ_j sin πξ_j sin 2πp_j`, partial fractions separate the two
/// propagators of a rung but for the difference of their energies, `Δ = ζ − ζ'`,
///
///     1/((C+D−ζ)(C−D−ζ')) = [1/(C+D−ζ) − 1/(C−D−ζ')] / (Δ − 2D),
///
/// and `1/(Δ − 2D)` is a series in Chebyshev polynomials of 2D/D', geometric since Im Δ > 0. So a rung
/// at two energies needs only these moments of single lines:
///
///     H_n(ζ) = ∫dp g(p) T_n(2D/D') / (C + D − ζ)
///            = i ∫_0^∞ ds e^{iζs} ∫dp g T_n(2D/D') e^{−i(C+D)s}
///
/// In time everything is a product over the axes: with `Z_j = 2s e^{iπξ_j} + 4iτ sin πξ_j`
///
///     ∫dp e^{2πim·p} e^{−i(C+D)s−2iDτ} = Π_j (−i)^{m_j} J_{m_j}(|Z_j|) e^{−im_j arg Z_j}
///
/// the free rung of physics.md's section 7 at times s + τ and τ. The polynomial comes from the
/// dependence on τ: the law of 2D is replaced by masses on an even grid that have the same Fourier transform for
/// |τ| ≤ τ_max, all that counts beside `e^{−τ Im Δ}`; the grid reaches over the law's edge by half.
struct TransferMoments: Sendable {
  /// D', half the width of the grid.
  let width: Double
  /// Moments per line.
  let count: Int
  /// `i·(−i)^M`, times i for odd n: the power of i in front of the real sums, for n = 0.
  private let turns: Int
  /// Gauss nodes per panel of s.
  private static let nodes = 16
  private let panels: Int
  private let panelWidth: Double
  private let node: [Double]
  /// Real weights, `[panel][node][n]`.
  private let weights: [Double]

  /// - Parameters:
  ///   - transfer: ξ, not 0.
  ///   - modes: the weight g, all of one parity of Σ|m_j|.
  ///   - height: the least Im ζ.
  ///   - reach: the greatest |Re ζ|.
  init(
    transfer ξ: [Double], modes: [Observable.Mode], height δ: Double, reach: Double,
    workers: Workers, monitor: Monitor
  ) throws(Interrupted) {
    let sines = ξ.map { sin(Double.pi * $0) }
    let law = 4 * sines.reduce(0) { $0 + abs($1) }
    precondition(law > 0, "a transfer that moves something")
    let digits = 34.0  // e^{−34} = 2e-15
    let latest = digits / (2 * δ)
    // ½ erfc falls from 1 to 0 over 11σ; its transform falls over 11/σ = law/2
    let smoothing = 22 / law
    let (centre, last) = (latest + 5.5 * smoothing, latest + 11 * smoothing)
    let width = 1.5 * law
    self.width = width
    let step = Double.pi / width
    let delays = Int((last / step).rounded(.up)) + 1
    let count = Int(digits / asinh(2 * δ / width)) + 8
    self.count = count
    // T_n summed over the grid, times the transform of the window
    let places = Int((width * (last + latest) / Double.pi * 1.05).rounded(.up)) + 8
    let spacing = 2 * width / Double(places)
    // D'xτ = πk(2i + 1 − places)/places: all phases are among these
    let circle = (0..<2 * places).map {
      Complex.phase(Double.pi * Double($0) / Double(places))
    }
    let table: [[Double]] = try workers.map(delays, monitor: monitor) { k in
      let τ = step * Double(k)
      let window = erfc((τ - centre) / smoothing) / 2 * (k == 0 ? 0.5 : 1)
      let scale = spacing * step / (2 * Double.pi) * window
      var sums = [Double](repeating: 0, count: count)
      for i in 0..<places {
        let x = -1 + 2 * (Double(i) + 0.5) / Double(places)
        let turn = k * (2 * i + 1 - places) % (2 * places)
        let phase = circle[turn < 0 ? turn + 2 * places : turn]
        let (c, s) = (scale * phase.real, scale * phase.imaginary)
        var (previous, current) = (1.0, x)
        sums[0] += c
        for n in 1..<count {
          sums[n] += current * (n % 2 == 0 ? c : s)
          (previous, current) = (current, 2 * x * current - previous)
        }
      }
      return sums
    }
    let rule = GaussLegendre(Self.nodes)
    let end = digits / δ
    let frequency = reach + 2 * Double(ξ.count)
    panels = max(1, Int((end * frequency / 18).rounded(.up)))
    panelWidth = end / Double(panels)
    let h = panelWidth
    node = rule.nodes.map { h * (1 + $0) / 2 }
    let factor = TransferFactor(modes, transfer: ξ)
    turns = 1 + 3 * factor.order
    let local = node
    let blocks: [[Double]] = try workers.map(panels, monitor: monitor) { panel in
      var block = [Double](repeating: 0, count: Self.nodes * count)
      for (q, x) in local.enumerated() {
        let s = h * Double(panel) + x
        let gauss = rule.weights[q] * h / 2
        let still = factor.still(s)
        var even = [Double](repeating: 0, count: delays)
        var odd = even
        for k in 0..<delays {
          let τ = step * Double(k)
          let (a, b) = (factor.value(s, τ, still), factor.value(s, -τ, still))
          (even[k], odd[k]) = (gauss * (a + b), gauss * (a - b))
        }
        block.withUnsafeMutableBufferPointer { block in
          for k in 0..<delays {
            let row = table[k]
            for n in stride(from: 0, to: count, by: 2) {
              block[q * count + n] += even[k] * row[n]
            }
            for n in stride(from: 1, to: count, by: 2) { block[q * count + n] += odd[k] * row[n] }
          }
        }
      }
      return block
    }
    weights = blocks.flatMap { $0 }
  }

  /// `H_0 … H_{count−1}` at one energy.
  func values(at ζ: Complex) -> [Complex] {
    let local = node.map { Complex.exp(Complex(0, 1) * ζ * $0) }
    let turn = Complex.exp(Complex(0, 1) * ζ * panelWidth)
    var real = [Double](repeating: 0, count: count)
    var imaginary = real
    var phase = Complex.one
    weights.withUnsafeBufferPointer { weights in
      real.withUnsafeMutableBufferPointer { real in
        imaginary.withUnsafeMutableBufferPointer { imaginary in
          for panel in 0..<panels {
            // the recurrence is restarted before rounding adds up
            if panel % 32 == 0 {
              phase = Complex.exp(Complex(0, 1) * ζ * (panelWidth * Double(panel)))
            }
            for q in 0..<Self.nodes {
              let wave = phase * local[q]
              let base = (panel * Self.nodes + q) * count
              for n in 0..<count {
                real[n] += wave.real * weights[base + n]
                imaginary[n] += wave.imaginary * weights[base + n]
              }
            }
            phase *= turn
          }
        }
      }
    }
    return (0..<count).map {
      Complex(real[$0], imaginary[$0]).timesPower(ofI: turns + ($0 & 1))
    }
  }
}

/// A weight in the time form: real once `(−i)^{Σ|m|}` is taken out.
///
/// The terms of a real weight come in pairs ±m with conjugate coefficients, and one of each stands for the real part of both.
struct TransferFactor: Sendable {
  private let terms: [Observable.Mode]
  private let forward: [Complex]
  private let sine: [Double]
  /// The largest |m_j| by axis.
  private let orders: [Int]
  /// `Σ|m_j|`, of one parity in all terms; that of the first.
  let order: Int

  init(_ modes: [Observable.Mode], transfer ξ: [Double]) {
    order = modes.first?.index.reduce(0) { $0 + abs($1) } ?? 0
    var terms: [Observable.Mode] = []
    for mode in modes {
      let opposite = mode.index.map { -$0 }
      if mode.index != opposite,
        let k = terms.firstIndex(where: {
          $0.index == opposite && $0.coefficient == mode.coefficient.conjugate
        })
      {
        terms[k] = Observable.Mode(index: opposite, coefficient: 2 * terms[k].coefficient)
      } else {
        terms.append(mode)
      }
    }
    self.terms = terms
    forward = ξ.map { Complex.phase(Double.pi * $0) }
    sine = ξ.map { sin(Double.pi * $0) }
    orders = ξ.indices.map { axis in modes.reduce(0) { max($0, abs($1.index[axis])) } }
  }

  /// `J_m(|Z|) e^{−im arg Z}` for m = 0… of the axes without a transfer, where τ does not matter; nothing for the others.
  func still(_ s: Double) -> [[Complex]] {
    orders.indices.map { axis in
      var factors = [Complex](repeating: .zero, count: sine[axis] == 0 ? orders[axis] + 1 : 0)
      factors.withUnsafeMutableBufferPointer { fill($0, axis, s, 0) }
      return factors
    }
  }

  private func fill(
    _ factors: UnsafeMutableBufferPointer<Complex>, _ axis: Int, _ s: Double, _ τ: Double
  ) {
    let z = 2 * s * forward[axis] + Complex(0, 4 * τ * sine[axis])
    let r = z.modulus
    let turn = r > 0 ? z.conjugate / r : .one
    var phase = Complex.one
    for n in factors.indices {
      factors[n] = (n == 0 ? j0(r) : n == 1 ? j1(r) : jn(Int32(n), r)) * phase
      phase *= turn
    }
  }

  func value(_ s: Double, _ τ: Double, _ still: [[Complex]]) -> Double {
    // axis after axis
    withUnsafeTemporaryAllocation(
      of: Complex.self, capacity: orders.reduce(0) { $0 + $1 + 1 }
    ) { factors in
      var next = 0
      for (axis, most) in orders.enumerated() {
        let own = UnsafeMutableBufferPointer(rebasing: factors[next...next + most])
        if still[axis].isEmpty { fill(own, axis, s, τ) } else { _ = own.update(from: still[axis]) }
        next += most + 1
      }
      var sum = 0.0
      for term in terms {
        var product = term.coefficient
        var first = 0
        for (axis, m) in term.index.enumerated() {
          // (−i)^m J_m = (−i)^{|m|} J_{|m|} for either sign of m
          let factor = factors[first + abs(m)]
          product *= m < 0 ? factor.conjugate : factor
          first += orders[axis] + 1
        }
        sum += product.real
      }
      return sum
    }
  }
}
