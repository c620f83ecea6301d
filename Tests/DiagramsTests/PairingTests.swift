import Testing

import Diagrams

/// All matchings of the given vertices by plain recursion: the oracle of the enumeration.
func matchings(_ vertices: [Int]) -> [[(Int, Int)]] {
  guard let first = vertices.first else { return [[]] }
  return vertices.indices.dropFirst().flatMap { index in
    let rest = vertices.indices.filter { $0 != 0 && $0 != index }.map { vertices[$0] }
    return matchings(rest).map { [(first, vertices[index])] + $0 }
  }
}

/// Every (n, ñ) with 0 < n + ñ ≤ bound, the sum even.
func splits(to bound: Int) -> [(left: Int, right: Int)] {
  stride(from: 2, through: bound, by: 2).flatMap { size in
    (0...size).map { ($0, size - $0) }
  }
}

struct PairingTests {
  @Test func `holds partners, contractions and sizes`() throws {
    let graph = try Pairing("ab|ba")
    #expect(graph.left == 2 && graph.right == 2 && graph.order == 2 && graph.size == 4)
    #expect((1...4).map { graph.partner(of: Vertex($0)).index } == [4, 3, 2, 1])
    #expect(
      graph.contractions == [Contraction(Vertex(1), Vertex(4)), Contraction(Vertex(2), Vertex(3))])
    #expect(try Pairing(left: 2, right: 2, partners: [4, 3, 2, 1]) == graph)
    #expect(try Pairing(pairs: "1-4 2-3", left: 2) == graph)
    #expect(graph.pairs == "1-4,2-3")
  }

  @Test func `the mirror image exchanges the lines and is its own inverse`() throws {
    #expect(try Pairing("aab|cbc").mirror.word == "aba|bcc")
    for (left, right) in splits(to: 8) {
      for graph in try PairingSequence(left: left, right: right) {
        let mirror = graph.mirror
        #expect(mirror.left == right && mirror.mirror == graph)
        #expect(graph.isMirrorSymmetric == (mirror == graph))
        #expect(mirror.crossings == graph.crossings)
      }
    }
  }

  @Test func `refuses partners that are no matching`() {
    #expect(throws: PairingError.impossibleSize(left: 1, right: 2)) {
      try Pairing(left: 1, right: 2, partners: [2, 1, 3])
    }
    #expect(throws: PairingError.impossibleSize(left: 0, right: 0)) {
      try Pairing(left: 0, right: 0, partners: [])
    }
    #expect(throws: PairingError.impossibleSize(left: -1, right: 3)) {
      try Pairing(left: -1, right: 3, partners: [2, 1])
    }
    #expect(throws: PairingError.impossibleSize(left: .max, right: .max)) {
      try Pairing(left: .max, right: .max, partners: [])
    }
    #expect(throws: PairingError.wrongCount(2, size: 4)) {
      try Pairing(left: 2, right: 2, partners: [2, 1])
    }
    #expect(throws: PairingError.outOfRange(5, size: 2, position: 2)) {
      try Pairing(left: 1, right: 1, partners: [2, 5])
    }
    #expect(throws: PairingError.notMutual(vertex: 1, partner: 1)) {
      try Pairing(left: 1, right: 1, partners: [1, 2])
    }
    #expect(throws: PairingError.notMutual(vertex: 1, partner: 2)) {
      try Pairing(left: 2, right: 2, partners: [2, 3, 2, 1])
    }
  }

  @Test func `graphs are ordered as they are enumerated`() throws {
    let graphs = try Array(PairingSequence(left: 4, right: 4))
    #expect(zip(graphs, graphs.dropFirst()).allSatisfy { $0 < $1 })
  }
}
