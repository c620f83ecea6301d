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

/// Functions of one or two axes, or of none: products of |ψ̂_0|², a Fourier polynomial and `e^{−2πiκ·c s}`, by channel
/// and time.
struct ShellFactor: Sendable {
  /// Of all channels and times.
  let count: Int
  /// What the packet reaches.
  let support: ClosedRange<Double>
  private let axes: Range<Int>
  private let packet: WavePacket?
  private let channels: [[(index: [Int], coefficient: Complex)]]
  /// 4πκ_j, for c = −2 sin.
  private let turns: [Double]
  private let times: TimeInterpolation

  init(
    _ axes: Range<Int>, _ packet: WavePacket?, _ channels: [ShellIntegrals.Polynomial],
    transfer κ: [Double], times: TimeInterpolation
  ) {
    self.axes = axes
    self.packet = packet
    self.channels = channels.map { channel in
      channel.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
    }
    self.times = times
    turns = axes.map { 4 * Double.pi * κ[$0] }
    count = channels.count * times.count
    support = packet?.energies(of: axes) ?? -Double(2 * axes.count)...Double(2 * axes.count)
  }

  /// Adds the values at one momentum.
  func add(
    _ cosine: SIMD2<Double>, _ sine: SIMD2<Double>, weight: Double, to sums: inout [Complex]
  ) {
    var (weight, angle) = (weight, 0.0)
    for (j, axis) in axes.enumerated() {
      angle += turns[j] * sine[j]
      if let packet {
        let turn = atan2(sine[j], cosine[j]) / (2 * Double.pi)
        let amplitude = packet.axisAmplitude(turn - packet.momentum[axis])
        weight *= amplitude * amplitude
      }
    }
    // of all that a sum over a shell may hold, less than rounding
    guard weight > 1e-22 else { return }
    sums.withUnsafeMutableBufferPointer { sums in
      withUnsafeTemporaryAllocation(of: Complex.self, capacity: channels.count) { values in
        for (k, channel) in channels.enumerated() {
          var value = Complex.zero
          for term in channel {
            var product = weight * term.coefficient
            for (j, m) in term.index.enumerated() where m != 0 {
              let turn = Complex(cosine[j], m < 0 ? -sine[j] : sine[j])
              for _ in 0..<abs(m) { product *= turn }
            }
            value += product
          }
          values[k] = value
        }
        times.add(values, angle, sums.baseAddress!)
      }
    }
  }

  /// Adds the integrals over the shell of these axes alone.
  func addShell(_ E: Double, bandwidth: Double, to sums: inout [Complex]) {
    let rule = ShellRule(dimension: axes.count, energy: E, bandwidth: bandwidth)
    for i in 0..<rule.count {
      let second = axes.count - 1
      add(
        SIMD2(rule.cosine[0][i], rule.cosine[second][i]),
        SIMD2(rule.sine[0][i], rule.sine[second][i]),
        weight: rule.densityOfStates * rule.weight[i], to: &sums)
    }
  }
}

/// The integrals `∫∫dp δ(e(p) − ε) φ(p)` over the curves of two axes, piece by piece in `log|ε|`.
///
/// At ε = 0 they are A(ε) log|ε| + B(ε), A and B analytic on either side, and so they are elsewhere: in log|ε| on each side polynomials of
/// degree 15 on pieces that are halved until the last two Chebyshev coefficients say that they suffice.
struct PairTable: Sendable {
  private static let order = 16
  /// Nearer to 0 values are those at this ε.
  private static let least = 1e-13

  private struct Piece: Sendable {
    /// In log|ε|.
    let low, high: Double
    /// By node, all channels of each.
    let values: [Complex]
  }

  /// Of negative and positive ε, from the largest |ε| down.
  private let sides: [[Piece]]
  private let count: Int

  init(
    _ factor: ShellFactor, bandwidth: Double, tolerance: Double, workers: Workers, monitor: Monitor
  ) throws(Interrupted) {
    count = factor.count
    let p = Self.order
    let points = Self.points
    var sides: [[Piece]] = [[], []]
    var open: [(side: Int, low: Double, high: Double)] = []
    for side in 0..<2 {
      let (low, high) =
        side == 0
        ? (-factor.support.upperBound, -factor.support.lowerBound)
        : (factor.support.lowerBound, factor.support.upperBound)
      guard high > Self.least else { continue }
      // a shell of no extent at the edge of the band is a point
      open.append((side, log(max(low, Self.least)), log(min(high, 4 * (1 - 1e-14)))))
    }
    while !open.isEmpty {
      let pieces = try workers.local.map(open.count, monitor: monitor) { [open, count] k in
        let (side, low, high) = open[k]
        let values = points.flatMap { x in
          var sums = [Complex](repeating: .zero, count: count)
          let ε = exp((low + high) / 2 + (high - low) / 2 * x)
          factor.addShell(side == 0 ? -ε : ε, bandwidth: bandwidth, to: &sums)
          return sums
        }
        return Piece(low: low, high: high, values: values)
      }
      var next: [(side: Int, low: Double, high: Double)] = []
      for (piece, (side, low, high)) in zip(pieces, open) {
        var last = 0.0
        for k in 0..<count {
          for degree in [p - 2, p - 1] {
            var coefficient = Complex.zero
            for i in 0..<p {
              let angle = Double.pi * (Double(i) + 0.5) / Double(p)
              coefficient += cos(Double(degree) * angle) * piece.values[i * count + k]
            }
            last = max(last, coefficient.modulus * 2 / Double(p))
          }
        }
        if last * (exp(high) - exp(low)) <= tolerance || high - low < 1e-6 {
          sides[side].append(piece)
        } else {
          let middle = (low + high) / 2
          next += [(side, middle, high), (side, low, middle)]
        }
      }
      open = next
    }
    self.sides = sides.map { $0.sorted { $0.low > $1.low } }
  }

  /// Sets the integrals of all channels; 0 beyond what the packet reaches.
  func values(at ε: Double, _ sums: inout [Complex]) {
    let side = sides[ε < 0 ? 0 : 1]
    for k in sums.indices { sums[k] = .zero }
    guard let top = side.first, let bottom = side.last else { return }
    let u = max(log(max(abs(ε), Self.least)), bottom.low)
    guard u <= top.high + 1e-12 else { return }
    let piece = side.first { u >= $0.low } ?? bottom
    let x = min(1, (2 * u - piece.low - piece.high) / (piece.high - piece.low))
    let cardinals = Self.cardinals(at: x)
    sums.withUnsafeMutableBufferPointer { sums in
      piece.values.withUnsafeBufferPointer { values in
        for i in 0..<Self.order {
          let (c, row) = (cardinals[i], values.baseAddress! + i * count)
          for k in 0..<count { sums[k] += c * row[k] }
        }
      }
    }
  }

  /// Decreasing.
  private static let points = (0..<order).map {
    cos(Double.pi * (Double($0) + 0.5) / Double(order))
  }

  private static let barycentric = (0..<order).map { k -> Double in
    let sine = sin(Double.pi * (Double(k) + 0.5) / Double(order))
    return k % 2 == 0 ? sine : -sine
  }

  private static func cardinals(at x: Double) -> SIMD16<Double> {
    var values = SIMD16<Double>()
    var sum = 0.0
    for k in 0..<order {
      let distance = x - points[k]
      if distance == 0 {
        values = SIMD16()
        values[k] = 1
        return values
      }
      values[k] = barycentric[k] / distance
      sum += values[k]
    }
    return values / sum
  }
}

/// Interpolation of functions of limited bandwidth in time, at the Chebyshev points of [0, T], both ends among them.
struct TimeInterpolation: Sendable {
  /// Increasing.
  let points: [Double]
  private let middle: Double
  /// Distances of the later half from the middle, decreasing.
  private let distances: [Double]

  /// - Parameter phase: the largest at T, of functions `e^{i·phase·s/T}`; 0 leaves the one point T.
  init(until T: Double, phase: Double) {
    // the last Bessel function of phase/2 that counts, 18 x^{1/3} beyond its turn for less than rounding
    let count = phase * T == 0 ? 1 : Int((phase / 2 + 9 * cbrt(phase / 2) + 8).rounded(.up))
    middle = T / 2
    distances = (0..<count / 2).map { T / 2 * cos(Double.pi * Double($0) / Double(count - 1)) }
    let center = count % 2 == 1 ? [T / 2] : []
    points =
      count == 1
      ? [T] : distances.map { T / 2 - $0 } + center + distances.reversed().map { T / 2 + $0 }
  }

  var count: Int { points.count }

  /// Adds `value · e^{i·angle·s}` at all points, one value after the other.
  func add(
    _ values: UnsafeMutableBufferPointer<Complex>, _ angle: Double,
    _ sums: UnsafeMutablePointer<Complex>
  ) {
    let (n, center) = (count, Complex.phase(angle * middle))
    for i in values.indices { values[i] *= center }
    for (k, δ) in distances.enumerated() {
      let turn = Complex.phase(angle * δ)
      for (i, value) in values.enumerated() {
        sums[i * n + k] += value * turn.conjugate
        sums[(i + 1) * n - 1 - k] += value * turn
      }
    }
    guard n % 2 == 1 else { return }
    for (i, value) in values.enumerated() { sums[i * n + n / 2] += value }
  }

  /// The value at a time s of [0, T].
  func value(_ values: ArraySlice<Complex>, at s: Double) -> Complex {
    guard count > 1 else { return values[values.startIndex] }
    var (sum, norm) = (Complex.zero, 0.0)
    for (k, value) in values.enumerated() {
      let distance = s - points[k]
      if distance == 0 { return value }
      let weight = (k % 2 == 0 ? 1.0 : -1) * (k == 0 || k == count - 1 ? 0.5 : 1) / distance
      sum += weight * value
      norm += weight
    }
    return sum / norm
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

extension WavePacket {
  /// The energies `Σ_j 2cos 2πq_j` of some axes beyond which |ψ̂_0|² is less than 1e-17 of its largest value.
  func energies(of axes: Range<Int>) -> ClosedRange<Double> {
    let edge = Double(2 * axes.count)
    // the factor e^{−8π²w²k²} of an axis is e^{−40} there
    let reach = 5.0.squareRoot() / (Double.pi * width)
    guard reach < 0.5 else { return -edge...edge }
    // within r of the middle at |k| ≤ reach the exponent of a change x is at least 40(x/r)², and so it is for sums with
    // the root of Σr²
    var (middle, squares) = (0.0, 0.0)
    for axis in axes {
      let angle = 2 * Double.pi * momentum[axis]
      let (e, slope) = (2 * cos(angle), 2 * abs(sin(angle)))
      let x = 2 * Double.pi * reach
      let r = slope * x + abs(e) / 2 * x * x
      middle += e
      squares += r * r
    }
    let r = squares.squareRoot()
    return max(-edge, middle - r)...min(edge, middle + r)
  }
}
