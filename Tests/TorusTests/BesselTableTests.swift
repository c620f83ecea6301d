import CGSL
import Testing
import Torus

@Suite struct BesselTableTests {
  @Test(arguments: [(5, 3, 0.7), (40, 100, 0.5), (300, 700, 0.52), (900, 64, 0.01)])
  func `agrees with the recurrence for a single argument and with GSL`(
    order: Int, count: Int, step: Double
  ) throws {
    let table = try BesselTable(order: order, count: count, step: step)
    #expect(table.stride % 8 == 0 && table.stride >= count)
    for k in Swift.stride(from: 0, to: count, by: max(1, count / 40)) {
      let x = 2 * step * Double(k)
      let single = Bessel.orders(upTo: order, at: x)
      for n in 0...order {
        let value = table.row(n)[k]
        #expect(abs(value - single[n]) < 1e-15 * max(2, x.squareRoot()), "J_\(n)(\(x))")
        if n % 37 == 0 {
          let reference = gsl_sf_bessel_Jn(Int32(n), x)
          #expect(abs(value - reference) < 1e-15 * max(4, x.squareRoot()), "J_\(n)(\(x))")
        }
        if k < table.first[n] { #expect(abs(value) <= 1e-25) }
      }
    }
    for n in 0...order {
      for k in count..<table.stride { #expect(table.row(n)[k] == 0) }
    }
  }

  @Test func `does not depend on the number of threads`() throws {
    let one = try BesselTable(order: 200, count: 900, step: 0.4)
    let two = try BesselTable(order: 200, count: 900, step: 0.4, workers: Workers(threads: 2))
    for n in 0...200 { for k in 0..<900 { #expect(one.row(n)[k] == two.row(n)[k]) } }
  }

  init() { gsl_set_error_handler_off() }
}
