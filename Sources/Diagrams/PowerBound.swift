public import Exact

/// A bound on an amplitude by power counting: `c^n̄ η^a ε^b (log 1/ε)^l`, where `ε = η²/T`.
///
/// With an admissible tree, n̄ of its resolvents are bounded by 1/ε, each of the n̄ loop resolvents
/// in mean by log 1/ε, and the two energy integrals act on the resolvents of the two ends:
///
///     |Amp(π)| ≤ c^n̄ η^{2n̄} ε^{−n̄} (log 1/ε)^{n̄+2} = (cT)^n̄ (log 1/ε)^{n̄+2}
///
/// A crossing turns one tree resolvent and two loop resolvents into the crossing integral, which
/// is at most `ε^{−4/5} (log 1/ε)²` in place of `ε^{−1} (log 1/ε)²`; a nesting gains as much.
/// The constant c depends on nothing but the dimension.
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, (5.22)–(5.28), and the
/// bounds of crossing and nesting diagrams in section 5.5.
public struct PowerBound: Hashable, Sendable {
  public let eta: Rational
  public let epsilon: Rational
  public let logarithms: Int

  /// The bound of a graph.
  public init(_ pairing: Pairing) {
    let order = Integer(pairing.order)
    let hasGain = !pairing.isNoncrossing || pairing.hasNesting
    eta = Rational(2 * order)
    epsilon = Rational(-order) + (hasGain ? Rational(1, over: 5) : 0)
    logarithms = pairing.order + 2
  }

  /// The exponent of η once ε = η²/T is put in: 0 a priori, 2/5 with a crossing or a nesting.
  public var gain: Rational { eta + 2 * epsilon }

  /// The exponent of T once ε = η²/T is put in.
  public var time: Rational { -epsilon }

  /// `eta^4 epsilon^(-9/5) (log 1/epsilon)^4`
  public var formula: String {
    func power(_ base: String, _ exponent: Rational) -> String {
      exponent.denominator == 1 && exponent >= 0
        ? "\(base)^\(exponent)" : "\(base)^(\(exponent))"
    }
    return [
      power("eta", eta), power("epsilon", epsilon), "(log 1/epsilon)^\(logarithms)",
    ].joined(separator: " ")
  }
}
