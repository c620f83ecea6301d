/// A graph of `Γ_{n,ñ}` some of whose contractions are known, on machine words.
///
/// The search contracts the lowest free vertex f with some later free vertex, so every known
/// contraction begins before f and every used vertex after f is a second end, a *closer*. What the
/// classes of all completions depend on is kept up to date at O(1) word operations a contraction:
///
/// * Closers of one component of crossing contractions are consecutive among the closers (two
///   components cover f one inside the other), so a component is named by its last closer.
/// * A new contraction f ~ j crosses exactly those that close before j: it joins the components of
///   all closers below j.
/// * A component whose last closer the lowest free vertex has passed is complete.
struct PartialGraph: Hashable {
  /// Vertex v, counted from 0, is bit v.
  typealias Mask = UInt64

  /// The largest number of vertices.
  static let maximumSize = 62

  var free: Mask
  /// The second ends beyond the lowest free vertex.
  var closers: Mask = 0
  /// The last closer of each component.
  var ends: Mask = 0
  /// Those ends whose component has no vertex on the left line.
  var rightOnly: Mask = 0
  /// The end of the arc `o ~ c` on one line where only recollisions lie between o and f, or 0.
  var chainEnd: Mask = 0
  /// The end of the component of vertex n, the last of the left line; 0 while n is free.
  var besideLeft: Mask = 0
  /// The end of the component of vertex n+1, the first of the right line; 0 while it is free.
  var besideRight: Mask = 0
  var traits: Traits = []

  /// What is settled about every completion.
  struct Traits: OptionSet, Hashable {
    let rawValue: UInt16

    static let crossing = Traits(rawValue: 1)
    static let nesting = Traits(rawValue: 2)
    static let undecorated = Traits(rawValue: 4)
    static let rung = Traits(rawValue: 8)
    static let selfEnergy = Traits(rawValue: 16)
    static let disconnected = Traits(rawValue: 32)
    static let reducible = Traits(rawValue: 64)
    static let notBasic = Traits(rawValue: 128)
    static let notMaximallyCrossed = Traits(rawValue: 256)
    /// No component matters any more.
    static let scattered: Traits = [.selfEnergy, .disconnected, .reducible]
  }

  /// Where the lines are.
  struct Shape {
    let left: Int
    let leftLine: Mask
    /// Vertices n and n+1, 0 where their line is empty.
    var lastLeft: Mask
    var firstRight: Mask
    /// Whether vertices n and n+1 exist.
    var hasLeft: Bool
    var hasRight: Bool
    /// The product of the bits of ℓ and N+1−ℓ.
    let mirror: Mask
    let isBalanced: Bool

    init(left: Int, size: Int) {
      self.left = left
      leftLine = 1 << Mask(left) - 1
      lastLeft = left > 0 ? 1 << Mask(left - 1) : 0
      firstRight = left < size ? 1 << Mask(left) : 0
      hasLeft = left > 0
      hasRight = left < size
      mirror = 1 << Mask(size - 1)
      isBalanced = 2 * left == size
    }
  }

  /// The graph of which nothing is known yet.
  init(size: Int) { free = 1 << Mask(size) - 1 }

  /// A state with no vertex.
  init() { free = 0 }

  var lowestFree: Mask { free & (~free &+ 1) }

  /// Contracts the lowest free vertex with `j`, a later free one.
  @inline(__always)
  mutating func contract(with j: Mask, _ shape: Shape) {
    let f = lowestFree
    free &= ~(f | j)
    let end = join(f, j, shape)
    if (f | j) & shape.lastLeft != 0 { besideLeft = end }
    if (f | j) & shape.firstRight != 0 { besideRight = end }
    let isOneLine = (f & shape.leftLine == 0) == (j & shape.leftLine == 0)
    var recollision: Mask = 0
    if isOneLine, j == f << 1 {
      recollision = j
      if chainEnd == j << 1 { traits.insert(.nesting) }
    } else if isOneLine {
      traits.insert(.undecorated)
      chainEnd = j
    } else {
      traits.insert(.rung)
      chainEnd = 0
    }
    if f &* j != shape.mirror { traits.insert(.notBasic) }
    if f << Mask(shape.left) != j { traits.insert(.notMaximallyCrossed) }
    advance(shape, past: recollision)
  }

  /// Puts the contraction into its component and returns the end of that.
  @inline(__always)
  private mutating func join(_ f: Mask, _ j: Mask, _ shape: Shape) -> Mask {
    let under = closers & (j - 1)
    closers |= j
    guard under != 0 else {
      ends |= j
      if f & shape.leftLine == 0 { rightOnly |= j }
      return j
    }
    traits.insert(.crossing)
    let top = Mask(1) << Mask(63 - under.leadingZeroBitCount)
    let above = ends & ~(top - 1)
    // The outermost component joined, all others inside it.
    let outermost = above & (~above &+ 1)
    let joined = outermost | (outermost - 1)
    let end = max(outermost, j)
    let isRightOnly = rightOnly & outermost != 0
    ends = ends & ~joined | end
    rightOnly = rightOnly & ~joined | (isRightOnly ? end : 0)
    if besideLeft & joined != 0 { besideLeft = end }
    if besideRight & joined != 0 { besideRight = end }
    return end
  }

  /// Settles what lies before the new lowest free vertex; everything, if none is left.
  @inline(__always)
  private mutating func advance(_ shape: Shape, past recollision: Mask) {
    let passed = free == 0 ? ~0 : lowestFree - 1
    guard closers & passed != 0 else { return }
    if closers & passed != recollision { chainEnd = 0 }
    let complete = ends & passed
    if complete != 0 {
      if complete & (shape.leftLine | rightOnly) != 0 { traits.insert(.selfEnergy) }
      if free == 0 {
        finish(shape)
      } else {
        traits.insert(.disconnected)
        // The component of vertex 1 is the outermost: it is complete only after all others.
        if complete == ends || (besideLeft | besideRight) & complete != 0 {
          traits.insert(.reducible)
        }
      }
    }
    closers &= ~passed
    ends &= ~passed
    rightOnly &= ~passed
  }

  private mutating func finish(_ shape: Shape) {
    if ends & (ends - 1) != 0 { traits.insert(.disconnected) }
    if !isAnchored(at: ends, shape) { traits.insert(.reducible) }
  }

  /// Whether vertices n and n+1 lie in the outermost of the components with these ends.
  func isAnchored(at ends: Mask, _ shape: Shape) -> Bool {
    let outermost = Mask(1) << Mask(63 - ends.leadingZeroBitCount)
    return (!shape.hasLeft || besideLeft == outermost)
      && (!shape.hasRight || besideRight == outermost)
  }

  /// The classes of a graph that is complete.
  func classes(_ shape: Shape) -> GraphClasses {
    var raw: UInt16 = 1
    func set(_ graphClass: GraphClass, _ condition: Bool) {
      if condition { raw |= 1 << GraphClasses.index(graphClass) }
    }
    set(.basic, shape.isBalanced && !traits.contains(.notBasic))
    set(.decorated, traits.isDisjoint(with: [.undecorated, .crossing]))
    set(.noncrossing, !traits.contains(.crossing))
    set(.crossing, traits.contains(.crossing))
    set(.nesting, traits.contains(.nesting))
    set(.skeleton, !traits.contains(.selfEnergy))
    set(.connected, !traits.contains(.disconnected))
    set(.irreducible, !traits.contains(.reducible))
    set(.maximallyCrossed, shape.isBalanced && !traits.contains(.notMaximallyCrossed))
    set(.rungless, !traits.contains(.rung))
    return GraphClasses(rawValue: raw)
  }
}
