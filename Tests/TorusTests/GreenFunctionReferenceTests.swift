import Testing
import Torus

/// Values of high precision on the axis and 10^-6 above it.
///
/// From mpmath 1.3 with 20 to 25 digits, by convolutions that the program does not use: ρ_3 as the
/// mean of ρ_2 over one axis, ρ_4 = ρ_2 ∗ ρ_2, G_4 = ρ_2 ∗ G_2, G_3 the mean of G_2 over one axis,
/// on intervals graded towards every singularity; ρ_2 by the arithmetic-geometric mean.
@Suite struct GreenFunctionReferenceTests {
  @Test(arguments: [
    (3, 0, 0.14267298272301946), (3, 0.5, 0.14279396449990105), (3, 1.3, 0.14350495749870464),
    (3, 2, 0.1446993443768161), (3, 3.1, 0.070675395299935334), (3, 5.9, 0.0081116677054239799),
    (4, 0, 0.14367371551055751), (4, 0.5, 0.13429037326502242), (4, 1, 0.12504235163245353),
    (4, 4, 0.056875076214303394), (4, 5.2, 0.027586085613477535), (4, 7.9, 0.00064127342177045286),
  ])
  func `the density of states has ten digits`(dimension: Int, energy: Double, reference: Double) {
    let estimate = DensityOfStates(dimension: dimension).estimate(at: energy)
    #expect(abs(estimate.value - reference) < 1e-11, "\(estimate)")
    #expect(abs(estimate.value - reference) <= estimate.error + 1e-14)
  }

  static let green: [([Int], Double, Double, Double, Double)] = [
    ([0, 0, 0], 1, 1e-6, -0.097661443568425561, 0.44975411846658756),
    ([0, 0, 0], 0, 1e-6, 0, 0.44822030250023068),
    ([0, 0, 0], 2, 1e-6, -0.32127232153476723, 0.45441761277761371),
    ([0, 0, 0], -3.7, 1e-6, 0.28615838275651468, 0.17273831802098479),
    ([0, 0, 0], 5.999, 1e-6, -0.25274191615298447, 0.0025167876863319945),
    ([0, 0, 0], 1, 1e-3, -0.09766452121178854, 0.44964343747591927),
    ([3, 0, 0], 1, 1e-6, 0.0017940016711606827, -0.052387302138666372),
    ([10, 0, 0], 0.5, 1e-6, 0.0091675745280843153, 0.012986474212808598),
    ([2, 0, 0], -3.7, 1e-4, -0.036973659247837584, 1.8064075497319541e-5),
    ([2, 1], 1, 1e-6, -0.067465689763782729, -0.1637068951336531),
    ([5, 7], -0.4, 1e-6, 0.094098658780433159, 0.066277634599201861),
    ([3, 3], 3.9, 1e-5, 0.079672388347519098, 0.15084528787844365),
    ([0, 0, 0, 0], 1, 1e-6, -0.11787712556064852, 0.39283205202036968),
    ([0, 0, 0, 0], 0, 1e-6, 0, 0.45136364723071154),
    ([0, 0, 0, 0], 4, 1e-5, -0.28403196918865643, 0.17867829767616492),
    ([0, 0, 0, 0], 7.3, 1e-6, -0.17937301844778387, 0.015262527975163707),
  ]

  @Test(arguments: green)
  func `the Green function has ten digits down to an imaginary part of 1e-6`(
    site: [Int], energy: Double, imaginary: Double, real: Double, other: Double
  ) {
    let green = GreenFunction(dimension: site.count)
    let value = green.value(at: Complex(energy, imaginary), site: site)
    #expect((value - Complex(real, other)).modulus < 2e-11, "\(value)")
  }

  @Test(arguments: [
    [2, 1], [4, 9], [1, 1, 2], [3, 0, 2], [2, 5, 3], [7, 8, 12], [1, 0, 2, 1], [2, 1, 1, 3],
  ])
  func `off the origin it solves the lattice equation 1e-6 above the axis`(site: [Int]) {
    // Σ over neighbours G(x + e) = zG(x) for x ≠ 0, each G by contours of its own
    let green = GreenFunction(dimension: site.count)
    for energy in site.count == 4 ? [0.7] : [0.7, -2, 3.3] {
      let z = Complex(energy, 1e-6)
      var sum = Complex.zero
      for axis in site.indices {
        for step in [-1, 1] {
          var neighbour = site
          neighbour[axis] += step
          sum += green.value(at: z, site: neighbour)
        }
      }
      let difference = (sum - z * green.value(at: z, site: site)).modulus
      #expect(difference < 1e-10, "E = \(energy)")
    }
  }
}
