import Diagrams
import Exact
import Testing

struct GraphCountsReferenceTests {
  @Test func `agrees with the Encyclopedia of Integer Sequences`() throws {
    func compare(_ number: String, _ count: (Int) throws -> Integer) throws {
      for (index, value) in try ReferenceTable.sequence(number) {
        #expect(try count(index) == value, "\(number) at \(index)")
      }
    }
    try compare("A001147") { try GraphCounts(left: $0, right: $0)[.all] }
    try compare("A000108") { try GraphCounts(left: 2 * $0, right: 0)[.noncrossing] }
    try compare("A000699") { try GraphCounts(left: $0, right: $0)[.connected] }
    try compare("A000698") { try GraphCounts(left: 2 * $0, right: 0)[.irreducible] }
    try compare("A278990") { try GraphCounts(left: 2 * $0, right: 0).recollisionDistribution[0] }
    try compare("A047974") { try GraphCounts(left: $0, right: $0).mirrorSymmetric }
    func crossings(_ n: Int) throws -> [Integer] {
      n == 0 ? [1] : try GraphCounts(left: n, right: n).crossingDistribution
    }
    // By antidiagonals n + k = m, n = 0…m.
    let places = (0...12).flatMap { m in (0...m).map { (n: $0, k: m - $0) } }
    try compare("A067310") { index in
      let (n, k) = places[index]
      let row = try crossings(n)
      return k < row.count ? row[k] : 0
    }
    // By rows of n(n−1)/2 + 1 terms.
    let rows = try (0...4).flatMap { try crossings($0) }
    try compare("A067311") { rows[$0] }
  }

  @Test func `the stored terms obey recursions that the counts do not use`() throws {
    func terms(_ number: String) throws -> [Integer] {
      try ReferenceTable.sequence(number).map(\.value)
    }
    let all = [1] + (try terms("A001147"))
    for n in 1..<all.count { #expect(all[n] == Integer(2 * n - 1) * all[n - 1]) }
    let catalan = [1] + (try terms("A000108"))
    for n in 1..<catalan.count {
      #expect(catalan[n] == (0..<n).reduce(Integer(0)) { $0 + catalan[$1] * catalan[n - 1 - $1] })
    }
    // 1 − 1/D: every graph is an indecomposable one and any graph behind it.
    let parts = [0] + (try terms("A000698"))
    for n in 1..<parts.count {
      #expect(all[n] == (1...n).reduce(Integer(0)) { $0 + parts[$1] * all[n - $1] })
    }
    // By root component: with C(x) = Σ C_k x^k, D(x) = 1 + C(x D(x)²), and the coefficients of D^{2k}.
    let connected = [0] + (try terms("A000699"))
    for n in 1..<connected.count {
      var sum: Integer = 0
      var power: [Integer] = [1]
      for k in 1...n {
        for _ in 0..<2 {
          power = (0...n).map { i in
            (0...i).reduce(Integer(0)) { $1 < power.count ? $0 + power[$1] * all[i - $1] : $0 }
          }
        }
        sum += connected[k] * power[n - k]
      }
      #expect(sum == all[n])
    }
    // a(n) = (2n−1) a(n−1) + a(n−2).
    let loopless = [1] + (try terms("A278990"))
    for n in 2..<loopless.count {
      #expect(loopless[n] == Integer(2 * n - 1) * loopless[n - 1] + loopless[n - 2])
    }
  }

  @Test func `every count and distribution agrees with all graphs up to sixteen vertices`() throws {
    for size in stride(from: 2, through: 16, by: 2) {
      let oracle = MatchingOracle(size: size)
      for left in 0...size {
        let counts = try GraphCounts(left: left, right: size - left)
        let computed =
          [GraphClass.basic, .decorated, .noncrossing, .nesting].map { counts[$0] }
          + [counts.crossingAndNesting]
          + [GraphClass.skeleton, .connected, .irreducible, .maximallyCrossed, .rungless].map {
            counts[$0]
          } + [counts.mirrorSymmetric]
        #expect(computed == oracle.classes[left].map { Integer($0) }, "\(left) of \(size)")
        #expect(counts[.all] == counts[.crossing] + counts[.noncrossing])
        for (numbers, visited) in [
          (counts.crossingDistribution, oracle.crossings),
          (counts.crossingDistribution, oracle.nestedArcs),
          (counts.rungDistribution, oracle.rungs[left]),
          (counts.recollisionDistribution, oracle.recollisions[left]),
        ] {
          #expect(numbers == numbers.indices.map { Integer(visited[$0]) }, "\(left) of \(size)")
          #expect(visited[numbers.count...].allSatisfy { $0 == 0 })
        }
        #expect(
          counts[.all] == counts.rungDistribution.reduce(Integer(0)) { $0 + $1 }
            && counts[.all] == Integer(oracle.crossings.reduce(0, +)))
      }
    }
  }

  @Test func `distributions of large graphs add up to all graphs`() throws {
    let counts = try GraphCounts(left: 41, right: 33)
    for numbers in [
      counts.crossingDistribution, counts.rungDistribution, counts.recollisionDistribution,
    ] {
      #expect(numbers.reduce(Integer(0)) { $0 + $1 } == counts[.all])
    }
  }

  /// Orbits of the reflection, drawn as sets of arcs of `Γ_{n,ñ} ∪ Γ_{ñ,n}`.
  @Test func `orbits of the mirror are as many as graphs told apart by nothing but their mirror`()
    throws
  {
    for size in stride(from: 2, through: 10, by: 2) {
      for left in 0...size {
        var orbits = Set<Set<[Int]>>()
        for split in Set([left, size - left]) {
          for graph in try PairingSequence(left: split, right: size - split) {
            let arcs = graph.contractions.map { [$0.first.index, $0.second.index] }
            let mirrored = arcs.map { [size + 1 - $0[1], size + 1 - $0[0]] }
            orbits.insert([
              [split] + arcs.sorted { $0[0] < $1[0] }.flatMap { $0 },
              [size - split] + mirrored.sorted { $0[0] < $1[0] }.flatMap { $0 },
            ])
          }
        }
        let counts = try GraphCounts(left: left, right: size - left)
        #expect(counts.mirrorOrbits == Integer(orbits.count), "\(left) of \(size)")
      }
    }
  }
}
