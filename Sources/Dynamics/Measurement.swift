public import Torus

/// What is averaged over the disorder: an observable, or something only a simulation can know.
public enum Measurement: Hashable, Sendable {
  /// A weight on momenta, the survival, or the displacement.
  case observable(Observable)
  /// `E |⟨ψ_0, ψ_t⟩|²`.
  case returnProbability
  /// `E ⟨ψ_0, ψ_t⟩`, two channels: real and imaginary part.
  case autocorrelation
  /// `E 1/Σ_x |ψ_t(x)|⁴`, the number of sites that take part.
  case participation
  /// `E` of the density along the first axis, a channel per coordinate from −L/2 on.
  case profile

  /// How many numbers come out.
  func channels(on box: Box) -> Int {
    switch self {
    case .autocorrelation: 2
    case .profile: box.side
    default: 1
    }
  }

  /// How many numbers each realisation contributes: the survival needs an amplitude.
  func slots(on box: Box) -> Int { self == .observable(.survival) ? 2 : channels(on: box) }

  /// Whether this can be measured after the start.
  func isDefined(for start: Start) -> Bool {
    switch self {
    case .observable(.survival), .autocorrelation, .returnProbability, .participation: true
    case .observable(.displacement), .profile: start.isLocalised
    case .observable(.velocity): start.momentum?.velocity.contains { abs($0) > 1e-12 } ?? false
    case .observable: true
    }
  }
}

extension Measurement: CustomStringConvertible {
  /// The text form of the command line.
  public var description: String {
    switch self {
    case .observable(let observable): observable.description
    case .returnProbability: "return"
    case .autocorrelation: "autocorrelation"
    case .participation: "participation"
    case .profile: "profile"
    }
  }

  /// Reads the text form; `nil` if it is none.
  public init?(_ text: some StringProtocol) {
    switch text {
    case "return": self = .returnProbability
    case "autocorrelation": self = .autocorrelation
    case "participation": self = .participation
    case "profile": self = .profile
    default:
      guard let observable = Observable(text) else { return nil }
      self = .observable(observable)
    }
  }
}
