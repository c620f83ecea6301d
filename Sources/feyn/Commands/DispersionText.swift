import Torus

/// A dispersion as the command line writes it, before the dimension is known.
enum DispersionText: Hashable, Sendable {
  case nearest
  case continuum
  case nextNearest(Double)
  /// Offsets, each with its amplitude.
  case hopping([[Int]], [Double])

  /// `nearest`, `continuum`, `next-nearest:t` or `hopping:x,y,z=t;x,y,z=t;…`.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    switch (parts[0], parts.count) {
    case ("nearest", 1): self = .nearest
    case ("continuum", 1): self = .continuum
    case ("next-nearest", 2):
      guard let amplitude = RealText.number(String(parts[1])) else { return nil }
      self = .nextNearest(amplitude)
    case ("hopping", 2):
      var (offsets, amplitudes): ([[Int]], [Double]) = ([], [])
      for hop in parts[1].split(separator: ";", omittingEmptySubsequences: false) {
        let sides = hop.split(separator: "=", omittingEmptySubsequences: false)
        guard sides.count == 2, let amplitude = RealText.number(String(sides[1])) else {
          return nil
        }
        let words = sides[0].split(separator: ",", omittingEmptySubsequences: false)
        let offset = words.compactMap { Int($0) }
        guard offset.count == words.count, offset.allSatisfy({ abs($0) <= Self.range }) else {
          return nil
        }
        offsets.append(offset)
        amplitudes.append(amplitude)
      }
      self = .hopping(offsets, amplitudes)
    default: return nil
    }
  }

  /// The largest component of an offset.
  static let range = 16

  static let expected = """
    nearest, continuum, next-nearest:t, or hopping:x,y,z=t;x,y,z=t with integer offsets up to \
    \(range) and finite amplitudes
    """

  /// On the lattice of a dimension; `nil` where offsets have other components or nothing hops.
  func dispersion(dimension: Int) -> Dispersion? {
    switch self {
    case .nearest: return .nearestNeighbour(dimension: dimension)
    case .continuum: return .positiveLaplacian(dimension: dimension)
    case .nextNearest(let t): return .nextNearest(dimension: dimension, amplitude: t)
    case .hopping(let offsets, let amplitudes):
      guard offsets.allSatisfy({ $0.count == dimension }) else { return nil }
      let hops = zip(offsets, amplitudes)
      let result = Dispersion(
        dimension: dimension,
        constant: hops.reduce(0) { $1.0.allSatisfy { $0 == 0 } ? $0 + $1.1 : $0 },
        hops: hops.filter { $0.0.contains { $0 != 0 } }.map {
          Dispersion.Hop(offset: $0.0, amplitude: $0.1)
        })
      return result.hops.isEmpty ? nil : result
    }
  }
}

extension Option where Value == DispersionText {
  /// `--dispersion D`.
  static var dispersion: Option {
    Option(
      specification: OptionSpecification(
        name: "dispersion", valueName: "D", unit: nil, defaultText: "nearest",
        help: """
          e(p): nearest, Σ 2 cos 2πp_j; continuum, Σ 2(1 − cos 2πp_j); next-nearest:t, with hops of \
          amplitude t at distance √2; hopping:x,y,z=t;…, the sum of 2t cos 2π(x,y,z)·p over the \
          offsets listed, each with its opposite. Of the methods, torus and sample take any, \
          lattice the first two.
          """),
      expected: DispersionText.expected, parse: { DispersionText($0) })
  }
}

extension Arguments {
  func dispersion(
    _ option: Option<DispersionText>, dimension: Int
  ) throws(Failure) -> Dispersion {
    guard let dispersion = try self[option].dispersion(dimension: dimension) else {
      throw .usage(
        option: option.flag, value: text(of: option.specification) ?? "",
        expected: "offsets with \(dimension) component\(dimension == 1 ? "" : "s"), at least one"
          + " other than 0 and of amplitude other than 0")
    }
    return dispersion
  }
}
