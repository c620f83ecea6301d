import Resolvents
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct PowerOfCouplingTests {
  @Test func `finds an exact power`() throws {
    let couplings = [0.8, 0.4, 0.2, 0.1]
    let power = try #require(
      PowerOfCoupling(couplings: couplings, values: couplings.map { -3 * pow($0, 0.4) }))
    #expect(abs(power.exponent.value - 0.4) < 1e-12)
    #expect(power.exponent.error < 1e-12)
    #expect(power.localExponents.allSatisfy { abs($0 - 0.4) < 1e-12 })
  }

  @Test func `its error covers the scatter`() throws {
    // slope 1 through points moved by ±0.1 in the logarithm
    let couplings = [0.8, 0.4, 0.2, 0.1]
    let values = zip(couplings, [0.1, -0.1, -0.1, 0.1]).map { $0 * exp($1) }
    let power = try #require(PowerOfCoupling(couplings: couplings, values: values))
    #expect(abs(power.exponent.value - 1) <= 2 * power.exponent.error)
    #expect(power.exponent.error < 0.15)
  }

  @Test func `there is none for one coupling or a vanishing value`() {
    #expect(PowerOfCoupling(couplings: [0.5], values: [1]) == nil)
    #expect(PowerOfCoupling(couplings: [0.5, 0.5], values: [1, 2]) == nil)
    #expect(PowerOfCoupling(couplings: [0.5, 0.4], values: [1, 0]) == nil)
    #expect(PowerOfCoupling(couplings: [0.5, 0.4], values: [1, 2])!.exponent.error == .infinity)
  }

  // log η = 0, 1, 2 and log y = 0, 1, 1: slope 1/2, residuals −1/6, 1/3, −1/6, error √(1/6 / (3−2) / 2).
  @Test func `the error of the slope is that of the scatter`() throws {
    let e = 2.718281828459045
    let fit = try #require(PowerOfCoupling(couplings: [1, e, e * e], values: [1, e, e]))
    #expect(abs(fit.exponent.value - 0.5) < 1e-12)
    #expect(abs(fit.exponent.error - (1.0 / 12).squareRoot()) < 1e-12)
  }
}
