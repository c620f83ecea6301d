#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
public import Diagrams
public import Exact
import Torus

/// The Taylor series of an amplitude in the microscopic time, in exact arithmetic.
///
/// With `f[e_0,…,e_n] = (−it)^n Σ_l (−it)^l h_l(e_0,…,e_n)/(l+n)!`, h_l the complete homogeneous
/// polynomials, the momentum integrals are those of products of powers of energies. They count walks:
/// each factor e(u) is a step along an axis, forwards or backwards, and a closed loop momentum asks the
/// steps of its propagators to return. So
///
///     Amp(π) = η^{2n̄} i^{n−ñ} t^{2n̄} Σ_D a_D t^D i^D,
///
/// a_D rational where `2 cos 2πp0_j` and the weight are: they are taken as the fractions that the
/// floating numbers stand for, and nothing is rounded after that.
///
/// The walks of different axes are independent but for the number of steps, so
/// `∫Π_g e^{z_g e(u_g)}` is a product over the axes of polynomials in the z_g, cut at degree D; and
/// `z_g = i(s_g − r_g)`, the times of group g on the two lines, is integrated over the simplices
/// monomial by monomial, `∫_{Δ_n(t)} Π s_g^{k_g} = t^{n+Σk} Π k_g!/(n+Σk)!`.
///
/// Plane waves without transfer; observables `one`, `energy`, `velocity`, and `mode` along one axis.
public struct AmplitudeSeries: Sendable {
  public let graph: Pairing
  /// `a_0, …, a_degree` without η and t.
  public let coefficients: [Rational]

  /// The largest degree worth computing.
  public static let largestDegree = 40

  /// - Returns: `nil` for a setting that the series does not cover.
  public init?(_ graph: Pairing, _ setting: AmplitudeSetting, degree: Int) {
    precondition(0...Self.largestDegree ~= degree, "a degree from 0 to \(Self.largestDegree)")
    guard setting.packet == nil, setting.conservesMomentum,
      let weights = Self.weights(setting)
    else { return nil }
    let form = TimeForm(graph)
    let cosines = setting.start.components.map { Self.twiceCosine($0) }
    var total = [Rational](repeating: 0, count: degree + 1)
    for weight in weights {
      var product = TimePolynomial.constant(1)
      for (axis, cosine) in cosines.enumerated() {
        let factor = TimePolynomial.axis(
          form, mode: axis == weight.axis ? weight.mode : 0,
          isOdd: axis == weight.axis && weight.isOdd, cosine: cosine, degree: degree)
        product = product.multiplied(by: factor, degree: degree)
      }
      let integral = product.integrated(form, degree: degree)
      for D in 0...degree { total[D] = total[D] + weight.coefficient * integral[D] }
    }
    self.graph = graph
    coefficients = total
  }

  /// `2 cos 2πp`, the integer where it is one, else as the floating number has it.
  private static func twiceCosine(_ p: Double) -> Rational {
    let value = 2 * Complex.phase(2 * .pi * (p - p.rounded())).real
    return abs(value - value.rounded()) < 1e-15
      ? Rational(Integer(Int(value.rounded()))) : Rational(exactly: value)
  }

  /// One term of the observable: a mode along one axis, times a number.
  struct Weight {
    var axis: Int
    var mode: Int
    /// Whether it is `−2 sin v_j · c_j(p0)`, odd in the momentum, and not `2 cos mv_j`.
    var isOdd: Bool
    var coefficient: Rational
  }

  private static func weights(_ setting: AmplitudeSetting) -> [Weight]? {
    let axes = 0..<setting.dimension
    switch setting.observable {
    case .one: return [Weight(axis: 0, mode: 0, isOdd: false, coefficient: 1)]
    case .energy:
      return axes.map { Weight(axis: $0, mode: 1, isOdd: false, coefficient: 1) }
    case .velocity:
      // c_j(p0)² = 4 − (2 cos 2πp0_j)²
      let squares = setting.start.components.map { p -> Rational in
        let c = twiceCosine(p)
        return 4 - c * c
      }
      let norm = squares.reduce(0, +)
      return axes.map {
        Weight(axis: $0, mode: 1, isOdd: true, coefficient: squares[$0] / norm)
      }
    case .mode(let m):
      let used = axes.filter { m[$0] != 0 }
      guard used.count <= 1 else { return nil }
      guard let axis = used.first else {
        return [Weight(axis: 0, mode: 0, isOdd: false, coefficient: 1)]
      }
      return [
        Weight(axis: axis, mode: abs(m[axis]), isOdd: false, coefficient: Rational(1, over: 2))
      ]
    case .survival, .displacement: return nil
    }
  }
}

extension Amplitude {
  /// The sum of the series up to the degree that the tolerance asks for.
  ///
  /// Since `|h_l(e_0,…,e_n)| ≤ C(l+n,n) (2d)^l`, what is left after degree L is at most
  ///
  ///     sup|g| (ηt)^{2n̄}/(n! ñ!) Σ_{D>L} (4dt)^D/D!,
  ///
  /// a bound on the error. The sum is exact but for 2 cos 2πp0 and its last rounding.
  func series(tolerance: Double, force: Bool) throws -> ComplexEstimate {
    let t = setting.microscopicTime
    let x = 4 * Double(setting.dimension) * t
    let scale = simplexBound
    var (degree, term, rest) = (0, 1.0, 0.0)
    // Σ_{D>degree} x^D/D! ≤ its first term / (1 − x/(degree+2))
    while true {
      term *= x / Double(degree + 1)
      let ratio = x / Double(degree + 2)
      rest = ratio < 1 ? scale * term / (1 - ratio) : .infinity
      if rest <= tolerance / 2 { break }
      degree += 1
      guard degree <= AmplitudeSeries.largestDegree else { throw AmplitudeError.seriesTime(t) }
    }
    let groups = TimeForm(graph).groups.count
    let pairs = TimeForm.binomial(degree + 2 * groups, 2 * groups)
    guard force || pairs <= Self.seriesLimit else {
      throw AmplitudeError.tooCostly(
        method: "series", evaluations: pairs, limit: Self.seriesLimit)
    }
    guard graph.order <= 4, let series = AmplitudeSeries(graph, setting, degree: degree) else {
      throw AmplitudeError.noSeries
    }
    let time = Rational(exactly: t)
    var (real, imaginary, power) = (Rational(0), Rational(0), Rational(1))
    for (D, a) in series.coefficients.enumerated() {
      let part = D & 2 == 0 ? a * power : 0 - a * power
      if D & 1 == 0 { real = real + part } else { imaginary = imaginary + part }
      power = power * time
    }
    let prefactor = pow(setting.time * t, Double(graph.order))
    let value = Complex(prefactor * real.nearest, prefactor * imaginary.nearest)
      .timesPower(ofI: graph.left - graph.right)
    let error = rest + 1e-15 * scale * exp(x)
    return ComplexEstimate(
      value, error: Complex(error, error), method: "series, degree \(degree)")
  }

  /// The most products of terms, some microseconds each.
  static let seriesLimit = 2e7
}

extension Rational {
  /// The nearest floating number nearly, however large the two parts are.
  fileprivate var nearest: Double {
    guard numerator != 0 else { return 0 }
    // 2^shift · value has some 64 digits before the point
    let shift = 64 - numerator.bitWidth + denominator.bitWidth
    let power = Integer(2).power(abs(shift))
    let quotient = shift >= 0 ? numerator * power / denominator : numerator / (denominator * power)
    return scalbn(Double(quotient), Int32(-shift))
  }

  /// The fraction that a finite floating number is.
  init(exactly value: Double) {
    precondition(value.isFinite, "a finite number, got \(value)")
    guard value != 0 else {
      self = 0
      return
    }
    let exponent = Int(value.exponent) - 52
    let significand = Integer(Int(value.significandBitPattern | 1 << 52))
    let signed = value < 0 ? 0 - significand : significand
    let power = Integer(2).power(abs(exponent))
    self = exponent >= 0 ? Rational(signed * power) : Rational(signed, over: power)
  }
}
