/// The momenta of all propagators in terms of the loop momenta, `p0` and `ξ`.
///
/// With `u_0 = p0`, the transfer `u_{n+1} − u_n = ξ` at the J-vertex and, for each contraction
/// `ℓ ~ ℓ'`, the delta function
///
///     q_ℓ + q_ℓ' = 0,    q_ℓ = (momentum after vertex ℓ) − (momentum before it), left to right,
///
/// each propagator carries an integer combination of the n̄ loop momenta, `p0` and `ξ`, and
/// `u_{N+1} = p0 + ξ`. The coefficients are −1, 0 or 1: those of a loop momentum follow the one
/// cycle which its propagator closes in the tree, those of `p0` the tree path from the left end to
/// the right end, those of `ξ` the tree path from the J-vertex to the right end.
///
/// Every delta function is checked when a routing is built. Cost: O(N·n̄) in time and memory.
public struct Routing: Hashable, Sendable {
  public let tree: SpanningTree

  /// By propagator: the coefficients of the loop momenta, of p0 and of ξ.
  @usableFromInline let coefficients: [Int8]

  /// n̄ + 2
  @usableFromInline let columns: Int

  public init(_ tree: SpanningTree) {
    self.tree = tree
    let pairing = tree.pairing
    let columns = pairing.order + 2
    self.columns = columns
    var matrix = [Int8](repeating: 0, count: pairing.propagatorCount * columns)
    let ends = pairing.propagatorEnds
    let paths = TreePaths(tree, ends: ends)
    for (column, loop) in tree.loops.enumerated() {
      matrix[loop.index * columns + column] = 1
      paths.forEach(from: ends[loop.index].head, to: ends[loop.index].tail) {
        matrix[$0 * columns + column] = $1
      }
    }
    let (j, leftEnd, rightEnd) = (pairing.order, pairing.order + 1, pairing.order + 2)
    paths.forEach(from: leftEnd, to: rightEnd) {
      matrix[$0 * columns + columns - 2] = $1
    }
    paths.forEach(from: j, to: rightEnd) { matrix[$0 * columns + columns - 1] = $1 }
    coefficients = matrix
    precondition(satisfiesDeltas, "routing of \(pairing) breaks a delta function")
  }

  /// The routing of the graph's default tree.
  public init(of pairing: Pairing) { self.init(SpanningTree(of: pairing)) }

  public var pairing: Pairing { tree.pairing }

  /// The coefficient of a loop momentum in the momentum of a propagator: −1, 0 or 1.
  @inlinable
  public subscript(propagator: Propagator, loop: LoopIndex) -> Int {
    Int(coefficients[propagator.index * columns + loop.index])
  }

  /// The coefficient of `p0` in the momentum of a propagator.
  @inlinable
  public func external(_ propagator: Propagator) -> Int {
    Int(coefficients[propagator.index * columns + columns - 2])
  }

  /// The coefficient of `ξ` in the momentum of a propagator.
  @inlinable
  public func transfer(_ propagator: Propagator) -> Int {
    Int(coefficients[propagator.index * columns + columns - 1])
  }

  public func momentum(of propagator: Propagator) -> RoutedMomentum {
    let row = coefficients[(propagator.index * columns)...].prefix(columns)
    return RoutedMomentum(
      loops: row.dropLast(2).map { Int($0) }, external: external(propagator),
      transfer: transfer(propagator))
  }

  /// The momenta of `u_0 … u_{N+1}`.
  public var momenta: [RoutedMomentum] {
    (0..<pairing.propagatorCount).map { momentum(of: Propagator($0)) }
  }

  /// Whether `u_0 = p0`, the transfer at the J-vertex is ξ, and every contraction conserves momentum.
  var satisfiesDeltas: Bool {
    let (left, order) = (pairing.left, pairing.order)
    func row(_ propagator: Int) -> ArraySlice<Int8> {
      coefficients[propagator * columns..<(propagator + 1) * columns]
    }
    // The propagator before vertex ℓ is u_{ℓ−1} on the left line and u_ℓ on the right.
    func before(_ vertex: Vertex) -> Int {
      pairing.isOnLeftLine(vertex) ? vertex.index - 1 : vertex.index
    }
    func isUnit(_ slice: some Sequence<Int8>, at column: Int) -> Bool {
      slice.enumerated().allSatisfy { $1 == ($0 == column ? 1 : 0) }
    }
    return isUnit(row(0), at: order)
      && isUnit(zip(row(left + 1), row(left)).map { $0 - $1 }, at: order + 1)
      && pairing.contractions.allSatisfy { contraction in
        let first = before(contraction.first)
        let second = before(contraction.second)
        let sources = zip(row(first), row(second))
        let drains = zip(row(first + 1), row(second + 1))
        return zip(sources, drains).allSatisfy { $0.0 + $0.1 == $1.0 + $1.1 }
      }
  }
}

/// An integer combination of the loop momenta, the external momentum and the transfer.
public struct RoutedMomentum: Hashable, Sendable, CustomStringConvertible {
  /// The coefficients of `k_1 … k_n̄`, each −1, 0 or 1.
  public let loops: [Int]
  /// The coefficient of `p0`.
  public let external: Int
  /// The coefficient of `ξ`.
  public let transfer: Int

  public init(loops: [Int], external: Int, transfer: Int) {
    self.loops = loops
    self.external = external
    self.transfer = transfer
  }

  /// The coefficients that are not 0 with their momenta: `k1 - k2 + p0 + xi`.
  public var terms: [(coefficient: Int, name: String)] {
    var terms: [(coefficient: Int, name: String)] = []
    for (index, coefficient) in loops.enumerated() where coefficient != 0 {
      terms.append((coefficient, LoopIndex(index).description))
    }
    if external != 0 { terms.append((external, "p0")) }
    if transfer != 0 { terms.append((transfer, "xi")) }
    return terms
  }

  public var description: String {
    var text = ""
    for (coefficient, name) in terms {
      let sign = coefficient < 0 ? "-" : text.isEmpty ? "" : "+"
      text += text.isEmpty ? sign : " \(sign) "
      text += abs(coefficient) == 1 ? name : "\(abs(coefficient))\(name)"
    }
    return text.isEmpty ? "0" : text
  }
}

/// The paths between points of a tree, as propagators with their direction.
struct TreePaths {
  private let parents: [Int]
  private let depths: [Int]
  /// The propagator to the parent, and 1 where it runs from the point to its parent, else −1.
  private let edges: [(propagator: Int, direction: Int8)]

  init(_ tree: SpanningTree, ends: [Pairing.PropagatorEnds]) {
    let count = tree.pairing.order + 3
    var neighbours = [[(point: Int, propagator: Int, direction: Int8)]](
      repeating: [], count: count)
    for propagator in tree.propagators {
      let end = ends[propagator.index]
      neighbours[end.tail].append((end.head, propagator.index, -1))
      neighbours[end.head].append((end.tail, propagator.index, 1))
    }
    let root = count - 1
    var parents = [Int](repeating: -1, count: count)
    var depths = [Int](repeating: 0, count: count)
    var edges = [(propagator: Int, direction: Int8)](repeating: (-1, 0), count: count)
    parents[root] = root
    var queue = [root]
    var next = 0
    while next < queue.count {
      let point = queue[next]
      next += 1
      for (other, propagator, direction) in neighbours[point] where parents[other] < 0 {
        parents[other] = point
        depths[other] = depths[point] + 1
        edges[other] = (propagator, direction)
        queue.append(other)
      }
    }
    self.parents = parents
    self.depths = depths
    self.edges = edges
  }

  /// Calls `body` with each propagator from one point to another, 1 where along it, −1 against.
  func forEach(from start: Int, to end: Int, _ body: (Int, Int8) -> Void) {
    var (up, down) = (start, end)
    while up != down {
      if depths[up] >= depths[down] {
        body(edges[up].propagator, edges[up].direction)
        up = parents[up]
      } else {
        body(edges[down].propagator, -edges[down].direction)
        down = parents[down]
      }
    }
  }
}
