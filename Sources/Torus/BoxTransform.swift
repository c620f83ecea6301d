internal import CFFTW

/// The Fourier transform on one periodic box, planned once and executed by any number of threads.
///
///     Y_k = Σ_x X_x e^{−2πi k·x/L},   x, k in {0, …, L−1}^d, the last axis fastest
///
/// For many transforms of one small box, where a plan for each would cost as much as the transform.
public final class BoxTransform: Sendable {
  public let side: Int
  public let dimension: Int
  /// L^d.
  public let count: Int
  nonisolated(unsafe) private let plan: fftw_plan

  public init(side: Int, dimension: Int) {
    precondition(side >= 1 && dimension >= 1, "an empty box: side \(side), dimension \(dimension)")
    self.side = side
    self.dimension = dimension
    count = (0..<dimension).reduce(1) { product, _ in product * side }
    let sides = [Int32](repeating: Int32(side), count: dimension)
    var scratch = [Complex](repeating: .zero, count: count)
    plan = scratch.withUnsafeMutableBytes { bytes in
      let data = bytes.baseAddress!.assumingMemoryBound(to: fftw_complex.self)
      return FourierTransform.planning {
        fftw_plan_dft(
          Int32(dimension), sides, data, data, -1, cfftw_estimate | cfftw_unaligned)
      }!
    }
  }

  deinit { FourierTransform.planning { fftw_destroy_plan(plan) } }

  /// Transforms `count` values in place.
  public func forward(_ values: UnsafeMutablePointer<Complex>) {
    values.withMemoryRebound(to: fftw_complex.self, capacity: count) {
      fftw_execute_dft(plan, $0, $0)
    }
  }

  /// The same of an array.
  public func forward(_ values: inout [Complex]) {
    precondition(values.count == count, "expected \(count) values, got \(values.count)")
    values.withUnsafeMutableBufferPointer { forward($0.baseAddress!) }
  }
}
