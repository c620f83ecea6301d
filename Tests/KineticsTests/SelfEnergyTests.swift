import Foundation
import Kinetics
import Testing
import Torus

@Suite struct SelfEnergyTests {
  @Test(arguments: 1...4)
  func `solves its own equation everywhere in the upper half plane`(dimension: Int) {
    let green = GreenFunction(dimension: dimension)
    for η in [0.02, 0.4, 1.3] {
      for E in [-8.5, -6.0, -2.01, 0, 0.7, 4, 5.999, 7.3] {
        for height in [0, 1e-6, 0.03, 2] {
          // on the axis G diverges at some of these points in d = 1 and 2
          if dimension <= 2 && height == 0 { continue }
          let z = Complex(E, height)
          let decorated = SelfEnergy(.decorated, dimension: dimension, coupling: η)
          #expect((decorated.value(at: z) - η * η * green.value(at: z)).modulus < 1e-14)
          let full = SelfEnergy(.noncrossing, dimension: dimension, coupling: η)
          let Σ = full.value(at: z)
          #expect(Σ.imaginary >= 0)
          let residual = (Σ - η * η * green.value(at: z + Σ)).modulus
          #expect(residual < 1e-10, "d = \(dimension), η = \(η), z = \(z): \(residual)")
        }
      }
    }
  }

  @Test(arguments: LadderVariant.allCases)
  func `the lower half plane holds the conjugates`(variant: LadderVariant) {
    let Σ = SelfEnergy(variant, dimension: 3, coupling: 0.7)
    let z = Complex(1.2, 0.3)
    #expect(Σ.value(at: z.conjugate) == Σ.value(at: z).conjugate)
  }

  @Test func `far away it is the series in the moments of the walk`() {
    // Σ = −η²/z − η²(2d + η²)/z³ + O(z⁻⁵)
    let (η, z) = (0.9, Complex(300, 400))
    let Σ = SelfEnergy(.noncrossing, dimension: 3, coupling: η).value(at: z)
    let leading = -(η * η) * (Complex.one / z)
    let next = Complex(6 + η * η) / (z * z) * leading
    #expect((Σ - leading - next).modulus < 1e-3 * next.modulus)
  }
}
