import Resolvents
import TestSupport
import Testing
import Torus

@Suite struct DividedDifferenceTests {
  /// t^n/n!, the largest modulus.
  static func bound(_ count: Int, _ t: Double) -> Double {
    (1..<max(count, 1)).reduce(1.0) { $0 * t / Double($1) }
  }

  @Test func `agrees with seventy digits for nodes equal, close, clustered and spread`() throws {
    let table = try ReferenceTable("Tables/DividedDifferences.tsv", beside: #filePath)
    var worst = 0.0
    for row in table.rows {
      let nodes = row["nodes"]!.split(separator: ",").map { Double($0)! }
      let t = Double(row["time"]!)!
      let value = DividedDifference.exponential(nodes, time: t)
      let reference = Complex(Double(row["real"]!)!, Double(row["imaginary"]!)!)
      let error = (value - reference).modulus / Self.bound(nodes.count, t)
      worst = max(worst, error)
      #expect(error <= 1e-13, "\(row["kind"]!), \(nodes.count) nodes, t = \(t)")
    }
    #expect(table.rows.count == 384)
    #expect(worst > 0)
  }

  @Test func `does not depend on the order of the nodes`() {
    let nodes = [0.3, -2.1, 5.9, 0.30001, -2.1, 1.7]
    for count in 2...6 {
      let some = Array(nodes[..<count])
      let value = DividedDifference.exponential(some, time: 7)
      let reversed = DividedDifference.exponential(some.reversed(), time: 7)
      #expect((value - reversed).modulus <= 1e-14 * Self.bound(count, 7))
    }
  }

  @Test func `satisfies the recursion where it is safe`() {
    let nodes = [-5.0, -2.2, 0.4, 3.1, 5.8]
    for count in 2...5 {
      let some = Array(nodes[..<count])
      let difference =
        DividedDifference.exponential(Array(some.dropFirst()), time: 4)
        - DividedDifference.exponential(Array(some.dropLast()), time: 4)
      let value = DividedDifference.exponential(some, time: 4)
      #expect((value - difference / (some.last! - some[0])).modulus < 1e-14 * Self.bound(count, 4))
    }
  }

  @Test func `equal nodes give the derivative`() {
    for count in 1...16 {
      let value = DividedDifference.exponential([Double](repeating: 1.3, count: count), time: 3)
      let derivative = (Self.bound(count, 3) * Complex.phase(-3.9)).timesPower(ofI: 1 - count)
      #expect((value - derivative).modulus <= 1e-13 * Self.bound(count, 3))
    }
  }
}
