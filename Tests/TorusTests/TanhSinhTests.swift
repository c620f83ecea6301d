import Foundation
import Testing
import Torus

@Suite struct TanhSinhTests {
  static let integrals: [(String, Double, Double, Double, @Sendable (Double) -> Double)] = [
    ("polynomial", 0, 2, 4, { $0 * $0 * $0 }),
    ("square root", 0, 1, 2.0 / 3, { $0.squareRoot() }),
    ("logarithm", 0, 1, -1, { log($0) }),
    ("inverse square root", 0, 1, 2, { 1 / $0.squareRoot() }),
    ("narrow peak", -1, 1, 2 / 0.05 * atan(1 / 0.05), { 1 / ($0 * $0 + 0.0025) }),
    ("oscillation", 0, 20, sin(20), { cos($0) }),
  ]

  @Test(arguments: integrals.indices)
  func `integrates ends of every kind, within the error it reports`(_ index: Int) {
    let (name, a, b, exact, function) = Self.integrals[index]
    for tolerance in [1e-4, 1e-8, 1e-12] {
      let estimate = TanhSinh(tolerance: tolerance).integrate(a, b, function)
      #expect(abs(estimate.value - exact) <= estimate.error, "\(name) at \(tolerance)")
      #expect(estimate.error < 1e3 * tolerance * max(1, abs(exact)), "\(name) at \(tolerance)")
    }
  }

  @Test func `an empty interval has integral zero`() {
    #expect(TanhSinh().integrate(1, 1) { $0 }.value == 0)
  }
}
