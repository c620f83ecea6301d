/// What is measured: the weight `g(v)` of the phase-space function J, or one of two functionals.
public enum Observable: Hashable, Sendable {
  /// `g = 1`: the total probability.
  case one
  /// `g = e(v)`: the kinetic energy.
  case energy
  /// `g = Σ_j c_j(v) c_j(p0)/|c(p0)|²`: the projection on the initial velocity, 1 at v = p0.
  case velocity
  /// `g = cos(2πm·v)` for integer m.
  case mode([Int])
  /// `|E ψ̂(p0)|²`: what is left of the plane wave after averaging; not of the form ∫g|ψ̂|².
  case survival
  /// The mean square displacement per axis; needs a start that is localised.
  case displacement
}

extension Observable {
  /// One Fourier term `coefficient · e^{2πi m·v}` of a weight.
  public struct Mode: Hashable, Sendable {
    public let index: [Int]
    public let coefficient: Complex

    public init(index: [Int], coefficient: Complex) {
      self.index = index
      self.coefficient = coefficient
    }
  }

  /// The weight g as a trigonometric polynomial, `g(v) = Σ coefficient · e^{2πi m·v}`.
  ///
  /// Every weight of feyn is one, of degree at most 1 per axis but for `mode`: that is what makes
  /// the momentum integrals of the time form finite sums of Bessel functions (physics, section 4).
  ///
  /// - Parameter start: the momentum p0 that `velocity` projects on; its dimension is that of v.
  /// - Returns: `nil` for `survival` and `displacement`, which are no weights, for `mode` with the
  ///   wrong number of components, and for `velocity` where c(p0) = 0.
  public func weight(start: Momentum) -> [Mode]? {
    let dimension = start.dimension
    func unit(_ axis: Int, _ sign: Int) -> [Int] {
      (0..<dimension).map { $0 == axis ? sign : 0 }
    }
    switch self {
    case .one:
      return [Mode(index: [Int](repeating: 0, count: dimension), coefficient: .one)]
    case .energy:
      return (0..<dimension).flatMap { axis in
        [1, -1].map { Mode(index: unit(axis, $0), coefficient: .one) }
      }
    case .velocity:
      let c = start.velocity
      let square = c.reduce(0) { $0 + $1 * $1 }
      guard square > 1e-24 else { return nil }
      // −2 sin φ = i e^{iφ} − i e^{−iφ}
      return (0..<dimension).flatMap { axis in
        [1, -1].map { sign in
          Mode(
            index: unit(axis, sign), coefficient: Complex(0, Double(sign) * c[axis] / square))
        }
      }
    case .mode(let m):
      guard m.count == dimension else { return nil }
      if m.allSatisfy({ $0 == 0 }) { return [Mode(index: m, coefficient: .one)] }
      return [
        Mode(index: m, coefficient: Complex(0.5)),
        Mode(index: m.map { -$0 }, coefficient: Complex(0.5)),
      ]
    case .survival, .displacement:
      return nil
    }
  }
}

extension Observable: CustomStringConvertible {
  /// The text form of the command line, `velocity`, `mode:1,0,0`, ….
  public var description: String {
    switch self {
    case .one: "one"
    case .energy: "energy"
    case .velocity: "velocity"
    case .mode(let m): "mode:" + m.map(String.init).joined(separator: ",")
    case .survival: "survival"
    case .displacement: "displacement"
    }
  }

  /// Reads the text form; `nil` if it is none.
  public init?(_ text: some StringProtocol) {
    switch text {
    case "one": self = .one
    case "energy": self = .energy
    case "velocity": self = .velocity
    case "survival": self = .survival
    case "displacement": self = .displacement
    default:
      guard text.hasPrefix("mode:") else { return nil }
      let parts = text.dropFirst(5).split(separator: ",", omittingEmptySubsequences: false)
      let numbers = parts.compactMap { Int32($0).map(Int.init) }  // so that −m is one as well
      guard numbers.count == parts.count, !numbers.isEmpty else { return nil }
      self = .mode(numbers)
    }
  }
}
