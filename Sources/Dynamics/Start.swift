public import Torus

/// The wave function at time 0.
public enum Start: Hashable, Sendable {
  /// `e^{2πi p·x} L^{−d/2}`, p on the dual lattice of the box.
  case planeWave(Momentum)
  /// One particle on the site in the middle of the box.
  case site
  /// `h e^{2πi p·x}`, h a Gaussian around the middle whose square has this width in sites per axis.
  case packet(Momentum, width: Double)

  /// The momentum that the velocity observable projects on.
  public var momentum: Momentum? {
    switch self {
    case .planeWave(let p), .packet(let p, _): p
    case .site: nil
    }
  }

  /// Whether distances from the start have a meaning.
  public var isLocalised: Bool {
    switch self {
    case .planeWave: false
    case .site, .packet: true
    }
  }

  /// The widest packet: at the boundary its amplitude is e^{−14} of that in the middle.
  public static func widestPacket(on box: Box) -> Double { Double(box.side) / 15 }

  public func waveFunction(on box: Box) -> WaveFunction { waveFunction(on: Slab(box)) }

  /// The share of this process.
  func waveFunction(on slab: Slab) -> WaveFunction {
    switch self {
    case .planeWave(let p): .planeWave(p, on: slab)
    case .site: .site(slab.box.middle, on: slab)
    case .packet(let p, let width): .packet(p, width: width, on: slab)
    }
  }
}

extension Start: CustomStringConvertible {
  public var description: String {
    switch self {
    case .planeWave: "a plane wave"
    case .site: "one site"
    case .packet: "a wave packet"
    }
  }
}

extension Box {
  /// The site in the middle, L/2 rounded down on each axis.
  public var middle: [Int] { [Int](repeating: side / 2, count: dimension) }
}

extension WaveFunction {
  /// `WavePacket` around the middle of the box, normalised to what the box leaves of it.
  ///
  /// The momentum need not be on the dual lattice.
  public static func packet(_ momentum: Momentum, width w: Double, on box: Box) -> WaveFunction {
    packet(momentum, width: w, on: Slab(box))
  }

  static func packet(_ momentum: Momentum, width w: Double, on slab: Slab) -> WaveFunction {
    let box = slab.box
    precondition(w > 0 && w <= Start.widestPacket(on: box), "the packet fits into the box")
    let axes = momentum.components.map { p in
      let packet = WavePacket(momentum: Momentum([p]), width: w)
      return (0..<box.side).map { packet.value(at: [$0 - box.side / 2]) }
    }
    var ψ = WaveFunction.zero(on: slab)
    for (local, site) in slab.sites.enumerated() {
      ψ[local] = zip(axes, box.coordinates(site)).reduce(Complex.one) { $0 * $1.0[$1.1] }
    }
    let scale = 1 / ψ.norm.squareRoot()
    for local in ψ.real.indices { ψ[local] = scale * ψ[local] }
    return ψ
  }
}
