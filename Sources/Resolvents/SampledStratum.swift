import Diagrams
import Exact
import Torus

/// The graphs of one split that cross, or those that do not, to be drawn uniformly.
struct SampledStratum: Sendable {
  let left: Int
  let right: Int
  let isCrossing: Bool
  /// The number of its graphs, their mirror images of another split included.
  let size: Double

  /// The strata of an order.
  ///
  /// - Parameter mirrors: whether a split stands for its mirror image too.
  static func all(
    order: Int, graphs: ClassSample.Graphs, mirrors: Bool
  ) -> [SampledStratum] {
    let noncrossing = Double(Integer.catalan(order))
    let crossing = Double(Integer.pairings(order)) - noncrossing
    var strata: [SampledStratum] = []
    for left in 0...(mirrors ? order : 2 * order) {
      let images: Double = mirrors && left < order ? 2 : 1
      for isCrossing in [false, true] {
        let count = isCrossing ? crossing : noncrossing
        let isWanted = graphs == .all || (graphs == .crossing) == isCrossing
        guard isWanted, count > 0 else { continue }
        strata.append(
          SampledStratum(
            left: left, right: 2 * order - left, isCrossing: isCrossing, size: images * count))
      }
    }
    return strata
  }

  /// A uniform graph, from uniform numbers in [0, 1).
  func graph(_ uniform: () -> Double) -> Pairing {
    if !isCrossing { return pairing(noncrossing(uniform)) }
    while true {
      // at least one graph in three crosses
      let graph = pairing(matching(uniform))
      if graph.isMember(of: .crossing) { return graph }
    }
  }

  private func pairing(_ partners: [Int]) -> Pairing {
    // partners of a perfect matching are always accepted
    try! Pairing(left: left, right: right, partners: partners)
  }

  /// The first free vertex takes any other free one.
  private func matching(_ uniform: () -> Double) -> [Int] {
    var free = Array(1...left + right)
    var partners = [Int](repeating: 0, count: left + right)
    while !free.isEmpty {
      let first = free.removeFirst()
      let second = free.remove(at: Int(uniform() * Double(free.count)))
      partners[first - 1] = second
      partners[second - 1] = first
    }
    return partners
  }

  /// The first vertex encloses k contractions with probability `C_k C_{m−1−k}/C_m`.
  private func noncrossing(_ uniform: () -> Double) -> [Int] {
    var partners = [Int](repeating: 0, count: left + right)
    func fill(_ first: Int, _ contractions: Int) {
      guard contractions > 0 else { return }
      func catalan(_ k: Int) -> Double { Double(Integer.catalan(k)) }
      var rest = uniform() * catalan(contractions)
      var inside = 0
      while inside < contractions - 1 {
        let share = catalan(inside) * catalan(contractions - 1 - inside)
        if rest < share { break }
        rest -= share
        inside += 1
      }
      let second = first + 2 * inside + 1
      partners[first - 1] = second
      partners[second - 1] = first
      fill(first + 1, inside)
      fill(second + 1, contractions - 1 - inside)
    }
    fill(1, (left + right) / 2)
    return partners
  }
}
