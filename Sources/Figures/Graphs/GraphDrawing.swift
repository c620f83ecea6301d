public import Diagrams

/// A contraction graph drawn as the source draws them.
///
/// The two particle lines run horizontally and meet in the J-vertex, a square; the interaction
/// vertices are numbered 1…N; contractions are dashed arcs above. The arcs are halves of ellipses of
/// one shape, so disjoint and nested arcs never touch and crossing ones meet in one point, which
/// carries a small ring. Tree propagators are heavy lines; loop propagators are thin, with a tick
/// and the name of their loop momentum: both differences survive printing in grey.
///
/// Source: T. Chen, *Semiclassical scaling limits of quantum dynamics*, sections 5.4 and 5.5.
public struct GraphDrawing {
  /// What stands below the propagators.
  public enum Labels: Hashable, Sendable {
    case none
    /// The names of the loop momenta.
    case loops
    /// The momentum of every propagator.
    case momenta
  }

  public let routing: Routing
  public let labels: Labels

  public init(_ routing: Routing, labels: Labels = .loops) {
    self.routing = routing
    self.labels = labels
  }

  public init(_ pairing: Pairing, labels: Labels = .loops) {
    self.init(Routing(of: pairing), labels: labels)
  }

  private var pairing: Pairing { routing.pairing }

  // MARK: Geometry

  /// The distance of neighbouring places on the line.
  private var pitch: Double {
    guard labels == .momenta else { return 38 }
    // two rows of labels, about 6.4 per character at this size
    let longest = routing.momenta.map { Self.shown($0).count }.max() ?? 1
    return max(38, 3.4 * Double(longest) + 8)
  }

  private static let margin = 22.0

  /// The place of the left end is 0, of the J-vertex n + 1, of the right end N + 2.
  private func x(place: Int) -> Double { Self.margin + Double(place) * pitch }

  private func x(_ vertex: Vertex) -> Double {
    x(place: pairing.isOnLeftLine(vertex) ? vertex.index : vertex.index + 1)
  }

  /// The factor that squeezes half circles so that no drawing is too high.
  private var flatness: Double {
    let widest = pairing.contractions.map { (x($0.second) - x($0.first)) / 2 }.max() ?? 1
    return min(0.8, 150 / widest)
  }

  private var baseline: Double {
    let widest = pairing.contractions.map { (x($0.second) - x($0.first)) / 2 }.max() ?? 1
    return 12 + flatness * widest
  }

  public var width: Double { 2 * Self.margin + Double(pairing.size + 2) * pitch }
  public var height: Double { baseline + (labels == .momenta ? 58 : 40) }

  // MARK: Parts

  private var propagators: String {
    routing.pairing.propagators.enumerated().map { index, propagator in
      let (from, to) = (x(place: index), x(place: index + 1))
      let isTree = routing.tree.contains(propagator)
      var text =
        "<path class=\"\(isTree ? "tree" : "loop")\" d=\"M\(SVG.number(from)) "
        + "\(SVG.number(baseline))H\(SVG.number(to))\"/>"
      let middle = (from + to) / 2
      if !isTree {
        text +=
          "<path class=\"tick\" d=\"M\(SVG.number(middle - 2)) \(SVG.number(baseline + 5))"
          + "l4 -10\"/>"
      }
      if let label = label(of: propagator, isTree: isTree) {
        let row = labels == .momenta && index % 2 == 1 ? 46.0 : 31.0
        text +=
          "<text class=\"momentum\" x=\"\(SVG.number(middle))\" "
          + "y=\"\(SVG.number(baseline + row))\">\(SVG.escaped(label))</text>"
      }
      return text
    }.joined()
  }

  private func label(of propagator: Propagator, isTree: Bool) -> String? {
    switch labels {
    case .none: nil
    case .loops: isTree ? nil : Self.shown(routing.momentum(of: propagator))
    case .momenta: Self.shown(routing.momentum(of: propagator))
    }
  }

  /// `k₁ − k₂ + p₀ + ξ`
  public static func shown(_ momentum: RoutedMomentum) -> String {
    var text = ""
    for (coefficient, name) in momentum.terms {
      let sign = coefficient < 0 ? "−" : "+"
      text += text.isEmpty ? (coefficient < 0 ? "−" : "") : sign
      if abs(coefficient) != 1 { text += String(abs(coefficient)) }
      text += symbol(name)
    }
    return text.isEmpty ? "0" : text
  }

  /// The name of a momentum with its index lowered.
  private static func symbol(_ name: String) -> String {
    if name == "xi" { return "ξ" }
    return String(
      name.map { character in
        guard let digit = character.wholeNumberValue else { return character }
        return Character(Unicode.Scalar(0x2080 + UInt32(digit))!)
      })
  }

  private var arcs: String {
    zip(pairing.contractions, ArcRole.roles(in: pairing)).map { arc, role in
      let (from, to) = (x(arc.first), x(arc.second))
      let radius = (to - from) / 2
      return "<path class=\"arc \(role.rawValue)\" d=\"M\(SVG.number(from)) "
        + "\(SVG.number(baseline))A\(SVG.number(radius)) \(SVG.number(radius * flatness)) 0 0 1 "
        + "\(SVG.number(to)) \(SVG.number(baseline))\"/>"
    }.joined()
  }

  /// Where two half circles meet, squeezed like the arcs.
  private var crossings: String {
    pairing.crossingPairs(limit: 200).map { a, b in
      let (c, r) = ((x(a.first) + x(a.second)) / 2, (x(a.second) - x(a.first)) / 2)
      let (e, s) = ((x(b.first) + x(b.second)) / 2, (x(b.second) - x(b.first)) / 2)
      let u = ((e * e - c * c) + (r * r - s * s)) / (2 * (e - c))
      let v = max(0, r * r - (u - c) * (u - c)).squareRoot()
      return "<circle class=\"meet\" cx=\"\(SVG.number(u))\" "
        + "cy=\"\(SVG.number(baseline - flatness * v))\" r=\"3\"/>"
    }.joined()
  }

  private var vertices: String {
    let j = x(place: pairing.left + 1)
    let square =
      "<rect class=\"j\" x=\"\(SVG.number(j - 5))\" y=\"\(SVG.number(baseline - 5))\" width=\"10\" "
      + "height=\"10\"/><text class=\"number\" x=\"\(SVG.number(j))\" "
      + "y=\"\(SVG.number(baseline + 17))\">J</text>"
    return square
      + (1...pairing.size).map { index in
        let center = SVG.number(x(Vertex(index)))
        return
          "<circle class=\"vertex\" cx=\"\(center)\" cy=\"\(SVG.number(baseline))\" r=\"3.4\"/>"
          + "<text class=\"number\" x=\"\(center)\" y=\"\(SVG.number(baseline + 17))\">\(index)</text>"
      }.joined()
  }

  // MARK: Documents

  /// What is inside the `svg` element, for a page that brings `style`.
  private var content: String { arcs + crossings + propagators + vertices }

  private var viewBox: String { "0 0 \(SVG.number(width)) \(SVG.number(height))" }

  /// An `svg` element for a page that brings `style` itself.
  public var inlineSVG: String {
    "<svg class=\"graph\" viewBox=\"\(viewBox)\" width=\"\(SVG.number(width))\" role=\"img\" "
      + "aria-label=\"\(SVG.escaped(summary))\">\(content)</svg>"
  }

  /// A document of its own.
  ///
  /// - Parameter comment: who made it.
  public func document(comment: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- \(SVG.escaped(comment).replacingDoubleDashes) -->
    <svg xmlns="http://www.w3.org/2000/svg" class="graph" viewBox="\(viewBox)" width="\(SVG.number(width))" height="\(SVG.number(height))">
    <title>\(SVG.escaped(summary))</title>
    <style>\(Self.lightColours)@media(prefers-color-scheme:dark){\(Self.darkColours)}
    \(Self.style)</style>
    \(content)
    </svg>

    """
  }

  private var summary: String {
    "contraction graph \(pairing.word), \(GraphFamily(of: pairing).rawValue)"
  }

  // MARK: Style

  static let lightColours =
    ".graph{--ink:#1b1f24;--paper:#fff;--rung:#0b62a8;--recollision:#2b8a5a;--crossing:#c2410c;"
    + "--nesting:#8b3fa8;--other:#6b7280}"
  static let darkColours =
    ".graph{--ink:#e6e8eb;--paper:#16191d;--rung:#6db3f2;--recollision:#5fd39a;--crossing:#ff9152;"
    + "--nesting:#d59bf0;--other:#a3abb5}"

  /// The rules that both a drawing of its own and a page use.
  public static let style = """
    .graph path{fill:none;stroke:var(--ink)}
    .graph .tree{stroke-width:3.4}
    .graph .loop{stroke-width:1.1}
    .graph .tick{stroke-width:1.1}
    .graph .arc{stroke-width:1.7;stroke-dasharray:5 3.2}
    .graph .rung{stroke:var(--rung)}
    .graph .recollision{stroke:var(--recollision)}
    .graph .crossing{stroke:var(--crossing)}
    .graph .nesting{stroke:var(--nesting)}
    .graph .other{stroke:var(--other)}
    .graph .meet{fill:var(--paper);stroke:var(--crossing);stroke-width:1.3}
    .graph .vertex{fill:var(--ink)}
    .graph .j{fill:var(--paper);stroke:var(--ink);stroke-width:1.8}
    .graph text{fill:var(--ink);font:11px system-ui,sans-serif;text-anchor:middle}
    .graph .momentum{font-style:italic;font-family:Georgia,'DejaVu Serif',serif;font-size:12px}
    """
}

extension String {
  /// Without `--`, which a comment of XML cannot hold.
  fileprivate var replacingDoubleDashes: String {
    var text = ""
    for character in self {
      text += character == "-" && text.last == "-" ? "\u{2011}" : String(character)
    }
    return text
  }
}

extension Pairing {
  /// `u_0 … u_{N+1}`
  fileprivate var propagators: [Propagator] { (0..<propagatorCount).map { Propagator($0) } }
}
