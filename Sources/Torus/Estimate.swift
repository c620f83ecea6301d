/// A number with its uncertainty and the method that made it.
///
/// No numerical result leaves a module of feyn as a bare `Double`: it says how far it can be from
/// the truth, in which sense, and where it came from.
public struct Estimate: Hashable, Sendable {
  /// What `error` means.
  public enum Uncertainty: String, Hashable, Sendable {
    /// `|value − truth| ≤ error`, as far as the method can tell.
    case bound
    /// One standard deviation of a statistical estimate.
    case standardError = "standard error"
  }

  public var value: Double
  /// In the units of `value`, never negative.
  public var error: Double
  public var uncertainty: Uncertainty
  /// A few words for people and for `"method"` in JSON: `lattice`, `torus, side 96`, ….
  public var method: String

  public init(
    _ value: Double, error: Double, _ uncertainty: Uncertainty = .bound, method: String
  ) {
    precondition(!(error < 0), "the error of an estimate is not negative, got \(error)")
    self.value = value
    self.error = error
    self.uncertainty = uncertainty
    self.method = method
  }

  /// Whether two estimates can both be true, errors scaled by `factor`.
  public func agrees(with other: Estimate, factor: Double = 1) -> Bool {
    abs(value - other.value) <= factor * (error + other.error)
  }
}

/// A complex number with the uncertainties of its two parts and its method.
public struct ComplexEstimate: Hashable, Sendable {
  public var value: Complex
  /// The uncertainties of real and imaginary part, never negative.
  public var error: Complex
  public var uncertainty: Estimate.Uncertainty
  public var method: String

  public init(
    _ value: Complex, error: Complex, _ uncertainty: Estimate.Uncertainty = .bound, method: String
  ) {
    precondition(
      !(error.real < 0) && !(error.imaginary < 0),
      "the error of an estimate is not negative, got \(error)")
    self.value = value
    self.error = error
    self.uncertainty = uncertainty
    self.method = method
  }

  /// A real number with its uncertainty.
  public init(_ real: Estimate) {
    self.init(
      Complex(real.value), error: Complex(real.error), real.uncertainty, method: real.method)
  }

  public var real: Estimate { Estimate(value.real, error: error.real, uncertainty, method: method) }

  public var imaginary: Estimate {
    Estimate(value.imaginary, error: error.imaginary, uncertainty, method: method)
  }
}
