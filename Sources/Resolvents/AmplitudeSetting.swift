public import Torus

/// What an amplitude is an amplitude of: coupling, time, start, observable, momentum transfer.
///
/// In kinetic scaling the microscopic time is `t = T/η²` and the transfer at the J-vertex is
/// `ξ = u_{n+1} − u_n = η²κ`. The start is the plane wave `u_0 = p0`, `u_{N+1} = p0 + ξ`, or a wave
/// packet, which integrates that over p0 with the weight `conj ψ̂_0(p0) ψ̂_0(p0+ξ)`.
public struct AmplitudeSetting: Hashable, Sendable {
  /// η > 0.
  public let coupling: Double
  /// The macroscopic time T = η²t > 0.
  public let time: Double
  /// p0, of dimension 1…4; that of the middle of a packet, on whose velocity `velocity` projects.
  public let start: Momentum
  /// The packet, `nil` for a plane wave.
  public let packet: WavePacket?
  public let observable: Observable
  /// κ, the transfer in macroscopic units.
  public let transfer: [Double]
  /// The weight g(v) as a trigonometric polynomial; that of `survival` is 1.
  let weight: [Observable.Mode]

  /// - Parameters:
  ///   - start: p0.
  ///   - packet: in place of the plane wave; its momentum is p0.
  public init(
    coupling: Double, time: Double, start: Momentum, packet: WavePacket? = nil,
    observable: Observable, transfer: [Double]? = nil
  ) throws(AmplitudeError) {
    precondition(packet == nil || packet!.momentum == start, "a packet around p0")
    guard packet == nil || observable != .survival else { throw .survivalOfPacket }
    guard coupling > 0, coupling.isFinite else { throw .coupling(coupling) }
    guard time > 0, time.isFinite else { throw .time(time) }
    let t = time / (coupling * coupling)
    guard t >= Self.shortestTime else { throw .shortTime(t, limit: Self.shortestTime) }
    guard 1...4 ~= start.dimension else { throw .dimension(start.dimension) }
    let κ = transfer ?? [Double](repeating: 0, count: start.dimension)
    guard κ.count == start.dimension else {
      throw .transferDimension(κ.count, expected: start.dimension)
    }
    for p in start.components + κ {
      guard p.isFinite else { throw .momentum(p) }
    }
    let weighed: Observable
    switch observable {
    case .displacement:
      guard packet != nil, κ.allSatisfy({ $0 == 0 }) else { throw .displacement }
      weighed = .one
    case .survival:
      guard κ.allSatisfy({ $0 == 0 }) else { throw .survivalWithTransfer }
      weighed = .one
    case .mode(let m):
      guard m.count == start.dimension else {
        throw .modeDimension(m.count, expected: start.dimension)
      }
      for index in m {
        guard (-Self.largestIndex...Self.largestIndex).contains(index) else {
          throw .modeIndex(index, limit: Self.largestIndex)
        }
      }
      weighed = observable
    default: weighed = observable
    }
    guard let weight = weighed.weight(start: start) else { throw .restingStart }
    self.coupling = coupling
    self.time = time
    self.start = start
    self.packet = packet
    self.observable = observable
    self.transfer = κ
    self.weight = weight
  }

  /// The same in all else.
  func with(observable: Observable, transfer: [Double]) throws(AmplitudeError) -> AmplitudeSetting {
    try AmplitudeSetting(
      coupling: coupling, time: time, start: start, packet: packet, observable: observable,
      transfer: transfer)
  }

  public var dimension: Int { start.dimension }

  /// The largest |m_j| of an observable `mode`.
  public static let largestIndex = 64

  /// The least t; below it all but the free term is 0 to rounding.
  public static let shortestTime = 1e-9

  /// t = T/η².
  public var microscopicTime: Double { time / (coupling * coupling) }

  /// ξ = η²κ.
  public var shift: Momentum { Momentum(transfer.map { coupling * coupling * $0 }) }

  /// Whether the start is one site: every momentum p0 alike.
  var startsFromSite: Bool { packet?.width == 0 }

  /// Whether ξ = 0.
  public var conservesMomentum: Bool { transfer.allSatisfy { $0 == 0 } }

  /// The largest |μ| of the weight on any axis.
  var largestMode: Int { weight.reduce(0) { max($0, $1.index.map(abs).max() ?? 0) } }

  /// A number that |g| does not exceed; for `displacement` what takes its place, see there.
  var weightBound: Double {
    observable == .displacement
      ? displacementBound : weight.reduce(0) { $0 + $1.coefficient.modulus }
  }

  /// How far the density reaches from the origin, in sites: speed 2 and the width of the start.
  var displacementReach: Double { 2 * microscopicTime + 1 + 2 * (packet?.width ?? 0) }

  /// How many times larger the errors of a displacement are than those of the amplitudes it takes.
  var displacementScale: Double { 40 * displacementReach * displacementReach }

  /// What replaces sup|g| in the bound of the time simplices when two derivatives in ξ are taken.
  ///
  /// Each falls on the phases, `|∂_ξ e| ≤ 4π`, `|∂²_ξ e| ≤ 8π²`, for a time t in all, or on ψ̂_0(p0+ξ), whose
  /// derivatives have the norms 2πw and √3·(2πw)² of a Gaussian. Divided by 4π².
  private var displacementBound: Double {
    let (t, w) = (microscopicTime, packet?.width ?? 0)
    return 4 * t * t + 2 * t + 4 * t * w + 3.0.squareRoot() * w * w
  }
}
