#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Diagrams
import Torus

/// The integrand over the loop momenta: two divided differences and the weight.
///
/// Momenta come from the routing of an admissible tree, so this route shares nothing with the time
/// form but the setting.
struct MomentumIntegrand: Sendable {
  let left: Int
  let right: Int
  let dimension: Int
  /// The number of integrated momenta: those of the loops, and p0 where the start is a packet.
  let loops: Int
  let packet: WavePacket?
  let time: Double
  /// Coefficients of the loop momenta, propagator by propagator.
  let coefficients: [Double]
  /// The part of p0 and ξ, propagator by propagator and axis by axis.
  let offsets: [Double]
  let weight: [Observable.Mode]
  let shift: Momentum
  /// η^{2n̄}.
  let scale: Double
  /// Where the lines are integrated over the energy and not by divided differences.
  let contour: ContourLine?

  init(_ graph: Pairing, _ setting: AmplitudeSetting, overEnergies: Bool = false) {
    contour =
      overEnergies
      ? ContourLine(dimension: setting.dimension, time: setting.microscopicTime) : nil
    let routing = Routing(of: graph)
    left = graph.left
    right = graph.right
    dimension = setting.dimension
    packet = setting.packet
    loops = graph.order + (packet == nil ? 0 : 1)
    time = setting.microscopicTime
    shift = setting.shift
    weight = setting.weight
    var coefficients: [Double] = []
    var offsets: [Double] = []
    for index in 0..<graph.propagatorCount {
      let propagator = Propagator(index)
      for loop in 0..<graph.order {
        coefficients.append(Double(routing[propagator, LoopIndex(loop)]))
      }
      if packet != nil { coefficients.append(Double(routing.external(propagator))) }
      for axis in 0..<setting.dimension {
        let offset =
          (packet == nil ? Double(routing.external(propagator)) * setting.start[axis] : 0)
          + Double(routing.transfer(propagator)) * setting.shift[axis]
        // modulo 1, for momenta given far outside the torus
        offsets.append(offset - offset.rounded(.down))
      }
    }
    self.coefficients = coefficients
    self.offsets = offsets
    var scale = 1.0
    for _ in 0..<graph.order { scale *= setting.coupling * setting.coupling }
    self.scale = scale
  }

  /// The value at loop momenta given axis by axis for each loop.
  func callAsFunction(_ point: UnsafePointer<Double>) -> Complex {
    let count = left + right + 2
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { energies in
      for propagator in 0..<count {
        var energy = 0.0
        for axis in 0..<dimension {
          energy += 2 * FastPhase.value(2 * Double.pi * component(propagator, axis, point)).real
        }
        energies[propagator] = energy
      }
      let lefts = UnsafeBufferPointer(rebasing: energies[...left])
      let rights = UnsafeBufferPointer(rebasing: energies[(left + 1)...])
      let lines =
        if let contour {
          contour(lefts).conjugate * contour(rights)
        } else {
          DividedDifference.exponential(lefts, time: time).conjugate
            * DividedDifference.exponential(rights, time: time)
        }
      var g = Complex.zero
      for mode in weight {
        var angle = 0.0
        for axis in 0..<dimension where mode.index[axis] != 0 {
          angle += Double(mode.index[axis]) * (component(left, axis, point) + shift[axis] / 2)
        }
        g += mode.coefficient * (angle == 0 ? .one : Complex.phase(2 * Double.pi * angle))
      }
      let value = scale * (lines * g)
      guard let packet else { return value }
      let p0 = Momentum((0..<dimension).map { point[(loops - 1) * dimension + $0] })
      return packet.product(at: p0, transfer: shift) * value
    }
  }

  @inline(__always)
  private func component(
    _ propagator: Int, _ axis: Int, _ point: UnsafePointer<Double>
  ) -> Double {
    var value = offsets[propagator * dimension + axis]
    for loop in 0..<loops {
      value += coefficients[propagator * loops + loop] * point[loop * dimension + axis]
    }
    return value
  }
}

/// The second route: randomly shifted lattice rules over the momenta.
///
/// A rank-1 lattice rule averages the integrand over `{k·z/N + Δ}`, k = 0…N−1. For uniform random
/// Δ each shift gives an unbiased value, and the spread over the shifts gives the standard error.
/// The generating vector z is that of F. Kuo's table lattice-32001-1024-1048576.3600, good for all
/// N that are powers of 2 between 2^10 and 2^20.
extension Amplitude {
  static let generator: [Int] = [
    1, 182667, 469891, 498753, 110745, 446247, 250185, 118627, 245333, 283199, 408519, 391023,
    246327, 126539, 399185, 461527, 300343, 69681, 516695, 436179, 106383, 238523, 413283, 70841,
    47719, 300129, 113029, 123925, 410745, 211325, 17489, 511893,
  ]

  func latticeRule(
    points: Int, shifts: Int, seed: UInt64, force: Bool, workers: Workers, monitor: Monitor
  ) throws -> ComplexEstimate {
    guard points >= 2 else { throw AmplitudeError.points(points) }
    guard shifts >= 2 else { throw AmplitudeError.points(shifts) }
    let work = Double(points) * Double(shifts)
    guard force || work <= 4e9 else {
      throw AmplitudeError.tooCostly(method: "momentum", evaluations: work, limit: 4e9)
    }
    let integrand = MomentumIntegrand(graph, setting)
    let dimensions = (graph.order + (setting.packet == nil ? 0 : 1)) * setting.dimension
    let pieces = 16
    let sums = try workers.spread(shifts * pieces, monitor: monitor) { job -> Complex in
      let (shift, piece) = (job / pieces, job % pieces)
      let random = Philox(seed: seed, stream: UInt64(shift))
      let offsets = (0..<dimensions).map { random.uniforms(UInt64($0)).x }
      var sum = Complex.zero
      var point = [Double](repeating: 0, count: dimensions)
      for k in stride(from: piece, to: points, by: pieces) {
        for axis in 0..<dimensions {
          // exact in integers: k·z mod N
          let step = k * Self.generator[axis] % points
          point[axis] = Double(step) / Double(points) + offsets[axis]
        }
        sum += integrand(point)
      }
      return sum
    }
    let means = (0..<shifts).map { shift in
      sums[shift * pieces..<(shift + 1) * pieces].reduce(.zero, +) / Double(points)
    }
    let (mean, error) = TimeSampling<BesselSheet>.statistics(means)
    return ComplexEstimate(
      mean, error: error, .standardError, method: "momentum, \(shifts) shifts of \(points) points")
  }

  /// The finite sum over the momenta of the periodic box of given side, for p0 and ξ among them.
  func boxSum(
    size: Int, overEnergies: Bool = false, force: Bool, workers: Workers, monitor: Monitor
  ) throws -> ComplexEstimate {
    guard size >= 2 else { throw AmplitudeError.boxSize(size) }
    let fixed = setting.packet == nil ? setting.start.components : []
    for p in fixed + setting.shift.components {
      let multiple = p * Double(size)
      guard abs(multiple - multiple.rounded()) < 1e-9 else {
        throw AmplitudeError.offBox(p, size: size)
      }
    }
    let dimensions = (graph.order + (setting.packet == nil ? 0 : 1)) * setting.dimension
    let work = pow(Double(size), Double(dimensions))
    let limit = overEnergies ? 1e7 : 1e9
    let method = overEnergies ? "energy" : "box"
    guard force || work <= limit else {
      throw AmplitudeError.tooCostly(method: method, evaluations: work, limit: limit)
    }
    let integrand = MomentumIntegrand(graph, setting, overEnergies: overEnergies)
    let inner = (0..<dimensions - 1).reduce(1) { product, _ in product * size }
    // the slowest coordinate is the piece; each is summed with compensation
    let sums = try workers.spread(size, monitor: monitor) { piece -> AbsoluteSum in
      var (sum, carry, absolute) = (Complex.zero, Complex.zero, 0.0)
      var point = [Double](repeating: 0, count: dimensions)
      point[dimensions - 1] = Double(piece) / Double(size)
      for index in 0..<inner {
        var rest = index
        for axis in 0..<dimensions - 1 {
          point[axis] = Double(rest % size) / Double(size)
          rest /= size
        }
        let value = integrand(point)
        absolute += value.modulus
        let corrected = value - carry
        let next = sum + corrected
        carry = (next - sum) - corrected
        sum = next
      }
      return AbsoluteSum(value: sum, absolute: absolute)
    }
    let scale = 1 / work
    let value = scale * sums.reduce(.zero) { $0 + $1.value }
    // cosines and divided differences are good to a few 1e-15 of t^n/n!; the contour sums terms of
    // modulus up to e² times the product of resolvents, and is given three digits less
    let volume =
      pow(setting.time, Double(graph.order)) * pow(setting.microscopicTime, Double(graph.order))
      / (TimeForm.factorial(graph.left) * TimeForm.factorial(graph.right))
    let error =
      (overEnergies ? 1e-11 : 1e-14) * setting.weightBound * volume
      * (1 + setting.microscopicTime)
      + 1e-15 * scale * sums.reduce(0) { $0 + $1.absolute }
    return ComplexEstimate(
      value, error: Complex(error, error), method: "\(method), side \(size)")
  }
}
