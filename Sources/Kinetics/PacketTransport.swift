public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The linear Boltzmann equation at a transfer κ, from a wave packet.
///
/// A packet of fixed width in sites is a point in X = η²x as η → 0: `F_0 = e^{2πiκ·X} |ψ̂_0(V)|²`. Its
/// momenta lie on many shells. With `R_E(τ)`, the observable at a time τ after a start that is spread evenly
/// over the shell E,
///
///     R_E(τ) = e^{−Γτ} χ_g(τ) + Γ ∫_0^τ e^{−Γs} χ(s) R_E(τ−s) ds
///     ⟨g⟩_T = ∫dq |ψ̂_0(q)|² [ g(q) e^{−(Γ+2πiκ·c(q))T} + Γ ∫_0^T e^{−(Γ+2πiκ·c(q))t} R_{e(q)}(T−t) dt ]
///
/// the first collision taken apart. R is solved for on some shells and interpolated in E between the
/// van Hove energies, where it has square roots.
///
/// Packets up to `PacketShells.widest` have shells of their own instead, without interpolation (`PacketTransport+Shells`).
///
/// Cost: a third of a second in d = 3, twice that in d = 4, where 2πCT is of order 1 and the packet a few sites wide.
public struct PacketTransport: Sendable {
  public let packet: WavePacket
  /// κ, conjugate to the macroscopic X.
  public let transfer: [Double]

  /// - Throws: `LadderError` if the transfer has another number of components.
  public init(packet: WavePacket, transfer: [Double]) throws(LadderError) {
    guard transfer.count == packet.dimension else {
      throw .dimension(momentum: transfer.count, lattice: packet.dimension)
    }
    self.packet = packet
    self.transfer = transfer
  }

  /// `C = Σ_j 2|κ_j| ≥ |κ·c|`.
  var largestFrequency: Double { transfer.reduce(0) { $0 + 2 * abs($1) } }

  /// `2πCT`, the phase that the rules on the shells have to resolve.
  ///
  /// - Throws: `LadderError.phase` beyond what they are laid out for.
  @discardableResult
  public func phase(until T: Double) throws(LadderError) -> Double {
    let phase = 2 * Double.pi * largestFrequency * T
    let most = ShellTransport.largestPhase(dimension: packet.dimension)
    guard phase <= most else { throw .phase(phase, most: most) }
    return phase
  }

  /// The observable at the macroscopic time T.
  ///
  /// Up to `PacketShells.widest` the packet is cut into shells, and the error is the distance of two discretisations, to
  /// which the probability that the finer one misses is added. A wider packet is summed over q: there
  /// kinks of Γ leave a convergence of first order, and the error is three times the distance.
  public func value(
    time T: Double, observable: Observable, workers: Workers = .single, monitor: Monitor = .silent
  ) throws(LadderError) -> ComplexEstimate {
    precondition(T >= 0 && T.isFinite, "the time T is not negative, got \(T)")
    _ = try Weight(observable, start: packet.momentum, dimension: packet.dimension)
    try phase(until: T)
    if packet.width <= PacketShells.widest(dimension: packet.dimension) {
      return try onShells(
        time: T, observable: observable, workers: workers, monitor: monitor)
    }
    func run(_ resolution: Resolution) throws(Interrupted) -> Complex {
      let shells = try ShellResponses(
        self, time: T, observable: observable == .survival ? nil : observable, resolution,
        workers: workers, monitor: monitor)
      return try sum(shells, time: T, observable: observable, resolution.degree, workers, monitor)
    }
    do throws(Interrupted) {
      let d = packet.dimension
      let (fine, coarse) = (try run(.fine(d)), try run(.coarse(d)))
      // rules of ratio 4 : 3 that converge to first order at kinks of Γ are three times their distance away
      return ComplexEstimate(
        fine,
        error: Complex(
          3 * abs(fine.real - coarse.real) + 1e-13,
          3 * abs(fine.imaginary - coarse.imaginary) + 1e-13),
        method: "shells of a packet, Volterra equation")
    } catch { throw .interrupted }
  }

  /// How finely momenta, shells and energies are taken.
  struct Resolution: Sendable {
    /// Of the rule in q, see `PacketNodes`.
    let degree: Int
    /// Nodes of a `ShellRule` per panel.
    let nodes: Int
    /// Shells between two van Hove energies.
    let energies: Int
    /// Of the panels in time.
    let refinement: Double

    static func fine(_ d: Int) -> Resolution {
      Resolution(
        degree: d < 3 ? 320 : d == 3 ? 96 : 16, nodes: d == 4 ? 10 : 24,
        energies: d == 4 ? 8 : d == 2 ? 24 : 14, refinement: 1.5)
    }

    static func coarse(_ d: Int) -> Resolution {
      Resolution(
        degree: d < 3 ? 240 : d == 3 ? 72 : 12, nodes: d == 4 ? 8 : 18,
        energies: d == 4 ? 6 : d == 2 ? 18 : 10, refinement: 1)
    }
  }

  private func sum(
    _ shells: ShellResponses, time T: Double, observable: Observable, _ degree: Int,
    _ workers: Workers, _ monitor: Monitor
  ) throws(Interrupted) -> Complex {
    let none = [Double](repeating: 0, count: packet.dimension)
    let nodes = PacketNodes(packet, degree: degree, transfer: none)
    let values =
      observable.weight(start: packet.momentum).map { nodes.values(of: $0, transfer: none) }
      ?? [Double](repeating: 1, count: nodes.nodes.count)
    let (count, size) = (nodes.nodes.count, 512)
    let parts = try workers.local.map((count + size - 1) / size, monitor: monitor) { piece in
      var sum = Complex.zero
      for k in (piece * size)..<min(count, (piece + 1) * size) {
        let node = nodes.nodes[k]
        let turn = zip(transfer, node.momentum).reduce(0) { sum, axis in
          sum + axis.0 * Momentum([axis.1]).velocity[0]
        }
        let free = { (Γ: Double, t: Double) in
          Complex.exp(Complex(-Γ * t, -2 * Double.pi * turn * t))
        }
        let (Γ, response) = shells.response(at: node.left)
        var part = values[k] * free(Γ, T)
        for (i, t) in shells.times.enumerated() where !response.isEmpty {
          part += (Γ * shells.weights[i]) * (free(Γ, T - t) * response[i])
        }
        sum += node.weight * part
      }
      return sum
    }
    return parts.reduce(.zero, +)
  }
}

/// `R_E(τ)` at the nodes of a rule in time, for every energy of the band.
private struct ShellResponses: Sendable {
  /// One interval between van Hove energies.
  private struct Piece: Sendable {
    let middle, half: Double
    /// In the angle θ of `E = middle − half·cos θ`, which smooths square roots at both ends.
    let interpolation: EnergyInterpolation
    /// By shell.
    let rates: [Double]
    let values: [[Complex]]
  }

  let times: [Double]
  let weights: [Double]
  private let pieces: [Piece]
  private let density: DensityOfStates

  /// - Parameter observable: nil for one that no collision feeds.
  init(
    _ transport: PacketTransport, time T: Double, observable: Observable?,
    _ resolution: PacketTransport.Resolution, workers: Workers, monitor: Monitor
  ) throws(Interrupted) {
    let d = transport.packet.dimension
    let density = DensityOfStates(dimension: d)
    self.density = density
    let C = transport.largestFrequency
    let cuts = density.vanHovePoints.sorted()
    // one grid in time for all shells: it has to suit the fastest of the finite rates
    let typical = 2 * Double.pi * density.value(at: 0.77)
    @Sendable func volterra(_ kernel: (Double) -> Double) -> PanelVolterra {
      PanelVolterra(
        until: T, rate: 2 * typical, frequency: C, refinement: resolution.refinement,
        kernel: kernel)
    }
    let grid = volterra { _ in 0 }
    let angles = EnergyInterpolation(from: 0, to: Double.pi, count: resolution.energies)
    let points: [Double] = zip(cuts, cuts.dropFirst()).flatMap { a, b -> [Double] in
      let (middle, half) = ((a + b) / 2, (b - a) / 2)
      return angles.points.map { middle - half * cos($0) }
    }
    let shells: [(rate: Double, values: [Complex])] = try workers.local.map(
      points.count, monitor: monitor
    ) { k in
      let E = points[k]
      let Γ = 2 * Double.pi * density.value(at: E)
      guard let observable, T > 0 else { return (Γ, []) }
      let rule = ShellRule(
        dimension: d, energy: E, nodes: resolution.nodes, bandwidth: 2 * Double.pi * C * T)
      let κ = transport.transfer
      let one = ShellCharacteristic(rule: rule, transfer: κ, until: T)
      let g = rule.values(of: observable, start: transport.packet.momentum)
      let measured = ShellCharacteristic(rule: rule, transfer: κ, weight: g, until: T)
      let equation = volterra { Γ * exp(-Γ * $0) * one.value(at: $0).real }
      return (Γ, equation.solve(grid.times.map { exp(-Γ * $0) * measured.value(at: $0) }))
    }
    times = grid.times
    weights = grid.weights
    let n = resolution.energies
    pieces = zip(cuts, cuts.dropFirst()).enumerated().map { k, ends in
      let part = shells[(k * n)..<((k + 1) * n)]
      return Piece(
        middle: (ends.0 + ends.1) / 2, half: (ends.1 - ends.0) / 2, interpolation: angles,
        rates: part.map(\.rate), values: part.map(\.values))
    }
  }

  /// Γ(E) and R_E at the times; at an edge of the band Γ = 0.
  func response(at E: Double) -> (rate: Double, values: [Complex]) {
    let piece = pieces.first { E < $0.middle + $0.half } ?? pieces[pieces.count - 1]
    let angle = acos(min(1, max(-1, (piece.middle - E) / piece.half)))
    let cardinals = piece.interpolation.cardinals(at: angle)
    var rate = 0.0
    if density.dimension < 3 {
      // closed, and infinite at some energies: there a neighbour stands for it
      let exact = density.value(at: E)
      rate = 2 * Double.pi * (exact.isFinite ? exact : density.value(at: 0.999999999 * E - 1e-9))
    } else {
      for (c, Γ) in zip(cardinals, piece.rates) { rate += c * Γ }
    }
    guard let count = piece.values.first?.count, count > 0 else { return (rate, []) }
    var values = [Complex](repeating: .zero, count: count)
    for (c, shell) in zip(cardinals, piece.values) where c != 0 {
      for i in 0..<count { values[i] += c * shell[i] }
    }
    return (rate, values)
  }
}
