import Diagrams
import Figures
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct GraphDrawingTests {
  static let sizes = [(1, 1), (2, 0), (2, 2), (3, 3), (4, 2), (0, 6)]

  private func count(_ part: String, in text: String) -> Int {
    text.components(separatedBy: part).count - 1
  }

  @Test func `every part of every graph is drawn once`() throws {
    for (left, right) in Self.sizes {
      for graph in try PairingSequence(left: left, right: right) {
        let svg = GraphDrawing(graph).document(comment: "test")
        #expect(count("class=\"arc ", in: svg) == graph.order, "\(graph)")
        #expect(count("class=\"vertex\"", in: svg) == graph.size, "\(graph)")
        #expect(count("class=\"tree\"", in: svg) == graph.order + 2, "\(graph)")
        #expect(count("class=\"loop\"", in: svg) == graph.order, "\(graph)")
        #expect(count("class=\"meet\"", in: svg) == graph.crossings, "\(graph)")
      }
    }
  }

  @Test func `a drawing is well-formed XML, its comment too`() throws {
    for labels in [GraphDrawing.Labels.none, .loops, .momenta] {
      let svg = GraphDrawing(try Pairing("abac|bc"), labels: labels).document(
        comment: "feyn export --format svg --- <&>")
      let parser = XMLParser(data: Data(svg.utf8))
      #expect(parser.parse(), "\(labels): \(String(describing: parser.parserError))")
    }
  }

  /// An arc as it was drawn: feet, corners, top; read back from the path.
  private struct DrawnArc {
    let from, to, corner, height, baseline: Double

    init(_ path: String) throws {
      let numbers = try path.matches(of: Regex(#"-?[0-9.]+"#)).map {
        Double($0.output[0].substring!)!
      }
      (from, baseline, corner, height) = (numbers[0], numbers[1], numbers[2], numbers[3])
      to = numbers[numbers.count - 2]
    }

    static func all(in svg: String) throws -> [DrawnArc] {
      try svg.matches(of: Regex(#"class="arc \w+" d="([^"]+)""#))
        .map { try DrawnArc(String($0.output[1].substring!)) }
    }

    /// Points along the curve, less than a unit apart: up, level, down.
    var points: [SIMD2<Double>] {
      let quarter = (0...120).map { k in
        let angle = Double.pi / 2 * Double(k) / 120
        return SIMD2(corner * (1 - cos(angle)), height * sin(angle))
      }
      let level = stride(from: from + corner, through: to - corner, by: 0.7)
        .map { SIMD2($0, height) }
      return quarter.map { SIMD2(from + $0.x, $0.y) } + level
        + quarter.reversed().map { SIMD2(to - $0.x, $0.y) }
    }
  }

  /// Every graph of up to eight vertices, and some large ones.
  @Test func `arcs do not collide: strangers keep apart, crossing arcs meet in a point`() throws {
    var graphs = try [(2, 2), (3, 3), (4, 4), (6, 2), (0, 8)].flatMap { left, right in
      Array(try PairingSequence(left: left, right: right))
    }
    graphs.append(try Pairing("abcdefghij|abcdefghij"))
    graphs.append(try Pairing("abcdefghij|jihgfedcba"))
    for graph in graphs {
      let arcs = try DrawnArc.all(in: GraphDrawing(graph).document(comment: ""))
      let points = arcs.map(\.points)
      for (i, a) in arcs.enumerated() {
        for (j, b) in arcs.enumerated() where i != j && a.from < b.to && b.from < a.to {
          #expect(abs(a.height - b.height) > 5.9, "\(graph): heights of \(i) and \(j)")
          let crosses = (a.from < b.from) == (a.to < b.to)
          // the stretch of one arc that is within two line widths of the other
          let near = points[i].count { p in
            points[j].contains { q in (p - q).x * (p - q).x + (p - q).y * (p - q).y < 9 }
          }
          let stretch = Double(near) * 0.7
          #expect(crosses ? stretch < 14 : stretch == 0, "\(graph): \(i), \(j): \(stretch)")
        }
      }
    }
  }

  /// Independent of the bisection: the ring is on the curve of two arcs, and there is one per pair.
  @Test func `the ring of a crossing lies on both arcs`() throws {
    for word in ["ab|ab", "abac|bc", "abc|abc", "abcd|badc"] {
      let svg = GraphDrawing(try Pairing(word)).document(comment: "test")
      let arcs = try DrawnArc.all(in: svg)
      let rings = try svg.matches(of: Regex(#"class="meet" cx="([0-9.]+)" cy="([0-9.]+)"#))
        .map { match in (1...2).map { Double(match.output[$0].substring!)! } }
      #expect(!rings.isEmpty)
      for ring in rings {
        let hits = arcs.count { arc in
          let p = SIMD2(ring[0], arc.baseline - ring[1])
          return arc.points.contains { q in
            (p - q).x * (p - q).x + (p - q).y * (p - q).y < 0.5
          }
        }
        #expect(hits == 2, "\(word)")
      }
    }
  }

  @Test func `in grey, tree and loop and every role of an arc differ by weight or dashes`() {
    let rules = GraphDrawing.style.split(separator: "\n")
    func look(_ name: String) -> String {
      let rule = rules.first { $0.contains(".\(name){") } ?? ""
      return rule.split(separator: ";").filter { $0.contains("dasharray") || $0.contains("width") }
        .joined()
    }
    let arcs = ["rung", "recollision", "crossing", "nesting", "other"].map(look)
    #expect(Set(arcs).count == arcs.count && !arcs.contains(""))
    #expect(look("tree") != look("loop"))
  }

  /// rsvg-convert and others know no variables of CSS and lost all lines once.
  @Test func `on its own every element says its colours and widths itself`() throws {
    let svg = GraphDrawing(try Pairing("abac|bc"), labels: .momenta).document(comment: "test")
    #expect(!svg.contains("var("))
    for element in try svg.matches(of: Regex(#"<(path|circle|rect|text) [^>]*>"#)) {
      let text = String(element.output[0].substring!)
      #expect(text.contains(" fill=\""), "\(text)")
      if text.hasPrefix("<path") {
        #expect(text.contains(" stroke=\"#") && text.contains(" stroke-width="))
      }
      if text.contains("class=\"arc ") { #expect(text.contains(" stroke-dasharray=")) }
    }
  }

  @Test func `a graph is in the family its classes say`() throws {
    for (left, right) in Self.sizes {
      for graph in try PairingSequence(left: left, right: right) {
        let family = GraphFamily(of: graph)
        #expect((family == .basic) == graph.isMember(of: .basic), "\(graph)")
        #expect(
          [.basic, .decorated].contains(family) == graph.isMember(of: .decorated), "\(graph)")
        #expect([.crossing, .both].contains(family) == graph.isMember(of: .crossing), "\(graph)")
        #expect([.nesting, .both].contains(family) == graph.isMember(of: .nesting), "\(graph)")
      }
    }
  }

  @Test func `momenta are written with lowered indices`() {
    let momentum = RoutedMomentum(loops: [1, 0, -1], external: 1, transfer: 1)
    #expect(GraphDrawing.shown(momentum) == "k₁−k₃+p₀+ξ")
  }
}
