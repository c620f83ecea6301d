/// A partial graph with everything left out that no class of any completion depends on.
///
/// Two partial graphs with the same reduced form have, completion by completion, the same classes
/// (basic and maximally crossed apart: each of these has one graph, which is asked for by itself).
/// Kept are, for each gap between free vertices: whether it holds used vertices (an arc over them
/// crosses), which components close in it and which go on, on which lines those lie; further the
/// place of the J-vertex, the components of the vertices beside it, and the arc that a chain of
/// recollisions may fill. Left out are repetitions: of several closers of one component in a gap
/// one stays, and of several components that lie in one gap alone and on the same lines one stays.
struct ReducedGraph: Hashable {
  var graph: PartialGraph
  /// Vertices left of the J-vertex, and all, in the reduced form.
  var left = 0
  var size = 0

  var freeCount: Int { graph.free.nonzeroBitCount }

  /// The vertices n and n+1 as far as they are free and matter.
  private var lastLeft: PartialGraph.Mask = 0
  private var firstRight: PartialGraph.Mask = 0
  /// Whether these vertices exist and matter.
  private var hasLeft = false
  private var hasRight = false

  var shape: PartialGraph.Shape {
    var shape = PartialGraph.Shape(left: left, size: size)
    shape.lastLeft = lastLeft
    shape.firstRight = firstRight
    shape.hasLeft = hasLeft
    shape.hasRight = hasRight
    return shape
  }

  /// The reduced form in 128 bits, or nil where it is too long for that.
  var key: Key? {
    guard size <= 32 else { return nil }
    func place(_ mask: PartialGraph.Mask) -> UInt64 { UInt64(mask.trailingZeroBitCount & 63) }
    let places =
      place(graph.chainEnd) | place(graph.besideLeft) << 6 | place(graph.besideRight) << 12
    // Of an empty mask and of bit 0 the place is 0, but bit 0 is the lowest free vertex. Where n
    // and n+1 are free follows: they are the free vertices next to the J-vertex.
    return Key(
      low: graph.free | graph.ends << 32,
      high: places | UInt64(left) << 18 | UInt64(size) << 24
        | UInt64(graph.traits.rawValue) << 30
        | UInt64(graph.rightOnly.nonzeroBitCount) << 46
        | (hasLeft ? 1 << 52 : 0) | (hasRight ? 1 << 53 : 0))
  }

  struct Key: Hashable {
    let low: UInt64
    let high: UInt64
  }

  init(_ original: PartialGraph, _ shape: PartialGraph.Shape) {
    var original = original
    original.settleFinal(shape)
    let traits = original.traits
    graph = PartialGraph()
    graph.traits = traits.union([.notBasic, .notMaximallyCrossed])
    let isScattered = traits.isSuperset(of: .scattered)
    let isSettled = isScattered && traits.isSuperset(of: [.crossing, .nesting])
    let watchesLines = !traits.contains(.selfEnergy)
    let watchesSides = !traits.contains(.reducible)
    var rest = original.free
    hasLeft = watchesSides && shape.hasLeft
    hasRight = watchesSides && shape.hasRight
    // Whether a component with closers in earlier gaps goes on.
    var isOpen = false
    while rest != 0 {
      let f = rest & (~rest &+ 1)
      rest &= rest - 1
      let place = append(isLeft: f & shape.leftLine != 0)
      graph.free |= place
      if hasLeft, f == shape.lastLeft { lastLeft = place }
      if hasRight, f == shape.firstRight { firstRight = place }
      let next = rest & (~rest &+ 1)
      var gap = original.closers & ~(f - 1) & (next &- 1)
      guard gap != 0, !isSettled else { continue }
      if isScattered {
        guard next != 0 || original.chainEnd & gap != 0 else { continue }
        let item = append(isLeft: false)
        graph.closers |= item
        graph.ends |= item
        if original.chainEnd & gap != 0 { graph.chainEnd = item }
        continue
      }
      var last: (isRightOnly: Bool, isLeft: Bool)?
      var isFirst = true
      while gap != 0 {
        let ends = original.ends & gap
        let end = ends & (~ends &+ 1)
        let block = end == 0 ? gap : gap & (end | (end - 1))
        gap &= ~block
        let isLeft = watchesLines && end & shape.leftLine != 0
        let isRightOnly = watchesLines && end & original.rightOnly != 0
        let isBeside =
          watchesSides && end != 0
          && (end == original.besideLeft || end == original.besideRight)
        let isInside = end != 0 && !(isOpen && isFirst) && !isBeside
        let isChain = isFirst && original.chainEnd & block != 0
        if next == 0, end != 0, !(isOpen && isFirst), !isChain, !(isBeside && gap == 0) {
          // Settled: nothing can cross it, nor is it the component of vertices 1, n, n+1 and N.
          isFirst = false
          continue
        }
        if isInside, let last, last == (isRightOnly, isLeft) {
          isFirst = false
          continue
        }
        // The one closer kept is the last; the end of a chain is the first of its gap.
        let item = append(isLeft: isLeft)
        graph.closers |= item
        if end != 0 {
          graph.ends |= item
          if isRightOnly { graph.rightOnly |= item }
          if watchesSides, end == original.besideLeft { graph.besideLeft = item }
          if watchesSides, end == original.besideRight { graph.besideRight = item }
        }
        if isChain { graph.chainEnd = item }
        last = isInside ? (isRightOnly, isLeft) : nil
        isFirst = false
        if gap == 0 { isOpen = end == 0 }
      }
    }
  }

  private mutating func append(isLeft: Bool) -> PartialGraph.Mask {
    let item: PartialGraph.Mask = 1 << PartialGraph.Mask(size)
    size += 1
    if isLeft { left = size }
    return item
  }
}

extension PartialGraph {
  /// Settles what no completion can change, and forgets a chain that cannot close.
  fileprivate mutating func settleFinal(_ shape: Shape) {
    let final = finalEnds
    if final != 0 {
      traits.insert(.disconnected)
      if final & (shape.leftLine | rightOnly) != 0 { traits.insert(.selfEnergy) }
      if !isAnchored(at: ends, shape) { traits.insert(.reducible) }
    }
    if chainEnd != 0 {
      let before = free & (chainEnd - 1)
      let firstCloser = closers & (~closers &+ 1)
      if traits.contains(.nesting) || firstCloser != chainEnd || before.nonzeroBitCount % 2 == 1 {
        chainEnd = 0
      }
    }
  }
}
