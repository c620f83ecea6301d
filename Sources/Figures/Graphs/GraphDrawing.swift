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

  /// The beginning of an element, drawn by class in a page and by attributes on its own.
  private func open(
    _ element: String, _ pen: GraphPen, kind: String? = nil, isAlone: Bool
  ) -> String {
    let classes = (kind.map { $0 + " " } ?? "") + pen.name
    return "<\(element)\(isAlone ? pen.attributes : "") class=\"\(classes)\""
  }

  private func propagators(isAlone: Bool) -> String {
    routing.pairing.propagators.enumerated().map { index, propagator in
      let (from, to) = (x(place: index), x(place: index + 1))
      let isTree = routing.tree.contains(propagator)
      var text =
        open("path", isTree ? .tree : .loop, isAlone: isAlone)
        + " d=\"M\(SVG.number(from)) \(SVG.number(baseline))H\(SVG.number(to))\"/>"
      let middle = (from + to) / 2
      if !isTree {
        text +=
          open("path", .tick, isAlone: isAlone)
          + " d=\"M\(SVG.number(middle - 2)) \(SVG.number(baseline + 5))l4 -10\"/>"
      }
      if let label = label(of: propagator, isTree: isTree) {
        let row = labels == .momenta && index % 2 == 1 ? 46.0 : 31.0
        text +=
          open("text", .momentum, isAlone: isAlone)
          + " x=\"\(SVG.number(middle))\" y=\"\(SVG.number(baseline + row))\">"
          + "\(SVG.escaped(label))</text>"
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

  private func arcs(isAlone: Bool) -> String {
    zip(layout.arches, ArcRole.roles(in: pairing)).map { arch, role in
      open("path", .arc(role), kind: "arc", isAlone: isAlone)
        + " d=\"\(arch.path(baseline: baseline))\"/>"
    }.joined()
  }

  private func crossings(isAlone: Bool) -> String {
    layout.meetings(limit: 200).map { point in
      open("circle", .meet, isAlone: isAlone)
        + " cx=\"\(SVG.number(point.x))\" cy=\"\(SVG.number(baseline - point.y))\" r=\"3\"/>"
    }.joined()
  }

  private func vertices(isAlone: Bool) -> String {
    func number(_ text: String, at x: String) -> String {
      open("text", .number, isAlone: isAlone)
        + " x=\"\(x)\" y=\"\(SVG.number(baseline + 17))\">\(text)</text>"
    }
    let j = x(place: pairing.left + 1)
    let square =
      open("rect", .j, isAlone: isAlone)
      + " x=\"\(SVG.number(j - 5))\" y=\"\(SVG.number(baseline - 5))\" width=\"10\" height=\"10\"/>"
    return square + number("J", at: SVG.number(j))
      + (1...pairing.size).map { index in
        let center = SVG.number(layout.x(Vertex(index)))
        return open("circle", .vertex, isAlone: isAlone)
          + " cx=\"\(center)\" cy=\"\(SVG.number(baseline))\" r=\"3.4\"/>"
          + number("\(index)", at: center)
      }.joined()
  }

  // MARK: Documents

  /// What is inside the `svg` element, on its own or for a page that brings `style`.
  private func content(isAlone: Bool) -> String {
    arcs(isAlone: isAlone) + crossings(isAlone: isAlone) + propagators(isAlone: isAlone)
      + vertices(isAlone: isAlone)
  }

  private var viewBox: String { "0 0 \(SVG.number(width)) \(SVG.number(height))" }

  /// An `svg` element for a page that brings `style` itself.
  public var inlineSVG: String {
    "<svg class=\"graph\" viewBox=\"\(viewBox)\" width=\"\(SVG.number(width))\" role=\"img\" "
      + "aria-label=\"\(SVG.escaped(summary))\">\(content(isAlone: false))</svg>"
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
    <style>@media(prefers-color-scheme:dark){\(GraphPen.all.map(\.darkRule).joined())}</style>
    \(content(isAlone: true))
    </svg>

    """
  }

  private var summary: String {
    "contraction graph \(pairing.word), \(GraphFamily(of: pairing).rawValue)"
  }

  // MARK: Style

  static let lightColours = GraphPen.variables(\.light)
  static let darkColours = GraphPen.variables(\.dark)

  /// The rules of a page.
  public static let style = GraphPen.all.map(\.rule).joined(separator: "\n")
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
