import Diagrams
import Resolvents
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One momentum integral in several forms, at times that no rule has.
@Suite struct MomentumIntegralTests {
  /// A point of a simplex of size h for so many variables.
  private func times(_ count: Int, size h: Double, _ random: Philox, _ index: Int) -> [Double] {
    let parts = (0..<count).map { -log(1 - random.uniforms(UInt64(16 * index + $0)).x) }
    let sum = parts.reduce(0, +)
    return parts.map { h * $0 / sum }
  }

  /// The point, after others that share some of its times with it.
  private func path(to left: [Double], _ right: [Double]) -> [(left: [Double], right: [Double])] {
    let last = left.count - 1
    return [(0, last), (max(0, last - 1), last), (0, 0)].map { i, j in
      var other = left
      if i != j { other.swapAt(i, j) }
      return (other, right)
    }
  }

  @Test(arguments: [
    Observable.one, .velocity, .energy, .mode([1, 2]), .mode([-3, 0]), .mode([0, 2]),
  ])
  func `all forms agree`(observable: Observable) throws {
    let setting = try AmplitudeSetting(
      coupling: 0.6, time: 1, start: Momentum([0.11, 0.37]), observable: observable)
    let random = Philox(seed: 5, stream: 1)
    var (rows, folded, withVariable) = (0, 0, 0)
    for (number, graph) in try (graphs(order: 2) + graphs(order: 3) + graphs(order: 4)).enumerated()
    {
      let integral = MomentumIntegral(graph, setting)
      let others = integral.forms.filter { $0 != .angles }
      #expect(graph.order > 3 || !others.isEmpty, "\(graph)")
      guard !others.isEmpty else { continue }
      for (region, counts) in integral.regions.enumerated() {
        let index = 64 * number + 2 * region
        let points = path(
          to: times(counts.left, size: 2.1, random, index),
          times(counts.right, size: 2.1, random, index + 1))
        let full = integral.value(.angles, region: region, points: points)
        for form in others {
          let value = integral.value(form, region: region, points: points)
          #expect((value - full).modulus < 1e-13, "\(graph), \(observable), \(form)")
          if form == .rows { rows += 1 } else { folded += 1 }
          if form == .folded && integral.jVertexHasVariable { withVariable += 1 }
        }
      }
    }
    #expect(rows > 500 && folded > 500 && withVariable > 100)
  }

  @Test func `a row of Bessel functions is right to rounding`() {
    for x in [1e-7, 1e-3, 0.1, 0.4, 1, 2.7, 8, 21, 60, 190] {
      var row = [Double](repeating: 0, count: Int(x) + 40)
      row.withUnsafeMutableBufferPointer { BesselSheet.fillRow($0, at: x) }
      for n in row.indices { #expect(abs(row[n] - jn(Int32(n), x)) < 2e-15, "J_\(n)(\(x))") }
    }
  }
}
