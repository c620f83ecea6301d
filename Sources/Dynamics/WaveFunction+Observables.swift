public import Torus

// Quadratic forms of a wave function. No Fourier transform: a weight that is a trigonometric
// polynomial acts in position space as a sum of shifts.

extension WaveFunction {
  /// `‖ψ‖² = Σ_x |ψ(x)|²`.
  public var norm: Double {
    Self.product(real, real, slab) + Self.product(imaginary, imaginary, slab)
  }

  /// `⟨φ, ψ⟩ = Σ_x conj φ(x) ψ(x)`, φ being `self`.
  public func overlap(with ψ: WaveFunction) -> Complex {
    precondition(ψ.slab == slab, "an overlap is of two wave functions on one box")
    return Complex(
      Self.product(real, ψ.real, slab) + Self.product(imaginary, ψ.imaginary, slab),
      Self.product(real, ψ.imaginary, slab) - Self.product(imaginary, ψ.real, slab))
  }

  /// `∫dv |ψ̂(v)|² e^{2πi m·v} = Σ_x conj ψ(x) ψ(x+m)`, one sweep over the box.
  public func correlation(_ m: [Int]) -> Complex {
    precondition(m.count == box.dimension, "a shift has \(box.dimension) components, got \(m)")
    if m.allSatisfy({ $0 % box.side == 0 }) { return Complex(norm) }
    return product(with: self, shift: m)
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
    for (local, site) in slab.sites.enumerated() {
      χ[local] *= zip(axes, box.coordinates(site)).reduce(Complex.one) { $0 * $1.0[$1.1] }
    }
    return weight.reduce(Complex.zero) { sum, mode in
      let m = mode.index
      let angle = zip(m, ξ.components).reduce(0) { $0 + Double($1.0) * $1.1 }
      return sum + mode.coefficient * Complex.phase(Double.pi * angle) * product(with: χ, shift: m)
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

  /// `Σ_x conj ψ(x) χ(x+m)`.
  ///
  /// On a slab the shift along the first axis is −1, 0 or 1: one plane comes from either neighbour.
  private func product(with χ: WaveFunction, shift m: [Int]) -> Complex {
    let parts = [χ.real, χ.imaginary].map { Shifted($0, shift: m, slab: slab) }
    return Complex(
      Self.product(real, parts[0], slab) + Self.product(imaginary, parts[1], slab),
      Self.product(real, parts[1], slab) - Self.product(imaginary, parts[0], slab))
  }

  /// `b(x+m)` as a function of x.
  private struct Shifted {
    let values: [Double]
    /// The planes beside those held here, where the shift reaches them.
    var beyond: (before: [Double], behind: [Double]) = ([], [])
    let shift: [Int]
    /// The shift along the first axis: how many planes further.
    let planes: Int

    init(_ values: [Double], shift m: [Int], slab: Slab) {
      let turn = slab.box.modulo(m[0])
      shift = m
      planes = turn > 1 && turn == slab.box.side - 1 ? -1 : turn
      precondition(slab.isWhole || abs(planes) <= 1, "a slab knows one plane on either side")
      if !slab.isWhole, planes != 0 { beyond = slab.beyond(values) }
      guard slab.box.dimension == 1 else {
        self.values = values
        return
      }
      // one row, cut in pieces: b(x+m) itself
      switch (slab.isWhole, planes) {
      case (true, _): self.values = Array(values[turn...] + values[..<turn])
      case (false, 1): self.values = values.dropFirst() + beyond.behind
      case (false, -1): self.values = beyond.before + values.dropLast()
      default: self.values = values
      }
    }
  }

  /// `Σ_x a(x) b(x+m)`.
  ///
  /// Along a row the shift wraps once: two straight pieces. The rows of a plane are summed in SIMD
  /// lanes, then the lanes of all planes, so that the order of the sum is a function of the box alone.
  private static func product(_ a: [Double], _ b: Shifted, _ slab: Slab) -> Double {
    let box = slab.box
    guard box.dimension > 1 else { return product(a, b.values, slab) }
    let side = box.side
    let turn = box.modulo(b.shift[box.dimension - 1])
    let (rows, count) = (box.planeSites / side, slab.planes.count)
    return a.withUnsafeBufferPointer { a in
      b.values.withUnsafeBufferPointer { values in
        b.beyond.before.withUnsafeBufferPointer { before in
          b.beyond.behind.withUnsafeBufferPointer { behind in
            slab.sum { sites in
              var plane = sites.lowerBound / box.planeSites + b.planes
              if slab.isWhole { plane = box.modulo(plane) }
              let right =
                plane < 0
                ? before.baseAddress!
                : plane == count
                  ? behind.baseAddress! : values.baseAddress! + plane * box.planeSites
              var lanes = SIMD4<Double>.zero
              for row in 0..<rows {
                let left = a.baseAddress! + sites.lowerBound + row * side
                let partner = right + box.row(row, shiftedBy: b.shift) * side
                lanes += dot(left, partner + turn, side - turn)
                if turn > 0 { lanes += dot(left + (side - turn), partner, turn) }
              }
              return lanes
            }
          }
        }
      }
    }
  }

  /// `Σ_x a(x) b(x)`.
  private static func product(_ a: [Double], _ b: [Double], _ slab: Slab) -> Double {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        slab.sum { sites in
          // the rows of a plane are one long one
          dot(a.baseAddress! + sites.lowerBound, b.baseAddress! + sites.lowerBound, sites.count)
        }
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
  /// The row of `x + m` within its plane, for x in `row` of a plane.
  ///
  /// The first component of m leads to another plane, the last stays within the row.
  func row(_ row: Int, shiftedBy m: [Int]) -> Int {
    var rest = row
    var shifted = 0
    var place = 1
    for axis in (1..<dimension).dropLast().reversed() {
      shifted += modulo(rest % side + m[axis]) * place
      rest /= side
      place *= side
    }
    return shifted
  }
}
