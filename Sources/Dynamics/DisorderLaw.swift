import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The law of the independent site energies ω_x: mean 0, variance 1.
///
/// The kinetic limit depends on these two moments only; how fast it is reached depends on the rest.
public enum DisorderLaw: String, CaseIterable, Hashable, Sendable {
  /// Density `e^{−ω²/2}/√(2π)`; fourth moment 3.
  case gaussian
  /// Uniform on [−√3, √3]; fourth moment 9/5.
  case uniform
  /// ±1 with probability ½ each; fourth moment 1.
  case sign
  /// Density `e^{−√2|ω|}/√2`; fourth moment 6.
  case laplace

  /// `E ω⁴`, which the tests hold against samples.
  public var fourthMoment: Double {
    switch self {
    case .gaussian: 3
    case .uniform: 9 / 5
    case .sign: 1
    case .laplace: 6
    }
  }
}

/// Why a table of values is no law of site energies.
public enum DisorderTableError: Error, Hashable, Sendable {
  case empty
  case moments(mean: Double, variance: Double)
}

extension DisorderTableError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "a table of site energies has two finite values at least"
    case .moments(let mean, let variance):
      "site energies have mean 0 and variance 1; these have \(Float(mean)) and \(Float(variance))"
    }
  }
}

/// Random site energies: realisation k is a function of (law, seed, k) alone.
public struct Disorder: Hashable, Sendable {
  /// A law of the family, or the values of a table, each as likely as the others.
  public enum Source: Hashable, Sendable {
    case law(DisorderLaw)
    case table([Double])
  }

  public let source: Source
  public let seed: UInt64

  public init(_ law: DisorderLaw, seed: UInt64) {
    source = .law(law)
    self.seed = seed
  }

  /// Values drawn from a table with equal weights.
  ///
  /// - Throws: `DisorderTableError` unless they have mean 0 and variance 1 to 1e-6: the kinetic
  ///   scaling is that of such laws.
  public init(table: [Double], seed: UInt64) throws(DisorderTableError) {
    guard table.count >= 2, table.allSatisfy(\.isFinite) else { throw .empty }
    let count = Double(table.count)
    let mean = table.reduce(0, +) / count
    let variance = table.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    guard abs(mean) <= 1e-6, abs(variance - 1) <= 1e-6 else {
      throw .moments(mean: mean, variance: variance)
    }
    source = .table(table)
    self.seed = seed
  }

  /// The same law with another seed.
  public func with(seed: UInt64) -> Disorder { Disorder(source: source, seed: seed) }

  private init(source: Source, seed: UInt64) {
    self.source = source
    self.seed = seed
  }

  /// The word of the law, or `table`.
  public var name: String {
    switch source {
    case .law(let law): law.rawValue
    case .table: "table"
    }
  }

  /// `ω_0, …, ω_{count−1}` of realisation k, site by site in the numbering of the box.
  public func realisation(_ k: Int, count: Int) -> [Double] { realisation(k, sites: 0..<count) }

  /// `ω_x` for some sites x in a row: a function of (law, seed, k, x), whatever the others.
  public func realisation(_ k: Int, sites: Range<Int>) -> [Double] {
    precondition(k >= 0, "a realisation has a number from 0 on, got \(k)")
    let random = Philox(seed: seed, stream: UInt64(k))
    return [Double](unsafeUninitializedCapacity: sites.count) { values, initialised in
      LargePages.advise(UnsafeMutableRawBufferPointer(values))
      switch source {
      case .law(.gaussian): Self.fillPairs(values, sites) { random.normals($0) }
      case .law(.uniform):
        Self.fillPairs(values, sites) { 3.0.squareRoot() * (2 * random.uniforms($0) - 1) }
      case .law(.sign): Self.fillSigns(values, sites, random)
      case .table(let table):
        Self.fillPairs(values, sites) { index in
          let u = random.uniforms(index) * Double(table.count)
          return SIMD2(table[Int(u.x)], table[Int(u.y)])
        }
      case .law(.laplace):
        Self.fillPairs(values, sites) { index in
          let u = random.uniforms(index)
          return SIMD2(Self.laplace(u.x), Self.laplace(u.y))
        }
      }
      initialised = sites.count
    }
  }

  /// The inverse of the distribution function of the Laplace law of variance 1.
  static func laplace(_ u: Double) -> Double {
    u < 0.5 ? log(2 * u) / 2.0.squareRoot() : -log(2 * (1 - u)) / 2.0.squareRoot()
  }

  /// Two values from each block of the generator, those of sites 2b and 2b + 1.
  @inline(__always)
  private static func fillPairs(
    _ values: UnsafeMutableBufferPointer<Double>, _ sites: Range<Int>,
    _ pair: (UInt64) -> SIMD2<Double>
  ) {
    guard !sites.isEmpty else { return }
    let first = sites.lowerBound
    for block in first / 2...(sites.upperBound - 1) / 2 {
      let two = pair(UInt64(block))
      let place = 2 * block - first
      if place >= 0 { values.initializeElement(at: place, to: two.x) }
      if place + 1 < values.count { values.initializeElement(at: place + 1, to: two.y) }
    }
  }

  /// 128 values from each block, its bits from the lowest on.
  private static func fillSigns(
    _ values: UnsafeMutableBufferPointer<Double>, _ sites: Range<Int>, _ random: Philox
  ) {
    guard !sites.isEmpty else { return }
    for block in sites.lowerBound / 128...(sites.upperBound - 1) / 128 {
      let bits = random.block(UInt64(block))
      for site in sites.clamped(to: 128 * block..<128 * (block + 1)) {
        let bit = bits[site % 128 / 32] >> UInt32(site % 32) & 1
        values.initializeElement(at: site - sites.lowerBound, to: bit == 1 ? 1 : -1)
      }
    }
  }
}
