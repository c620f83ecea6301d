import Diagrams
import Torus

/// A graph as the time form sees it: propagators grouped by their momenta.
///
/// With `q_c` the momentum that enters at the first end of contraction c and leaves at its second,
///
///     u_k = p0 + Σ_{c open at k} q_c  (+ ξ on the right line),
///
/// so propagators under the same set of open contractions carry the same momentum up to ξ, and the
/// integrand depends on their times only through one sum, the times of the left line counted
/// positive and those of the right line negative. A set of k equal propagators on one line enters
/// with the Dirichlet weight `x^{k−1}/(k−1)!` of their total time x.
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, section 5, (5.19)–(5.20),
/// with the energy integrals done exactly (Hermite–Genocchi).
struct TimeForm: Hashable, Sendable {
  /// Propagators of equal momentum.
  struct Group: Hashable, Sendable {
    /// The contractions open there, as bits in the order of first ends, and p0 where that is
    /// integrated; empty for a fixed `p0` itself.
    var open: UInt64
    /// How many propagators of each line belong to it.
    var left: Int
    var right: Int
  }

  /// The number n̄ of contractions.
  let order: Int
  /// Whether p0 is integrated, too, with weight 1: the start is one site. Then it is one more momentum
  /// of the loops.
  let startIsFree: Bool
  /// The numbers n and ñ of vertices on the lines.
  let left: Int
  let right: Int
  /// By first occurrence from left to right; the first one is that of u_0 and u_{N+1}.
  let groups: [Group]
  /// The index of the group of `u_n` and `u_{n+1}`.
  let jGroup: Int

  /// - Precondition: at most 63 contractions.
  init(_ graph: Pairing, startIsFree: Bool = false) {
    precondition(graph.order < 64, "the time form reads at most 63 contractions")
    order = graph.order
    self.startIsFree = startIsFree
    left = graph.left
    right = graph.right
    let size = left + right
    // bit of the contraction that opens or closes at each vertex
    var bit = [UInt64](repeating: 0, count: size + 1)
    for (index, contraction) in graph.contractions.enumerated() {
      bit[contraction.first.index] = 1 << UInt64(index)
      bit[contraction.second.index] = 1 << UInt64(index)
    }
    var groups: [Group] = []
    var jGroup = 0
    let start: UInt64 = startIsFree ? 1 << UInt64(order) : 0
    var open = start
    func place() -> Int {
      if let known = groups.firstIndex(where: { $0.open == open }) { return known }
      groups.append(Group(open: open, left: 0, right: 0))
      return groups.count - 1
    }
    // u_0 … u_n before and after vertices 1 … n, then u_{n+1} … u_{N+1}
    groups.append(Group(open: start, left: 1, right: 0))
    for vertex in stride(from: 1, through: graph.left, by: 1) {
      open ^= bit[vertex]
      groups[place()].left += 1
    }
    jGroup = place()
    groups[jGroup].right += 1
    for vertex in stride(from: graph.left + 1, through: size, by: 1) {
      open ^= bit[vertex]
      groups[place()].right += 1
    }
    self.groups = groups
    self.jGroup = jGroup
  }

  /// The number of momenta that are integrated: n̄, and p0 where that is free.
  var loopCount: Int { order + (startIsFree ? 1 : 0) }
}
