internal import Synchronization
public import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension PhaseSpaceEvolution {
  /// The density at each time by discrete ordinates.
  ///
  /// Each Fourier mode in X by half a free flight, the exact collision, half a flight, of length at most h;
  /// then with twice as many steps, whose values count. The distance of both, divided by 3, is `stepError`.
  /// Mass is conserved to rounding.
  ///
  /// - Parameters:
  ///   - times: increasing, ≥ 0.
  ///   - steps: until the last time; nil for as many as the width in X asks for.
  /// - Throws: `Interrupted`.
  public func ordinates(
    times: [Double], steps: Int? = nil, workers: Workers = .single, monitor: Monitor = .silent
  ) throws(Interrupted) -> [PhaseSpaceDensity] {
    guard let latest = times.last else { return [] }
    precondition(times == times.sorted() && times[0] >= 0, "times increase from 0 on")
    let modes = SpatialModes(grid, width: width, until: latest)
    let set = discretisation(until: latest)
    let steps = steps ?? self.steps(until: latest)
    let grid = grid
    let half = (modes.count + 1) / 2
    // modes k and count−1−k are conjugate
    let results = try workers.local.map(half, monitor: monitor) { k in
      let m = modes.modes(k)
      let κ = m.map(modes.transfer)
      return [steps, 2 * steps].map { n in
        set.flow(
          κ, envelope: modes.envelope(m), times: times, step: latest / Double(n), cells: grid)
      }
    }
    let cells = grid.momentumCount
    return times.indices.map { t in
      let values = (0...1).map { run in
        var all = [Complex](repeating: .zero, count: modes.count * cells)
        for k in 0..<half {
          for v in 0..<cells {
            let value = results[k][run][t * cells + v]
            all[k * cells + v] = value
            all[(modes.count - 1 - k) * cells + v] = value.conjugate
          }
        }
        return modes.density(all, momentumCount: cells)
      }
      let coarse = PhaseSpaceDensity(grid: grid, time: times[t], values: values[0])
      return PhaseSpaceDensity(
        grid: grid, time: times[t], values: values[1],
        stepError: coarse.distance(to: values[1]) / 3)
    }
  }

  /// What `ordinates` will do: updates of one ordinate of one mode.
  public func ordinateUpdates(until T: Double, steps: Int? = nil) -> Double {
    let modes = SpatialModes(grid, width: width, until: T)
    return 1.5 * Double(modes.count) * Double(steps ?? self.steps(until: T))
      * Double(discretisation(until: T).count)
  }

  /// The most memory that a density by modes holds at so many times, in bytes.
  ///
  /// The transforms of two runs, of which one half is computed; one run put together and carried back to
  /// places; and the matrix that does so.
  public func modeMemory(until T: Double, times: Int) -> Double {
    let side = SpatialModes.modes(grid, width: width, until: T)
    let modes = pow(side, Double(grid.places.count))
    let kept = 2 * Double(times) * modes / 2 + 2 * modes
    return 16 * (kept * Double(grid.momentumCount) + side * Double(grid.placeCells))
  }

  /// What is left of the start at late times: `N(X_0 + c̄_k/Γ_k, W² + 2D(E_k)T)` per shell, as cell means.
  ///
  /// The mean stays where memory of the velocity ends, c̄/Γ from the start; `D = ⟨c_1²⟩/Γ`.
  ///
  /// - Precondition: a grid of X alone.
  public func diffusiveLimit(time T: Double) -> [Double] {
    precondition(grid.momenta.isEmpty && !grid.places.isEmpty, "a density of X alone")
    let set = discretisation(until: 0)
    var values = [Double](repeating: 0, count: grid.count)
    for part in set.classes {
      let mass = part.range.reduce(0) { $0 + set.start[$1] }
      guard mass > 0 else { continue }
      // the cell means of the Gaussian along each axis
      let factors: [[Double]] = grid.places.indices.map { axis in
        let c = set.velocity[axis]
        let mean = part.range.reduce(0) { $0 + set.start[$1] * c[$1] } / mass / part.rate
        let square = part.range.reduce(0) { $0 + set.share[$1] * c[$1] * c[$1] }
        let variance = width * width + 2 * square / part.rate * T
        func below(_ x: Double) -> Double { erf((x - mean) / (2 * variance).squareRoot()) / 2 }
        return (0..<grid.placeCells).map { k in
          let (x, h) = (grid.place(k), grid.placeWidth / 2)
          return (below(x + h) - below(x - h)) / (2 * h)
        }
      }
      for cell in values.indices {
        var (rest, value) = (cell, mass)
        for factor in factors.reversed() {
          value *= factor[rest % grid.placeCells]
          rest /= grid.placeCells
        }
        values[cell] += value
      }
    }
    return values
  }

  /// Within which distance there is all that can be seen at the time T: five standard deviations, or the front.
  public static func extent(_ start: Start, time T: Double, width: Double) throws(LadderError)
    -> Double
  {
    let square: Double
    switch start {
    case .plane(let p): square = try LinearBoltzmann(momentum: p).displacement(time: T).value
    case .packet(let packet):
      square = try LinearBoltzmann.value(time: T, packet: packet, observable: .displacement).value
    }
    // of the axis that may be faster than the mean
    let spread = (width * width + Double(start.dimension) * square).squareRoot()
    return min(reach(time: T, width: width), 5 * spread)
  }

  /// The mean energy `Σ_k E_k q_k`, which no collision changes.
  public var energy: Double {
    switch start {
    case .plane(let p): p.energy
    case .packet(let packet):
      (0..<packet.dimension).reduce(0) { sum, axis in
        let turn = Complex.phase(2 * Double.pi * packet.momentum[axis])
        return sum + 2 * (packet.coefficient(1) * turn).real
      }
    }
  }

  /// Made once for a time, whoever asks: what the run will cost is known from it before the run.
  func discretisation(until T: Double) -> PhaseSpaceOrdinates {
    if let ordinates = known.ordinates(until: T) { return ordinates }
    let ordinates = newDiscretisation(until: T)
    known.keep(ordinates, until: T)
    return ordinates
  }

  private func newDiscretisation(until T: Double) -> PhaseSpaceOrdinates {
    switch start {
    case .plane(let p):
      // what has flown for ten free times is e^{−10} of the rest
      let rate = 2 * Double.pi * DensityOfStates(dimension: p.dimension).value(at: p.energy)
      let longest = min(T, 10 / rate)
      // of a mode of |κ| = 1/W; on more axes 0.7/W, where the envelope is 6e-5, since nodes are many more
      let axes = grid.places.count
      let speed = 2 * (axes > 1 ? 0.7 * Double(axes).squareRoot() : 1)
      let phase = 2 * Double.pi * speed * longest / width
      let most = ShellTransport.largestPhase(dimension: p.dimension)
      return PhaseSpaceOrdinates(plane: p, grid: grid, bandwidth: min(most, phase))
    case .packet(let packet): return PhaseSpaceOrdinates(packet: packet, grid: grid)
    }
  }

  /// Short flights beside W, and fewer collisions than one in ten.
  func steps(until T: Double) -> Int {
    max(10, Int(min(1e15, (T * max(10, 8 / width)).rounded(.up))))
  }
}

/// The ordinates last made.
final class KnownOrdinates: Sendable {
  private let last = Mutex<(time: Double, ordinates: PhaseSpaceOrdinates)?>(nil)

  func ordinates(until T: Double) -> PhaseSpaceOrdinates? {
    last.withLock { $0?.time == T ? $0?.ordinates : nil }
  }

  func keep(_ ordinates: PhaseSpaceOrdinates, until T: Double) {
    last.withLock { $0 = (T, ordinates) }
  }
}

extension PhaseSpaceOrdinates {
  private typealias Lanes = SIMD4<Double>

  /// Masses by time and cell of V of one Fourier mode, `q_i(0) = start_i · envelope`.
  func flow(
    _ κ: [Double], envelope: Double, times: [Double], step h: Double, cells grid: PhaseSpaceGrid
  ) -> [Complex] {
    // classes begin at whole lanes
    var slots = [Int](repeating: 0, count: count)
    var ranges: [Range<Int>] = []
    var end = 0
    for part in classes {
      let first = end
      for (k, i) in part.range.enumerated() { slots[i] = 4 * first + k }
      end += (part.range.count + 3) / 4
      ranges.append(first..<end)
    }
    let zero = [Lanes](repeating: .zero, count: end)
    var (real, imaginary, shares) = (zero, zero, zero)
    for i in 0..<count {
      real[slots[i] / 4][slots[i] % 4] = start[i] * envelope
      shares[slots[i] / 4][slots[i] % 4] = share[i]
    }
    func flight(_ time: Double) -> ([Lanes], [Lanes]) {
      var (cosine, sine) = (zero, zero)
      for i in 0..<count {
        let turn = κ.indices.reduce(0) { $0 + κ[$1] * velocity[$1][i] }
        let phase = Complex.phase(-2 * Double.pi * turn * time)
        cosine[slots[i] / 4][slots[i] % 4] = phase.real
        sine[slots[i] / 4][slots[i] % 4] = phase.imaginary
      }
      return (cosine, sine)
    }
    func fly(_ factor: ([Lanes], [Lanes])) {
      for k in 0..<end {
        let (a, b) = (real[k], imaginary[k])
        real[k] = a * factor.0[k] - b * factor.1[k]
        imaginary[k] = a * factor.1[k] + b * factor.0[k]
      }
    }
    var result: [Complex] = []
    var now = 0.0
    for T in times {
      let number = Int(((T - now) / h * (1 - 1e-12)).rounded(.up))
      if number > 0 {
        let step = (T - now) / Double(number)
        let (whole, half) = (flight(step), flight(step / 2))
        let rates = classes.map { (kept: exp(-$0.rate * step), given: -expm1(-$0.rate * step)) }
        fly(half)
        for n in 1...number {
          for (range, rate) in zip(ranges, rates) {
            Self.collide(&real, shares, range, rate.kept, rate.given)
            Self.collide(&imaginary, shares, range, rate.kept, rate.given)
          }
          fly(n == number ? half : whole)
        }
      }
      now = T
      var masses = [Complex](repeating: .zero, count: grid.momentumCount)
      for i in 0..<count {
        masses[cell[i]] += Complex(
          real[slots[i] / 4][slots[i] % 4], imaginary[slots[i] / 4][slots[i] % 4])
      }
      result += masses
    }
    return result
  }

  @inline(__always)
  private static func collide(
    _ masses: inout [Lanes], _ shares: [Lanes], _ range: Range<Int>, _ kept: Double,
    _ given: Double
  ) {
    var sum = Lanes.zero
    for k in range { sum += masses[k] }
    let gain = given * sum.sum()
    for k in range { masses[k] = kept * masses[k] + gain * shares[k] }
  }
}
