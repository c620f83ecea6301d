/// The permutation of the rungs, and the degree of a graph: how far it is from a ladder.
extension Pairing {
  /// For n = ñ and rungs alone: σ with `j ~ N+1−σ(j)`; the ladder is the identity. Else nil.
  public var permutation: [Int]? {
    guard left == right, rungs.count == left else { return nil }
    return (0..<left).map { size - Int(partners[$0]) }
  }

  /// What a step from one rung to the next is.
  public enum RungStep: String, Hashable, Sendable {
    /// `σ(j) = σ(j−1) + 1`: the two rungs are parallel, side by side on both lines.
    case ladder
    /// `σ(j) = σ(j−1) − 1`: they cross, side by side on both lines.
    case antiladder
    case neither
  }

  /// The steps from the ends of the lines over the k rungs, by their left vertices, to the J-vertex.
  ///
  /// With σ(0) = 0 and σ(k+1) = k+1 there are k+1 steps j−1 → j. Two rungs are side by side on a
  /// line if nothing but immediate recollisions lies between them: these dress the propagator
  /// between two rungs and leave its momentum alone.
  public var rungSteps: [RungStep] {
    // The vertices of each line without recollisions, from its end to the J-vertex.
    var isGate = [Bool](repeating: false, count: size)
    for vertex in 0..<size where isRecollision(at: vertex) {
      isGate[vertex] = true
      isGate[vertex + 1] = true
    }
    let leftLine = (0..<left).filter { !isGate[$0] }
    let rightLine = (left..<size).reversed().filter { !isGate[$0] }
    var place = [Int](repeating: 0, count: size)
    for line in [leftLine, rightLine] {
      for (index, vertex) in line.enumerated() { place[vertex] = index + 1 }
    }
    var steps: [RungStep] = []
    var before = (0, 0)
    let rungs = leftLine.filter { Int(partners[$0]) >= left }
    for here in rungs.map({ (place[$0], place[Int(partners[$0])]) })
      + [(leftLine.count + 1, rightLine.count + 1)]
    {
      switch (here.0 - before.0, here.1 - before.1) {
      case (1, 1): steps.append(.ladder)
      case (1, -1): steps.append(.antiladder)
      default: steps.append(.neither)
      }
      before = here
    }
    return steps
  }

  /// The steps that are neither ladder nor antiladder, and the contractions on one line that are no
  /// immediate recollisions: 0 for decorated ladders and for no other graph.
  ///
  /// For a graph of k rungs alone this is `k + 1 − #{i : |σ⁻¹(i) − σ⁻¹(i−1)| = 1}`, 0 for the ladder
  /// and at least 2 for every other: the degree of L. Erdős, M. Salmhofer, H.-T. Yau, *Quantum
  /// diffusion of the random Schrödinger evolution in the scaling limit* (Acta Math. 200, 2008),
  /// where an amplitude is smaller than its a priori bound by a power of the coupling for each. What
  /// stands behind this, and the extension to graphs with recollisions, is in docs/counting.md.
  public var degree: Int {
    rungSteps.count { $0 == .neither } + order - rungs.count - immediateRecollisions.count
  }
}
