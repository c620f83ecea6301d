import Dynamics
import Testing
import Torus

@Suite struct TransportTests {
  @Test(arguments: [
    (2.0, 0.0, Transport.ballistic), (1.8, 0.05, .ballistic), (1.5, 0, .crossover),
    (1.1, 0.1, .diffusive), (1.1, 0.2, .crossover), (0.76, 0.01, .diffusive),
    (0.7, 0.01, .crossover), (0.1, 0.05, .trapped), (-0.1, 0.1, .trapped),
    (-0.4, 0.01, .crossover), (0.2, 0.15, .crossover),
  ])
  func `names an exponent that its error bar allows to name`(
    value: Double, error: Double, transport: Transport
  ) {
    let exponent = Estimate(value, error: error, .standardError, method: "given")
    #expect(Transport(exponent: exponent) == transport)
  }
}
