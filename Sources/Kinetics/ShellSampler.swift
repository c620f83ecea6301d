internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Independent points of the energy surface, exactly with law `δ(e − E)/ρ`.
///
/// By symmetry the axis with the largest |c_j| may be any: the other angles are drawn uniformly, the
/// last is solved for, `2cos θ_j = E − …`, and is then given a place drawn uniformly. The density of the shell in
/// the other angles is `1/|c_j|`, bounded on the region where |c_j| is the largest: a proposal is
/// accepted there with probability `c_min/|c_j|`, c_min the least value on the shell of the largest
/// |c_j|. In d = 1 only the sign is left to draw. Angles come from points in the disc, `(x + iy)²/r²`.
///
/// For particles that have a shell each, which costs a few operations; close to a shell through a standing
/// momentum c_min is small and proposals are many. Where all are on one shell `ShellFlock` is faster.
struct ShellSampler {
  let dimension: Int
  let energy: Double
  /// c_min.
  let least: Double

  init(dimension: Int, energy: Double) {
    self.dimension = dimension
    self.energy = energy
    // max_j c_j² is least where all |2cos θ_j| are at least r, r as large as E allows with a plus
    // signs and b minus signs
    var r = 0.0
    for a in 0...dimension {
      let b = dimension - a
      var bound = 2.0
      if a > 0 { bound = min(bound, (energy + Double(2 * b)) / Double(a)) }
      if b > 0 { bound = min(bound, (Double(2 * a) - energy) / Double(b)) }
      r = max(r, bound)
    }
    least = max(1e-24, 4 - r * r).squareRoot()
  }

  /// Replaces momentum and velocity by those of a new point; returns a further uniform number.
  ///
  /// Points of the disc come on the grid of 2^32 values per coordinate, the returned number has the
  /// full 53 bits.
  @inline(__always)
  func draw(_ source: inout BlockSource, _ state: inout ShellState) -> Double {
    while true {
      let (uniform, isKept) = propose(&source, &state)
      if isKept { return uniform }
    }
  }

  /// `2d/c_min`: proposals at this rate, kept as `propose` says, are collisions at the rate Γ(E) = 2πρ(E).
  ///
  /// For `2πδ(e − E)` in the other angles is `1/|c_j|` for either sign, summed over the d axes that may be
  /// the fastest: no density of states is needed.
  var proposalRate: Double { 2 * Double(dimension) / least }

  /// One proposal; the state changes only if it is kept. The uniform number is fresh in either case.
  @inline(__always)
  func propose(
    _ source: inout BlockSource, _ state: inout ShellState
  ) -> (uniform: Double, isKept: Bool) {
    var velocity = SIMD4<Double>.zero
    var cosine = SIMD4<Double>.zero
    var rest = energy
    var largest = 0.0
    var axis = 1
    // two points per block; one too many in d = 2 and 4
    while axis < dimension {
      let bits = source.next()
      let point = SIMD4<Double>(SIMD4<Int32>(truncatingIfNeeded: bits)) * 0x1p-31 + 0x1p-32
      let square = point * point
      let first = square[0] + square[1]
      let second = square[2] + square[3]
      guard first <= 1 else { continue }
      Self.place(
        point[0], point[1], square[0] - square[1], first, axis, &velocity, &cosine, &rest,
        &largest)
      axis += 1
      guard axis < dimension else { break }
      guard second <= 1 else { continue }
      Self.place(
        point[2], point[3], square[2] - square[3], second, axis, &velocity, &cosine, &rest,
        &largest)
      axis += 1
    }
    let bits = source.next()
    let uniform = (Double((UInt64(bits[1]) << 32 | UInt64(bits[0])) >> 11) + 0.5) * 0x1p-53
    guard abs(rest) <= 2 else { return (uniform, false) }
    let speed = (4 - rest * rest).squareRoot()
    guard speed >= largest else { return (uniform, false) }
    let accept = (Double(bits[2] >> 1) + 0.5) * 0x1p-31
    guard accept * speed <= least || dimension == 1 else { return (uniform, false) }
    cosine[0] = rest
    velocity[0] = bits[2] & 1 == 0 ? speed : -speed
    // the solved axis goes to a place drawn uniformly
    let solved = Int((UInt64(bits[3]) * UInt64(dimension)) >> 32)
    (cosine[0], cosine[solved]) = (cosine[solved], cosine[0])
    (velocity[0], velocity[solved]) = (velocity[solved], velocity[0])
    state.velocity = velocity
    state.cosine = cosine
    return (uniform, true)
  }

  @inline(__always)
  private static func place(
    _ x: Double, _ y: Double, _ difference: Double, _ square: Double, _ axis: Int,
    _ velocity: inout SIMD4<Double>, _ cosine: inout SIMD4<Double>, _ rest: inout Double,
    _ largest: inout Double
  ) {
    let scale = 2 / square
    cosine[axis] = scale * difference
    velocity[axis] = scale * 2 * x * y
    rest -= cosine[axis]
    largest = max(largest, abs(velocity[axis]))
  }
}

/// Where a particle of the jump process is; axes beyond the dimension stay 0.
struct ShellState {
  /// `c_j = −2 sin 2πV_j`.
  var velocity: SIMD4<Double>
  /// `2cos 2πV_j`.
  var cosine: SIMD4<Double>
  var place = SIMD4<Double>.zero

  init(place: SIMD4<Double>, velocity: SIMD4<Double>, cosine: SIMD4<Double>) {
    (self.place, self.velocity, self.cosine) = (place, velocity, cosine)
  }

  /// Moves along every axis by a Gaussian number of that standard deviation.
  mutating func scatter(_ width: Double, dimension: Int, _ source: inout BlockSource) {
    for axis in 0..<dimension { place[axis] += width * source.normals().x }
  }

  init(_ momentum: Momentum) {
    velocity = .zero
    cosine = .zero
    for (j, c) in momentum.velocity.enumerated() {
      velocity[j] = c
      cosine[j] = 2 * cos(2 * Double.pi * momentum[j])
    }
  }
}

/// The blocks of one Philox stream in order.
struct BlockSource {
  private let philox: Philox
  private var index: UInt64 = 0

  init(_ philox: Philox) { self.philox = philox }

  @inline(__always)
  mutating func next() -> SIMD4<UInt32> {
    defer { index += 1 }
    return philox.block(index)
  }

  /// Two numbers uniform in (0, 1).
  mutating func uniforms() -> SIMD2<Double> {
    defer { index += 1 }
    return philox.uniforms(index)
  }

  /// Two standard normal numbers.
  mutating func normals() -> SIMD2<Double> {
    defer { index += 1 }
    return philox.normals(index)
  }
}
