#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Torus

/// Divided differences `f[e_0,…,e_n]` of `f(x) = e^{−itx}`.
///
/// By the formula of Hermite and Genocchi they are the time-ordered integrals of Duhamel's expansion,
///
///     f[e_0,…,e_n] = (−i)^n ∫_{s_0+…+s_n=t} ds e^{−iΣ s_j e_j},     |f[e_0,…,e_n]| ≤ t^n/n!,
///
/// symmetric and entire in the nodes, which may coincide. Goals, in this order:
///
/// 1. absolute error ≤ 1e-13·t^n/n! for up to 16 nodes of any spacing, t ≤ 200, |e_j| ≤ 8;
/// 2. speed for up to four nodes, the case of n̄ ≤ 2 and of most graphs beyond;
/// 3. no allocation.
///
/// The textbook recursion `(f[e_1,…] − f[…,e_{n−1}])/(e_n − e_0)` loses all digits for close nodes.
/// Up to four sorted nodes it is used only where `t·(e_n − e_0) ≥ 1`, which costs a factor
/// 2k/(t·Δ) of accuracy at level k, 48 units in the last place at the third; closer nodes take
/// the Taylor series. More nodes take the matrix exponential, see `DividedDifference+Squaring`.
public enum DividedDifference {
  /// The largest number of nodes.
  public static let largestCount = 32

  /// `f[nodes]` for `f(x) = e^{−i·time·x}`, 1 to 32 nodes.
  public static func exponential(_ nodes: [Double], time: Double) -> Complex {
    nodes.withUnsafeBufferPointer { exponential($0, time: time) }
  }

  /// `f[nodes]` for `f(x) = e^{−i·time·x}`, 1 to 32 nodes.
  public static func exponential(_ nodes: UnsafeBufferPointer<Double>, time: Double) -> Complex {
    precondition(
      1...largestCount ~= nodes.count,
      "a divided difference takes 1 to \(largestCount) nodes, got \(nodes.count)")
    return switch nodes.count {
    case 1: phase(nodes[0], time)
    case 2: pair(nodes[0], nodes[1], time)
    case 3: triple(nodes[0], nodes[1], nodes[2], time)
    case 4: quadruple(nodes[0], nodes[1], nodes[2], nodes[3], time)
    default: squaring(nodes, time: time)
    }
  }

  /// `e^{−ite}` with the rounding of the product t·e taken back.
  @inline(__always)
  static func phase(_ e: Double, _ t: Double) -> Complex {
    let product = t * e
    let residue = Self.residue(t, e, product)
    // the fast phase is good to rounding up to some 1e5
    let z =
      abs(product) < 1e5 ? FastPhase.value(product) : Complex(cos(product), sin(product))
    return Complex(z.real - residue * z.imaginary, -(z.imaginary + residue * z.real))
  }

  /// `a·b − product` exactly, by Dekker's splitting: a fused product is a library call here.
  @inline(__always)
  static func residue(_ a: Double, _ b: Double, _ product: Double) -> Double {
    let (x, y) = (134_217_729 * a, 134_217_729 * b)
    let (aHigh, bHigh) = (x - (x - a), y - (y - b))
    let (aLow, bLow) = (a - aHigh, b - bHigh)
    return ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow
  }

  private static func pair(_ a: Double, _ b: Double, _ t: Double) -> Complex {
    let (low, high) = (min(a, b), max(a, b))
    guard t * (high - low) >= 1 else { return series(low, high, low, high, count: 2, t) }
    return (phase(high, t) - phase(low, t)) / (high - low)
  }

  private static func triple(_ x: Double, _ y: Double, _ z: Double, _ t: Double) -> Complex {
    var (a, b, c) = (x, y, z)
    sort(&a, &b)
    sort(&b, &c)
    sort(&a, &b)
    guard t * (c - a) >= 1 else { return series(a, b, c, c, count: 3, t) }
    let (fa, fb, fc) = (phase(a, t), phase(b, t), phase(c, t))
    let ab = t * (b - a) >= 1 ? (fb - fa) * (1 / (b - a)) : series(a, b, a, b, count: 2, t)
    let bc = t * (c - b) >= 1 ? (fc - fb) * (1 / (c - b)) : series(b, c, b, c, count: 2, t)
    return (bc - ab) * (1 / (c - a))
  }

  private static func quadruple(
    _ x: Double, _ y: Double, _ z: Double, _ w: Double, _ t: Double
  ) -> Complex {
    var (a, b, c, d) = (x, y, z, w)
    sort(&a, &b)
    sort(&c, &d)
    sort(&a, &c)
    sort(&b, &d)
    sort(&b, &c)
    guard t * (d - a) >= 1 else { return series(a, b, c, d, count: 4, t) }
    let (fa, fb, fc, fd) = (phase(a, t), phase(b, t), phase(c, t), phase(d, t))
    let ab = t * (b - a) >= 1 ? (fb - fa) * (1 / (b - a)) : series(a, b, a, b, count: 2, t)
    let bc = t * (c - b) >= 1 ? (fc - fb) * (1 / (c - b)) : series(b, c, b, c, count: 2, t)
    let cd = t * (d - c) >= 1 ? (fd - fc) * (1 / (d - c)) : series(c, d, c, d, count: 2, t)
    let abc = t * (c - a) >= 1 ? (bc - ab) * (1 / (c - a)) : series(a, b, c, c, count: 3, t)
    let bcd = t * (d - b) >= 1 ? (cd - bc) * (1 / (d - b)) : series(b, c, d, d, count: 3, t)
    return (bcd - abc) * (1 / (d - a))
  }

  @inline(__always)
  private static func sort(_ a: inout Double, _ b: inout Double) {
    (a, b) = (min(a, b), max(a, b))
  }

  /// The Taylor series about the middle of the first `count` nodes, `t·spread < 1`.
  ///
  ///     f[e_0,…,e_n] = (−it)^n e^{−itm} Σ_k (−i)^k h_k(y)/(k+n)!,    y_j = t(e_j − m), |y_j| ≤ 1/2,
  ///
  /// with h_k the complete homogeneous symmetric polynomials; 15 terms leave 1e-17 of t^n/n!.
  private static func series(
    _ a: Double, _ b: Double, _ c: Double, _ d: Double, count: Int, _ t: Double
  ) -> Complex {
    let last = count == 2 ? b : count == 3 ? c : d
    let middle = a + (last - a) / 2
    let (ya, yb, yc, yd) = (
      t * (a - middle), t * (b - middle), t * (c - middle), t * (d - middle)
    )
    // h_k of the first one, two, three, four nodes
    var (h1, h2, h3, h4) = (1.0, 1.0, 1.0, 1.0)
    let n = count - 1
    var inverse = n == 1 ? 1.0 : n == 2 ? 0.5 : 1 / 6.0
    var (real, imaginary) = (inverse, 0.0)
    for k in 1..<15 {
      h1 *= ya
      h2 = h2 * yb + h1
      h3 = h3 * yc + h2
      h4 = h4 * yd + h3
      inverse /= Double(k + n)
      let term = (n == 1 ? h2 : n == 2 ? h3 : h4) * inverse
      switch k & 3 {
      case 0: real += term
      case 1: imaginary -= term
      case 2: real -= term
      default: imaginary += term
      }
    }
    let scale = n == 1 ? t : n == 2 ? t * t : t * t * t
    return scale * (phase(middle, t) * Complex(real, imaginary)).timesPower(ofI: -n)
  }
}
