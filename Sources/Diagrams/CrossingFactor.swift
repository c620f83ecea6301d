/// Two loop momenta and a tree momentum that carries both: what makes a crossing small.
///
/// The three resolvents together are the crossing integral
///
///     ∫∫dp dq 1/|e(p)−E−iε| · 1/|e(q)−E'−iε| · 1/|e(±p±q−u)−E''−iε|
///
/// with u a combination of the other momenta. Such a triple exists for every admissible tree of a
/// graph with a crossing and for none of a graph without: the contractions as points and the
/// propagators as lines form a graph whose cycles share no line exactly if there is no crossing.
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, (5.25).
public struct CrossingFactor: Hashable, Sendable {
  public let p: LoopIndex
  public let q: LoopIndex
  /// The tree propagator that carries `±p±q−u`.
  public let propagator: Propagator

  init(p: LoopIndex, q: LoopIndex, propagator: Propagator) {
    self.p = p
    self.q = q
    self.propagator = propagator
  }

  /// The triple whose tree momentum is made of the fewest loop momenta, the leftmost of those.
  ///
  /// - Returns: nil where no tree momentum carries two loop momenta, as in every graph without
  ///   crossing.
  public init?(_ routing: Routing) {
    var best: (propagator: Propagator, loops: [LoopIndex])?
    for propagator in routing.tree.propagators {
      let loops = (0..<routing.pairing.order).map { LoopIndex($0) }
        .filter { routing[propagator, $0] != 0 }
      if loops.count >= 2, loops.count < best?.loops.count ?? .max { best = (propagator, loops) }
    }
    guard let best else { return nil }
    propagator = best.propagator
    p = best.loops[0]
    q = best.loops[1]
  }
}
