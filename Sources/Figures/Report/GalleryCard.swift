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

  private var html: String {
    let family = GraphFamily(of: pairing)
    let tree = routing.tree
    let momenta = routing.momenta.enumerated().map { index, momentum in
      let isTree = tree.contains(Propagator(index))
      let name = "u<sub>\(index)</sub>"
      let value = SVG.escaped(GraphDrawing.shown(momentum))
      return isTree
        ? "<li><b>\(name)</b> = \(value)</li>" : "<li class=\"free\">\(name) = \(value)</li>"
    }.joined()
    let crossings = pairing.crossings
    let facts = [
      group, family.rawValue, "\(crossings) crossing\(crossings == 1 ? "" : "s")",
    ]
    let hover =
      (["\(pairing.word): \(facts.joined(separator: ", "))"]
      + routing.momenta.enumerated().map { "u\($0) = \(GraphDrawing.shown($1))" } + remarks)
      .joined(separator: "\n")
    return """
      <article class="card \(family.slug)" data-family="\(family.slug)" \
      data-group="\(pairing.left),\(pairing.right)" data-crossings="\(crossings)" \
      title="\(SVG.escaped(hover))">
      <h3><code>\(SVG.escaped(pairing.word))</code><span>\(SVG.escaped(facts.joined(separator: " · ")))</span></h3>
      \(GraphDrawing(routing).inlineSVG)
      <ul class="momenta">\(momenta)</ul>
      \(remarks.map { "<p class=\"remark\">\(SVG.escaped($0))</p>" }.joined())
      </article>
      """
  }

  /// The gallery with its filters and its legend.
  static func gallery(_ cards: [GalleryCard]) -> String {
    func options(_ values: [(value: String, label: String)]) -> String {
      "<option value=\"\">all</option>"
        + values.map { "<option value=\"\($0.value)\">\(SVG.escaped($0.label))</option>" }.joined()
    }
    func unique<T: Hashable>(_ values: [T]) -> [T] {
      var seen = Set<T>()
      return values.filter { seen.insert($0).inserted }
    }
    let present = Set(cards.map { GraphFamily(of: $0.pairing) })
    let families = GraphFamily.allCases.filter(present.contains).map { ($0.slug, $0.rawValue) }
    let groups = unique(cards.map(\.group)).map { group in
      (String(group.dropFirst(2).dropLast()), group)
    }
    let crossings = unique(cards.map(\.pairing.crossings)).sorted().map { ("\($0)", "\($0)") }
    return """
      <form class="filter" aria-label="Filter of the gallery">
      <label>class <select data-filter="family">\(options(families))</select></label>
      <label>graphs <select data-filter="group">\(options(groups))</select></label>
      <label>crossings <select data-filter="crossings">\(options(crossings))</select></label>
      <output>\(cards.count) of \(cards.count) graphs</output>
      </form>
      \(legend)
      <div class="gallery">
      \(cards.map(\.html).joined(separator: "\n"))
      </div>
      """
  }

  private static var legend: String {
    func line(_ style: String, _ text: String) -> String {
      "<span><svg class=\"graph\" viewBox=\"0 0 44 14\" width=\"44\" height=\"14\" "
        + "aria-hidden=\"true\">\(style)</svg>\(text)</span>"
    }
    return "<p class=\"legend\">"
      + line("<path class=\"tree\" d=\"M2 7H42\"/>", "tree propagator")
      + line(
        "<path class=\"loop\" d=\"M2 7H42\"/><path class=\"tick\" d=\"M20 12l4 -10\"/>",
        "loop propagator, free momentum")
      + line("<rect class=\"j\" x=\"17\" y=\"2\" width=\"10\" height=\"10\"/>", "J-vertex")
      + [
        ("rung", "rung"), ("recollision", "immediate recollision"),
        ("crossing", "in a crossing"), ("nesting", "nesting"), ("other", "other"),
      ].map { line("<path class=\"arc \($0.0)\" d=\"M2 7H42\"/>", $0.1) }.joined() + "</p>"
  }
}
