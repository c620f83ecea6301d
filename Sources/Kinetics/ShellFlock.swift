internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Particles of the jump process in d = 2…4, eight side by side: what one proposal after the other makes of each.
///
/// A proposal is a momentum and a flight. The axis with the largest |c_j| is solved for, `2cos θ_d = E − Σ 2cos θ_j`;
/// the other angles have the density 1/|c_d| on the region where it is the largest. They are drawn in
/// `x_j = tan(θ_j/2)`, turned so that
///
///     2cos θ = x w,   2sin θ = w − 2,   |dθ/dx| = w/2,   w = 4/(1 + x²),   x ∈ (−1, 1)
///
/// needs one division and no table: evenly in a cell of `ShellCells`, kept with probability proportional to
/// `Π w_j/|c_d|`, exact whatever the bound of the cell is. Signs and the place of the solved axis come last, and the
/// flight is `−log u`. A proposal that is refused is a flight of length 0: nothing is packed, nothing branches, and
/// a particle is touched alone only when its time is over. Its lane then takes the next one, whose first flight
/// is what was left of the last, fresh by the exponential law; a lane stays empty when all have been started, not
/// when some are over, which would count those that collide least too often.
///
/// A proposal takes four words of the Philox stream, five in d = 4: the laws are those on grids of 2^24 points per
/// cell and axis and 2^32 for u, and a choice among d or a refusal is off by less than 2^−27. No libm, and no fused
/// operation: the same bits on every x86-64.
struct ShellFlock<let d: Int>: ~Copyable {
  /// Proposals per refill: rows of 240 numbers do not fall on the same lines of the cache.
  private static var size: Int { 240 }
  private static var lanes: Int { 8 }
  private static var streams: Int { max(4, d + 1) }

  private let energy: Double
  private let mean: Double
  private let philox: Philox
  private var index: UInt64 = 0
  /// Row by row: the table of cells and signs; d − 1 places in the cell; the flight last.
  private let words: UnsafeMutablePointer<UInt32>
  /// The cell, and then what comes of it: velocities in d rows, the flight, 1 for a collision.
  private let rows: UnsafeMutablePointer<Double>
  /// By lane: X in d rows, the time left, by how much the last flight went beyond it, collisions.
  private let particles: UnsafeMutablePointer<Double>

  init(energy: Double, mean: Double, philox: Philox) {
    (self.energy, self.mean, self.philox) = (energy, mean, philox)
    words = .allocate(capacity: Self.streams * Self.size)
    rows = .allocate(capacity: (d + 2) * Self.size)
    particles = .allocate(capacity: (d + 3) * Self.lanes)
    particles.initialize(repeating: 0, count: (d + 3) * Self.lanes)
  }

  deinit {
    words.deallocate()
    rows.deallocate()
    particles.deallocate()
  }

  /// Calls `body` with each of `count` particles at the time T and how often it collided, in the order in which
  /// their time is over.
  ///
  /// - Parameter withMomenta: Whether the body reads velocity and cosines, which are 0 after a collision if not.
  @inline(__always)
  mutating func fly(
    _ count: Int, from start: ShellState, until T: Double, through cells: ShellCells,
    withMomenta: Bool, _ body: (ShellState, Int) -> Void
  ) {
    precondition(cells.dimension == d, "cells in d = \(d), got \(cells.dimension)")
    let (left, excess, hits) = (
      particles + d * Self.lanes, particles + (d + 1) * Self.lanes, particles + (d + 2) * Self.lanes
    )
    var (started, flying) = (0, 0)
    /// Starts particles on a lane until one collides; `flight` is the first.
    @inline(__always) func launch(_ lane: Int, flight: Double) {
      var flight = flight
      hits[lane] = 0
      left[lane] = .infinity
      while started < count {
        started += 1
        guard flight >= T else {
          for j in 0..<d { particles[j * Self.lanes + lane] = start.velocity[j] * flight }
          left[lane] = T - flight
          flying += 1
          return
        }
        flight -= T
        body(
          ShellState(place: start.velocity * T, velocity: start.velocity, cosine: start.cosine), 0)
      }
    }
    cells.table.withUnsafeBufferPointer { table in
      cells.cells.withUnsafeBufferPointer { cells in
        for lane in 0..<Self.lanes {
          // counters that no refill reaches
          launch(lane, flight: -log(philox.uniforms(1 << 63 | UInt64(lane)).x) * mean)
        }
        while flying > 0 {
          refill(table.baseAddress!, cells.baseAddress!)
          for k in stride(from: 0, to: Self.size, by: Self.lanes) where step(k) {
            for lane in 0..<Self.lanes where excess[lane] >= 0 {
              var state =
                withMomenta
                ? momentum(k + lane, table.baseAddress!, cells.baseAddress!)
                : ShellState(place: .zero, velocity: .zero, cosine: .zero)
              for j in 0..<d { state.place[j] = particles[j * Self.lanes + lane] }
              flying -= 1
              body(state, Int(hits[lane]))
              launch(lane, flight: excess[lane])
            }
          }
        }
      }
    }
  }

  private typealias Lanes = SIMD4<Double>
  private typealias Bits = SIMD4<Int64>
  private typealias Words = SIMD4<Int32>

  @inline(__always)
  private static func bits(_ x: Lanes) -> Bits { unsafeBitCast(x, to: Bits.self) }
  @inline(__always)
  private static func real(_ x: Bits) -> Lanes { unsafeBitCast(x, to: Lanes.self) }
  /// All bits of a lane, or none: `replacing(with:where:)` would branch.
  @inline(__always)
  private static func mask(_ x: SIMDMask<Bits>) -> Bits { unsafeBitCast(x, to: Bits.self) }

  @inline(__always)
  private func word(_ row: Int, _ k: Int) -> Words {
    UnsafeRawPointer(words + row * Self.size + k).loadUnaligned(as: Words.self)
  }
  @inline(__always)
  private func load(_ row: Int, _ k: Int) -> Lanes {
    UnsafeRawPointer(rows + row * Self.size + k).loadUnaligned(as: Lanes.self)
  }
  @inline(__always)
  private func store(_ value: Lanes, _ row: Int, _ k: Int) {
    UnsafeMutableRawPointer(rows + row * Self.size + k).storeBytes(of: value, as: Lanes.self)
  }

  /// Flies the proposals k…k+7, one per lane.
  ///
  /// - Returns: Whether the time of a particle is over; its `excess` is then not negative.
  @inline(__always)
  private func step(_ k: Int) -> Bool {
    @inline(__always) func load(_ row: Int, _ lane: Int) -> Lanes {
      UnsafeRawPointer(particles + row * Self.lanes + lane).loadUnaligned(as: Lanes.self)
    }
    @inline(__always) func store(_ value: Lanes, _ row: Int, _ lane: Int) {
      UnsafeMutableRawPointer(particles + row * Self.lanes + lane)
        .storeBytes(of: value, as: Lanes.self)
    }
    var negative = SIMD2<Int64>(repeating: -1)
    for lane in stride(from: 0, to: Self.lanes, by: Lanes.scalarCount) {
      let flight = self.load(d, k + lane)
      let left = load(d, lane)
      let excess = flight - left
      let isOver = Self.mask(left .< flight)
      let time = Self.real(Self.bits(left) & isOver | Self.bits(flight) & ~isOver)
      for j in 0..<d { store(load(j, lane) + self.load(j, k + lane) * time, j, lane) }
      store(left - time, d, lane)
      store(excess, d + 1, lane)
      store(load(d + 2, lane) + self.load(d + 1, k + lane), d + 2, lane)
      let signs = Self.bits(excess)
      negative &= signs.lowHalf & signs.highHalf
    }
    return negative[0] & negative[1] >= 0
  }

  // One loop each, as short as they are, fills the processor better than one with everything.
  private mutating func refill(_ table: UnsafePointer<UInt16>, _ cells: UnsafePointer<Double>) {
    let target = UnsafeMutableBufferPointer(start: words, count: Self.streams * Self.size)
    let blocks = UInt64(target.count / 4)
    // blocks lie in one run of 2^32 indices
    if (index & 0xFFFF_FFFF) + blocks > 1 << 32 { index = (index >> 32 + 1) << 32 }
    philox.fill(target, from: index)
    index &+= blocks
    gather(table, cells)
    propose()
    fly()
  }

  /// Looks up cells: the corner of each axis, width/2^31 and bound.
  @inline(never)
  private func gather(_ table: UnsafePointer<UInt16>, _ cells: UnsafePointer<Double>) {
    for k in 0..<Self.size {
      let cell = cells + (d + 1) * Int(table[ShellCells.entry(words[k])])
      for j in 0...d { rows[j * Self.size + k] = cell[j] }
    }
  }

  /// Velocities in the place of cells, and whether they are kept, as a mask.
  @inline(never)
  private func propose() {
    let sign = Bits(repeating: .min)
    let one = Self.bits(Lanes(repeating: 1))
    for k in stride(from: 0, to: Self.size, by: Lanes.scalarCount) {
      let scale = load(d - 1, k)
      var rest = Lanes(repeating: energy)
      var weight = Lanes(repeating: 1)
      var speeds = [3 of Lanes](repeating: .zero)
      var velocities = [3 of Lanes](repeating: .zero)
      for j in 0..<(d - 1) {
        // an odd multiple of 64: the magnitude is the place in the cell, the sign that of the velocity
        let bits = Self.bits(Lanes((word(1 + j, k) & -128) | 64))
        let x = load(j, k) + Self.real(bits & ~sign) * scale
        let w = 4 / (x * x + 1)
        rest -= x * w
        weight = j == 0 ? w : weight * w
        speeds[j] = w - 2
        velocities[j] = Self.real(Self.bits(speeds[j]) ^ (bits & sign))
      }
      let square = 4 - rest * rest
      let speed = Self.real(Self.bits(square) & ~sign).squareRoot()
      var solved = Self.real(
        Self.bits(speed) ^ (Bits(truncatingIfNeeded: word(0, k) &<< 17) & sign))
      // the integer part is the axis, what is left is fresh
      var u = (Lanes(choice(k)) + 0.5) * (Double(d) * 0x1p-28)
      let y = u
      var isRefused = Self.mask(square .<= Lanes.zero)
      for j in 1..<d {
        let reaches = Self.mask(Lanes(repeating: Double(j)) .<= y)
        let exceeds = j + 1 < d ? Self.mask(Lanes(repeating: Double(j + 1)) .<= y) : .zero
        u -= Self.real(reaches & one)
        let velocity = Self.bits(velocities[j - 1])
        let exchanged = (Self.bits(solved) ^ velocity) & (reaches & ~exceeds)
        solved = Self.real(Self.bits(solved) ^ exchanged)
        store(Self.real(velocity ^ exchanged), j, k)
        isRefused |= Self.mask(speed .< speeds[j - 1])
      }
      isRefused |= Self.mask(weight .< u * speed * load(d, k))
      store(solved, 0, k)
      store(Self.real(~isRefused), d + 1, k)
    }
  }

  /// 28 bits that the places in the cell leave: for the axis and for the refusal.
  @inline(__always)
  private func choice(_ k: Int) -> Words {
    if d == 2 { return (word(2, k) &>> 4) & 0xFFF_FFFF }
    return ((word(0, k) & 0x3FFF) &<< 14) | ((word(1, k) & 0x7F) &<< 7) | (word(2, k) & 0x7F)
  }

  /// Flights, 0 for what is refused, and 1 or 0 in the place of masks.
  @inline(never)
  private func fly() {
    let one = Self.bits(Lanes(repeating: 1))
    for k in stride(from: 0, to: Self.size, by: Lanes.scalarCount) {
      let isKept = Self.bits(load(d + 1, k))
      let flight = Self.exponential(word(Self.streams - 1, k)) * mean
      store(Self.real(Self.bits(flight) & isKept), d, k)
      store(Self.real(one & isKept), d + 1, k)
    }
  }

  /// Velocity and cosines of proposal k, by the same operations once more: rows keep no cosines, which only the
  /// last momentum of a particle is asked for.
  private func momentum(
    _ k: Int, _ table: UnsafePointer<UInt16>, _ cells: UnsafePointer<Double>
  ) -> ShellState {
    let cell = cells + (d + 1) * Int(table[ShellCells.entry(words[k])])
    var (cosine, velocity) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
    var rest = energy
    for j in 1..<d {
      let word = Int32(bitPattern: words[j * Self.size + k])
      let x = cell[j - 1] + abs(Double((word & -128) | 64)) * cell[d - 1]
      cosine[j] = x * (4 / (x * x + 1))
      rest -= cosine[j]
    }
    cosine[0] = rest
    for j in 0..<d { velocity[j] = rows[j * Self.size + k] }
    let y = (Double(choice(k)[0]) + 0.5) * (Double(d) * 0x1p-28)
    let axis = min(Int(y), d - 1)
    (cosine[0], cosine[axis]) = (cosine[axis], cosine[0])
    return ShellState(place: .zero, velocity: velocity, cosine: cosine)
  }

  /// `−log u`, u = (word + ½)/2^32 for the word as a number of 32 bits from −2^31 on, and ½.
  ///
  /// `u = 2^e m` with m in [√½, √2), `log m = 2 artanh (m−1)/(m+1)`, whose series in an argument below
  /// 0.172 ends at the 17th power with 10^−15.
  @inline(__always)
  private static func exponential(_ word: Words) -> Lanes {
    let u = Lanes(word) * 0x1p-32 + (0.5 + 0x1p-33)
    let bits = unsafeBitCast(u, to: SIMD4<UInt64>.self)
    let top = SIMD4<UInt32>(truncatingIfNeeded: bits &>> 32)
    let shifted = top &+ (0x3FF0_0000 - 0x3FE6_A09E)
    let exponent = Words(truncatingIfNeeded: shifted &>> 20) &- 1023
    let mantissa = (shifted & 0xF_FFFF) &+ 0x3FE6_A09E
    let m = unsafeBitCast(
      (SIMD4<UInt64>(truncatingIfNeeded: mantissa) &<< 32) | (bits & 0xFFFF_FFFF),
      to: Lanes.self)
    let s = (m - 1) / (m + 1)
    let z = s * s
    var p = z * (1.0 / 17) + (1.0 / 15)
    p = p * z + (1.0 / 13)
    p = p * z + (1.0 / 11)
    p = p * z + (1.0 / 9)
    p = p * z + (1.0 / 7)
    p = p * z + (1.0 / 5)
    p = p * z + (1.0 / 3)
    return Lanes(exponent) * -0.693147180559945309 - 2 * (s + s * z * p)
  }
}
