/// A contraction graph `π ∈ Γ_{n,ñ}`: a perfect matching of the vertices 1…N on two particle lines.
///
/// The first n vertices lie on the left line, the other ñ on the right; the J-vertex sits between
/// them. N = n + ñ = 2n̄ is even and at least 2.
///
/// Graphs compare by n, then N, then in the lexicographic order of the pairing: by the partner of
/// vertex 1, then by that of the next vertex whose partner is not yet known, and so on. Enumeration
/// and ranks use this order.
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, section 5.4.
public struct Pairing: Hashable, Sendable {
  /// n, the number of vertices on the left particle line.
  public let left: Int

  /// The partner of each vertex, both counted from 0.
  @usableFromInline let partners: [Int32]

  /// Takes a matching known to be one.
  init(left: Int, unchecked partners: [Int32]) {
    self.left = left
    self.partners = partners
  }

  /// The graph whose vertex ℓ is contracted with `partners[ℓ−1]`, vertices counted from 1.
  public init(left: Int, right: Int, partners: [Int]) throws(PairingError) {
    guard left >= 0, right >= 0 else {
      throw .impossibleSize(left: left, right: right)
    }
    let (size, overflow) = left.addingReportingOverflow(right)
    guard !overflow, size > 0, size % 2 == 0, size <= Self.maximumSize else {
      throw .impossibleSize(left: left, right: right)
    }
    guard partners.count == size else {
      throw .wrongCount(partners.count, size: size)
    }
    if let index = partners.firstIndex(where: { !(1...size ~= $0) }) {
      throw .outOfRange(partners[index], size: size, position: index + 1)
    }
    for (vertex, partner) in partners.enumerated() {
      guard partner != vertex + 1, partners[partner - 1] == vertex + 1 else {
        throw .notMutual(vertex: vertex + 1, partner: partner)
      }
    }
    self.init(left: left, unchecked: partners.map { Int32($0 - 1) })
  }

  /// The largest number of vertices that a graph can hold.
  public static let maximumSize = Int(Int32.max) - 1

  /// ñ, the number of vertices on the right particle line.
  @inlinable
  public var right: Int { partners.count - left }

  /// N = n + ñ, the number of vertices.
  @inlinable
  public var size: Int { partners.count }

  /// n̄ = N/2, the number of contractions.
  @inlinable
  public var order: Int { partners.count / 2 }

  @inlinable
  public func partner(of vertex: Vertex) -> Vertex {
    Vertex(Int(partners[vertex.index - 1]) + 1)
  }

  @inlinable
  public func isOnLeftLine(_ vertex: Vertex) -> Bool { vertex.index <= left }

  /// The contractions by their first ends, from left to right.
  public var contractions: [Contraction] {
    partners.indices.compactMap { vertex in
      let partner = Int(partners[vertex])
      return vertex < partner ? Contraction(Vertex(vertex + 1), Vertex(partner + 1)) : nil
    }
  }

  /// The graph seen from the right: `ℓ → N+1−ℓ`, which exchanges the two lines.
  public var mirror: Pairing {
    let last = Int32(size - 1)
    return Pairing(left: right, unchecked: partners.reversed().map { last - $0 })
  }

  /// Whether the graph equals its mirror image, which needs n = ñ.
  public var isMirrorSymmetric: Bool { self == mirror }
}

extension Pairing: Comparable {
  public static func < (a: Pairing, b: Pairing) -> Bool {
    if a.left != b.left { return a.left < b.left }
    if a.size != b.size { return a.size < b.size }
    return a.partners.lexicographicallyPrecedes(b.partners)
  }
}

extension Pairing: CustomStringConvertible {
  public var description: String { word }
}
