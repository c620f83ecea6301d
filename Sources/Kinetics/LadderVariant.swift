/// Which graphs a ladder sum holds.
///
/// Rungs join the two particle lines without crossing one another; what differs is how each line is
/// dressed between them.
public enum LadderVariant: String, CaseIterable, Hashable, Sendable {
  /// Rungs alone: the basic ladders of the source. The bare lines do not decay, so the sum grows.
  case basic
  /// Rungs and immediate recollisions, `Σ(z) = η² G(z)`: the decorated ladders of the source.
  case decorated
  /// Every graph without a crossing, `Σ(z) = η² G(z + Σ(z))`: nestings of every depth as well.
  case noncrossing
}
