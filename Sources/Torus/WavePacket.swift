#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The Gaussian wave packet `ψ_0(x) ∝ e^{−|x|²/4w²} e^{2πi p·x}` on Z^d, normalised, around the origin.
///
/// Each coordinate of |ψ_0|² has standard deviation w, up to what the lattice takes away from a
/// narrow one; w = 0 is one site. Everything is a product over the coordinates: with
/// `φ(x) = e^{−x²/4w²}/√Z`, `Z = Σ_x e^{−x²/2w²}`,
///
///     ψ̂_0(q) = Π_j φ̂(q_j − p_j),    φ̂(k) = Σ_x φ(x) e^{−2πikx} > 0,    ∫dq |ψ̂_0(q)|² = 1,
///
/// a theta function, even and of width 1/(4πw) in |φ̂|². What sums over graphs and the Boltzmann
/// equation need of a start is the weight of momentum q at transfer ξ and its Fourier coefficients,
///
///     conj ψ̂_0(q) ψ̂_0(q+ξ) = Π_j Σ_m c_m(ξ_j) e^{−2πim(q_j−p_j)},
///     c_m(ξ) = Σ_x φ(x) φ(x+m) e^{−2πiξ(x+m)}
///            = e^{−m²/8w²−πiξm} Z^{−1} Σ_{y∈Z+m/2} e^{−y²/2w²} cos 2πξy.
///
/// So the mean of a function of q that is a trigonometric polynomial is a finite sum, and
/// `rule(axis:degree:transfer:)` puts it as a quadrature.
///
/// In kinetic scaling a packet of macroscopic width W has `w = W/η²` sites, and at `ξ = η²κ` its
/// `c_0(ξ) → e^{−2π²W²κ²}`, the transform of |h(X)|² (physics, section 8).
///
/// Sums are taken directly or after Poisson's formula, whichever is shorter: rounding errors only.
public struct WavePacket: Hashable, Sendable {
  /// p.
  public let momentum: Momentum
  /// w ≥ 0, in sites per axis.
  public let width: Double
  /// Z; 1 for one site.
  private let norm: Double

  public init(momentum: Momentum, width: Double) {
    precondition(width >= 0 && width.isFinite, "a packet has a width ≥ 0, got \(width)")
    self.momentum = momentum
    self.width = width
    norm = Self.gaussianSum(width: width, offset: 0, angle: 0)
  }

  /// One site, at the origin: every momentum alike.
  public static func site(dimension: Int) -> WavePacket {
    WavePacket(momentum: .zero(dimension: dimension), width: 0)
  }

  public var dimension: Int { momentum.dimension }

  /// `ψ_0(x)`.
  public func value(at site: [Int]) -> Complex {
    precondition(site.count == dimension, "a site of Z^\(dimension), got \(site)")
    var (exponent, angle) = (0.0, 0.0)
    for (x, p) in zip(site, momentum.components) {
      if width == 0, x != 0 { return .zero }
      exponent -= width == 0 ? 0 : Double(x * x) / (4 * width * width)
      angle += p * Double(x)
    }
    let scale = exp(exponent) / pow(norm, Double(dimension) / 2)
    return scale * Complex.phase(2 * Double.pi * (angle - angle.rounded()))
  }

  /// `ψ̂_0(q)`, real and positive.
  public func amplitude(at q: Momentum) -> Double {
    precondition(q.dimension == dimension, "a momentum of dimension \(dimension), got \(q)")
    return zip(q.components, momentum.components).reduce(1) { $0 * axisAmplitude($1.0 - $1.1) }
  }

  /// `|ψ̂_0(q)|²`, of integral 1.
  public func density(at q: Momentum) -> Double { product(at: q, transfer: nil) }

  /// `conj ψ̂_0(q) ψ̂_0(q+ξ)`, the weight of the start q at a transfer ξ.
  public func product(at q: Momentum, transfer ξ: Momentum?) -> Double {
    amplitude(at: q) * amplitude(at: ξ.map { q + $0 } ?? q)
  }

  /// `φ̂(k)`, the factor of one coordinate, k counted from the middle of the packet.
  public func axisAmplitude(_ k: Double) -> Double {
    // e^{−x²/4w²} is e^{−x²/2v²} with v = √2·w
    Self.gaussianSum(width: 2.0.squareRoot() * width, offset: 0, angle: k) / norm.squareRoot()
  }

  /// `c_m(ξ)`, the mean of `e^{2πim(q_j−p_j)}` over the packet at a transfer ξ along one coordinate.
  public func coefficient(_ m: Int, transfer ξ: Double = 0) -> Complex {
    if width == 0 { return m == 0 ? .one : .zero }
    let scale = exp(-Double(m * m) / (8 * width * width)) / norm
    let sum = Self.gaussianSum(width: width, offset: m & 1 == 0 ? 0 : 0.5, angle: ξ)
    let turn = ξ * Double(m) / 2
    return (scale * sum) * Complex.phase(-2 * Double.pi * (turn - turn.rounded()))
  }

  /// `∫dq conj ψ̂_0(q) ψ̂_0(q+ξ) e^{2πim·q}`, in position space `Σ_x conj ψ_0(x) ψ_0(x+m) e^{−2πiξ·(x+m)}`.
  public func mean(of m: [Int], transfer ξ: Momentum? = nil) -> Complex {
    precondition(m.count == dimension, "\(dimension) components, got \(m)")
    return m.indices.reduce(.one) { mean, axis in
      let turn = Double(m[axis]) * momentum[axis]
      return mean * coefficient(m[axis], transfer: ξ?[axis] ?? 0)
        * Complex.phase(2 * Double.pi * (turn - turn.rounded()))
    }
  }

  /// Beyond this |m| no `|c_m(ξ)|` exceeds 1e-17.
  public var extent: Int { Int((width * (8 * Self.negligible).squareRoot()).rounded(.up)) }

  /// A momentum of one coordinate with its share of the packet.
  public struct Node: Hashable, Sendable {
    public let momentum: Double
    public let weight: Double
  }

  /// Momenta `q` and weights along one coordinate, exact for trigonometric polynomials up to a degree.
  ///
  ///     Σ weight · e^{2πimq} = ∫dq conj φ̂(q−p) φ̂(q−p+ξ) e^{2πimq} ± 3e-14,    |m| ≤ degree
  ///
  /// The trapezoidal rule with degree + extent + 1 points on the circle, aligned with the middle of
  /// the packet, without the points of no weight: some `26 + 1.5·degree/w` of them.
  public func rule(axis: Int, degree: Int, transfer ξ: Double = 0) -> [Node] {
    precondition(degree >= 0, "a degree is not negative, got \(degree)")
    let count = degree + extent + 1
    let turn = ξ - ξ.rounded()
    // the weight is e^{−8π²w²(k+ξ/2)²} about −ξ/2; half a turn away is e^{−2π²w²(1−|ξ|)²}
    let isNarrow = width * (1 - abs(turn)) * 2.0.squareRoot() * .pi > Self.negligible.squareRoot()
    let reach = isNarrow ? (Self.negligible / 8).squareRoot() / (.pi * width) : 0.5
    let steps = min(Int((reach * Double(count)).rounded(.up)), count)
    var nodes: [Node] = []
    for step in -steps...steps {
      // one period: a wide rule ends where it began
      guard isNarrow || (2 * step > -count && 2 * step <= count) else { continue }
      let k = Double(step) / Double(count) - turn / 2
      let weight = axisAmplitude(k) * axisAmplitude(k + turn) / Double(count)
      nodes.append(Node(momentum: momentum[axis] + k, weight: weight))
    }
    return nodes
  }

  /// `e^{−40} < 1e-17`.
  private static let negligible = 40.0

  /// `Σ_{y∈Z+δ} e^{−y²/2v²} cos 2πky` for δ = 0 or ½, directly or as
  /// `√(2π)·v Σ_n e^{−2π²v²(k+n)²} cos 2πnδ`.
  private static func gaussianSum(width v: Double, offset δ: Double, angle k: Double) -> Double {
    if v == 0 { return δ == 0 ? 1 : 0 }
    let turns = k.rounded()
    let angle = k - turns
    // a full turn changes the sign where y is a half-integer
    let isTurned = δ != 0 && turns.truncatingRemainder(dividingBy: 2) != 0
    var sum = 0.0
    if 2 * .pi * v * v < 1 {
      let reach = Int(v * (2 * negligible).squareRoot()) + 1
      for n in -reach...reach {
        let y = Double(n) + δ
        sum += exp(-y * y / (2 * v * v)) * cos(2 * .pi * angle * y)
      }
    } else {
      let reach = Int((negligible / 2).squareRoot() / (.pi * v)) + 1
      for n in -reach...reach {
        let distance = angle + Double(n)
        let sign: Double = δ != 0 && n & 1 != 0 ? -1 : 1
        sum += sign * exp(-2 * .pi * .pi * v * v * distance * distance)
      }
      sum *= (2 * .pi).squareRoot() * v
    }
    return isTurned ? -sum : sum
  }
}
