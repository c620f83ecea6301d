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
  /// `E |⟨conj ψ_0, e^{−itH'} conj ψ_t⟩|²`: evolved, conjugated and evolved again.
  case echo(Reversal)
  /// One Fourier mode ξ = η²κ in space of a weight g, two channels: real and imaginary part.
  ///
  /// From a plane wave `E Σ_v conj ψ̂_t(v) φ̂_t(v+ξ) g(v+ξ/2)`, φ having started at p0 + ξ; in the
  /// kinetic limit this is the solution of the Boltzmann equation from `e^{2πiκ·X} δ(V−p0)`. From a
  /// place `E Σ_x |ψ_t(x)|² e^{−2πiξ·x}` and likewise with g, x counted from the middle of the box.
  case transferred(Observable, transfer: Momentum)

  /// How many numbers come out.
  func channels(on box: Box) -> Int {
    switch self {
    case .autocorrelation, .transferred: 2
    case .profile: box.side
    default: 1
    }
  }

  /// How many numbers each realisation contributes: the survival needs an amplitude.
  func slots(on box: Box) -> Int { self == .observable(.survival) ? 2 : channels(on: box) }

  /// Whether this can be measured after the start.
  func isDefined(for start: Start) -> Bool {
    switch self {
    case .observable(.survival), .autocorrelation, .returnProbability, .participation, .echo: true
    case .observable(.displacement), .profile: start.isLocalised
    case .observable(.velocity), .transferred(.velocity, _):
      start.momentum?.velocity.contains { abs($0) > 1e-12 } ?? false
    case .transferred(.survival, _), .transferred(.displacement, _): false
    case .observable, .transferred: true
    }
  }
}

/// In which disorder a time-reversed wave function goes back.
public enum Reversal: String, CaseIterable, Hashable, Sendable {
  /// The one it came through: the start comes back.
  case same
  /// An independent one: nothing comes back but what never collided.
  case fresh
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
    case .echo(let reversal): "echo in \(reversal) disorder"
    case .transferred(let observable, _): observable.description
    }
  }

  /// Reads the text form of what needs no parameter; `nil` if it is none.
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
