#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Torus

/// What the times do not change: the angles, the Fourier modes, the tables.
///
/// The observable is a sum of products of one Fourier mode per axis, so the momentum integral is a
/// sum of products of one-dimensional ones, `Σ_modes coefficient · Π_j F_j^{(μ_j)}`; each axis needs
/// the distinct μ that occur on it.
final class TimeKernel: Sendable {
  let form: TimeForm
  let angles: Angles
  let dimension: Int
  /// t.
  let time: Double
  /// 2πp0 and 2πξ per axis.
  let start: [Double]
  let shift: [Double]
  /// The start where it is neither a plane wave nor one site, whose momentum is one of the loops;
  /// `start` and `energies` are then those of its middle.
  let packet: WavePacket?
  /// e(p0) and e(p0+ξ).
  let energies: (left: Double, right: Double)
  /// The largest frequency in the times, but for tails: `|e(p0)| + 2d`.
  var rate: Double {
    let edge = 2 * Double(dimension)
    let isIntegrated = packet != nil || form.startIsFree
    return (isIntegrated ? edge : max(abs(energies.left), abs(energies.right))) + edge
  }
  /// The distinct μ of each axis, 0 first if it occurs.
  let modes: [[Int]]
  /// The terms of the observable: coefficient and, per axis, the index into `modes`.
  let terms: [(coefficient: Complex, indices: [Int])]
  /// `h_0, h_1, …` up to the largest |μ|; none where rows of Bessel functions do.
  let tables: [SquaredBessel]
  /// η^{2n̄} i^n (−i)^ñ.
  let prefactor: Complex
  let regions: [TimeRegion]
  /// Whether ξ = 0.
  let sharesTimes: Bool
  /// Where the modes of each axis begin in a list of all of them.
  let modeOffsets: [Int]

  /// - Parameter tabulates: whether there are tables in any case.
  init(_ form: TimeForm, _ setting: AmplitudeSetting, tabulates: Bool = false) {
    self.form = form
    angles = Angles(form)
    dimension = setting.dimension
    time = setting.microscopicTime
    start = setting.start.components.map { 2 * Double.pi * $0 }
    packet = form.startIsFree ? nil : setting.packet
    shift = setting.shift.components.map { 2 * Double.pi * $0 }
    energies = (setting.start.energy, (setting.start + setting.shift).energy)
    let weight = setting.weight
    let modes = (0..<setting.dimension).map { axis in
      Set(weight.map { $0.index[axis] }).sorted { (abs($0), $0) < (abs($1), $1) }
    }
    self.modes = modes
    terms = weight.map { mode in
      (
        mode.coefficient,
        mode.index.enumerated().map { modes[$0.offset].firstIndex(of: $0.element)! }
      )
    }
    let largest = modes.joined().map(abs).max() ?? 0
    let reach = 4 * time * time + 1
    let needsTables = tabulates || !setting.conservesMomentum || form.relations > 1
    tables = needsTables ? (0...largest).map { SquaredBessel(order: $0, upTo: reach) } : []
    var scale = 1.0
    for _ in 0..<form.order { scale *= setting.coupling * setting.coupling }
    prefactor = Complex(scale).timesPower(ofI: form.left - form.right)
    sharesTimes = setting.conservesMomentum
    modeOffsets = modes.indices.map { axis in modes[..<axis].reduce(0) { $0 + $1.count } }
    regions = form.regions(sharesTimes: setting.conservesMomentum)
  }

  /// The regions as product rules take them: sheets keep what the first times give, so what costs most
  /// comes first, the external propagator last.
  ///
  /// Lattice rules take them as they are: there this order doubles the points that n̄ = 4 needs.
  var sortedRegions: [TimeRegion] {
    regions.map { region in
      region.sorted { group in
        form.groups[group].open == 0 ? 2 : angles.momenta[group].variable == nil ? 0 : 1
      }
    }
  }

  /// The observable from its one-dimensional integrals, `Σ coefficient · Π_j F_j`.
  @inline(__always)
  func total(_ factor: (_ axis: Int, _ index: Int) -> Complex) -> Complex {
    var total = Complex.zero
    for term in terms {
      var product = term.coefficient
      for axis in 0..<dimension { product *= factor(axis, term.indices[axis]) }
      total += product
    }
    return total
  }

  /// The number of points of the trapezoidal rule per angle for simplices of size h.
  ///
  /// As a function of one angle the integrand is a product of factors whose Fourier coefficients are
  /// Bessel functions: 2Z for a fixed group, the smaller of the two parts of W for a closed form,
  /// which is at most their mean. The aliasing error is the coefficient number M.
  func points(size h: Double, region: TimeRegion) -> Int {
    guard angles.count > 0 else { return 1 }
    func share(_ variables: [TimeRegion.Variable]) -> Double {
      variables.map { variable in
        let momentum = angles.momenta[variable.group]
        guard momentum.coefficients.contains(where: { $0 != 0 }) || momentum.variable != nil else {
          return 0
        }
        return momentum.variable == nil ? 1.0 : 0.5
      }.max() ?? 0
    }
    let argument = 2 * h * (share(region.left) + share(region.right))
    let largest = modes.joined().map(abs).max() ?? 0
    let bessel = Bessel.orders(upTo: Bessel.cutoff(argument), at: argument)
    let last = bessel.lastIndex { abs($0) > 1e-15 } ?? 0
    return last + 1 + largest
  }

  /// The momenta of the start along one axis as angles 2πq, with their weights.
  ///
  /// As a function of q the integrand is a product of factors of the time form, whose Fourier
  /// coefficients are Bessel functions at no more than 4t in all.
  func packetRule(_ packet: WavePacket, axis: Int) -> [(angle: Double, weight: Double)] {
    let bessel = Bessel.orders(upTo: Bessel.cutoff(4 * time), at: 4 * time)
    let last = bessel.lastIndex { abs($0) > 1e-15 } ?? 0
    let largest = modes.joined().map(abs).max() ?? 0
    let nodes = packet.rule(
      axis: axis, degree: last + largest, transfer: shift[axis] / (2 * .pi))
    return nodes.map { (2 * .pi * $0.momentum, $0.weight) }
  }
}
