internal import CFFTW

extension FourierTransform {
  /// The sign of the exponent.
  public enum Direction: Sendable {
    /// `Y_k = Σ_j X_j e^{−2πi jk/N}`.
    case forward
    /// `Y_k = Σ_j X_j e^{+2πi jk/N}`.
    case backward
  }

  /// The transform of a complex sequence, in place and not normalised. Cost: O(N log N).
  public static func complex(_ values: inout [Complex], _ direction: Direction) {
    precondition(!values.isEmpty, "a transform needs at least one value")
    values.withUnsafeMutableBytes { bytes in
      let data = bytes.baseAddress!.assumingMemoryBound(to: fftw_complex.self)
      let count = Int32(bytes.count / MemoryLayout<Complex>.stride)
      let sign: Int32 = direction == .forward ? -1 : 1
      let plan = planning { fftw_plan_dft_1d(count, data, data, sign, cfftw_estimate) }!
      fftw_execute(plan)
      planning { fftw_destroy_plan(plan) }
    }
  }

  /// The same of an array with several axes, the last one running fastest.
  public static func complex(_ values: inout [Complex], sides: [Int], _ direction: Direction) {
    precondition(
      !sides.isEmpty && values.count == sides.reduce(1, *) && !values.isEmpty,
      "\(values.count) values on axes of \(sides)")
    values.withUnsafeMutableBytes { bytes in
      let data = bytes.baseAddress!.assumingMemoryBound(to: fftw_complex.self)
      let sign: Int32 = direction == .forward ? -1 : 1
      let counts = sides.map { Int32($0) }
      let plan = planning {
        fftw_plan_dft(Int32(counts.count), counts, data, data, sign, cfftw_estimate)
      }!
      fftw_execute(plan)
      planning { fftw_destroy_plan(plan) }
    }
  }
}
