/// How one kind of line or shape of a graph is drawn.
///
/// A page draws by class names and colours that follow its light or dark scheme. A drawing of its
/// own says the same in attributes of each element, since many programs that show SVG
/// (rsvg-convert, office programs, LaTeX packages) know neither variables nor all of CSS.
struct GraphPen {
  /// A colour by what it stands for.
  enum Ink: String, CaseIterable {
    case ink, paper, rung, recollision, crossing, nesting, other

    var light: String {
      switch self {
      case .ink: "#1b1f24"
      case .paper: "#ffffff"
      case .rung: "#0b62a8"
      case .recollision: "#2b8a5a"
      case .crossing: "#c2410c"
      case .nesting: "#8b3fa8"
      case .other: "#6b7280"
      }
    }

    var dark: String {
      switch self {
      case .ink: "#e6e8eb"
      case .paper: "#16191d"
      case .rung: "#6db3f2"
      case .recollision: "#5fd39a"
      case .crossing: "#ff9152"
      case .nesting: "#d59bf0"
      case .other: "#a3abb5"
      }
    }
  }

  /// The class of its elements, the last word where there are several.
  let name: String
  var fill: Ink?
  var stroke: Ink?
  var width: Double?
  var dashes: String?
  /// Attributes of text.
  var font: [(key: String, value: String)] = []

  static let tree = GraphPen(name: "tree", stroke: .ink, width: 3.4)
  static let loop = GraphPen(name: "loop", stroke: .ink, width: 1.1)
  static let tick = GraphPen(name: "tick", stroke: .ink, width: 1.1)
  static let meet = GraphPen(name: "meet", fill: .paper, stroke: .crossing, width: 1.3)
  static let vertex = GraphPen(name: "vertex", fill: .ink)
  static let j = GraphPen(name: "j", fill: .paper, stroke: .ink, width: 1.8)
  static let number = GraphPen(
    name: "number", fill: .ink,
    font: [
      ("font-family", "system-ui,'DejaVu Sans',sans-serif"), ("font-size", "11px"),
      ("text-anchor", "middle"),
    ])
  static let momentum = GraphPen(
    name: "momentum", fill: .ink,
    font: [
      ("font-family", "Georgia,'DejaVu Serif',serif"), ("font-size", "12px"),
      ("font-style", "italic"), ("text-anchor", "middle"),
    ])

  static func arc(_ role: ArcRole) -> GraphPen {
    switch role {
    case .rung: GraphPen(name: "rung", stroke: .rung, width: 1.7, dashes: "6 3.2")
    case .recollision:
      GraphPen(name: "recollision", stroke: .recollision, width: 1.7, dashes: "2 2.4")
    case .crossing: GraphPen(name: "crossing", stroke: .crossing, width: 2.1, dashes: "4 2.2")
    case .nesting:
      GraphPen(name: "nesting", stroke: .nesting, width: 1.7, dashes: "9 2.6 2 2.6")
    case .other: GraphPen(name: "other", stroke: .other, width: 1.7, dashes: "9 4")
    }
  }

  static let all =
    [tree, loop, tick] + ArcRole.allCases.map(arc) + [meet, vertex, j, number, momentum]

  /// Keys and values, with colours as `colour` names them.
  private func properties(_ colour: (Ink) -> String) -> [(key: String, value: String)] {
    var list = [(key: "fill", value: fill.map(colour) ?? "none")]
    if let stroke { list.append(("stroke", colour(stroke))) }
    if let width { list.append(("stroke-width", "\(width)")) }
    if let dashes { list.append(("stroke-dasharray", dashes)) }
    return list + font
  }

  /// ` fill="none" stroke="#1b1f24" …`
  var attributes: String {
    properties(\.light).map { " \($0.key)=\"\(SVG.escaped($0.value))\"" }.joined()
  }

  /// `.graph .tree{fill:none;stroke:var(--ink);…}`
  var rule: String {
    ".graph .\(name){"
      + properties { "var(--\($0.rawValue))" }.map { "\($0.key):\($0.value)" }
      .joined(separator: ";") + "}"
  }

  /// The colours alone, for a dark ground, where attributes say the rest.
  var darkRule: String {
    let colours = properties(\.dark).filter { ["fill", "stroke"].contains($0.key) }
    return ".graph .\(name){" + colours.map { "\($0.key):\($0.value)" }.joined(separator: ";") + "}"
  }

  /// The variables of a page, `.graph{--ink:#1b1f24;…}`.
  static func variables(_ colour: (Ink) -> String) -> String {
    ".graph{" + Ink.allCases.map { "--\($0.rawValue):\(colour($0))" }.joined(separator: ";") + "}"
  }
}
