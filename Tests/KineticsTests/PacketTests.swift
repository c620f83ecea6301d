import Foundation
import Kinetics
import Testing
import Torus

private let middle = Momentum([2.0 / 24, 4.0 / 24, 7.0 / 24])

@Suite struct PacketTests {
  /// The packet as a plain sum of plane waves, each summed on its own, in d = 1.
  @Test(arguments: ["energy", "velocity", "mode:2", "survival"])
  func `a packet is the mean of its plane waves`(name: String) throws {
    let observable = try #require(Observable(name))
    let packet = WavePacket(momentum: Momentum([0.13]), width: 1.2)
    let ladder = LadderSum(.noncrossing, dimension: 1, coupling: 0.7)
    let modes = observable.weight(start: packet.momentum)
    var sum = 0.0
    let n = 64
    for k in 0..<n {
      let q = Momentum([Double(k) / Double(n)])
      let survival = try ladder.value(time: 0.8, momentum: q, observable: .survival).value
      // what has no rung carries g(q), the rungs forget q; `velocity` has none
      let g = modes?.reduce(0) { sum, mode in
        sum + (mode.coefficient * Complex.phase(2 * .pi * Double(mode.index[0]) * q[0])).real
      }
      var value = (g ?? 1) * survival
      if name == "energy" || name.hasPrefix("mode") {
        value =
          try ladder.value(time: 0.8, momentum: q, observable: observable).value
      }
      sum += packet.density(at: q) * value / Double(n)
    }
    let value = try ladder.value(time: 0.8, packet: packet, observable: observable)
    #expect(abs(value.value - sum) < 1e-8, "\(value) \(sum)")
    #expect(value.error < 1e-7)
  }

  @Test func `at a transfer as well`() throws {
    let (η, T, κ) = (0.7, 0.8, 0.25)
    let ξ = η * η * κ
    let packet = WavePacket(momentum: Momentum([0.13]), width: 1.2)
    let ladder = LadderSum(.decorated, dimension: 1, coupling: η)
    var sum = Complex.zero
    let n = 48
    for k in 0..<n {
      let q = Momentum([Double(k) / Double(n)])
      let value = try ladder.value(time: T, momentum: q, transfer: [κ], observable: .energy).value
      let weight = packet.product(at: q, transfer: Momentum([ξ])) / Double(n)
      sum += weight * value
    }
    let value = try ladder.value(
      time: T, packet: packet, transfer: [κ], observable: .energy)
    #expect((value.value - sum).modulus < 1e-8, "\(value) \(sum)")
    #expect(value.error.modulus < 1e-7)
  }

  @Test func `the noncrossing sum conserves a packet, the wide one is a plane wave`() throws {
    let ladder = LadderSum(.noncrossing, dimension: 3, coupling: 0.8)
    let packet = WavePacket(momentum: middle, width: 2)
    let one = try ladder.value(time: 0.5, packet: packet, observable: .one)
    #expect(abs(one.value - 1) < 1e-9 && one.error < 1e-7)
    let wide = WavePacket(momentum: middle, width: 3000)
    let plane = try ladder.value(time: 0.5, momentum: middle, observable: .velocity)
    let value = try ladder.value(time: 0.5, packet: wide, observable: .velocity)
    #expect(abs(value.value - plane.value) < 1e-5)
  }

  @Test func `Boltzmann from a packet is the mean over shells`() throws {
    let packet = WavePacket(momentum: Momentum([0.13]), width: 1.2)
    for observable in [Observable.energy, .velocity, .mode([2]), .survival, .displacement] {
      let value = try LinearBoltzmann.value(time: 0.7, packet: packet, observable: observable)
      var sum = 0.0
      let rule = GaussLegendre(200)
      for (x, w) in zip(rule.nodes, rule.weights) {
        // between the edges of the band
        for q in [(1 + x) / 4, (3 + x) / 4] {
          let q = Momentum([q])
          let equation = try LinearBoltzmann(momentum: q)
          var part = try equation.value(
            time: 0.7, observable: observable == .velocity ? .survival : observable
          ).value
          if observable == .velocity {
            part *= q.velocity[0] / packet.momentum.velocity[0]
          }
          sum += packet.density(at: q) * part * w / 4
        }
      }
      #expect(abs(value.value - sum) < 1e-8, "\(observable): \(value) \(sum)")
      #expect(value.error < 1e-8)
    }
    let wide = WavePacket(momentum: middle, width: 3000)
    let plane = try LinearBoltzmann(momentum: middle).value(time: 1, observable: .velocity)
    let value = try LinearBoltzmann.value(time: 1, packet: wide, observable: .velocity)
    #expect(abs(value.value - plane.value) < 1e-5)
  }
}

@Suite struct BandProfileTests {
  @Test func `D(E) over the band agrees with Green and Kubo for the particles`() throws {
    let profile = try BandProfile(dimension: 3, count: 20)
    for row in profile.rows {
      // symmetric in E, and to six digits
      let mirror = profile.rows.first { $0.energy == -row.energy }
      #expect(abs((mirror?.diffusion.value ?? 0) - row.diffusion.value) < 1e-9)
      #expect(row.diffusion.error < 1e-6 * row.diffusion.value)
    }
    #expect(abs(profile.rows[9].energy + 0.3) < 1e-12)
    // a momentum on the shell of E = 0.3, and the displacement between two late times
    let row = profile.rows[10]
    let p = Momentum([0.25, 0.25, acos(row.energy / 2) / (2 * .pi)])
    let transport = try ShellTransport(momentum: p, transfer: [0, 0, 0])
    let times = [8.0, 16.0]
    let squares = try times.map {
      try ShellParticles(transport, seed: 5).average(
        time: $0, observable: .displacement, particles: 20_000, workers: Workers(threads: 2)
      ).value.real
    }
    let slope = (squares[1].value - squares[0].value) / (times[1] - times[0])
    let error = (squares[0].error + squares[1].error) / (times[1] - times[0])
    #expect(abs(slope - 2 * row.diffusion.value) < 4 * error)
    #expect(error < 0.05 * slope)
  }

  @Test func `the spectral functions of all variants have integral one`() {
    for variant in LadderVariant.allCases {
      for d in 1...3 {
        let selfEnergy = SelfEnergy(variant, dimension: d, coupling: 0.8)
        for e in [-2.0 * Double(d), 0.3, 1.9] {
          let integral = selfEnergy.spectralIntegral(energy: e)
          #expect(abs(integral.value - 1) < 1e-10 && integral.error < 1e-8)
        }
        let states = selfEnergy.stateIntegral
        #expect(abs(states.value - 1) < 1e-10 && states.error < 1e-8)
      }
    }
    // along the real axis, where nothing hides: d = 3, inside the dressed spectrum
    let selfEnergy = SelfEnergy(.noncrossing, dimension: 3, coupling: 1)
    let n = 40_000
    let R = selfEnergy.spectralRadius
    let sum = (0..<n).reduce(0.0) { sum, k in
      let E = R * (2 * (Double(k) + 0.5) / Double(n) - 1)
      return sum + 2 * R / Double(n) * selfEnergy.densityOfStates(at: E)
    }
    #expect(abs(sum - 1) < 1e-5)
  }

  /// What a sum of graphs must give: `∫E²ρ = 2d + η²`, and `∫E⁴ρ` without the crossing of order η⁴.
  @Test func `the moments of the density of states are those of the random matrix`() {
    let η = 0.9
    for (variant, fourth) in [(LadderVariant.noncrossing, 2.0), (.decorated, 1.0)] {
      let selfEnergy = SelfEnergy(variant, dimension: 3, coupling: η)
      // ∮ z^n G dz around the spectrum
      func moment(_ n: Int) -> Double {
        let points = 256
        return (0..<points).reduce(0.0) { sum, k in
          let z = 12 * Complex.phase(2 * .pi * (Double(k) + 0.5) / Double(points))
          var power = z
          for _ in 0..<n { power *= z }
          let G = selfEnergy.green.value(at: selfEnergy.dressedEnergy(at: z))
          return sum - (power * G).real / Double(points)
        }
      }
      #expect(abs(moment(0) - 1) < 1e-12)
      #expect(abs(moment(2) - (6 + η * η)) < 1e-11)
      // E tr H⁴: 90 closed walks, 4·6η² + 2·… pairs of η² with two hops, and E V⁴ = 3 of which the
      // crossing is one and, for recollisions alone, the nesting another
      let walks = 90.0
      let pairs = 4 * 6 * η * η
      #expect(abs(moment(4) - (walks + pairs + fourth * η * η * η * η)) < 1e-9, "\(variant)")
    }
  }
}

@Suite struct KineticLimitTests {
  @Test func `the distance falls like η², in total and per rung`() throws {
    let limit = try KineticLimit(
      variant: .noncrossing, couplings: [0.05, 0.025], times: [1], momentum: middle,
      transfer: nil, observable: .velocity, rungs: nil)
    #expect(abs((limit.rows[1].power?.value ?? 0) - 2) < 0.1)
    let rungs = try KineticLimit(
      variant: .noncrossing, couplings: [0.1, 0.05], times: [0.5], momentum: middle,
      transfer: nil, observable: .one, rungs: 2)
    for row in rungs.rows where row.coupling == 0.05 {
      #expect(abs((row.power?.value ?? 0) - 2) < 0.5, "\(String(describing: row.rungs))")
    }
  }
}
