import Foundation
import Testing
import Torus

/// `G(x; z) = i ∫_0^∞ dt e^{izt} Π_j (−i)^{x_j} J_{x_j}(2t)` by Gauss panels: slow, transparent.
private func timeIntegral(_ z: Complex, site: [Int]) -> Complex {
  let rule = GaussLegendre(32)
  let step = 1.5
  var sum = Complex.zero
  for panel in 0..<Int(40 / z.imaginary / step) {
    let (t, w) = rule.on(Double(panel) * step, Double(panel + 1) * step)
    for (t, w) in zip(t, w) {
      let bessel = Bessel.orders(upTo: site.max()!, at: 2 * t)
      let product = site.reduce(w) { $0 * bessel[$1] }
      sum += product * Complex.exp(Complex.i * z * t)
    }
  }
  return sum.timesPower(ofI: 1 - site.reduce(0, +))
}

private let points = [
  Complex(1, 0.1), Complex(2.5, 0.05), Complex(-3, 0.3), Complex(0, 0.05), Complex(0.001, 2),
  Complex(6.2, 0.1), Complex(-9, 1), Complex(4, 0.05),
]

@Suite struct GreenFunctionTests {
  @Test(arguments: 1...4)
  func `agrees with the time integral at complex energies`(dimension: Int) {
    let green = GreenFunction(dimension: dimension)
    let origin = [Int](repeating: 0, count: dimension)
    for z in points {
      let difference = (green.value(at: z) - timeIntegral(z, site: origin)).modulus
      #expect(difference < 1e-12, "d = \(dimension), z = \(z)")
    }
  }

  @Test func `holds Watson's integral and the values on file`() {
    let green = GreenFunction(dimension: 3)
    // G. N. Watson 1939: ∫dp 1/(6 − e(p))
    #expect(abs(green.value(at: Complex(6)).real + 0.252731009858663) < 1e-14)
    // 800³ and 1200³ midpoint sums over the torus and the time integral agree on these
    let first = green.value(at: Complex(1, 0.1))
    #expect((first - Complex(-0.097738135877597, 0.438674429637995)).modulus < 1e-13)
    let second = green.value(at: Complex(2.5, 0.02))
    #expect((second - Complex(-0.306681927318594, 0.293043715729600)).modulus < 1e-13)
  }

  @Test(arguments: 1...4)
  func `the two routes agree on the real axis, up to the van Hove points`(dimension: Int) {
    let green = GreenFunction(dimension: dimension)
    for E in stride(from: -9.13, through: 9.2, by: 0.2) {
      let estimate = green.estimate(at: Complex(E))
      #expect(estimate.error.real < 1e-11 && estimate.error.imaginary < 1e-11, "E = \(E)")
    }
    for v in green.vanHovePoints {
      for offset in [1e-3, -1e-6] {
        let estimate = green.estimate(at: Complex(v + offset))
        let size = estimate.value.modulus
        #expect(estimate.error.real < 1e-7 * size && estimate.error.imaginary < 1e-7 * size)
      }
    }
  }

  @Test(arguments: 1...4)
  func `the derivative is that of the value`(dimension: Int) {
    let green = GreenFunction(dimension: dimension)
    for z in points {
      let h = 1e-4
      // fourth-order central difference
      let near = green.value(at: z + Complex(h)) - green.value(at: z - Complex(h))
      let far = green.value(at: z + Complex(2 * h)) - green.value(at: z - Complex(2 * h))
      let difference = (8 * near - far) / (12 * h)
      let (value, derivative) = green.valueAndDerivative(at: z)
      #expect(value == green.value(at: z))
      #expect((derivative - difference).modulus < 1e-7 * max(1, derivative.modulus), "z = \(z)")
    }
  }

  @Test(arguments: [[3], [0, 2], [1, 2], [1, 0, 0], [2, 0, 1], [1, 1, 1], [0, 1, 0, 1]])
  func `off the origin it agrees with the time integral`(site: [Int]) {
    let green = GreenFunction(dimension: site.count)
    for z in points {
      let difference =
        (green.value(at: z, site: site.map { -$0 }) - timeIntegral(z, site: site)).modulus
      #expect(difference < 1e-12, "x = \(site), z = \(z)")
    }
  }

  @Test func `the lower half plane holds the conjugates`() {
    for dimension in 1...4 {
      let green = GreenFunction(dimension: dimension)
      for z in points {
        #expect(green.value(at: z.conjugate) == green.value(at: z).conjugate)
        #expect(green.estimate(at: z.conjugate).value == green.value(at: z).conjugate)
      }
    }
  }

  @Test func `falls like −1/z at infinity and keeps its digits at the band centre`() {
    for dimension in 1...4 {
      let green = GreenFunction(dimension: dimension)
      let far = Complex(3e7, -4e7)
      #expect((far * green.value(at: far) + .one).modulus < 1e-13)
      // even density: the real part is odd, the imaginary part even
      if dimension > 2 {
        let centre = green.value(at: Complex(1e-12, 1e-13))
        let left = green.value(at: Complex(-1e-12, 1e-13))
        #expect(abs(centre.imaginary - left.imaginary) < 1e-14)
        #expect(abs(centre.real) < 1e-11)
      }
    }
  }
}
