public import Torus

// Quadratic forms of a wave function. No Fourier transform: a weight that is a trigonometric
// polynomial acts in position space as a sum of shifts.

extension WaveFunction {
  /// `‖ψ‖² = Σ_x |ψ(x)|²`.
  public var norm: Double {
    Self.product(real, real, shift: [], box) + Self.product(imaginary, imaginary, shift: [], box)
  }

  /// `⟨φ, ψ⟩ = Σ_x conj φ(x) ψ(x)`, φ being `self`.
  public func overlap(with ψ: WaveFunction) -> Complex {
    precondition(ψ.box == box, "an overlap is of two wave functions on one box")
    return Complex(
      Self.product(real, ψ.real, shift: [], box)
        + Self.product(imaginary, ψ.imaginary, shift: [], box),
      Self.product(real, ψ.imaginary, shift: [], box)
        - Self.product(imaginary, ψ.real, shift: [], box))
  }

  /// `∫dv |ψ̂(v)|² e^{2πi m·v} = Σ_x conj ψ(x) ψ(x+m)`, one sweep over the box.
  public func correlation(_ m: [Int]) -> Complex {
    precondition(m.count == box.dimension, "a shift has \(box.dimension) components, got \(m)")
    if m.allSatisfy({ $0 % box.side == 0 }) { return Complex(norm) }
    return Complex(
      Self.product(real, real, shift: m, box) + Self.product(imaginary, imaginary, shift: m, box),
      Self.product(real, imaginary, shift: m, box) - Self.product(imaginary, real, shift: m, box))
  }

  /// `Σ_v conj ψ̂(v) φ̂(v+ξ) g(v+ξ/2)` for a trigonometric polynomial g; ψ is `self`.
  ///
  /// With `χ(x) = e^{−2πiξ·x} φ(x)`, so that `χ̂(v) = φ̂(v+ξ)`, the mode m of g contributes
  /// `e^{πi m·ξ} Σ_x conj ψ(x) χ(x+m)`.
  ///
  /// - Parameter origin: the coordinate, on each axis, that x is counted from.
  func transferred(
    to φ: WaveFunction, _ weight: [Observable.Mode], transfer ξ: Momentum, origin: Int
  ) -> Complex {
    let axes = ξ.components.map { component in
      (0..<box.side).map { Complex.phase(-2 * Double.pi * component * Double($0 - origin)) }
    }
    var χ = φ
    for site in 0..<box.sites {
      χ[site] *= zip(axes, box.coordinates(site)).reduce(Complex.one) { $0 * $1.0[$1.1] }
    }
    return weight.reduce(Complex.zero) { sum, mode in
      let m = mode.index
      let angle = zip(m, ξ.components).reduce(0) { $0 + Double($1.0) * $1.1 }
      let shifted = Complex(
        Self.product(real, χ.real, shift: m, box)
          + Self.product(imaginary, χ.imaginary, shift: m, box),
        Self.product(real, χ.imaginary, shift: m, box)
          - Self.product(imaginary, χ.real, shift: m, box))
      return sum + mode.coefficient * Complex.phase(Double.pi * angle) * shifted
    }
  }

  /// `∫dv g(v) |ψ̂(v)|²` for a real trigonometric polynomial g, `g_{−m} = conj g_m`.
  ///
  /// The correlation at −m is the conjugate of that at m, so only one of each pair is computed.
  public func average(of weight: [Observable.Mode]) -> Double {
    var known: [[Int]: Complex] = [:]
    var sum = Complex.zero
    for mode in weight {
      let value: Complex
      if let mirrored = known[mode.index.map { -$0 }] {
        value = mirrored.conjugate
      } else {
        value = correlation(mode.index)
        known[mode.index] = value
      }
      sum += mode.coefficient * value
    }
    return sum.real
  }

  /// `Σ_x a(x) b(x+m)`; an empty shift is 0.
  ///
  /// Along a row the shift wraps once: two straight pieces. Rows are summed in SIMD lanes, and the
  /// lanes of all rows at the end, so that the order of the sum is a function of the box alone.
  private static func product(_ a: [Double], _ b: [Double], shift m: [Int], _ box: Box) -> Double {
    let side = box.side
    let turn = m.isEmpty ? 0 : box.modulo(m[box.dimension - 1])
    return a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var lanes = SIMD4<Double>.zero
        for row in 0..<box.rows {
          let partner = m.isEmpty ? row : box.row(row, shiftedBy: m)
          let (left, right) = (a.baseAddress! + row * side, b.baseAddress! + partner * side)
          lanes += dot(left, right + turn, side - turn)
          if turn > 0 { lanes += dot(left + (side - turn), right, turn) }
        }
        return lanes.sum()
      }
    }
  }

  @inline(__always)
  private static func dot(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int
  ) -> SIMD4<Double> {
    var lanes = SIMD4<Double>.zero
    var i = 0
    while i &+ 4 <= count {
      lanes += lane(a, i) * lane(b, i)
      i &+= 4
    }
    while i < count {
      lanes[0] += a[i] * b[i]
      i &+= 1
    }
    return lanes
  }
}

extension Box {
  /// The row of `x + m` for x in `row`; the last component of m stays within the row.
  func row(_ row: Int, shiftedBy m: [Int]) -> Int {
    var rest = row
    var shifted = 0
    var place = 1
    for axis in (0..<dimension - 1).reversed() {
      shifted += modulo(rest % side + m[axis]) * place
      rest /= side
      place *= side
    }
    return shifted
  }
}
