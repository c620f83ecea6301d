#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Torus

/// The momentum integrals of a region by the trapezoidal rule over angles, for any graph.
///
/// A block holds, per axis and angle, the product of all factors that depend on one line alone, and
/// the part of each `W` that it contributes to closed forms shared with the other line; so the
/// cosines are evaluated once per point of a line and not once per pair.
struct AngleSheet: MomentumSheet {
  let kernel: TimeKernel
  let region: TimeRegion
  /// The number of points of the rule over all angles and the momenta of a packet, per axis.
  let samples: Int
  /// axes × samples.
  let width: Int
  /// The closed forms evaluated for pairs: both lines take part, or the J-vertex.
  let pairedClasses: [Int]
  /// The index in `pairedClasses` of the class of the J-vertex where it has a mode ≠ 0.
  let jClass: Int?
  /// ±1 before its variable.
  let jSign: Int
  private let leftSide: Side
  private let rightSide: Side
  /// Per axis: the distinct |μ| of its modes.
  private let orders: [[Int]]
  /// `e^{im(u_J + ξ/2)}` without the variable: per axis, per order m of it, the real parts of all samples,
  /// then the imaginary ones.
  private let jPhases: [[Double]]
  private let isPlain: Bool
  /// Per axis: whether its momenta are those of the axis before, and so its integral.
  private let repeats: [Bool]
  /// The weight of each point, axis by axis: that of a packet over the number of angles.
  private let weights: [Double]

  /// What one line contributes.
  private struct Side {
    var variables: [Role]
    /// The classes that are this line's alone: ranges of `variables` in class order.
    var ownClasses: [[Int]]
    /// Variables of each paired class.
    var pairedVariables: [[Int]]
    var fixed: [Int]
    /// External variables and their energies with sign.
    var external: [(variable: Int, energy: Double)]
  }

  /// The factor of one variable in the exponent, per axis and sample: `sign·e^{iσ(α+β)}` for a
  /// closed form, `2·sign·cos(α+β)` for a fixed momentum (imaginary part unused).
  private struct Role {
    var real: [Double]
    var imaginary: [Double]
  }

  init(kernel: TimeKernel, region: TimeRegion, size h: Double) {
    self.kernel = kernel
    self.region = region
    let angles = kernel.angles
    let points = kernel.points(size: h, region: region)
    var samples = 1
    for _ in 0..<angles.count { samples *= points }
    let angleWeight = 1 / Double(samples)
    // p0 of each sample: one for a plane wave
    var starts = kernel.start.map { [(angle: $0, weight: 1.0)] }
    if let packet = kernel.packet {
      starts = (0..<kernel.dimension).map { kernel.packetRule(packet, axis: $0) }
      // rules of equal length, for all axes to share the samples
      let most = starts.map(\.count).max()!
      starts = starts.map { $0 + Array(repeating: ($0[0].angle, 0), count: most - $0.count) }
    }
    let origins = starts
    let momenta = origins[0].count
    samples *= momenta
    self.samples = samples
    weights = origins.flatMap { origin in
      (0..<samples).map { angleWeight * origin[$0 % momenta].weight }
    }
    width = samples * kernel.dimension
    // θ of each sample
    let grid: [[Double]] = (0..<samples).map { sample in
      var rest = sample / momenta
      return (0..<angles.count).map { _ in
        defer { rest /= points }
        return 2 * Double.pi * Double(rest % points) / Double(points)
      }
    }
    func angle(of group: Int, axis: Int, sample: Int) -> Double {
      let momentum = angles.momenta[group]
      var α = Double(momentum.constant) * origins[axis][sample % momenta].angle
      for (coefficient, θ) in zip(momentum.coefficients, grid[sample]) {
        α += Double(coefficient) * θ
      }
      return α
    }
    let jMomentum = angles.momenta[kernel.form.jGroup]
    let isPlain = kernel.modes.allSatisfy { $0 == [0] }
    self.isPlain = isPlain
    repeats = (0..<kernel.dimension).map { (axis: Int) -> Bool in
      guard axis > 0, kernel.packet == nil else { return false }
      let isSameStart = kernel.form.startIsFree || kernel.start[axis] == kernel.start[axis - 1]
      return isSameStart && kernel.shift[axis] == kernel.shift[axis - 1]
    }
    func classes(_ variables: [TimeRegion.Variable]) -> Set<Int> {
      Set(variables.compactMap { angles.momenta[$0.group].variable })
    }
    let (onLeft, onRight) = (classes(region.left), classes(region.right))
    let paired = (0..<angles.variables).filter { number in
      (onLeft.contains(number) && onRight.contains(number))
        || (number == jMomentum.variable && !isPlain)
    }
    pairedClasses = paired
    jClass = isPlain ? nil : jMomentum.variable.map { paired.firstIndex(of: $0)! }
    jSign = jMomentum.sign
    func side(_ variables: [TimeRegion.Variable], sign: Double) -> Side {
      var side = Side(
        variables: [], ownClasses: [], pairedVariables: paired.map { _ in [] }, fixed: [],
        external: [])
      var own: [Int: [Int]] = [:]
      for (index, variable) in variables.enumerated() {
        let momentum = angles.momenta[variable.group]
        var role = Role(real: [], imaginary: [])
        if kernel.packet == nil, kernel.form.groups[variable.group].open == 0 {
          side.external.append(
            (index, sign * (variable.isShifted ? kernel.energies.right : kernel.energies.left)))
        } else {
          for axis in 0..<kernel.dimension {
            let β = variable.isShifted ? kernel.shift[axis] : 0
            for sample in 0..<samples {
              let α = angle(of: variable.group, axis: axis, sample: sample) + β
              if momentum.variable == nil {
                role.real.append(2 * sign * cos(α))
              } else {
                role.real.append(sign * cos(α))
                role.imaginary.append(sign * Double(momentum.sign) * sin(α))
              }
            }
          }
          if let number = momentum.variable {
            if let place = paired.firstIndex(of: number) {
              side.pairedVariables[place].append(index)
            } else {
              own[number, default: []].append(index)
            }
          } else {
            side.fixed.append(index)
          }
        }
        side.variables.append(role)
      }
      side.ownClasses = own.keys.sorted().map { own[$0]! }
      return side
    }
    leftSide = side(region.left, sign: 1)
    rightSide = side(region.right, sign: -1)
    let orders = kernel.modes.map { Set($0.map(abs)).sorted() }
    self.orders = orders
    jPhases = orders.enumerated().map { axis, orders in
      orders.flatMap { order in
        let phases = (0..<samples).map { sample in
          let α = angle(of: kernel.form.jGroup, axis: axis, sample: sample)
          return Complex.phase(Double(order) * (α + kernel.shift[axis] / 2))
        }
        return phases.map(\.real) + phases.map(\.imaginary)
      }
    }
  }

  /// The length of a block: base and paired parts, real and imaginary.
  var blockLength: Int { 2 * width * (1 + pairedClasses.count) }

  func narrowed(to size: Double) -> AngleSheet {
    AngleSheet(kernel: kernel, region: region, size: size)
  }

  /// Writes the block of a point of one line and returns the phase of its external propagators.
  func fill(
    _ block: UnsafeMutablePointer<Double>, times: UnsafePointer<Double>, isLeft: Bool,
    memory: inout Void
  ) -> Complex {
    let side = isLeft ? leftSide : rightSide
    let (re, im) = (block, block + width)
    if side.fixed.isEmpty {
      for k in 0..<width {
        re[k] = 1
        im[k] = 0
      }
    } else {
      for k in 0..<width { re[k] = 0 }
      for index in side.fixed {
        let x = times[index]
        side.variables[index].real.withUnsafeBufferPointer { role in
          for k in 0..<width { re[k] += x * role[k] }
        }
      }
      for k in 0..<width {
        let phase = FastPhase.value(re[k])
        re[k] = phase.real
        im[k] = phase.imaginary
      }
    }
    if isLeft {
      for k in 0..<width {
        re[k] *= weights[k]
        im[k] *= weights[k]
      }
    }
    kernel.tables[0].coefficients.withUnsafeBufferPointer { table in
      for members in side.ownClasses {
        if members.count == 1 {
          let x = times[members[0]]
          let factor = SquaredBessel.value(table.baseAddress!, at: x * x)
          for k in 0..<width {
            re[k] *= factor
            im[k] *= factor
          }
          continue
        }
        for k in 0..<width {
          var (a, b) = (0.0, 0.0)
          for index in members {
            a += times[index] * side.variables[index].real[k]
            b += times[index] * side.variables[index].imaginary[k]
          }
          let factor = SquaredBessel.value(table.baseAddress!, at: a * a + b * b)
          re[k] *= factor
          im[k] *= factor
        }
      }
    }
    var part = block + 2 * width
    for members in side.pairedVariables {
      let (a, b) = (part, part + width)
      for k in 0..<width {
        a[k] = 0
        b[k] = 0
      }
      for index in members {
        let x = times[index]
        side.variables[index].real.withUnsafeBufferPointer { role in
          for k in 0..<width { a[k] += x * role[k] }
        }
        side.variables[index].imaginary.withUnsafeBufferPointer { role in
          for k in 0..<width { b[k] += x * role[k] }
        }
      }
      part += 2 * width
    }
    var angle = 0.0
    for (index, energy) in side.external { angle += energy * times[index] }
    return Complex.phase(angle)
  }

  /// The momentum integral with its observable for a point of each line.
  func combine(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>) -> Complex {
    isPlain ? combinePlain(left, right) : combineModes(left, right)
  }

  private func combinePlain(
    _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>
  ) -> Complex {
    var product = kernel.terms[0].coefficient
    let count = pairedClasses.count
    kernel.tables[0].coefficients.withUnsafeBufferPointer { buffer in
      let table = buffer.baseAddress!
      var factor = Complex.one
      for axis in 0..<kernel.dimension {
        guard !repeats[axis] else {
          product *= factor
          continue
        }
        let from = axis * samples
        var (sumRe, sumIm) = (0.0, 0.0)
        for k in from..<from + samples {
          var closed = 1.0
          var part = 2 * width + k
          for _ in 0..<count {
            let a = left[part] + right[part]
            let b = left[part + width] + right[part + width]
            closed *= SquaredBessel.value(table, at: a * a + b * b)
            part += 2 * width
          }
          sumRe += closed * (left[k] * right[k] - left[width + k] * right[width + k])
          sumIm += closed * (left[k] * right[width + k] + left[width + k] * right[k])
        }
        factor = Complex(sumRe, sumIm)
        product *= factor
      }
    }
    return product
  }

  /// The same with Fourier modes: one sum over the samples for each, after the factors that all share.
  private func combineModes(
    _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>
  ) -> Complex {
    let modeCount = kernel.modeOffsets.last! + kernel.modes.last!.count
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 4 * samples) { shared in
      withUnsafeTemporaryAllocation(of: Complex.self, capacity: modeCount) { sums in
        let re = shared.baseAddress!
        let im = re + samples
        let (wRe, wIm) = (im + samples, im + 2 * samples)
        for axis in 0..<kernel.dimension {
          let from = axis * samples
          for k in 0..<samples {
            let (a, b) = (from + k, width + from + k)
            re[k] = left[a] * right[a] - left[b] * right[b]
            im[k] = left[a] * right[b] + left[b] * right[a]
          }
          for place in pairedClasses.indices {
            let part = 2 * width * (1 + place) + from
            let isJ = place == jClass
            kernel.tables[0].coefficients.withUnsafeBufferPointer { table in
              for k in 0..<samples {
                let a = left[part + k] + right[part + k]
                let b = left[part + width + k] + right[part + width + k]
                if isJ {
                  wRe[k] = a
                  wIm[k] = b
                } else {
                  let factor = SquaredBessel.value(table.baseAddress!, at: a * a + b * b)
                  re[k] *= factor
                  im[k] *= factor
                }
              }
            }
          }
          for (index, order) in orders[axis].enumerated() {
            let pair = jPhases[axis].withUnsafeBufferPointer {
              let phases = $0.baseAddress! + 2 * samples * index
              return jClass == nil
                ? fixedModes(phases, re, im) : variableModes(order, phases, re, im, wRe, wIm)
            }
            for (place, μ) in kernel.modes[axis].enumerated() where abs(μ) == order {
              sums[kernel.modeOffsets[axis] + place] = μ >= 0 ? pair.positive : pair.negative
            }
          }
        }
        return kernel.total { axis, index in sums[kernel.modeOffsets[axis] + index] }
      }
    }
  }

  /// The sums for μ = m and −m where the momentum of the J-vertex is fixed: `Σ G e^{±imu}`.
  private func fixedModes(
    _ phases: UnsafePointer<Double>, _ re: UnsafePointer<Double>, _ im: UnsafePointer<Double>
  ) -> (positive: Complex, negative: Complex) {
    var (even, odd) = (Complex.zero, Complex.zero)
    for k in 0..<samples {
      let factor = Complex(re[k], im[k])
      even += phases[k] * factor
      odd += phases[samples + k] * factor
    }
    odd = odd.timesPower(ofI: 1)
    return (even + odd, even - odd)
  }

  /// The same where that momentum is the variable of a closed form, at `W = wRe + i wIm`: what follows
  /// the factor `i^m G h_m` is `z = e^{imu} W̄^m` for μ = m and z̄ for −m, or with W for W̄ where the
  /// variable counts against the momentum.
  private func variableModes(
    _ order: Int, _ phases: UnsafePointer<Double>,
    _ re: UnsafePointer<Double>, _ im: UnsafePointer<Double>,
    _ wRe: UnsafePointer<Double>, _ wIm: UnsafePointer<Double>
  ) -> (positive: Complex, negative: Complex) {
    let sign: Double = jSign >= 0 ? -1 : 1
    var (even, odd) = (Complex.zero, Complex.zero)
    kernel.tables[order].coefficients.withUnsafeBufferPointer { table in
      for k in 0..<samples {
        let factor =
          SquaredBessel.value(table.baseAddress!, at: wRe[k] * wRe[k] + wIm[k] * wIm[k])
          * Complex(re[k], im[k])
        guard order > 0 else {
          even += factor
          continue
        }
        var z = Complex(phases[k], phases[samples + k])
        let root = Complex(wRe[k], sign * wIm[k])
        for _ in 0..<order { z *= root }
        even += z.real * factor
        odd += z.imaginary * factor
      }
    }
    even = even.timesPower(ofI: order)
    odd = odd.timesPower(ofI: order + 1)
    return (even + odd, even - odd)
  }
}
