import Dynamics
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The packet on the infinite lattice beside the wave function on a box, summed term by term.
@Suite struct WavePacketTests {
  static let box = Box(dimension: 2, side: 64)

  private func site(_ index: Int) -> [Int] { Self.box.coordinates(index).map { $0 - 32 } }

  @Test(arguments: [0.1, 0.28, 0.6, 1.3, 2.5])
  func `is the wave function of the dynamics`(width: Double) {
    let p = Momentum([0.13, -1.2])
    let packet = WavePacket(momentum: p, width: width)
    let ψ = WaveFunction.packet(p, width: width, on: Self.box)
    for index in stride(from: 0, to: Self.box.sites, by: 7) {
      #expect((packet.value(at: site(index)) - ψ[index]).modulus < 1e-12)
    }
  }

  @Test(arguments: [0.1, 0.28, 0.6, 1.3, 2.5])
  func `its transform is the sum over the sites`(width: Double) {
    let p = Momentum([0.13, -1.2])
    let packet = WavePacket(momentum: p, width: width)
    let ψ = WaveFunction.packet(p, width: width, on: Self.box)
    for q in [Momentum([0.13, 0.8]), Momentum([0.2, 0.75]), Momentum([-3.4, 0.3])] {
      var sum = Complex.zero
      for index in 0..<Self.box.sites {
        let x = site(index)
        let turn = q[0] * Double(x[0]) + q[1] * Double(x[1])
        sum += ψ[index] * Complex.phase(-2 * .pi * turn)
      }
      #expect((sum - Complex(packet.amplitude(at: q))).modulus < 1e-11)
      #expect(abs(packet.density(at: q) - sum.norm) < 1e-11)
    }
  }

  @Test(arguments: [0, 0.1, 0.28, 0.6, 1.3, 2.5])
  func `its coefficients are correlations of the wave function`(width: Double) {
    let p = Momentum([0.13, -1.2])
    let packet = WavePacket(momentum: p, width: width)
    let ψ =
      width == 0
      ? WaveFunction.site([32, 32], on: Self.box)
      : WaveFunction.packet(p, width: width, on: Self.box)
    for ξ in [Momentum([0, 0]), Momentum([0.03, -0.2]), Momentum([0.5, 1.45])] {
      for m in [[0, 0], [1, 0], [-2, 3], [5, -1]] {
        // Σ_x conj ψ(x) ψ(x+m) e^{−2πiξ·(x+m)}
        var sum = Complex.zero
        for index in 0..<Self.box.sites {
          let x = site(index)
          let y = [x[0] + m[0], x[1] + m[1]]
          guard y.allSatisfy({ -32..<32 ~= $0 }) else { continue }
          let turn = ξ[0] * Double(y[0]) + ξ[1] * Double(y[1])
          let shifted = ψ[Self.box.index(y.map { $0 + 32 })]
          sum += ψ[index].conjugate * shifted * Complex.phase(-2 * .pi * turn)
        }
        #expect((packet.mean(of: m, transfer: ξ) - sum).modulus < 1e-11, "w = \(width), \(m), \(ξ)")
      }
    }
  }

  @Test(arguments: [0, 0.1, 0.5, 1.5, 3.0, 40.0, 1e5])
  func `its rules integrate trigonometric polynomials`(width: Double) {
    let packet = WavePacket(momentum: Momentum([0.37]), width: width)
    for ξ in [0, 1e-6, 0.03, -0.2, 0.5, 0.99] {
      for degree in [0, 1, 7, 60] {
        let rule = packet.rule(axis: 0, degree: degree, transfer: ξ)
        #expect(Double(rule.count) < 50 + Double(degree) * min(1, 3 / width))
        for m in Set([-degree, -1, 0, 1, degree]) where abs(m) <= degree {
          let sum = rule.reduce(Complex.zero) {
            $0 + $1.weight * Complex.phase(2 * .pi * Double(m) * $1.momentum)
          }
          let exact = packet.mean(of: [m], transfer: Momentum([ξ]))
          #expect((sum - exact).modulus < 3e-14, "w = \(width), ξ = \(ξ), \(m) of \(degree)")
        }
      }
    }
  }

  @Test func `in kinetic scaling it is the transform of the macroscopic density`() {
    // W = 0.3, κ = 0.7: c_0(η²κ) = e^{−2π²W²κ²} once the packet is wide on the lattice
    let η2 = 0.01
    let packet = WavePacket(momentum: Momentum([0.2]), width: 0.3 / η2)
    let exact = exp(-2 * .pi * .pi * 0.09 * 0.49)
    #expect((packet.coefficient(0, transfer: η2 * 0.7) - Complex(exact)).modulus < 1e-14)
  }
}
