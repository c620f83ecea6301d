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

  @Test(arguments: [0.01, 0.1, 0.5])
  func `the energies of a picture resolve the peak, however narrow`(η: Double) {
    let Σ = SelfEnergy(.noncrossing, dimension: 3, coupling: η)
    let e = 1.7
    let energies = Σ.energies(resolving: e, count: 100)
    #expect(energies.count > 125 && energies == energies.sorted())
    #expect(energies.first == -Σ.spectralRadius && energies.last == Σ.spectralRadius)
    let centre = e - Σ.value(at: Complex(e)).real
    let width = Σ.value(at: Complex(centre)).imaginary
    // 33 points with equal shares of a Lorentzian reach 21 widths far, to (2/π) atan 21 = 0.97 of it; the two
    // outermost chords on either side add 0.05
    let near = energies.filter { abs($0 - centre) < 25 * width }
    var area = 0.0
    for (a, b) in zip(near, near.dropFirst()) {
      area +=
        (b - a) / 2
        * (Σ.spectralFunction(energy: e, at: a) + Σ.spectralFunction(energy: e, at: b))
    }
    #expect(abs(area - 0.97) < 0.1, "\(area)")
    let most = energies.map { Σ.spectralFunction(energy: e, at: $0) }.max()!
    #expect(most > 0.95 * Σ.spectralFunction(energy: e, at: centre))
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

  @Test(arguments: [LadderVariant.decorated, .noncrossing])
  func `the spectral function has integral one and its mean is the energy`(variant: LadderVariant) {
    let (η, e) = (0.6, 1.7)
    let line = SelfEnergy(variant, dimension: 3, coupling: η)
    // the edge of the spectrum: z = ζ − η²G(ζ) turns where η²G' = 1; undressed it is the band edge
    var edge = 6.0
    if variant == .noncrossing {
      var (low, high) = (6.0, 9.0)
      for _ in 0..<80 {
        let middle = (low + high) / 2
        let slope = GreenFunction(dimension: 3).valueAndDerivative(at: Complex(middle)).derivative
        if η * η * slope.real > 1 { low = middle } else { high = middle }
      }
      edge = low - η * η * GreenFunction(dimension: 3).value(at: Complex(low)).real
      if low == 6 { edge = 6 - η * η * GreenFunction(dimension: 3).value(at: Complex(6)).real }
    }
    let cuts = [-edge, -2.3, -2, -1.7, 1.7, 2, 2.3, edge]
    let rule = GaussLegendre(120)
    var (norm, mean) = (0.0, 0.0)
    for (a, b) in zip(cuts, cuts.dropFirst()) {
      let (θ, w) = rule.on(0, Double.pi / 2)
      for (θ, w) in zip(θ, w) {
        let E = a + (b - a) * sin(θ) * sin(θ)
        let measure = w * (b - a) * sin(2 * θ) * line.spectralFunction(energy: e, at: E)
        norm += measure
        mean += measure * E
      }
    }
    #expect(abs(norm - 1) < 1e-8, "\(norm)")
    #expect(abs(mean - e) < 1e-7, "\(mean)")
  }
}
