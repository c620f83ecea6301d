import CGSL
import Testing
import Torus

@Suite struct BesselTests {
  /// J_n(x) to 18 digits, from mpmath 1.3 with 40 digits.
  static let reference: [(Int, Double, Double)] = [
    (0, 0.5, 0.938469807240812904),
    (0, 2000, 0.00709834183319961676),
    (1, 33.25, 0.120725471116490025),
    (7, 7.5, 0.283150937897255299),
    (40, 38.5, 0.0811492475201074858),
    (100, 60, 4.7832744078781004e-15),
    (100, 100, 0.0963666732958615597),
    (250, 640, 0.0254551081199507272),
    (640, 640, 0.0519052923070583768),
    (999, 1000, 0.0488302287702217813),
    (1500, 2000, 0.0157114094244205732),
    (30, 1.0, 3.4828697942514829e-42),
  ]

  @Test(arguments: reference)
  func `agrees with values of high precision, in a table too`(
    n: Int, x: Double, expected: Double
  ) throws {
    let tolerance = 1e-15 * max(0.5, x.squareRoot() / 8)
    #expect(abs(Bessel.orders(upTo: n, at: x)[n] - expected) < tolerance)
    // the last of the times is x/2, up to one rounding
    let last = Int(x.rounded(.up))
    let table = try BesselTable(order: n, count: last + 1, step: x / Double(2 * last))
    #expect(abs(table.row(n)[last] - expected) < 2 * tolerance + 1e-16 * x)
  }

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
