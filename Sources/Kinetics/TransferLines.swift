internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The double energy integral of a ladder at a transfer, on one pair of lines `E ± iδ`.
///
///     L(t) = ∫∫ dE dE'/(2π)² e^{−izt+iz't} S(p0+ξ; z) S̄(p0; z') η²B_g/(1 − η²B),     z = E+iδ, z' = E'−iδ
///
/// by the trapezoid rule in both. In time that is the sum over images t + kP, suppressed by
/// `e^{−δP}`, δP = 30. The line ends by a window `½ erfc((|E| − c)/σ)` that is 1 on the spectrum and smears
/// the time by less than t, so that neither the functions of time, entire for t > 0, nor their start at 0
/// notice.
struct TransferLines {
  /// The starts: `Σ_ij weight_ij S(right_i; z) S̄(left_j; z')`, a single pair for a plane wave.
  struct Legs: Sendable {
    /// e(q+ξ) and e(q).
    let right, left: [Double]
    /// By i and then j, without and with the factor g(q+ξ/2) of what has no rung.
    let weight, weighted: [Double]
  }

  private struct Point: Sendable {
    let dressed: Complex
    /// Window times `e^{−iEt}` times `Σ_i weight_ij S(right_i)`, by j.
    let right: [Complex]
    /// The conjugate of window times `e^{−iEt}` times S(left_j).
    let left: [Complex]
  }

  private let coupling: Double
  private let growth: Double
  private let spacing: Double
  private let points: [Point]
  private let width: Double
  private let count: Int
  /// `H_n` and `(−1)^n conj H_n`, both halved for n = 0; by point and n.
  private let above: [Complex]
  private let below: [Complex]
  private let weightedAbove: [Complex]
  private let weightedBelow: [Complex]
  private let isPlain: Bool
  /// `Σ weighted_ij a(right_i) conj a(left_j)`, the part without rungs.
  let coherent: Complex

  /// - Parameters:
  ///   - period: P/t.
  ///   - weight: modes of g, of one parity.
  init(
    _ selfEnergy: SelfEnergy, time t: Double, period: Double,
    legs: Legs, transfer ξ: [Double],
    weight: [Observable.Mode], workers: Workers, monitor: Monitor
  ) throws(Interrupted) {
    let radius = selfEnergy.spectralRadius
    let smoothing = 11 / t
    let centre = radius + 5.5 * smoothing
    let edge = radius + 11 * smoothing
    let square = selfEnergy.coupling * selfEnergy.coupling
    var δ = 30 / (period * t)
    var grid: [Double] = []
    var dressed: [Complex] = []
    var spacing = 1.0
    while true {
      spacing = 2 * Double.pi * δ / 30
      let half = Int((edge / spacing).rounded(.up))
      grid = (-half...half).map { spacing * Double($0) }
      let line = grid
      let size = 512
      let height = δ
      dressed = try workers.map((line.count + size - 1) / size, monitor: monitor) { piece in
        selfEnergy.dressedEnergies(
          at: line[(piece * size)..<min(line.count, (piece + 1) * size)]
            .map { Complex($0, height) })
      }.flatMap { $0 }
      // |η²B| ≤ sup η² Im G̃/Im ζ by Cauchy and Schwarz: no pole above the line once it is below 1
      let rungs = dressed.reduce(0) { most, ζ in
        max(most, square * selfEnergy.green.value(at: ζ).imaginary / ζ.imaginary)
      }
      if rungs < 0.9 { break }
      δ *= 1.25
    }
    coupling = selfEnergy.coupling
    self.spacing = spacing
    growth = exp(2 * δ * t)
    let line = dressed
    let waves = zip(grid, line).map { E, _ in
      erfc((abs(E) - centre) / smoothing) / 2
        * Complex.phase(-(E * t).remainder(dividingBy: 2 * .pi))
    }
    let m = legs.left.count
    points = try workers.map(line.count, monitor: monitor) { k in
      let propagators = legs.right.map { waves[k] / (Complex($0) - line[k]) }
      return Point(
        dressed: line[k],
        right: (0..<m).map { j in
          propagators.enumerated().reduce(.zero) {
            $0 + legs.weight[$1.offset * m + j] * $1.element
          }
        },
        left: legs.left.map { (waves[k] / (Complex($0) - line[k])).conjugate })
    }
    let scale = spacing / (2 * Double.pi)
    func amplitude(_ energy: Double) -> Complex {
      scale * zip(waves, line).reduce(.zero) { $0 + $1.0 / (Complex(energy) - $1.1) }
    }
    let (right, left) = (legs.right.map(amplitude), legs.left.map(amplitude))
    var coherent = Complex.zero
    for i in right.indices {
      for j in left.indices {
        coherent += legs.weighted[i * m + j] * right[i] * left[j].conjugate
      }
    }
    self.coherent = growth * coherent
    let lowest = line.reduce(Double.infinity) { min($0, $1.imaginary) }
    let reach = line.reduce(0) { max($0, abs($1.real)) }
    let zero = [Observable.Mode(index: ξ.map { _ in 0 }, coefficient: .one)]
    func table(_ modes: [Observable.Mode]) throws(Interrupted) -> (TransferMoments, [Complex]) {
      let moments = try TransferMoments(
        transfer: ξ, modes: modes, height: lowest, reach: reach, workers: workers,
        monitor: monitor)
      let values = try workers.map(line.count, monitor: monitor) { k in
        var values = moments.values(at: line[k])
        values[0] = 0.5 * values[0]
        return values
      }
      return (moments, values.flatMap { $0 })
    }
    let (moments, plain) = try table(zero)
    (width, count, above) = (moments.width, moments.count, plain)
    let n = count
    func conjugated(_ values: [Complex], sign: Double) -> [Complex] {
      values.enumerated().map { k, value in (k % n % 2 == 0 ? sign : -sign) * value.conjugate }
    }
    below = conjugated(plain, sign: 1)
    isPlain = weight == zero
    if isPlain || weight.isEmpty {
      (weightedAbove, weightedBelow) = ([], [])
    } else {
      weightedAbove = try table(weight).1
      // g(−p) = ±g(p): cosines are even, the velocity is odd
      let isOdd = weight.contains { mode in
        weight.contains { $0.index == mode.index.map { -$0 } && $0.coefficient != mode.coefficient }
      }
      weightedBelow = conjugated(weightedAbove, sign: isOdd ? -1 : 1)
    }
  }

  /// The sums over exactly k = 1, …, most rungs, or over all numbers of rungs if nil.
  func rungs(upTo most: Int?, workers: Workers, monitor: Monitor) throws(Interrupted) -> [Complex] {
    let rows = try workers.map(points.count, monitor: monitor) { row($0, most: most) }
    let scale = growth * spacing * spacing / (4 * Double.pi * Double.pi)
    return (0..<(most ?? 1)).map { k in scale * rows.reduce(.zero) { $0 + $1[k] } }
  }

  private func row(_ k: Int, most: Int?) -> [Complex] {
    var sums = [Complex](repeating: .zero, count: most ?? 1)
    let square = coupling * coupling
    let (ζ, start) = (points[k].dressed, points[k].right)
    let n = count
    above.withUnsafeBufferPointer { above in
      below.withUnsafeBufferPointer { below in
        weightedAbove.withUnsafeBufferPointer { weightedAbove in
          weightedBelow.withUnsafeBufferPointer { weightedBelow in
            for (l, other) in points.enumerated() {
              let v = (ζ - other.dressed.conjugate) / width
              let root = Complex.squareRoot(v - .one) * Complex.squareRoot(v + .one)
              let q = .one / (v + root)
              // |q|^terms < 2e-15
              let terms = min(n - 1, Int(-68 / log(q.norm)) + 2)
              let front = square / width * (.one / root)
              var b = Complex.zero
              for m in stride(from: terms, through: 0, by: -1) {
                b = b * q + (above[k * n + m] - below[l * n + m])
              }
              b = front * (2 * b)
              var weighted = b
              if !isPlain {
                weighted = .zero
                for m in stride(from: terms, through: 0, by: -1) {
                  weighted = weighted * q + (weightedAbove[k * n + m] - weightedBelow[l * n + m])
                }
                weighted = front * (2 * weighted)
              }
              var ends = Complex.zero
              for j in start.indices { ends += start[j] * other.left[j] }
              ends *= weighted
              if most == nil {
                sums[0] += ends / (.one - b)
              } else {
                var term = ends
                for j in sums.indices {
                  sums[j] += term
                  term *= b
                }
              }
            }
          }
        }
      }
    }
    return sums
  }
}
