public import Diagrams

/// A contraction graph drawn as the source draws them.
///
/// The two particle lines run horizontally and meet in the J-vertex, a square; the interaction
/// vertices are numbered 1…N; contractions are dashed arcs above, laid out by `ArcLayout`: no two run
/// into each other, and two that cross do so steeply in one point, which carries a small ring. Tree
/// propagators are heavy lines; loop propagators are thin, with a tick and the name of their loop
/// momentum; every role of a contraction has dashes of its own: all of it survives printing in grey.
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
  private let layout: ArcLayout

  public init(_ routing: Routing, labels: Labels = .loops) {
    self.routing = routing
    self.labels = labels
    layout = ArcLayout(
      routing.pairing, pitch: Self.pitch(of: routing, labels), origin: Self.margin)
  }

  public init(_ pairing: Pairing, labels: Labels = .loops) {
    self.init(Routing(of: pairing), labels: labels)
  }

  private var pairing: Pairing { routing.pairing }

  // MARK: Geometry

  /// The distance of neighbouring places on the line.
  private static func pitch(of routing: Routing, _ labels: Labels) -> Double {
    guard labels == .momenta else { return 34 }
    // two rows of labels, about 6.4 per character at this size
    let longest = routing.momenta.map { shown($0).count }.max() ?? 1
    return max(34, 3.4 * Double(longest) + 8)
  }

  private static let margin = 22.0

  /// The place of the left end is 0, of the J-vertex n + 1, of the right end N + 2.
  private func x(place: Int) -> Double { layout.x(place: place) }

  private var baseline: Double { 10 + layout.height }

  public var width: Double { 2 * Self.margin + Double(pairing.size + 2) * layout.pitch }
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
    zip(layout.arches, ArcRole.roles(in: pairing)).map { arch, role in
      "<path class=\"arc \(role.rawValue)\" d=\"\(arch.path(baseline: baseline))\"/>"
    }.joined()
  }

  private var crossings: String {
    layout.meetings(limit: 200).map { point in
      "<circle class=\"meet\" cx=\"\(SVG.number(point.x))\" "
        + "cy=\"\(SVG.number(baseline - point.y))\" r=\"3\"/>"
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
        let center = SVG.number(layout.x(Vertex(index)))
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
    .graph .arc{stroke-width:1.7}
    .graph .rung{stroke:var(--rung);stroke-dasharray:6 3.2}
    .graph .recollision{stroke:var(--recollision);stroke-dasharray:2 2.4}
    .graph .crossing{stroke:var(--crossing);stroke-width:2.1;stroke-dasharray:4 2.2}
    .graph .nesting{stroke:var(--nesting);stroke-dasharray:9 2.6 2 2.6}
    .graph .other{stroke:var(--other);stroke-dasharray:9 4}
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
