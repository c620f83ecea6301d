import Diagrams
import Exact
import Testing

struct GraphCountsTests {
  @Test func `every count agrees with visiting every graph up to ten vertices`() throws {
    for (left, right) in splits(to: 10) {
      let counts = try GraphCounts(left: left, right: right)
      var tally = [GraphClass: Int]()
      var both = 0
      for graph in try PairingSequence(left: left, right: right) {
        let classes = graph.classes
        for member in classes.members { tally[member, default: 0] += 1 }
        if classes.contains(.crossing), classes.contains(.nesting) { both += 1 }
      }
      for graphClass in GraphClass.allCases {
        #expect(
          counts[graphClass] == Integer(tally[graphClass] ?? 0), "\(left),\(right) \(graphClass)")
      }
      #expect(counts.crossingAndNesting == Integer(both), "\(left),\(right)")
    }
  }

  /// n, ñ: all, basic, decorated, crossing, nesting, both; irreducible, skeleton, connected, rungless.
  static let published: [(Int, Int, [Int])] = [
    (2, 2, [3, 1, 2, 1, 0, 0, 1, 2, 1, 1]),
    (3, 3, [15, 1, 5, 10, 0, 0, 4, 7, 4, 0]),
    (4, 4, [105, 1, 11, 91, 5, 2, 36, 42, 27, 9]),
    (5, 5, [945, 1, 26, 903, 56, 40, 372, 352, 248, 0]),
  ]

  @Test(arguments: published)
  func `agrees with the table of brute force`(left: Int, right: Int, row: [Int]) throws {
    let counts = try GraphCounts(left: left, right: right)
    let computed: [Integer] =
      [GraphClass.all, .basic, .decorated, .crossing, .nesting].map { counts[$0] }
      + [counts.crossingAndNesting]
      + [GraphClass.irreducible, .skeleton, .connected, .rungless].map { counts[$0] }
    #expect(computed == row.map { Integer($0) })
  }

  @Test func `long numbers, computed modulo many primes, obey the exact recursions`() throws {
    // Indecomposable pairings: a_n = (2n−1)!! − Σ_{0<k<n} a_k (2(n−k)−1)!!.
    var indecomposable: [Integer] = [0]
    // Connected: C_1 = 1, C_n = (n−1) Σ C_i C_{n−i}.
    var connected: [Integer] = [0, 1]
    for n in 1...60 {
      var sum = Integer.pairings(n)
      for k in 1..<n { sum -= indecomposable[k] * .pairings(n - k) }
      indecomposable.append(sum)
      if n > 1 {
        var sum: Integer = 0
        for k in 1..<n { sum += connected[k] * connected[n - k] }
        connected.append(Integer(n - 1) * sum)
      }
      #expect(try GraphCounts(left: 2 * n, right: 0)[.irreducible] == indecomposable[n])
      #expect(try GraphCounts(left: n, right: n)[.connected] == connected[n])
    }
  }

  @Test func `skeletons and rungs: the sum over skeletons with filled gaps is everything`() throws {
    // all(n,ñ) = Σ S(a,b) [x^{n−a}] D^{a+1} [x^{ñ−b}] D^{b+1}, with S(0,0) = 1.
    let (left, right) = (14, 10)
    func fillings(_ points: Int, gaps: Int) -> Integer {
      var power: [Integer] = [1]
      let series = (0...points / 2).map { Integer.pairings($0) }
      for _ in 0..<gaps {
        power = Array(polynomialProduct(power, series).prefix(points / 2 + 1))
      }
      return points / 2 < power.count ? power[points / 2] : 0
    }
    var sum: Integer = 0
    for a in stride(from: 0, through: left, by: 2) {
      for b in stride(from: 0, through: right, by: 2) {
        let skeletons: Integer =
          a + b == 0 ? 1 : try GraphCounts(left: a, right: b)[.skeleton]
        sum += skeletons * fillings(left - a, gaps: a + 1) * fillings(right - b, gaps: b + 1)
      }
    }
    #expect(sum == .pairings((left + right) / 2))
  }
}
