#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
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

  @Test(arguments: [(2, ClassSample.Graphs.crossing), (3, .crossing), (3, .noncrossing)])
  func `draws a part of the graphs`(order: Int, graphs: ClassSample.Graphs) throws {
    let setting = try AmplitudeSetting(
      coupling: 1, time: 0.6, start: Momentum([0.1, 0.2, 0.3]), observable: .velocity)
    let exact = try ClassSum(order: order, setting, tolerance: 1e-6) {
      $0.isMember(of: .crossing) == (graphs == .crossing)
    }
    let drawn = try ClassSample(order: order, setting, samples: 30_000, graphs: graphs)
    for graphClass in [GraphClass.crossing, .noncrossing, .connected, .decorated] {
      let (a, b) = (exact.row(graphClass).sum, drawn.sum(graphClass))
      #expect(abs(a.value.real - b.value.real) <= 5 * b.error.real + a.error.real)
    }
    #expect(drawn.sum(.all).error.real < 0.02)
  }

  @Test func `its strata are drawn uniformly`() throws {
    // 10 crossing and 5 noncrossing graphs of Γ_{2,4}: the sum of 1 over a class at short times,
    // where every amplitude is (ηt)^{2n̄}/(n! ñ!)·i^{n−ñ}
    let setting = try AmplitudeSetting(
      coupling: 1, time: 1e-3, start: Momentum([0.1]), observable: .one)
    let drawn = try ClassSample(order: 3, setting, samples: 60_000)
    for graphClass in GraphClass.allCases {
      var sum = 0.0
      for graph in try graphs(order: 3) where graph.isMember(of: graphClass) {
        let signs = [1.0, 0, -1, 0]
        let volume = (0..<graph.left).reduce(1.0) { $0 * Double($1 + 1) }
        let other = (0..<graph.right).reduce(1.0) { $0 * Double($1 + 1) }
        sum += 1e-18 * signs[(graph.left - graph.right + 8) % 4] / (volume * other)
      }
      let estimate = drawn.sum(graphClass)
      #expect(abs(estimate.value.real - sum) <= 5 * estimate.error.real + 1e-22, "\(graphClass)")
    }
  }

  @Test func `its errors cover the crossing sum`() throws {
    let setting = try AmplitudeSetting(
      coupling: 1, time: 0.8, start: Momentum([0.1, 0.2]), observable: .velocity)
    let exact = try ClassSum(order: 3, setting, tolerance: 1e-6) { $0.isMember(of: .crossing) }
      .row(.all).sum.value.real
    let inside = try (1...60).count { seed in
      let drawn = try ClassSample(
        order: 3, setting, samples: 1024, graphs: .crossing, seed: UInt64(seed)
      ).sum(.crossing)
      return abs(drawn.value.real - exact) <= drawn.error.real
    }
    // 41 ± 4 of 60
    #expect((28...53).contains(inside), "\(inside) of 60")
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

  /// For n̄ = 1 the integrands are closed: `a|a` gives `4g(q)`, `aa|` and `|aa` in their real parts −2g(q)
  /// each, `g = sin²(Δt/2)/Δ²`, `Δ = e(q) − e(p0)`. With means of four points, m and v the mean and the
  /// variance of g, uniform graphs have the variance 72(m² + v/4), strata 16v of what is not the pilot.
  @Test func `its gain is that of the closed form`() throws {
    let (t, p0) = (1.7, 0.1)
    let setting = try AmplitudeSetting(
      coupling: 1, time: t, start: Momentum([p0]), observable: .one)
    let points = 4096
    let g = (0..<points).map { k -> Double in
      let Δ = 2 * cos(2 * .pi * (Double(k) + 0.5) / Double(points)) - 2 * cos(2 * .pi * p0)
      return sin(Δ * t / 2) * sin(Δ * t / 2) / (Δ * Δ)
    }
    let m = g.reduce(0, +) / Double(points)
    let v = g.reduce(0) { $0 + ($1 - m) * ($1 - m) } / Double(points)
    let expected = 0.9 * 72 * (m * m + v / 4) / (16 * v)
    let gains = try (1...20).map { seed in
      try ClassSample(order: 1, setting, samples: 20_000, seed: UInt64(seed)).gain
    }
    let mean = gains.reduce(0, +) / 20
    let spread = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (20 * 19)
    #expect(
      abs(mean - expected) < 5 * spread.squareRoot() + 0.01 * expected, "\(mean), \(expected)")
  }
}
