internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Integrals over energy shells, `∫dp δ(e(p) − E) φ(p) e^{−2πiκ·c(p)s}`, of Fourier polynomials φ, times |ψ̂_0|² if a packet
/// is given, at several times s.
///
/// In d = 1 and 2 by the nodes of a `ShellRule`. Everything is a product over the axes, so the others are convolutions,
///
///     δ(e − E) = ∫dε δ(e' − ε) δ(e'' − (E − ε)),     e = e' + e'',
///
/// e'' of the last two axes, from a `PairTable`; e' of the first axis, by nodes in its angle, or in d = 4 of the first two,
/// from a table too. The integral is cut where a factor is singular or ends, ε or E − ε at 0 and at the edges of what
/// the packet reaches.
struct ShellIntegrals: Sendable {
  /// `Σ coefficient · e^{2πim·v}` by m.
  typealias Polynomial = [[Int]: Complex]

  let dimension: Int
  let polynomials: Int
  /// What the packet reaches, but for 10⁻¹⁷ of it.
  let support: ClosedRange<Double>
  private let count: Int
  private let terms: [Term]
  private let nodes: Int
  private let bandwidth: Double
  private let hasPacket: Bool
  private let head: Part
  private let tail: Part

  /// A summand of a polynomial: product of a channel of the head and one of the tail.
  private struct Term: Sendable {
    let polynomial, head, tail: Int
    let coefficient: Complex
  }

  private struct Part: Sendable {
    let factor: ShellFactor
    /// nil where the nodes of a rule are summed at once.
    let table: PairTable?
  }

  /// - Parameters:
  ///   - times: Chebyshev points of an interval from 0, see `TimeInterpolation`.
  ///   - nodes: Gauss nodes per panel of a convolution.
  ///   - bandwidth: the largest phase b of functions `e^{ib·c/2}` that are to be integrated.
  ///   - tolerance: of the tables, in the integral over ε.
  init(
    dimension d: Int, packet: WavePacket?, _ polynomials: [Polynomial], transfer κ: [Double],
    times: TimeInterpolation, nodes: Int, bandwidth: Double, tolerance: Double, workers: Workers,
    monitor: Monitor
  ) throws(Interrupted) {
    dimension = d
    self.polynomials = polynomials.count
    self.nodes = nodes
    self.bandwidth = bandwidth
    hasPacket = packet != nil
    count = times.count
    let first = max(0, d - 2)
    var terms: [Term] = []
    var (heads, tails): ([Polynomial], [Polynomial]) = ([], [])
    func channel(_ polynomial: Polynomial, in all: inout [Polynomial]) -> Int {
      if let k = all.firstIndex(of: polynomial) { return k }
      all.append(polynomial)
      return all.count - 1
    }
    for (k, polynomial) in polynomials.enumerated() {
      let parts = Dictionary(grouping: polynomial) { Array($0.key[..<first]) }
      for index in parts.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        let rest = parts[index]!.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        // equal but for a factor is the same channel
        let scale = rest[0].value
        let tail = Dictionary(
          uniqueKeysWithValues: rest.map { (Array($0.key[first...]), $0.value / scale) })
        terms.append(
          Term(
            polynomial: k, head: channel([index: .one], in: &heads),
            tail: channel(tail, in: &tails), coefficient: scale))
      }
    }
    self.terms = terms
    func part(_ axes: Range<Int>, _ channels: [Polynomial]) throws(Interrupted) -> Part {
      let factor = ShellFactor(axes, packet, channels, transfer: κ, times: times)
      guard d > 2, axes.count == 2 else { return Part(factor: factor, table: nil) }
      return Part(
        factor: factor,
        table: try PairTable(
          factor, bandwidth: bandwidth, tolerance: tolerance, workers: workers, monitor: monitor))
    }
    head = try part(0..<first, heads)
    tail = try part(first..<d, tails)
    support = packet?.energies(of: 0..<d) ?? -Double(2 * d)...Double(2 * d)
  }

  /// The integrals on the shell E: at every time, polynomial by polynomial.
  func values(at E: Double) -> [Complex] {
    var sums = [Complex](repeating: .zero, count: polynomials * count)
    var left = [Complex](repeating: .zero, count: head.factor.count)
    var right = [Complex](repeating: .zero, count: tail.factor.count)
    func add(_ weight: Double) {
      for term in terms {
        let scale = weight * term.coefficient
        for k in 0..<count {
          sums[term.polynomial * count + k] +=
            scale * (left[term.head * count + k] * right[term.tail * count + k])
        }
      }
    }
    if head.table == nil, tail.table == nil {
      left = left.map { _ in .one }
      tail.factor.addShell(E, bandwidth: bandwidth, to: &right)
      add(1)
    } else if let table = head.table {
      for (ε, w) in panels(E, energy: { $0 }, variable: { $0 }) {
        table.values(at: ε, &left)
        tail.table!.values(at: E - ε, &right)
        add(w)
      }
    } else {
      // in the angle, where the density of one axis has no poles
      for (θ, w) in panels(E, energy: { 2 * cos($0) }, variable: { acos($0 / 2) }) {
        let (cosine, sine) = (cos(θ), sin(θ))
        for k in left.indices { left[k] = .zero }
        for sign in [1.0, -1] {
          head.factor.add(SIMD2(cosine, 1), SIMD2(sign * sine, 0), weight: 1, to: &left)
        }
        tail.table!.values(at: E - 2 * cosine, &right)
        add(w / (2 * Double.pi))
      }
    }
    return sums
  }

  /// Nodes and weights in a variable in place of ε, dense where ε or E − ε is singular or ends.
  private func panels(
    _ E: Double, energy: (Double) -> Double, variable: (Double) -> Double
  ) -> [(Double, Double)] {
    let (own, other) = (head.factor.support, tail.factor.support)
    let edges = [own.lowerBound, own.upperBound, E - other.lowerBound, E - other.upperBound]
    // logarithms, and without a packet the ends of the tables
    let sharp = (head.table == nil ? [E] : [0, E]) + (hasPacket ? [] : edges)
    let points = Set(sharp + edges).filter { $0 >= own.lowerBound && $0 <= own.upperBound }
      .map { (place: variable($0), isSharp: sharp.contains($0)) }.sorted { $0.place < $1.place }
    let rule = GaussLegendre(nodes)
    return zip(points, points.dropFirst()).flatMap { a, b -> [(Double, Double)] in
      guard b.place - a.place > 1e-12, other.contains(E - energy((a.place + b.place) / 2)) else {
        return []
      }
      return a.isSharp || b.isSharp
        ? rule.graded(from: a.place, to: b.place) : rule.pairs(from: a.place, to: b.place)
    }
  }
}

extension GaussLegendre {
  /// Nodes and weights on [a, b], dense at both ends: all derivatives of the map to the third vanish there.
  func graded(from a: Double, to b: Double) -> [(Double, Double)] {
    zip(nodes, weights).map { x, g in
      let y = (1 + x) / 2
      let cubic = y * y * y
      let part = cubic * y * (35 - y * (84 - y * (70 - 20 * y)))
      let slope = 140 * cubic * (1 - y) * (1 - y) * (1 - y)
      return (a + (b - a) * part, g / 2 * slope * (b - a))
    }
  }

  /// Nodes and weights on [a, b].
  func pairs(from a: Double, to b: Double) -> [(Double, Double)] {
    let (points, weights) = on(a, b)
    return zip(points, weights).map { ($0, $1) }
  }
}
