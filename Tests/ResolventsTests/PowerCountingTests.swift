import Diagrams
import Resolvents
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct PowerCountingTests {
  @Test(arguments: 1...4)
  func `no mean of a resolvent over the torus exceeds the constant`(dimension: Int) {
    let density = DensityOfStates(dimension: dimension)
    // ∫ρ(e)/|e−E−iε| de, e = −edge·cos φ, by the midpoint rule
    let edge = Double(2 * dimension)
    let count = 600
    let points = (0..<count).compactMap { k -> (e: Double, mass: Double)? in
      let φ = Double.pi * (Double(k) + 0.5) / Double(count)
      let e = -edge * cos(φ)
      let ρ = density.value(at: e)
      return ρ.isFinite ? (e, ρ * edge * sin(φ) * Double.pi / Double(count)) : nil
    }
    for t in [0.5, 2, 10, 30] {
      let bound = PowerCounting(dimension: dimension, microscopicTime: t).meanOverTorus
      for energy in stride(from: 0, through: edge + 1, by: 0.25) {
        let sum = points.reduce(0) {
          $0 + $1.mass / (($1.e - energy) * ($1.e - energy) + 1 / (t * t)).squareRoot()
        }
        #expect(sum <= bound * 1.01, "t = \(t), E = \(energy)")
      }
    }
  }

  @Test func `the constants for the density hold`() {
    for dimension in [3, 4] {
      let density = DensityOfStates(dimension: dimension)
      for e in stride(from: 0.0, through: 8, by: dimension == 3 ? 0.01 : 0.25) {
        #expect(density.value(at: e) < PowerCounting.largestDensity(dimension))
      }
    }
  }

  @Test func `no amplitude exceeds either bound`() throws {
    for dimension in 1...3 {
      for (η, T) in [(0.9, 0.3), (0.7, 1.0), (0.5, 1.0)] {
        for observable in [Observable.one, .velocity, .energy] {
          let setting = try AmplitudeSetting(
            coupling: η, time: T, start: Momentum(Array([0.1, 0.2, 0.3][..<dimension])),
            observable: observable)
          for graph in try graphs(order: 1) + graphs(order: 2) where dimension < 3 || η > 0.8 {
            let amplitude = Amplitude(graph, setting)
            let value = try amplitude.evaluate(tolerance: 1e-4)
            #expect(value.value.modulus <= amplitude.treeBound + 1e-4, "\(graph)")
            #expect(value.value.modulus <= amplitude.simplexBound + 1e-4, "\(graph)")
          }
        }
      }
    }
  }

  @Test func `the simplex bound is reached at short times`() throws {
    let setting = try AmplitudeSetting(
      coupling: 1, time: 1e-3, start: Momentum([0.1, 0.2, 0.3]), observable: .one)
    for graph in try graphs(order: 2) {
      let amplitude = Amplitude(graph, setting)
      let value = try amplitude.evaluate(tolerance: 1e-20).value.modulus
      #expect(abs(value / amplitude.simplexBound - 1) < 1e-4, "\(graph)")
    }
  }
}
