import Dynamics
import Testing
import Torus

@Suite struct TransportTests {
  static func estimate(_ value: Double, _ error: Double) -> Estimate {
    Estimate(value, error: error, .standardError, method: "given")
  }

  @Test(arguments: [
    (2.0, 0.0, Transport.ballistic), (1.8, 0.05, .ballistic), (1.5, 0, .crossover),
    (1.1, 0.1, .diffusive), (1.1, 0.2, .crossover), (0.76, 0.01, .diffusive),
    (0.7, 0.01, .crossover), (0.1, 0.05, .localised), (-0.1, 0.1, .localised),
    (-0.4, 0.01, .crossover), (0.2, 0.15, .crossover),
  ])
  func `names an exponent that its error bar allows to name`(
    value: Double, error: Double, transport: Transport
  ) {
    let exponent = Self.estimate(value, error)
    #expect(
      Transport(
        exponent: exponent, displacement: Self.estimate(30, 0), realisations: 1_000_000)
        == transport)
  }

  @Test func `a particle that stays is trapped on its site or localised over several`() {
    let still = Self.estimate(0.05, 0.01)
    func transport(_ exponent: Estimate, _ displacement: Estimate, _ realisations: Int = 100)
      -> Transport
    {
      Transport(
        exponent: exponent, displacement: displacement, realisations: realisations)
    }
    #expect(transport(still, Self.estimate(0.8, 0.05)) == .trapped)
    #expect(transport(still, Self.estimate(0.8, 0.07)) == .localised)
    #expect(transport(still, Self.estimate(1.2, 0.01)) == .localised)
    // by Student's law three realisations take 19 errors
    #expect(transport(still, Self.estimate(0.8, 0.05), 3) == .localised)
    // one resonance more or less
    #expect(transport(Self.estimate(-2.2, 0.8), Self.estimate(0.01, 0.008)) == .trapped)
    #expect(transport(Self.estimate(-2.2, 0.2), Self.estimate(0.01, 0.008)) == .crossover)
    #expect(transport(Self.estimate(2, 0), Self.estimate(0.1, 0)) == .ballistic)
    #expect(transport(Self.estimate(1.05, 0.01), Self.estimate(0.8, 0.01)) == .diffusive)
  }

  /// Three errors of 0.1 leave room, the 19 that three realisations take do not.
  @Test func `few realisations name nothing that their error bars do not hold`() {
    let (exponent, far) = (Self.estimate(1.1, 0.1), Self.estimate(30, 1))
    #expect(Transport(exponent: exponent, displacement: far, realisations: 30) == .diffusive)
    #expect(Transport(exponent: exponent, displacement: far, realisations: 3) == .crossover)
    let sharp = Self.estimate(1.1, 0.02)
    #expect(Transport(exponent: sharp, displacement: far, realisations: 3) == .diffusive)
  }
}
