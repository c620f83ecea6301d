import Diagrams
import Resolvents
import Testing
import Torus

@Suite struct ClassSumTests {
  @Test(arguments: [(1, 0.5, 1.0), (1, 0.9, 2.0), (2, 0.8, 0.5), (2, 0.6, 1.0)])
  func `all graphs of an order add up to zero for the observable one`(
    order: Int, η: Double, T: Double
  ) throws {
    let setting = try AmplitudeSetting(
      coupling: η, time: T, start: Momentum([0.1, 0.2, 0.3]), observable: .one)
    let sum = try ClassSum(order: order, setting)
    #expect(sum.row(.all).sum.value.modulus < 1e-9)
    #expect(sum.row(.all).absolute.value > 0.1)
  }

  @Test func `shares amplitudes between graphs without changing them`() throws {
    for transfer in [[0.0, 0], [0.3, -0.2]] {
      let setting = try AmplitudeSetting(
        coupling: 0.8, time: 0.5, start: Momentum([0.1, 0.2]), observable: .velocity,
        transfer: transfer)
      let sum = try ClassSum(order: 2, setting)
      #expect(sum.entries.count == 15)
      #expect(transfer == [0, 0] ? sum.computed == 9 : sum.computed <= 15)
      for entry in sum.entries {
        let alone = try Amplitude(entry.graph, setting).evaluate()
        #expect((alone.value - entry.amplitude.value).modulus < 1e-10, "\(entry.graph)")
      }
    }
  }

  @Test func `an amplitude above its bound is a bug and named`() throws {
    func entry(_ value: Double, error: Double, _ uncertainty: Estimate.Uncertainty = .bound) throws
      -> ClassSum.Entry
    {
      try ClassSum.Entry(
        graph: Pairing("ab|ab"),
        amplitude: ComplexEstimate(
          Complex(value), error: Complex(error), uncertainty, method: "test"),
        bound: 1)
    }
    try entry(1, error: 0).checkBound()
    try entry(1.1, error: 0.2).checkBound()
    try entry(1.4, error: 0.1, .standardError).checkBound()
    #expect(throws: AmplitudeError.boundViolated(graph: "ab|ab", value: 1.1, bound: 1)) {
      try entry(1.1, error: 0.05).checkBound()
    }
    #expect(throws: AmplitudeError.self) { try entry(1.6, error: 0.1, .standardError).checkBound() }
  }

  // Two graphs with one sampled amplitude, one of them conjugate, a third sampled one and a bound.
  @Test func `bounds add up, independent standard errors in squares`() throws {
    let setting = try AmplitudeSetting(
      coupling: 1, time: 1, start: Momentum([0.1]), observable: .one)
    func entry(
      _ word: String, _ value: Complex, _ error: Complex, _ uncertainty: Estimate.Uncertainty
    ) throws -> ClassSum.Entry {
      try ClassSum.Entry(
        graph: Pairing(word),
        amplitude: ComplexEstimate(value, error: error, uncertainty, method: "test"), bound: 9)
    }
    let sampled = Complex(1, 2)
    let entries = try [
      entry("aab|b", sampled, Complex(0.3, 0.2), .standardError),
      entry("a|abb", sampled.conjugate, Complex(0.3, 0.2), .standardError),
      entry("ab|ab", Complex(4, 0), Complex(0.8, 0.1), .standardError),
      entry("abab|", Complex(0, 5), Complex(0.01, 0.02), .bound),
    ]
    let sum = ClassSum(
      order: 2, setting, entries: entries,
      origins: [
        .init(place: 0, isConjugate: false), .init(place: 0, isConjugate: true),
        .init(place: 1, isConjugate: false), .init(place: 2, isConjugate: false),
      ], computed: 3)
    let row = sum.row { _ in true }
    #expect(row.sum.value == Complex(6, 5) && row.sum.uncertainty == .standardError)
    // √(0.6² + 0.8²) + 0.01, and the imaginary parts of the pair cancel with their errors
    #expect(abs(row.sum.error.real - 1.01) < 1e-15)
    #expect(abs(row.sum.error.imaginary - 0.12) < 1e-15)
    let squares = 4 * 0.13 + 0.65
    #expect(abs(row.absolute.error - squares.squareRoot() - 0.0005.squareRoot()) < 1e-15)
    let bounded = sum.row { $0.description == "abab|" }
    #expect(bounded.sum.uncertainty == .bound && bounded.sum.error == Complex(0.01, 0.02))
  }

  @Test func `classes partition the sum`() throws {
    let setting = try AmplitudeSetting(
      coupling: 0.8, time: 0.5, start: Momentum([0.1, 0.2, 0.4]), observable: .velocity)
    let sum = try ClassSum(order: 2, setting)
    let (all, crossing) = (sum.row(.all), sum.row(.crossing))
    let noncrossing = sum.row(.noncrossing)
    #expect(all.graphs == 15 && crossing.graphs == 5 && noncrossing.graphs == 10)
    #expect((all.sum.value - crossing.sum.value - noncrossing.sum.value).modulus < 1e-15)
    let alone = try ClassSum(order: 2, setting) { $0.isMember(of: .crossing) }
    #expect((alone.row(.all).sum.value - crossing.sum.value).modulus < 1e-12)
    #expect(all.sum.value.imaginary.magnitude < 1e-12)
  }

  // Seen by direct simulation as well: docs/validation.md
  @Test func `crossing graphs of order four move the velocity as the simulation says`() throws {
    let setting = try AmplitudeSetting(
      coupling: 0.8, time: 0.5, start: Momentum([2 / 24.0, 4 / 24.0, 7 / 24.0]),
      observable: .velocity)
    let crossing = try ClassSum(order: 2, setting) { $0.isMember(of: .crossing) }
    #expect(abs(crossing.row(.all).sum.value.real - 0.0044) < 5e-5)
  }

  @Test func `refuses orders out of reach`() throws {
    let setting = try AmplitudeSetting(
      coupling: 0.8, time: 0.5, start: Momentum([0.1]), observable: .one)
    for order in [-1, 0, 5] {
      #expect(throws: AmplitudeError.order(order, limit: 4)) { try ClassSum(order: order, setting) }
    }
  }
}
