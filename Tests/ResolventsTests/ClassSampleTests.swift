import Diagrams
import Resolvents
import Testing
import Torus

@Suite struct ClassSampleTests {
  @Test(arguments: [1, 2, 3])
  func `agrees with the sum over all graphs`(order: Int) throws {
    let setting = try AmplitudeSetting(
      coupling: 1, time: 0.6, start: Momentum([0.1, 0.2]), observable: .velocity)
    let sum = try ClassSum(order: order, setting, tolerance: 1e-6)
    let sample = try ClassSample(order: order, setting, samples: 20_000)
    for graphClass in GraphClass.allCases {
      let exact = sum.row(graphClass).sum
      let drawn = sample.sum(graphClass)
      let δ = exact.value - drawn.value
      #expect(
        abs(δ.real) <= 5 * drawn.error.real + exact.error.real + 1e-12,
        "\(graphClass): \(exact.value), \(drawn)")
    }
    #expect(sample.sum(.all).error.real < 0.2)
  }

  @Test func `its errors are those of repeated runs`() throws {
    let setting = try AmplitudeSetting(
      coupling: 1, time: 0.6, start: Momentum([0.1, 0.2]), observable: .one)
    let runs = 60
    var inside = 0
    let exact = try ClassSum(order: 2, setting, tolerance: 1e-8) { $0.isMember(of: .connected) }
      .row(.all).sum.value.real
    for seed in 1...runs {
      let drawn = try ClassSample(order: 2, setting, samples: 1024, seed: UInt64(seed)).sum(
        .connected)
      if abs(drawn.value.real - exact) <= drawn.error.real { inside += 1 }
    }
    // 41 ± 4 of 60
    #expect((28...53).contains(inside), "\(inside) of \(runs)")
  }

  @Test func `reaches order eight and gives the same bits with two threads`() throws {
    let setting = try AmplitudeSetting(
      coupling: 0.9, time: 0.5, start: Momentum([0.1, 0.2, 0.3]), observable: .velocity)
    let one = try ClassSample(order: 8, setting, samples: 640)
    let two = try ClassSample(order: 8, setting, samples: 640, workers: Workers(threads: 2))
    #expect(one.sum(.crossing) == two.sum(.crossing))
    #expect(one.sum(.crossing).error.real > 0)
    #expect(throws: AmplitudeError.order(9, limit: 8)) {
      try ClassSample(order: 9, setting, samples: 640)
    }
  }
}
