#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Torus

/// The momentum integrals of a region over one angle, where all closed forms see it alike.
///
/// For every graph with n̄ = 3 that needs an angle, and for the maximally crossed ones, each closed
/// form pairs momenta with `u ± u' = θ + p0`-like sums, so its modulus depends on `γ = θ − κp0` alone,
/// evenly and in the same way on every axis. Measured from there,
///
///     F_j = (1/M) Σ_{γ ∈ [0,π]} [B_j(γ) + B_j(−γ)] · Π_v J_0(2|W_v(γ)|),   W_v(γ) = Σ Z e^{irγ},
///
/// with B_j the factor of the fixed momentum, folded once per point of its line: half the angles, and
/// closed forms once for all axes.
struct MirrorSheet: MomentumSheet {
  let kernel: TimeKernel
  let region: TimeRegion
  /// M/2 + 1, the angles 2πk/M, k = 0…M/2.
  private let half: Int
  /// The momentum that the angle is; on which line, and where among its variables.
  private let fixedIsLeft: Bool
  private let fixedIndex: Int
  /// Per axis and angle, γ then −γ: `±2 cos u` of the fixed momentum.
  private let cosines: [Double]
  /// Per axis, per mode of it, γ then −γ: `e^{iμu_J}/M` with the weights of the folded rule.
  private let weights: [[[Complex]]]
  /// `cos rγ` and `sin rγ` of the angles for r = −2…2.
  private let rotations: [[Complex]]
  /// Per class: the variables of either line with their r.
  private let left: [Members]
  private let right: [Members]
  /// The classes both lines take part in; the rest belongs to one of them.
  private let paired: [Int]

  private typealias Members = [(variable: Int, rotation: Int)]

  /// κ, or nil if the graph or the setting do not allow this form.
  static func center(of kernel: TimeKernel) -> Int? {
    let angles = kernel.angles
    // it is measured from the momentum that the angle is, which a free p0 leaves open
    guard kernel.sharesTimes, kernel.packet == nil, !kernel.form.startIsFree, angles.count == 1
    else { return nil }
    let jIsFixed = angles.momenta[kernel.form.jGroup].variable == nil
    guard jIsFixed || kernel.modes.allSatisfy({ $0 == [0] }) else { return nil }
    var center: Int?
    for number in 0..<angles.variables {
      let members = angles.momenta.filter { $0.variable == number }
      for member in members.dropFirst() {
        // relative angle r·θ + c·p0 = r(θ − κp0)
        let r = member.sign * member.coefficients[0] - members[0].sign * members[0].coefficients[0]
        let c = member.sign * member.constant - members[0].sign * members[0].constant
        guard r != 0, c % r == 0, center == nil || center == -c / r else { return nil }
        center = -c / r
      }
    }
    return center ?? 0
  }

  init(kernel: TimeKernel, region: TimeRegion, size h: Double) {
    self.kernel = kernel
    self.region = region
    let angles = kernel.angles
    let center = Self.center(of: kernel)!
    let half = kernel.points(size: h, region: region) / 2 + 2
    self.half = half
    let count = 2 * (half - 1)
    func isFixed(_ variable: TimeRegion.Variable) -> Bool {
      kernel.form.groups[variable.group].open != 0 && angles.momenta[variable.group].variable == nil
    }
    let onLeft = region.left.firstIndex(where: isFixed)
    fixedIsLeft = onLeft != nil
    fixedIndex = onLeft ?? region.right.firstIndex(where: isFixed)!
    let fixed = onLeft.map { region.left[$0].group } ?? region.right[fixedIndex].group
    func angle(_ momentum: Angles.Momentum, _ axis: Int, _ γ: Double) -> Double {
      let θ = Double(center) * kernel.start[axis] + γ
      return Double(momentum.constant) * kernel.start[axis]
        + (momentum.coefficients.isEmpty ? 0 : Double(momentum.coefficients[0]) * θ)
    }
    let sign = onLeft != nil ? 2.0 : -2.0
    let grid = (0..<half).map { 2 * Double.pi * Double($0) / Double(count) }
    let signed = grid + grid.map { -$0 }
    cosines = (0..<kernel.dimension).flatMap { axis in
      signed.map { sign * cos(angle(angles.momenta[fixed], axis, $0)) }
    }
    let jMomentum = angles.momenta[kernel.form.jGroup]
    weights = (0..<kernel.dimension).map { axis in
      kernel.modes[axis].map { μ in
        signed.enumerated().map { index, γ in
          let k = index % half
          // 0 and π are their own mirror images
          let weight = (k == 0 || k == half - 1 ? 0.5 : 1) / Double(count)
          return weight * Complex.phase(μ == 0 ? 0 : Double(μ) * angle(jMomentum, axis, γ))
        }
      }
    }
    rotations = (-2...2).map { r in grid.map { Complex.phase(Double(r) * $0) } }
    func members(_ variables: [TimeRegion.Variable], _ number: Int) -> Members {
      let reference = angles.momenta.first { $0.variable == number }!
      return variables.enumerated().compactMap { index, variable in
        let momentum = angles.momenta[variable.group]
        guard momentum.variable == number else { return nil }
        let r =
          momentum.sign * momentum.coefficients[0] - reference.sign * reference.coefficients[0]
        return (index, r)
      }
    }
    let lefts = (0..<angles.variables).map { members(region.left, $0) }
    let rights = (0..<angles.variables).map { members(region.right, $0) }
    left = lefts
    right = rights
    paired = (0..<angles.variables).filter { !lefts[$0].isEmpty && !rights[$0].isEmpty }
  }

  /// Own closed forms, the folded factors of the fixed momentum (on its line), and the parts of W.
  var blockLength: Int { half * (1 + 2 * kernel.modes.joined().count + 2 * paired.count) }

  func narrowed(to size: Double) -> MirrorSheet {
    MirrorSheet(kernel: kernel, region: region, size: size)
  }

  func fill(
    _ block: UnsafeMutablePointer<Double>, times: UnsafePointer<Double>, isLeft: Bool
  ) -> Complex {
    let classes = isLeft ? left : right
    let sign: Double = isLeft ? 1 : -1
    kernel.tables[0].coefficients.withUnsafeBufferPointer { buffer in
      let table = buffer.baseAddress!
      for k in 0..<half { block[k] = 1 }
      for (number, members) in classes.enumerated()
      where !members.isEmpty && !paired.contains(number) {
        if members.count == 1 {
          let x = times[members[0].variable]
          let factor = SquaredBessel.value(table, at: x * x)
          for k in 0..<half { block[k] *= factor }
        } else {
          for k in 0..<half {
            var w = Complex.zero
            for member in members {
              w += times[member.variable] * rotations[member.rotation + 2][k]
            }
            block[k] *= SquaredBessel.value(table, at: w.norm)
          }
        }
      }
    }
    var part = block + half
    if isLeft == fixedIsLeft {
      let x = times[fixedIndex]
      for axis in 0..<kernel.dimension {
        let modes = weights[axis].count
        cosines.withUnsafeBufferPointer { cosines in
          let row = cosines.baseAddress! + 2 * half * axis
          for k in 0..<half {
            let (plus, minus) = (FastPhase.value(x * row[k]), FastPhase.value(x * row[half + k]))
            for mode in 0..<modes {
              let value =
                plus * weights[axis][mode][k] + minus * weights[axis][mode][half + k]
              part[2 * half * mode + k] = value.real * block[k]
              part[2 * half * mode + half + k] = value.imaginary * block[k]
            }
          }
        }
        part += 2 * half * modes
      }
    } else {
      part += 2 * half * kernel.modes.joined().count
    }
    for number in paired {
      for k in 0..<half {
        part[k] = 0
        part[half + k] = 0
      }
      for member in classes[number] {
        let x = sign * times[member.variable]
        rotations[member.rotation + 2].withUnsafeBufferPointer { rotation in
          for k in 0..<half {
            part[k] += x * rotation[k].real
            part[half + k] += x * rotation[k].imaginary
          }
        }
      }
      part += 2 * half
    }
    var angle = 0.0
    let energy = isLeft ? kernel.energies.left : -kernel.energies.right
    for (index, variable) in (isLeft ? region.left : region.right).enumerated()
    where kernel.form.groups[variable.group].open == 0 {
      angle += energy * times[index]
    }
    return FastPhase.value(angle)
  }

  func combine(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>) -> Complex {
    let (folded, other) = fixedIsLeft ? (left, right) : (right, left)
    let modeCount = kernel.modeOffsets.last! + kernel.modes.last!.count
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: half) { product in
      let first = half * (1 + 2 * modeCount)
      kernel.tables[0].coefficients.withUnsafeBufferPointer { buffer in
        let table = buffer.baseAddress!
        for k in 0..<half {
          var factor = other[k]
          var part = first + k
          for _ in 0..<paired.count {
            let a = left[part] + right[part]
            let b = left[part + half] + right[part + half]
            factor *= SquaredBessel.value(table, at: a * a + b * b)
            part += 2 * half
          }
          product[k] = factor
        }
      }
      let row = UnsafePointer(product.baseAddress!)
      guard modeCount > kernel.dimension else {
        var total = kernel.terms[0].coefficient
        for axis in 0..<kernel.dimension {
          total *= BesselSheet.dot(folded + half * (1 + 2 * axis), row, half)
        }
        // one mode per axis: only a constant or a single product of modes
        return kernel.terms.count == 1
          ? total
          : kernel.total { axis, _ in
            BesselSheet.dot(folded + half * (1 + 2 * axis), row, half)
          }
      }
      return withUnsafeTemporaryAllocation(of: Complex.self, capacity: modeCount) { sums in
        for mode in 0..<modeCount {
          sums[mode] = BesselSheet.dot(folded + half * (1 + 2 * mode), row, half)
        }
        return kernel.total { axis, index in sums[kernel.modeOffsets[axis] + index] }
      }
    }
  }
}
