/// An interaction vertex, numbered 1…N from left to right across both particle lines.
public struct Vertex: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let index: Int

  @inlinable
  public init(_ index: Int) { self.index = index }

  @inlinable
  public static func < (a: Vertex, b: Vertex) -> Bool { a.index < b.index }

  public var description: String { String(index) }
}

/// A propagator `u_j` with j in 0…N+1: `u_0…u_n` on the left line, `u_{n+1}…u_{N+1}` on the right.
public struct Propagator: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let index: Int

  @inlinable
  public init(_ index: Int) { self.index = index }

  @inlinable
  public static func < (a: Propagator, b: Propagator) -> Bool { a.index < b.index }

  public var description: String { "u\(index)" }
}

/// A loop momentum `k_j` with j in 0..<n̄: the momentum of the j-th propagator outside the tree.
public struct LoopIndex: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let index: Int

  @inlinable
  public init(_ index: Int) { self.index = index }

  @inlinable
  public static func < (a: LoopIndex, b: LoopIndex) -> Bool { a.index < b.index }

  /// Counted from 1 for people: `k1`, `k2`, ….
  public var description: String { "k\(index + 1)" }
}

/// A contraction line `ℓ ~ ℓ'` with `ℓ < ℓ'`.
public struct Contraction: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let first: Vertex
  public let second: Vertex

  public init(_ first: Vertex, _ second: Vertex) {
    precondition(first < second, "a contraction ℓ ~ ℓ' has ℓ < ℓ', got \(first) ~ \(second)")
    self.first = first
    self.second = second
  }

  public static func < (a: Contraction, b: Contraction) -> Bool {
    (a.first, a.second) < (b.first, b.second)
  }

  /// `ℓ < j < ℓ' < j'` for one order of the two.
  public func crosses(_ other: Contraction) -> Bool {
    (first < other.first && other.first < second && second < other.second)
      || (other.first < first && first < other.second && other.second < second)
  }

  /// `ℓ < j < j' < ℓ'`: the other lies under this one.
  public func encloses(_ other: Contraction) -> Bool {
    first < other.first && other.second < second
  }

  public var description: String { "\(first)-\(second)" }
}
