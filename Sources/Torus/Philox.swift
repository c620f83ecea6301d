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
    var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3])
    var (k0, k1) = (key[0], key[1])
    for _ in 0..<10 {
      let a = UInt64(c0) &* 0xD251_1F53
      let b = UInt64(c2) &* 0xCD9E_8D57
      (c0, c1, c2, c3) = (
        UInt32(truncatingIfNeeded: b &>> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: b),
        UInt32(truncatingIfNeeded: a &>> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: a)
      )
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return SIMD4(c0, c1, c2, c3)
  }

  /// Fills `words` with the blocks `index, index + 1, …`, word by word: all first words, then all second.
  ///
  /// The same bits as `block`, laid out so that the compiler works on several counters at a time, which
  /// takes a third of the time.
  ///
  /// - Precondition: the count is a multiple of four, and all blocks lie in one run of 2^32 indices.
  public func fill(_ words: UnsafeMutableBufferPointer<UInt32>, from index: UInt64) {
    let n = words.count / 4
    precondition(words.count % 4 == 0, "whole blocks only, got \(words.count) words")
    let low = UInt32(truncatingIfNeeded: index)
    let high = UInt32(truncatingIfNeeded: index >> 32)
    precondition(UInt64(low) + UInt64(n) <= 1 << 32, "blocks across a run of 2^32 indices")
    guard let target = words.baseAddress else { return }
    let (s0, s1) = (UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
    let (key0, key1) = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    for k in 0..<n {
      var (c0, c1, c2, c3) = (low &+ UInt32(truncatingIfNeeded: k), high, s0, s1)
      var (k0, k1) = (key0, key1)
      for _ in 0..<10 {
        let a = UInt64(c0) &* 0xD251_1F53
        let b = UInt64(c2) &* 0xCD9E_8D57
        (c0, c1, c2, c3) = (
          UInt32(truncatingIfNeeded: b &>> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: b),
          UInt32(truncatingIfNeeded: a &>> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: a)
        )
        k0 &+= 0x9E37_79B9
        k1 &+= 0xBB67_AE85
      }
      target[k] = c0
      target[n + k] = c1
      target[2 * n + k] = c2
      target[3 * n + k] = c3
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
