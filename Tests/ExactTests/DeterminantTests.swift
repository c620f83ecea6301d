import Testing

import Exact

struct DeterminantTests {
  /// Laplace's expansion along the first row.
  static func expansion(_ m: [[Integer]]) -> Integer {
    guard let first = m.first else { return 1 }
    var sum: Integer = 0
    for (column, entry) in first.enumerated() {
      let minor = m.dropFirst().map { row in
        row.enumerated().filter { $0.offset != column }.map(\.element)
      }
      let term = entry * expansion(minor)
      sum += column % 2 == 0 ? term : -term
    }
    return sum
  }

  @Test func `agrees with the expansion by minors`() {
    var state: UInt64 = 1
    for size in 0...6 {
      for _ in 0..<20 {
        let matrix = (0..<size).map { _ in
          (0..<size).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Integer(Int(state >> 33) % 5 - 2)
          }
        }
        #expect(determinant(matrix) == Self.expansion(matrix))
      }
    }
  }

  @Test func `the Hilbert matrix, cleared of denominators, gives its closed form`() {
    // det(1/(i+j+1)) = Π_{k<n} k!⁴ / Π_{k<2n} k!
    let n = 12
    let scale = Integer.factorial(2 * n)
    let matrix = (0..<n).map { i in
      (0..<n).map { j in scale.dividedExactly(by: Integer(i + j + 1)) }
    }
    var expected = scale.power(n)
    for k in 0..<n { expected *= Integer.factorial(k).power(4) }
    for k in 0..<2 * n { expected = expected.dividedExactly(by: .factorial(k)) }
    #expect(determinant(matrix) == expected)
  }
}
