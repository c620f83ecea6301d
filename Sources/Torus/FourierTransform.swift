internal import CFFTW
import Synchronization

/// The discrete transforms of feyn, over FFTW.
///
/// Convention: forward is `Y_k = Σ_j X_j e^{−2πi jk/N}`, nothing is normalised. Plans are made with
/// FFTW's estimate, never by measurement: a measured plan may differ from run to run, and with it
/// the last bits of the result.
public enum FourierTransform {
  private static let planner = Mutex<Void>(())

  /// Runs `body` while no other thread makes or destroys a plan.
  ///
  /// FFTW's planner is not thread safe, the execution of a plan is; whoever calls FFTW elsewhere in
  /// the program plans in here too.
  public static func planning<Result>(_ body: () -> Result) -> Result {
    var result: Result?
    planner.withLock { _ in result = body() }
    return result!
  }

  static func execute(_ makePlan: () -> fftw_plan?) {
    let plan = planning(makePlan)!
    fftw_execute(plan)
    planning { fftw_destroy_plan(plan) }
  }

  /// The first half of the transform of a real sequence: `Y_0 … Y_{N/2}`, `Y_{N−k} = conj Y_k`.
  ///
  /// Cost: O(N log N).
  public static func real(_ values: [Double]) -> [Complex] {
    precondition(!values.isEmpty, "a transform needs at least one value")
    var input = values
    var output = [Complex](repeating: .zero, count: values.count / 2 + 1)
    input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBytes { bytes in
        let target = bytes.baseAddress!.assumingMemoryBound(to: fftw_complex.self)
        execute {
          fftw_plan_dft_r2c_1d(
            Int32(source.count), source.baseAddress!, target, cfftw_estimate)
        }
      }
    }
    return output
  }

  /// The cosine transform of an array of `count^dimension` values, in place:
  ///
  ///     Y_k = Σ_{j} X_j Π_axis g(j) cos(2πjk/L),   L = 2(count − 1),  g = 1 at both ends, else 2
  ///
  /// which is the Fourier transform on the periodic box of side L of a function that is even in
  /// each coordinate, held on its positive quadrant 0…L/2 (FFTW's REDFT00). Cost:
  /// O(count^d log count) and twice the memory of one axis.
  public static func cosine(_ values: inout [Double], count: Int, dimension: Int) {
    precondition(count >= 2, "a cosine transform needs two values per axis, got \(count)")
    precondition(dimension >= 1, "a cosine transform needs an axis, got \(dimension)")
    let total = (0..<dimension).reduce(1) { product, _ in product * count }
    precondition(values.count == total, "expected \(total) values, got \(values.count)")
    let sides = [Int32](repeating: Int32(count), count: dimension)
    let kinds = [fftw_r2r_kind](repeating: FFTW_REDFT00, count: dimension)
    values.withUnsafeMutableBufferPointer { buffer in
      execute {
        fftw_plan_r2r(
          Int32(dimension), sides, buffer.baseAddress!, buffer.baseAddress!, kinds,
          cfftw_estimate)
      }
    }
  }
}
