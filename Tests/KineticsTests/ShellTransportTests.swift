import Foundation
import Kinetics
import Testing
import Torus

private let start = Momentum([0.1, 0.2, 0.3])

@Suite struct ShellTransportTests {
  @Test func `agrees with the trapezoid rule of the prototype`() throws {
    // uniform steps on [0, 2], extrapolated once, χ by the time integral over Bessel functions
    let transport = try ShellTransport(momentum: start, transfer: [0.05, 0.02, 0])
    let value = try transport.value(time: 2, observable: .one)
    #expect((value.value - Complex(0.67671691600, 0.45848685282)).modulus < 5e-8)
    #expect(value.error.real < 1e-8 && value.error.imaginary < 1e-8)
  }

  @Test(arguments: [[0.3], [0.2, -0.1], [0.3, 0.1, 0.2], [0.05, 0, 0, 0.02]])
  func `the three methods agree in every dimension`(transfer: [Double]) throws {
    let momentum = Momentum([0.1, 0.2, 0.3, 0.07].prefix(transfer.count).map { $0 })
    let transport = try ShellTransport(momentum: momentum, transfer: transfer)
    let isLarge = transfer.count == 4
    for observable in isLarge ? [Observable.one] : [.one, .energy, .velocity, .survival] {
      let value = try transport.value(time: 1.5, observable: observable)
      #expect(value.error.real < (isLarge ? 1e-4 : 1e-7))
      let ordinates = try transport.ordinates(
        time: 1.5, observable: observable, steps: isLarge ? 5 : 60)
      let distance = value.value - ordinates.value
      #expect(abs(distance.real) <= 2 * (value.error.real + ordinates.error.real))
      #expect(abs(distance.imaginary) <= 2 * (value.error.imaginary + ordinates.error.imaginary))
      #expect(ordinates.error.real < 1e-2)
      let particles = try ShellParticles(transport, seed: 5)
        .average(time: 1.5, observable: observable, particles: 30_000).value
      let rest = value.value - particles.value
      #expect(abs(rest.real) < 4 * particles.error.real, "\(observable)")
      #expect(abs(rest.imaginary) < 4 * particles.error.imaginary, "\(observable)")
    }
  }

  @Test func `without transfer it is the homogeneous solution`() throws {
    let transport = try ShellTransport(momentum: start, transfer: [0, 0, 0])
    let equation = try LinearBoltzmann(momentum: start)
    for observable in [Observable.one, .energy, .velocity, .mode([1, 1, 0])] {
      let value = try transport.value(time: 3, observable: observable)
      let closed = try equation.value(time: 3, observable: observable)
      #expect(abs(value.value.real - closed.value) <= value.error.real + closed.error + 1e-8)
      #expect(value.value.imaginary == 0)
    }
  }

  @Test func `the collisions add up and the first is the free flight`() throws {
    let transport = try ShellTransport(momentum: start, transfer: [0.1, 0, -0.05])
    let parts = try transport.collisions(upTo: 30, time: 2, observable: .velocity)
    let whole = try transport.value(time: 2, observable: .velocity)
    let sum = parts.reduce(Complex.zero) { $0 + $1.value }
    #expect((sum - whole.value).modulus < 1e-11)
    let free = try transport.value(time: 2, observable: .survival)
    #expect((parts[0].value - free.value).modulus < 1e-12)
  }

  @Test func `small transfers see the displacement`() throws {
    // Re ⟨e^{−2πiκX}⟩ = 1 − (2πκ)² ⟨X²⟩/2 + O(κ⁴), and all axes share by symmetry in the mean
    let κ = 1e-3
    let T = 2.5
    var sum = 0.0
    for axis in 0..<3 {
      var transfer = [0.0, 0, 0]
      transfer[axis] = κ
      let value = try ShellTransport(momentum: start, transfer: transfer)
        .value(time: T, observable: .one)
      sum += 2 * (1 - value.value.real) / pow(2 * Double.pi * κ, 2)
    }
    let closed = try LinearBoltzmann(momentum: start).value(time: T, observable: .displacement)
    #expect(abs(sum / 3 - closed.value) < 1e-3 * closed.value)
  }

  @Test func `refuses what does not fit`() {
    #expect(throws: LadderError.dimension(momentum: 2, lattice: 3)) {
      try ShellTransport(momentum: start, transfer: [0, 0])
    }
    #expect(throws: LadderError.self) {
      try ShellTransport(momentum: start, transfer: [30, 0, 0]).value(time: 2, observable: .one)
    }
  }
}
