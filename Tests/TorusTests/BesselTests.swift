import CGSL
import Testing
import Torus

@Suite struct BesselTests {
  @Test(arguments: [1e-200, 1e-9, 0.3, -0.3, 1, 7.5, -42, 133.3, 640, 2000])
  func `all orders agree with GSL`(x: Double) {
    let order = Bessel.cutoff(x) + 3
    let values = Bessel.orders(upTo: order, at: x)
    for n in 0...order {
      let reference = gsl_sf_bessel_Jn(Int32(n), x)
      let tolerance = 1e-15 * max(4, abs(x).squareRoot())
      #expect(abs(values[n] - reference) <= tolerance, "J_\(n)(\(x))")
    }
  }

  init() { gsl_set_error_handler_off() }
}
