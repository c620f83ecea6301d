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

  /// Independent of the formula for the meeting point: both ellipses are satisfied there.
  @Test func `the ring of a crossing lies on both arcs`() throws {
    for word in ["ab|ab", "abac|bc", "abc|abc", "abcd|badc"] {
      let svg = GraphDrawing(try Pairing(word)).document(comment: "test")
      let arcs = try svg.matches(
        of: Regex(#"class="arc \w+" d="M([0-9.]+) ([0-9.]+)A([0-9.]+) ([0-9.]+) 0 0 1 ([0-9.]+)"#)
      ).map { match in (1...5).map { Double(match.output[$0].substring!)! } }
      let rings = try svg.matches(of: Regex(#"class="meet" cx="([0-9.]+)" cy="([0-9.]+)"#))
        .map { match in (1...2).map { Double(match.output[$0].substring!)! } }
      #expect(!rings.isEmpty)
      for ring in rings {
        let hits = arcs.count { arc in
          let x = (ring[0] - (arc[0] + arc[4]) / 2) / arc[2]
          let y = (ring[1] - arc[1]) / arc[3]
          // coordinates are rounded to 0.01 of some 40
          return abs(x * x + y * y - 1) < 2e-3
        }
        #expect(hits >= 2, "\(word)")
      }
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
