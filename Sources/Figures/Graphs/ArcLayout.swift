internal import Diagrams

/// Where the contraction arcs of a drawing run.
///
/// Every contraction is an arch: a quarter of an ellipse up, a level stretch, a quarter down. The
/// quarters are narrower than the distance of two places, and arches that nest or cross have
/// different heights, at least `gap` apart. From that follows what the eye needs:
///
/// * nested arches never come nearer than a fixed distance,
/// * two crossing arches meet in one point: over the stretch they share, the left one does not rise
///   and the right one does not fall; they meet there at a steep angle, not along a stretch.
///
/// Heights are levels: an arch lies above all that it covers, at the lowest level that no arch it
/// crosses has taken; short arches choose first. O(n̄²).
struct ArcLayout {
  /// One contraction: its feet on the line, its height, the width of its quarters.
  struct Arch {
    let from: Double
    let to: Double
    let height: Double
    let corner: Double

    /// The height above the line at a place between the feet.
    func height(at x: Double) -> Double {
      let inside = min(x - from, to - x)
      guard inside < corner else { return height }
      let u = 1 - max(0, inside) / corner
      return height * (1 - u * u).squareRoot()
    }

    /// The path of SVG over a line at `baseline`.
    func path(baseline: Double) -> String {
      let (y, r) = (SVG.number(baseline), "\(SVG.number(corner)) \(SVG.number(height))")
      let top = SVG.number(baseline - height)
      return "M\(SVG.number(from)) \(y)A\(r) 0 0 1 \(SVG.number(from + corner)) \(top)"
        + "H\(SVG.number(to - corner))A\(r) 0 0 1 \(SVG.number(to)) \(y)"
    }
  }

  let pairing: Pairing
  /// The distance of neighbouring places on the line.
  let pitch: Double
  /// The place of the left end.
  let origin: Double
  /// In the order of the contractions.
  private(set) var arches: [Arch] = []

  /// The least and the preferred distance of levels, and the height that many levels share.
  private static let (least, preferred, room) = (6.0, 15.0, 260.0)

  init(_ pairing: Pairing, pitch: Double, origin: Double) {
    self.pairing = pairing
    self.pitch = pitch
    self.origin = origin
    let levels = Self.levels(of: pairing)
    let gap = max(Self.least, min(Self.preferred, Self.room / Double(levels.max() ?? 1)))
    arches = zip(pairing.contractions, levels).map { arc, level in
      let (from, to) = (x(arc.first), x(arc.second))
      return Arch(
        from: from, to: to, height: 5 + gap * Double(level),
        corner: min((to - from) / 2, 0.85 * pitch))
    }
  }

  /// 1, 2, … for each contraction.
  private static func levels(of pairing: Pairing) -> [Int] {
    let arcs = pairing.contractions
    var levels = [Int](repeating: 0, count: arcs.count)
    let order = arcs.indices.sorted {
      let (a, b) = (arcs[$0], arcs[$1])
      let (s, t) = (a.second.index - a.first.index, b.second.index - b.first.index)
      return (s, a.first.index) < (t, b.first.index)
    }
    for k in order {
      let arc = arcs[k]
      var covered = 0
      var taken = Set<Int>()
      for (i, other) in arcs.enumerated() where levels[i] > 0 {
        if arc.first < other.first, other.second < arc.second {
          covered = max(covered, levels[i])
        } else if arc.crosses(other) {
          taken.insert(levels[i])
        }
      }
      var level = covered + 1
      while taken.contains(level) { level += 1 }
      levels[k] = level
    }
    return levels
  }

  /// The place of the left end is 0, of the J-vertex n + 1, of the right end N + 2.
  func x(place: Int) -> Double { origin + Double(place) * pitch }

  func x(_ vertex: Vertex) -> Double {
    x(place: pairing.isOnLeftLine(vertex) ? vertex.index : vertex.index + 1)
  }

  var height: Double { arches.map(\.height).max() ?? 0 }

  /// Where arches cross, as heights above the line; at most `limit` of them.
  func meetings(limit: Int) -> [(x: Double, y: Double)] {
    let places = Dictionary(
      uniqueKeysWithValues: pairing.contractions.enumerated().map { ($1.first.index, $0) })
    return pairing.crossingPairs(limit: limit).map { a, b in
      let (left, right) = (arches[places[a.first.index]!], arches[places[b.first.index]!])
      var (low, high) = (right.from, left.to)
      while high - low > 1e-4 {
        let middle = (low + high) / 2
        if left.height(at: middle) > right.height(at: middle) {
          low = middle
        } else {
          high = middle
        }
      }
      let x = (low + high) / 2
      return (x, (left.height(at: x) + right.height(at: x)) / 2)
    }
  }
}
