/// Where the paper's picture puts the vertices of a graph, in whole points.
///
/// The particle lines are the two arms of a roof with the J-vertex at its top, slightly bent
/// outwards, so that no contraction falls on a propagator unless it joins its two ends. A rung
/// between the k-th vertices from the J-vertex is level.
public struct GraphLayout: Sendable {
  /// A point of the picture that propagators join.
  public enum Node: Hashable, Sendable {
    case leftEnd
    case vertex(Vertex)
    case observable
    case rightEnd

    /// `L`, `1` … `N`, `J`, `R`.
    public var name: String {
      switch self {
      case .leftEnd: "L"
      case .vertex(let vertex): "\(vertex)"
      case .observable: "J"
      case .rightEnd: "R"
      }
    }
  }

  /// A line of the picture.
  public struct Edge: Sendable {
    public let source: Node
    public let target: Node
    /// The propagator, or nil for a contraction line.
    public let propagator: Propagator?
    public let isInTree: Bool
    /// The momentum of a propagator.
    public let momentum: RoutedMomentum?
  }

  /// From left to right.
  public let nodes: [Node]
  public let edges: [Edge]
  private let left: Int

  public init(_ routing: Routing) {
    let pairing = routing.pairing
    left = pairing.left
    let vertices = (1...pairing.size).map { Node.vertex(Vertex($0)) }
    let leftLine = [.leftEnd] + vertices[..<left] + [.observable]
    let rightLine = [.observable] + vertices[left...] + [.rightEnd]
    nodes = leftLine + rightLine.dropFirst()
    let ends = [leftLine, rightLine].flatMap { Array(zip($0, $0.dropFirst())) }
    edges =
      ends.enumerated().map { index, ends in
        let propagator = Propagator(index)
        return Edge(
          source: ends.0, target: ends.1, propagator: propagator,
          isInTree: routing.tree.contains(propagator), momentum: routing.momentum(of: propagator))
      }
      + pairing.contractions.map {
        Edge(
          source: .vertex($0.first), target: .vertex($0.second), propagator: nil, isInTree: true,
          momentum: nil)
      }
  }

  /// The place of the node with the given index in `nodes`, y upwards, the J-vertex at (0, 0).
  public func position(_ index: Int) -> (x: Int, y: Int) {
    let step = index - left - 1
    let distance = abs(step)
    return (72 * step, -(36 * distance + 4 * distance * distance))
  }
}
