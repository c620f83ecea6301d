import Testing
import Torus

@Suite struct FourierTransformComplexTests {
  @Test func `agrees with the sum and comes back`() {
    let n = 30
    let values = (0..<n).map { Complex(Double($0 * $0 % 7), Double($0 % 5) - 1) }
    var series = values
    FourierTransform.complex(&series, .forward)
    for k in 0..<n {
      let sum = (0..<n).reduce(Complex.zero) {
        $0 + values[$1] * Complex.phase(-2 * Double.pi * Double($1 * k % n) / Double(n))
      }
      #expect((series[k] - sum).modulus < 1e-12)
    }
    FourierTransform.complex(&series, .backward)
    for (a, b) in zip(series, values) { #expect((a / Double(n) - b).modulus < 1e-14) }
  }
}
