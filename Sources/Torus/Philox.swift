#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The counter-based generator Philox4x32-10: random bits as a function of (seed, stream, index).
///
/// `block(i)` is a bijection of the counter `(i, stream)` under the key `seed`: no state, so
/// realisation 17 is the same whatever the number of threads or processes, and any element of the
/// sequence costs the same.
///
/// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, *Parallel random numbers: as easy as 1, 2, 3*
/// (SC 2011); the known-answer vectors of their Random123 are the tests.
@frozen
public struct Philox: Hashable, Sendable {
  public let seed: UInt64
  public let stream: UInt64

  @inlinable
  public init(seed: UInt64, stream: UInt64) {
    self.seed = seed
    self.stream = stream
  }

  /// 128 random bits, those of counter `(index, stream)`.
  @inlinable
  public func block(_ index: UInt64) -> SIMD4<UInt32> {
    Self.block(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32),
        UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32)),
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
  }

  /// The bare Philox4x32-10 of the source.
  @inlinable
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    // scalars: lanes of a SIMD vector go through memory
    let c = rounds(
      (UInt64(counter[0]), UInt64(counter[1]), UInt64(counter[2]), UInt64(counter[3])), key: key)
    return SIMD4(
      UInt32(truncatingIfNeeded: c.0), UInt32(truncatingIfNeeded: c.1),
      UInt32(truncatingIfNeeded: c.2), UInt32(truncatingIfNeeded: c.3))
  }

  /// The ten rounds, of one counter or of several side by side.
  ///
  /// Only the lower 32 bits in each 64 count, of the counter and of the result.
  @inlinable
  @inline(__always)
  static func rounds<Word: PhiloxWord>(
    _ counter: (Word, Word, Word, Word), key: SIMD2<UInt32>
  ) -> (Word, Word, Word, Word) {
    var c = counter
    @inline(__always) func round(_ n: UInt32) {
      let (k0, k1) = (key[0] &+ n &* 0x9E37_79B9, key[1] &+ n &* 0xBB67_AE85)
      let (a, b) = (c.0.times(0xD251_1F53), c.2.times(0xCD9E_8D57))
      c = (
        b.upper.mixed(with: c.1, UInt64(k0)), b,
        a.upper.mixed(with: c.3, UInt64(k1)), a
      )
    }
    // not a loop: the compiler keeps one, and makes the keys of all lanes anew in each round
    round(0)
    round(1)
    round(2)
    round(3)
    round(4)
    round(5)
    round(6)
    round(7)
    round(8)
    round(9)
    return c
  }

  /// Fills `words` with the blocks `index, index + 1, …`, word by word: all first words, then all second.
  ///
  /// The same bits as `block`, eight counters at a time, which takes half the time.
  ///
  /// - Precondition: the count is a multiple of four, and all blocks lie in one run of 2^32 indices.
  public func fill(_ words: UnsafeMutableBufferPointer<UInt32>, from index: UInt64) {
    let n = words.count / 4
    precondition(words.count % 4 == 0, "whole blocks only, got \(words.count) words")
    let low = UInt32(truncatingIfNeeded: index)
    precondition(UInt64(low) + UInt64(n) <= 1 << 32, "blocks across a run of 2^32 indices")
    guard let target = words.baseAddress else { return }
    typealias Four = SIMD4<UInt64>
    let key = SIMD2(
      UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    let high = Four(repeating: index >> 32)
    let (s0, s1) = (Four(repeating: stream & 0xFFFF_FFFF), Four(repeating: stream >> 32))
    let whole = n / 8 * 8
    for k in stride(from: 0, to: whole, by: 8) {
      // even and odd counters: two results of 32 bits make one of 64
      let even = Four(0, 2, 4, 6) &+ Four(repeating: UInt64(low) &+ UInt64(k))
      let a = Self.rounds((even, high, s0, s1), key: key)
      let b = Self.rounds((even &+ 1, high, s0, s1), key: key)
      func store(_ even: Four, _ odd: Four, _ word: Int) {
        UnsafeMutableRawPointer(target + word * n + k).storeBytes(
          of: (even & Four(repeating: 0xFFFF_FFFF)) | (odd &<< Four(repeating: 32)),
          as: Four.self)
      }
      store(a.0, b.0, 0)
      store(a.1, b.1, 1)
      store(a.2, b.2, 2)
      store(a.3, b.3, 3)
    }
    for k in whole..<n {
      let bits = block(index &+ UInt64(k))
      for word in 0..<4 { target[word * n + k] = bits[word] }
    }
  }

  /// Two numbers uniform in the open interval (0, 1), on the grid of odd multiples of 2^-54.
  ///
  /// Never 0 and never 1, so that a logarithm can be taken of either.
  @inlinable
  public func uniforms(_ index: UInt64) -> SIMD2<Double> {
    let bits = block(index)
    return SIMD2(Self.unit(bits[0], bits[1]), Self.unit(bits[2], bits[3]))
  }

  @inlinable
  static func unit(_ low: UInt32, _ high: UInt32) -> Double {
    let word = UInt64(high) << 32 | UInt64(low)
    return (Double(word >> 11) + 0.5) * 0x1p-53
  }

  /// Two independent standard normal numbers, by the transformation of Box and Muller.
  public func normals(_ index: UInt64) -> SIMD2<Double> {
    let u = uniforms(index)
    let radius = (-2 * log(u.x)).squareRoot()
    let angle = 2 * Double.pi * u.y
    return SIMD2(radius * cos(angle), radius * sin(angle))
  }
}

/// What the rounds of Philox work on: 64 bits, or vectors of them.
@usableFromInline
protocol PhiloxWord {
  /// The 64 bits of the lower 32 times the factor, which has 32.
  func times(_ factor: UInt64) -> Self
  /// The upper 32 bits.
  var upper: Self { get }
  /// The exclusive or of three.
  func mixed(with other: Self, _ key: UInt64) -> Self
}

extension UInt64: PhiloxWord {
  @inlinable @inline(__always)
  func times(_ factor: UInt64) -> UInt64 { (self & 0xFFFF_FFFF) &* factor }
  @inlinable @inline(__always)
  var upper: UInt64 { self &>> 32 }
  @inlinable @inline(__always)
  func mixed(with other: UInt64, _ key: UInt64) -> UInt64 { self ^ other ^ key }
}

extension SIMD4: PhiloxWord where Scalar == UInt64 {
  @inlinable @inline(__always)
  func times(_ factor: UInt64) -> Self {
    // as a product of 32-bit numbers it is one instruction, else five
    (self & Self(repeating: 0xFFFF_FFFF)) &* Self(repeating: factor)
  }
  @inlinable @inline(__always)
  var upper: Self { self &>> Self(repeating: 32) }
  @inlinable @inline(__always)
  func mixed(with other: Self, _ key: UInt64) -> Self { self ^ other ^ Self(repeating: key) }
}
