/// The permutation behind a graph of rungs alone, and its degree.
extension Pairing {
  /// For n = ñ and rungs alone: σ with `j ~ N+1−σ(j)`; the ladder is the identity. Else nil.
  public var permutation: [Int]? {
    guard left == right, rungs.count == left else { return nil }
    return (0..<left).map { size - Int(partners[$0]) }
  }

  /// What a rung is in the permutation, from its neighbours on both lines.
  public enum RungRole: String, Hashable, Sendable {
    /// `σ(j±1) = σ(j)±1`: the rungs before and after are parallel to it.
    case ladder
    /// `σ(j±1) = σ(j)∓1`: they cross it, next to it on both lines.
    case antiladder
    case neither
  }

  /// The roles of the rungs of a graph of rungs alone, with σ(0) = 0 and σ(n+1) = n+1; else nil.
  ///
  /// The amplitude of such a graph is smaller than its a priori bound by a power of the coupling
  /// for each rung that is neither.
  ///
  /// Source: L. Erdős, M. Salmhofer, H.-T. Yau, *Quantum diffusion of the random Schrödinger
  /// evolution in the scaling limit* (Acta Math. 200, 2008).
  public var rungRoles: [RungRole]? {
    guard let permutation else { return nil }
    let extended = [0] + permutation + [left + 1]
    return (1...left).map { j in
      switch (extended[j] - extended[j - 1], extended[j + 1] - extended[j]) {
      case (1, 1): .ladder
      case (-1, -1): .antiladder
      default: .neither
      }
    }
  }

  /// The number of rungs that are neither ladder nor antiladder, for a graph of rungs alone.
  public var degree: Int? { rungRoles.map { $0.count { $0 == .neither } } }
}
