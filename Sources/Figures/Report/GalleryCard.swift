public import Diagrams

/// One graph of a gallery: its picture, its word, its tree and its momenta, and what is known of it.
public struct GalleryCard: Sendable {
  let routing: Routing
  /// More that is known, shown below the momenta: a bound, an amplitude.
  let remarks: [String]

  public init(_ routing: Routing, remarks: [String] = []) {
    self.routing = routing
    self.remarks = remarks
  }

  private var pairing: Pairing { routing.pairing }

  /// `Γ₂,₂`
  private var group: String { "Γ(\(pairing.left),\(pairing.right))" }

  /// The picture and the word; the rest is shown while the card is pointed at, focused or tapped.
  private func html(index: Int, isHidden: Bool) -> String {
    let family = GraphFamily(of: pairing)
    let momenta = routing.momenta.enumerated().map { index, momentum in
      let name = "u<sub>\(index)</sub>"
      let value = SVG.escaped(GraphDrawing.shown(momentum))
      return routing.tree.contains(Propagator(index))
        ? "<li><b>\(name)</b> = \(value)</li>" : "<li class=\"free\">\(name) = \(value)</li>"
    }.joined()
    let crossings = pairing.crossings
    let facts = "\(group) · \(crossings) crossing\(crossings == 1 ? "" : "s")"
    let classes = classNames.filter { $0 != GraphClass.all.rawValue }
    return """
      <article class="card \(family.slug)" tabindex="0" data-class="\(classNames.joined(separator: " "))" \
      data-order="\(pairing.order)" data-crossings="\(crossings)" \
      aria-describedby="g\(index)"\(isHidden ? " hidden" : "")>
      <h3><code>\(SVG.escaped(pairing.word))</code><span>\(SVG.escaped(family.rawValue))</span></h3>
      \(GraphDrawing(routing).inlineSVG)
      <div class="details" id="g\(index)" role="tooltip">
      <p><code>\(SVG.escaped(pairing.word))</code> \(SVG.escaped(facts))<br>\
      \(classes.joined(separator: ", "))</p>
      <ul class="momenta">\(momenta)</ul>
      \(remarks.map { "<p class=\"remark\">\(SVG.escaped($0))</p>" }.joined())
      </div>
      </article>
      """
  }

  private var classNames: [String] {
    GraphClass.allCases.filter { pairing.isMember(of: $0) }.map(\.rawValue)
  }

  /// The gallery with its filters and its legend.
  ///
  /// With more cards than fit a screen or two, it begins with the largest order that does.
  static func gallery(_ cards: [GalleryCard]) -> String {
    func options(_ values: [String], chosen: String? = nil) -> String {
      "<option value=\"\">all</option>"
        + values.map {
          "<option value=\"\($0)\"\($0 == chosen ? " selected" : "")>\($0)</option>"
        }.joined()
    }
    let present = Set(cards.flatMap(\.classNames))
    let classes = GraphClass.allCases.map(\.rawValue).filter { $0 != "all" && present.contains($0) }
    let orders = Set(cards.map(\.pairing.order)).sorted()
    let crossings = Set(cards.map(\.pairing.crossings)).sorted()
    let first =
      cards.count <= manageable
      ? nil : orders.last { order in cards.count { $0.pairing.order == order } <= manageable }
    let shown = cards.map { first == nil || $0.pairing.order == first }
    return """
      <form class="filter" aria-label="Filter of the gallery">
      <label>class <select data-filter="class">\(options(classes))</select></label>
      <label>order n̄ <select data-filter="order">\
      \(options(orders.map(String.init), chosen: first.map(String.init)))</select></label>
      <label>crossings <select data-filter="crossings">\
      \(options(crossings.map(String.init)))</select></label>
      <output aria-live="polite">\(shown.count { $0 }) of \(cards.count) graphs</output>
      </form>
      <noscript><style>.card[hidden] { display: block; } .filter { display: none; }</style></noscript>
      \(legend)
      <div class="gallery">
      \(zip(cards.indices, cards).map { $1.html(index: $0, isHidden: !shown[$0]) }
        .joined(separator: "\n"))
      </div>
      """
  }

  /// More cards than these are not shown at once before the reader asks.
  private static let manageable = 24

  private static var legend: String {
    func line(_ style: String, _ text: String) -> String {
      "<span><svg class=\"graph\" viewBox=\"0 0 44 14\" width=\"44\" height=\"14\" "
        + "aria-hidden=\"true\">\(style)</svg>\(text)</span>"
    }
    return "<p class=\"legend\" aria-label=\"Legend\">"
      + line("<path class=\"tree\" d=\"M2 7H42\"/>", "tree propagator")
      + line(
        "<path class=\"loop\" d=\"M2 7H42\"/><path class=\"tick\" d=\"M20 12l4 -10\"/>",
        "loop propagator, free momentum")
      + line("<rect class=\"j\" x=\"17\" y=\"2\" width=\"10\" height=\"10\"/>", "J-vertex")
      + [
        ("rung", "rung"), ("recollision", "immediate recollision"),
        ("crossing", "in a crossing"), ("nesting", "nesting"), ("other", "other"),
      ].map { line("<path class=\"arc \($0.0)\" d=\"M2 7H42\"/>", $0.1) }.joined()
      + line("<circle class=\"meet\" cx=\"22\" cy=\"7\" r=\"3\"/>", "two contractions cross")
      + "</p>"
  }
}
