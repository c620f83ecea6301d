internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What the particles of a jump process count for, summed up.
struct ParticleScore {
  let observable: Observable
  private let modes: [Observable.Mode]
  private let transfer: SIMD4<Double>
  private let dimension: Int
  private(set) var sums = Sums()

  /// Sums over some particles, in the order of their number.
  struct Sums: PlainData {
    var value = Complex.zero
    /// Of both parts apart.
    var squares = Complex.zero
    var collisions = 0

    init() {}

    init(from source: inout ByteSource) throws(PlainDataError) {
      value = try Complex(from: &source)
      squares = try Complex(from: &source)
      collisions = try Int(from: &source)
    }

    func encode(into sink: inout ByteSink) {
      value.encode(into: &sink)
      squares.encode(into: &sink)
      collisions.encode(into: &sink)
    }
  }

  /// - Parameter start: what `velocity` projects on.
  init(_ observable: Observable, start: Momentum, transfer: [Double]) {
    self.observable = observable
    modes = observable.weight(start: start) ?? []
    dimension = start.dimension
    var κ = SIMD4<Double>.zero
    for (j, component) in transfer.enumerated() { κ[j] = component }
    self.transfer = κ
  }

  /// Whether velocity and cosines enter, beside place and collisions.
  var readsMomenta: Bool { modes.contains { $0.index.contains { $0 != 0 } } }

  mutating func add(_ state: ShellState, collisions: Int) {
    sums.collisions += collisions
    var value = Complex.one
    switch observable {
    case .survival: value = collisions > 0 ? .zero : .one
    case .displacement:
      value = Complex((state.place * state.place).sum() / Double(dimension))
    default: value = Complex(weight(state))
    }
    if observable != .displacement {
      let phase = (transfer * state.place).sum()
      if phase != 0 { value *= Complex.phase(-2 * Double.pi * phase) }
    }
    sums.value += value
    sums.squares += Complex(value.real * value.real, value.imaginary * value.imaginary)
  }

  /// g(V), with `e^{2πiV_j} = (2cos − i c_j)/2`.
  private func weight(_ state: ShellState) -> Double {
    var sum = 0.0
    for mode in modes {
      var phase = mode.coefficient
      for (j, m) in mode.index.enumerated() where m != 0 {
        let turn = Complex(
          state.cosine[j] / 2, (m < 0 ? state.velocity[j] : -state.velocity[j]) / 2)
        for _ in 0..<abs(m) { phase *= turn }
      }
      sum += phase.real
    }
    return sum
  }

  /// Mean and standard error over all particles.
  static func average(_ parts: [Sums], particles count: Int) -> ShellParticles.Average {
    var all = Sums()
    for part in parts {
      all.value += part.value
      all.squares += part.squares
      all.collisions += part.collisions
    }
    let n = Double(count)
    func deviation(_ sum: Double, _ squares: Double) -> Double {
      (max(0, squares - sum * sum / n) / (n * (n - 1))).squareRoot()
    }
    return ShellParticles.Average(
      value: ComplexEstimate(
        all.value / n,
        error: Complex(
          deviation(all.value.real, all.squares.real),
          deviation(all.value.imaginary, all.squares.imaginary)),
        .standardError, method: "particles"),
      collisions: all.collisions, particles: count)
  }
}
