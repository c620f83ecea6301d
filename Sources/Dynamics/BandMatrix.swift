public import Torus

/// How the entries of a random band matrix are distributed.
public enum BandEntries: String, CaseIterable, Hashable, Sendable {
  /// Uniform on the unit circle, the case of the theorem.
  case phase
  /// ±1, real symmetric.
  case sign
  /// Complex normal.
  case gaussian
  /// Real normal, real symmetric.
  case realGaussian = "real-gaussian"
}

/// A random Hermitian matrix on a ring whose entries vanish beyond distance W of the diagonal.
///
///     E H_xy = 0,   E |H_xy|² = 1/(M−1)  for 1 ≤ |x−y| ≤ W,   M = 2W,   else 0
///
/// independent up to `H_yx = conj H_xy`; the spectrum fills [−2, 2] as W grows.
///
/// Source: L. Erdős, A. Knowles, *Quantum diffusion and delocalization for random band matrices*,
/// Comm. Math. Phys. 303, 509 (2011), in dimension 1.
public struct BandMatrix: Hashable, Sendable {
  public let side: Int
  /// W, with `2W < side`.
  public let width: Int
  /// `H_{x, x+k}` for k = 1…W, a diagonal of the ring after the other: element `(k−1)·side + x`.
  let real: [Double]
  let imaginary: [Double]
  /// No eigenvalue is larger in modulus: the largest sum of moduli along a row.
  public let bound: Double

  /// Realisation k, a function of (entries, seed, k).
  public init(side: Int, width: Int, entries: BandEntries, seed: UInt64, realisation k: Int) {
    precondition(width >= 1 && 2 * width < side, "a band of width \(width) on \(side) sites")
    self.side = side
    self.width = width
    let random = Philox(seed: seed, stream: UInt64(k))
    let scale = 1 / Double(2 * width - 1).squareRoot()
    let count = side * width
    var (real, imaginary) = (
      [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
    )
    for i in 0..<count {
      let entry: Complex
      switch entries {
      case .phase: entry = .phase(2 * Double.pi * random.uniforms(UInt64(i)).x)
      case .sign: entry = Complex(random.block(UInt64(i))[0] & 1 == 0 ? -1 : 1)
      case .gaussian:
        let two = random.normals(UInt64(i))
        entry = Complex(two.x, two.y) / 2.0.squareRoot()
      case .realGaussian: entry = Complex(random.normals(UInt64(i)).x)
      }
      (real[i], imaginary[i]) = (scale * entry.real, scale * entry.imaginary)
    }
    var sums = [Double](repeating: 0, count: side)
    for k in 1...width {
      for x in 0..<side {
        let i = (k - 1) * side + x
        let modulus = Complex(real[i], imaginary[i]).modulus
        sums[x] += modulus
        sums[(x + k) % side] += modulus
      }
    }
    bound = sums.max() ?? 0
    (self.real, self.imaginary) = (real, imaginary)
  }

  /// `H_xy`.
  public subscript(x: Int, y: Int) -> Complex {
    let forward = (y - x + side) % side
    if (1...width).contains(forward) {
      let i = (forward - 1) * side + x
      return Complex(real[i], imaginary[i])
    }
    let backward = side - forward
    guard forward > 0, backward <= width else { return .zero }
    let i = (backward - 1) * side + y
    return Complex(real[i], -imaginary[i])
  }

  /// `out ← scale·Hψ − out`: side·W complex products, twice.
  ///
  /// A diagonal k couples x with x+k: `(Hψ)(x) += h ψ(x+k)`, `(Hψ)(x+k) += conj h ψ(x)`. Both ψ and
  /// the sum are laid out with W sites more, so that neither index wraps.
  func apply(_ ψ: borrowing BandVector, scale: Double, minus out: inout BandVector) {
    let (n, w) = (side, width)
    var sum = BandVector(count: n + w)
    sum.real.withUnsafeMutableBufferPointer { sr in
      sum.imaginary.withUnsafeMutableBufferPointer { si in
        ψ.real.withUnsafeBufferPointer { pr in
          ψ.imaginary.withUnsafeBufferPointer { pi in
            real.withUnsafeBufferPointer { hr in
              imaginary.withUnsafeBufferPointer { hi in
                for k in 1...w {
                  Self.diagonal(
                    sr.baseAddress!, si.baseAddress!, pr.baseAddress!, pi.baseAddress!,
                    hr.baseAddress! + (k - 1) * n, hi.baseAddress! + (k - 1) * n, k, n)
                }
              }
            }
          }
        }
      }
    }
    for x in 0..<w {
      sum.real[x] += sum.real[n + x]
      sum.imaginary[x] += sum.imaginary[n + x]
    }
    for x in 0..<n {
      out.real[x] = scale * sum.real[x] - out.real[x]
      out.imaginary[x] = scale * sum.imaginary[x] - out.imaginary[x]
    }
    out.wrap(n)
  }

  @inline(__always)
  private static func diagonal(
    _ sr: UnsafeMutablePointer<Double>, _ si: UnsafeMutablePointer<Double>,
    _ pr: UnsafePointer<Double>, _ pi: UnsafePointer<Double>, _ hr: UnsafePointer<Double>,
    _ hi: UnsafePointer<Double>, _ k: Int, _ n: Int
  ) {
    for x in 0..<n {
      sr[x] += hr[x] * pr[x + k] - hi[x] * pi[x + k]
      si[x] += hr[x] * pi[x + k] + hi[x] * pr[x + k]
    }
    for x in 0..<n {
      sr[x + k] += hr[x] * pr[x] + hi[x] * pi[x]
      si[x + k] += hr[x] * pi[x] - hi[x] * pr[x]
    }
  }
}

/// A complex vector on the ring, the first W sites repeated behind the last.
struct BandVector {
  var real: [Double]
  var imaginary: [Double]

  init(count: Int) {
    real = [Double](repeating: 0, count: count)
    imaginary = real
  }

  mutating func wrap(_ side: Int) {
    for x in side..<real.count {
      real[x] = real[x - side]
      imaginary[x] = imaginary[x - side]
    }
  }
}

extension BandMatrix {
  /// `|⟨x|e^{−itH/2}|0⟩|²` for each time, x from 0 on around the ring; Chebyshev, to rounding.
  public func densities(times: [Double]) -> [[Double]] {
    let n = side
    let series = times.map { ChebyshevSeries(argument: bound * $0 / 2) }
    let pairs = series.map(\.pairs.count).max() ?? 0
    var even = BandVector(count: n + width)
    var odd = BandVector(count: n + width)
    even.real[0] = 1
    even.wrap(n)
    var sums = times.map { _ in BandVector(count: n) }
    for j in 0..<pairs {
      if j > 0 { apply(odd, scale: 2 / bound, minus: &even) }
      apply(even, scale: (j == 0 ? 1 : 2) / bound, minus: &odd)
      for (i, series) in series.enumerated() where j < series.pairs.count {
        let (e, o) = (series.pairs[j].x, series.pairs[j].y)
        for x in 0..<n {
          sums[i].real[x] += e * even.real[x] + o * odd.imaginary[x]
          sums[i].imaginary[x] += e * even.imaginary[x] - o * odd.real[x]
        }
      }
    }
    return sums.map { sum in
      (0..<n).map { sum.real[$0] * sum.real[$0] + sum.imaginary[$0] * sum.imaginary[$0] }
    }
  }
}
