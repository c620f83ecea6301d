import Dynamics
import Testing

@Suite struct DisorderLawTests {
  /// Sample moments of 2^20 values within five of their own standard errors.
  @Test(arguments: DisorderLaw.allCases)
  func `has mean 0, variance 1 and its fourth moment`(law: DisorderLaw) {
    let disorder = Disorder(law, seed: 3)
    let values = (0..<16).flatMap { disorder.realisation($0, count: 1 << 16) }
    for (power, expected) in [(1, 0.0), (2, 1.0), (3, 0.0), (4, law.fourthMoment)] {
      let powers = values.map { value in (0..<power).reduce(1.0) { p, _ in p * value } }
      let mean = powers.reduce(0, +) / Double(powers.count)
      let variance = powers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(powers.count)
      let error = (variance / Double(powers.count)).squareRoot()
      #expect(abs(mean - expected) <= 5 * error + 1e-15, "moment \(power) is \(mean)")
    }
  }

  /// Neighbours share a block of the generator, of a table too; signs come 32 to a word and 128 to a block.
  @Test(arguments: DisorderLaw.allCases.map { Disorder($0, seed: 5) } + [table(seed: 5)])
  func `sites are uncorrelated with their neighbours in the sequence`(disorder: Disorder) {
    let count = 1 << 18
    let values = disorder.realisation(0, count: count + 128)
    for lag in [1, 2, 3, 32, 64, 96, 128] {
      let correlation = (0..<count).reduce(0) { $0 + values[$1] * values[$1 + lag] }
      #expect(abs(correlation) <= 5 * Double(count).squareRoot(), "lag \(lag)")
    }
  }

  /// Three values of mean 0 and variance 1.
  private static func table(seed: UInt64) -> Disorder {
    let low = -2.0.squareRoot()
    guard let disorder = try? Disorder(table: [low, -low / 2, -low / 2], seed: seed) else {
      preconditionFailure("these have the moments")
    }
    return disorder
  }

  @Test(arguments: DisorderLaw.allCases)
  func `a realisation is a function of seed and number, and begins alike in every box`(
    law: DisorderLaw
  ) {
    let disorder = Disorder(law, seed: 11)
    let long = disorder.realisation(17, count: 1001)
    #expect(Disorder(law, seed: 11).realisation(17, count: 1001) == long)
    #expect(disorder.realisation(17, count: 130) == Array(long.prefix(130)))
    // any sites, without the others
    for sites in [0..<0, 3..<4, 1..<1000, 127..<129, 128..<256, 255..<700, 1000..<1001] {
      #expect(disorder.realisation(17, sites: sites) == Array(long[sites]))
    }
    #expect(disorder.realisation(18, count: 1001) != long)
    #expect(Disorder(law, seed: 12).realisation(17, count: 1001) != long)
  }

  @Test func `a table is drawn from with equal weights`() throws {
    // three values of mean 0 and variance 1
    let table = [-2.0.squareRoot(), 2.0.squareRoot() / 2, 2.0.squareRoot() / 2]
    let values = try Disorder(table: table, seed: 4).realisation(2, count: 30_001)
    let low = values.count { $0 == table[0] }
    #expect(values.allSatisfy { $0 == table[0] || $0 == table[1] })
    #expect(abs(Double(low) - 10_000) < 5 * (30_000.0 * 2 / 9).squareRoot())
    #expect(throws: DisorderTableError.moments(mean: 1, variance: 1)) {
      try Disorder(table: [0, 2], seed: 1)
    }
    for bad in [[], [1], [.nan, 1], [.infinity, 0]] {
      #expect(throws: DisorderTableError.empty) { try Disorder(table: bad, seed: 1) }
    }
  }

  @Test func `bounded laws keep to their bounds`() {
    let root = 3.0.squareRoot()
    let uniform = Disorder(.uniform, seed: 1).realisation(0, count: 10_000)
    #expect(uniform.allSatisfy { abs($0) < root })
    let sign = Disorder(.sign, seed: 1).realisation(0, count: 10_000)
    #expect(Set(sign) == [-1, 1])
  }
}
