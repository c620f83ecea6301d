import Diagrams
import Exact
import Resolvents
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct AmplitudeSeriesTests {
  /// `h_0, …, h_degree` of the nodes.
  private func homogeneous(_ nodes: [Double], _ degree: Int) -> [Double] {
    var h = [1.0] + [Double](repeating: 0, count: degree)
    for e in nodes { for l in stride(from: 1, through: degree, by: 1) { h[l] += e * h[l - 1] } }
    return h
  }

  /// The coefficients by averages over the momenta of a ring longer than any walk.
  private func coefficients(
    _ graph: Pairing, _ start: Double, _ weight: (Double) -> Double, degree: Int
  ) -> [Double] {
    let routing = Routing(of: graph)
    let side = 11
    let points = (0..<graph.order).reduce(1) { product, _ in product * side }
    var sums = [Double](repeating: 0, count: degree + 1)
    func factorial(_ n: Int) -> Double { (0..<n).reduce(1) { $0 * Double($1 + 1) } }
    for point in 0..<points {
      var rest = point
      let loops = (0..<graph.order).map { _ in
        defer { rest /= side }
        return Double(rest % side) / Double(side)
      }
      let momenta = (0..<graph.propagatorCount).map { index in
        let propagator = Propagator(index)
        return loops.indices.reduce(Double(routing.external(propagator)) * start) {
          $0 + Double(routing[propagator, LoopIndex($1)]) * loops[$1]
        }
      }
      let energies = momenta.map { 2 * cos(2 * .pi * $0) }
      let left = homogeneous(Array(energies[...graph.left]), degree)
      let right = homogeneous(Array(energies[(graph.left + 1)...]), degree)
      let g = weight(momenta[graph.left])
      for l in 0...degree {
        for m in 0...degree - l {
          let sign: Double = m & 1 == 0 ? 1 : -1
          sums[l + m] +=
            sign * left[l] * right[m] * g / (factorial(l + graph.left) * factorial(m + graph.right))
        }
      }
    }
    return sums.map { $0 / Double(points) }
  }

  @Test(arguments: [0.0, 1 / 6.0, 0.13])
  func `coefficients are averages over a ring that no walk goes round`(start: Double) throws {
    let p0 = Momentum([start])
    var observables: [(Observable, (Double) -> Double)] = [
      (.one, { _ in 1 }), (.energy, { 2 * cos(2 * .pi * $0) }),
      (.mode([-2]), { cos(4 * .pi * $0) }),
    ]
    if start != 0 {
      observables.append((.velocity, { sin(2 * .pi * $0) / sin(2 * .pi * start) }))
    }
    for (observable, weight) in observables {
      let setting = try AmplitudeSetting(
        coupling: 1, time: 1, start: p0, observable: observable)
      let words = observable == .one ? ["abc|abc", "abcabc|", "abac|bc"] : []
      for graph in try graphs(order: 1) + graphs(order: 2) + words.map({ try Pairing($0) }) {
        let series = try #require(AmplitudeSeries(graph, setting, degree: 6))
        let exact = coefficients(graph, start, weight, degree: 6)
        for (a, b) in zip(series.coefficients, exact) {
          #expect(abs(Double(a) - b) < 1e-12, "\(graph), \(observable)")
        }
      }
    }
  }

  @Test func `walk counts are integers`() throws {
    // 2 cos 2πp0 = 1, −1, 0
    let setting = try AmplitudeSetting(
      coupling: 1, time: 1, start: Momentum([1 / 6.0, 1 / 3.0, 0.25]), observable: .one)
    for graph in try graphs(order: 2) {
      let series = try #require(AmplitudeSeries(graph, setting, degree: 5))
      // h_l are sums of walks: a_D times (n+D)!(ñ+D)! is one
      for (D, a) in series.coefficients.enumerated() {
        let whole = a * Rational(.factorial(graph.left + D) * .factorial(graph.right + D))
        #expect(whole.denominator == 1)
      }
      #expect(
        series.coefficients[0]
          == Rational(1, over: .factorial(graph.left) * .factorial(graph.right)))
    }
  }

  @Test(arguments: [1, 2, 3])
  func `its sum is the time form`(dimension: Int) throws {
    let p = Array([0.1, 0.2, 0.35][..<dimension])
    for (observable, t) in [(Observable.one, 0.2), (.velocity, 0.1)] {
      let setting = try AmplitudeSetting(
        coupling: 0.8, time: t * 0.64, start: Momentum(p), observable: observable)
      for graph in try graphs(order: 1) + graphs(order: 2) where graph.left >= graph.right {
        let amplitude = Amplitude(graph, setting)
        let series = try amplitude.evaluate(.series, tolerance: 1e-7)
        let time = try amplitude.evaluate(tolerance: 1e-12)
        let distance = (series.value - time.value).modulus
        #expect(distance <= series.error.real + time.error.real, "\(graph)")
        #expect(series.error.real < 1e-7)
      }
    }
  }

  @Test func `refuses times and settings out of reach`() throws {
    func amplitude(_ t: Double, _ observable: Observable, _ κ: Double = 0) throws -> Amplitude {
      try Amplitude(
        Pairing("ab|ab"),
        AmplitudeSetting(
          coupling: 1, time: t, start: Momentum([0.1, 0.2]), observable: observable,
          transfer: [κ, 0]))
    }
    #expect(throws: AmplitudeError.seriesTime(20)) { try amplitude(20, .one).evaluate(.series) }
    #expect(throws: AmplitudeError.noSeries) {
      try amplitude(0.1, .one, 0.5).evaluate(.series, tolerance: 1e-3)
    }
    #expect(throws: AmplitudeError.noSeries) {
      try amplitude(0.1, .mode([1, 1])).evaluate(.series, tolerance: 1e-3)
    }
  }
}
