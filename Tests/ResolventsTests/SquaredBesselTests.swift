import Resolvents
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct SquaredBesselTests {
  @Test(arguments: 0...3)
  func `agrees with the Bessel functions`(order: Int) {
    let table = SquaredBessel(order: order, upTo: 400)
    for k in 1...4000 {
      let s = Double(k) * 0.0999
      let x = 2 * s.squareRoot()
      let reference =
        Bessel.orders(upTo: order, at: x)[order] / pow(s.squareRoot(), Double(order))
      #expect(abs(table(s) - reference) < 2e-15, "s = \(s)")
    }
  }

  @Test func `is one over μ factorial at zero`() {
    for (order, factorial) in [1.0, 1, 2, 6].enumerated() {
      #expect(abs(SquaredBessel(order: order, upTo: 1)(0) - 1 / factorial) < 3e-16)
    }
  }
}
