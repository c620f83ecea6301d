#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// `f(θ) = a_0 + Σ_n a_n cos nθ + b_n sin nθ`: an energy along one axis.
struct TrigonometricPolynomial {
  var constant: Double
  /// (a_n, b_n) for n = 1, 2, ….
  var waves: [(cosine: Double, sine: Double)]

  /// f, f′ and f″.
  func jet(_ θ: Double) -> (value: Double, slope: Double, bend: Double) {
    var jet = (value: constant, slope: 0.0, bend: 0.0)
    let (c, s) = (cos(θ), sin(θ))
    var (cn, sn) = (c, s)
    for (index, wave) in waves.enumerated() {
      let n = Double(index + 1)
      let level = wave.cosine * cn + wave.sine * sn
      jet.value += level
      jet.slope += n * (wave.sine * cn - wave.cosine * sn)
      jet.bend -= n * n * level
      (cn, sn) = (cn * c - sn * s, sn * c + cn * s)
    }
    return jet
  }

  /// Where f′ changes its sign, in increasing order; exact for one wave, else between the points of
  /// a grid of 16 per wave.
  var criticalPoints: [Double] {
    if waves.count == 1 {
      guard waves[0] != (0, 0) else { return [] }
      let θ = atan2(waves[0].sine, waves[0].cosine)
      return [θ, θ < 0 ? θ + Double.pi : θ - Double.pi].sorted()
    }
    let count = 16 * waves.count
    let step = 2 * Double.pi / Double(count)
    var points: [Double] = []
    // off the symmetric points, at which slopes vanish exactly
    var θ = -Double.pi + 0.123 * step
    var before = jet(θ).slope
    for _ in 0..<count {
      let after = jet(θ + step).slope
      if before * after < 0 {
        points.append(
          Self.root(θ, θ + step) { point in
            let jet = jet(point)
            return (jet.slope, jet.bend)
          })
      }
      (θ, before) = (θ + step, after)
    }
    return points
  }

  /// The root between two points of different sign: Newton's steps, halving where they leave.
  static func root(
    _ a: Double, _ b: Double, _ function: (Double) -> (value: Double, slope: Double)
  ) -> Double {
    var (low, high) = (a, b)
    let isRising = function(a).value < 0
    var θ = (a + b) / 2
    for _ in 0..<60 {
      let (value, slope) = function(θ)
      if value == 0 { break }
      if (value < 0) == isRising { low = θ } else { high = θ }
      let next = θ - value / slope
      let inside = next > low && next < high
      let target = inside ? next : (low + high) / 2
      if abs(target - θ) < 1e-15 { break }
      θ = target
    }
    return θ
  }
}

/// A density on the circle that follows `1/|f(θ) − iε|`: a peak at every zero of f, one at every
/// extremum that comes close to zero, and a flat part.
///
/// The masses of the peaks are what they contribute to the integral of 1/|f − iε|; the shapes are
/// `1/√(δ²+w²)` at a zero, `w/(δ²+w²)` at an extremum. Between neighbouring extrema f is monotone,
/// so that no zero is missed.
struct AxisPeaks {
  struct Peak {
    let centre: Double
    let width: Double
    /// The part of the density.
    var mass: Double
    let isZero: Bool
    /// The integral of the shape over the circle.
    let size: Double

    init(zero centre: Double, slope: Double, ε: Double) {
      let steep = max(abs(slope), ε.squareRoot())
      self.centre = centre
      width = ε / steep
      isZero = true
      size = 2 * asinh(Double.pi / width)
      mass = size / steep
    }

    init(extremum centre: Double, height: Double, bend: Double, ε: Double) {
      let (height, bend) = (max(abs(height), ε), max(abs(bend), 1e-3))
      self.centre = centre
      width = (2 * height / bend).squareRoot()
      isZero = false
      size = 2 * atan(Double.pi / width)
      mass = size * width / height
    }

    /// Per angle, with integral 1 over the circle.
    func density(_ θ: Double) -> Double {
      let turn = 2 * Double.pi
      let δ = θ - centre - turn * ((θ - centre) / turn).rounded()
      return isZero
        ? 1 / ((δ * δ + width * width).squareRoot() * size)
        : width / ((δ * δ + width * width) * size)
    }

    /// The angle of a number uniform in (0, 1).
    func angle(_ uniform: Double) -> Double {
      let part = (uniform - 0.5) * size
      return centre + width * (isZero ? sinh(part) : tan(part))
    }
  }

  private(set) var peaks: [Peak] = []
  private let flat: Double

  init(_ f: TrigonometricPolynomial, ε: Double) {
    let points = f.criticalPoints
    let jets = points.map { f.jet($0) }
    for (index, point) in points.enumerated() {
      let next = (index + 1) % points.count
      let (from, to) = (jets[index], jets[next])
      if from.value * to.value < 0 {
        let end = next > index ? points[next] : points[next] + 2 * Double.pi
        let zero = TrigonometricPolynomial.root(point, end) { θ in
          let jet = f.jet(θ)
          return (jet.value, jet.slope)
        }
        peaks.append(Peak(zero: zero, slope: f.jet(zero).slope, ε: ε))
      }
      if from.value * from.bend >= 0 {
        peaks.append(Peak(extremum: point, height: from.value, bend: from.bend, ε: ε))
      }
    }
    let scale = f.waves.reduce(abs(f.constant)) { $0 + abs($1.cosine) + abs($1.sine) }
    let rest = 2 * Double.pi / max(scale, ε)
    let total = peaks.reduce(rest) { $0 + $1.mass }
    flat = rest / total
    for i in peaks.indices { peaks[i].mass /= total }
  }

  /// Equal peaks of given width, for singularities whose places alone are known.
  init(zeros: [Double], width: Double) {
    peaks = zeros.map { Peak(zero: $0, slope: 1, ε: width) }
    flat = peaks.isEmpty ? 1 : 0.1
    for i in peaks.indices { peaks[i].mass = 0.9 / Double(peaks.count) }
  }

  /// Per angle, with integral 1 over the circle.
  func density(_ θ: Double) -> Double {
    peaks.reduce(flat / (2 * Double.pi)) { $0 + $1.mass * $1.density(θ) }
  }

  /// The angle of a number uniform in (0, 1).
  func angle(_ uniform: Double) -> Double {
    var rest = uniform
    for peak in peaks {
      if rest < peak.mass { return peak.angle(rest / peak.mass) }
      rest -= peak.mass
    }
    return 2 * Double.pi * rest / flat
  }
}
