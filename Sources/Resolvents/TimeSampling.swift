import Torus

/// Randomly shifted lattice rules on the simplices of a time form, where product rules are hopeless.
///
/// A region of D dimensions is the image of the cube [0,1]^D: Z uniform, the simplices in collapsed
/// coordinates. Each coordinate is folded by `x → 1 − |2x − 1|` (the baker's transformation), which
/// makes the integrand continuous as a periodic function, so that a lattice rule with N points comes
/// close to an error 1/N² for smooth integrands. The spread over the shifts is the error.
struct TimeSampling<Sheet: MomentumSheet> {
  let kernel: TimeKernel
  /// N, a power of 2 up to 2^20.
  let points: Int
  let shifts: Int
  let seed: UInt64

  /// The mean over the shifts and its standard error.
  func evaluate(workers: Workers, monitor: Monitor) throws(Interrupted) -> (Complex, Complex) {
    let pieces = 8
    let regions = kernel.regions.count
    let sheets = kernel.regions.map { Sheet(kernel: kernel, region: $0, size: kernel.time) }
    let sums = try workers.spread(
      shifts * regions * pieces, as: .stage, monitor: monitor
    ) { job -> Complex in
      let (shift, rest) = (job / (regions * pieces), job % (regions * pieces))
      return sum(
        rest / pieces, sheets[rest / pieces], shift: shift, piece: rest % pieces, of: pieces)
    }
    let values = (0..<shifts).map { shift in
      let part = sums[shift * regions * pieces..<(shift + 1) * regions * pieces]
      return kernel.prefactor * (part.reduce(.zero, +) / Double(points))
    }
    return Self.statistics(values)
  }

  /// Mean and standard error of the mean, part by part.
  static func statistics(_ values: [Complex]) -> (Complex, Complex) {
    let count = Double(values.count)
    let mean = values.reduce(.zero, +) / count
    var (real, imaginary) = (0.0, 0.0)
    for value in values {
      real += (value.real - mean.real) * (value.real - mean.real)
      imaginary += (value.imaginary - mean.imaginary) * (value.imaginary - mean.imaginary)
    }
    let scale = 1 / (count * (count - 1))
    return (mean, Complex((real * scale).squareRoot(), (imaginary * scale).squareRoot()))
  }

  private func sum(
    _ index: Int, _ sheet: Sheet, shift: Int, piece: Int, of pieces: Int
  ) -> Complex {
    let region = kernel.regions[index]
    let random = Philox(seed: seed, stream: UInt64(shift << 32 | index))
    let offsets = (0..<region.dimension).map { random.uniforms(UInt64($0)).x }
    var left = [Double](repeating: 0, count: region.left.count)
    var right = [Double](repeating: 0, count: region.right.count)
    let length = sheet.blockLength
    var blocks = [Double](repeating: 0, count: 2 * length)
    var total = Complex.zero
    var (leftMemory, rightMemory) = (sheet.memory(isLeft: true), sheet.memory(isLeft: false))
    for k in stride(from: piece, to: points, by: pieces) {
      func coordinate(_ axis: Int) -> Double {
        let step = k * Amplitude.generator[axis] % points
        var x = Double(step) / Double(points) + offsets[axis]
        if x >= 1 { x -= 1 }
        return 1 - abs(2 * x - 1)
      }
      var axis = 0
      var (h, z, weight) = (kernel.time, 0.0, 1.0)
      if region.hasCommonTime {
        z = kernel.time * coordinate(0)
        h -= z
        weight = kernel.time
        axis = 1
      }
      func place(_ times: inout [Double]) {
        var remaining = h
        for index in 0..<times.count - 1 {
          times[index] = remaining * coordinate(axis)
          weight *= remaining
          remaining -= times[index]
          axis += 1
        }
        times[times.count - 1] = remaining
      }
      place(&left)
      place(&right)
      var density = 0.0
      for term in region.weight {
        var value = term.coefficient
        for _ in 0..<term.power { value *= z }
        for (x, power) in zip(left, term.left) { for _ in 0..<power { value *= x } }
        for (x, power) in zip(right, term.right) { for _ in 0..<power { value *= x } }
        density += value
      }
      blocks.withUnsafeMutableBufferPointer { buffer in
        let (a, b) = (buffer.baseAddress!, buffer.baseAddress! + length)
        let phase =
          sheet.fill(a, times: left, isLeft: true, memory: &leftMemory)
          * sheet.fill(b, times: right, isLeft: false, memory: &rightMemory)
        total += (weight * density) * (phase * sheet.combine(a, b))
      }
    }
    return total
  }
}
