internal import CFFTW

extension FourierTransform {
  /// The transform of a real function on the periodic box that is even under `k → −k`:
  ///
  ///     Y_x = Σ_k X_k cos(2πk·x/L),   x_1, …, x_{d−1} in 0..<L, x_d in 0…L/2, the last axis fastest
  ///
  /// which is real; the sites with x_d > L/2 are those at −x. Cost: O(L^d log L), and memory for
  /// another 1.5 times the values.
  public static func even(_ values: [Double], side: Int, dimension: Int) -> [Double] {
    precondition(side >= 2, "a box has a side of at least 2, got \(side)")
    let rows = (0..<dimension - 1).reduce(1) { product, _ in product * side }
    precondition(values.count == rows * side, "expected \(rows * side) values")
    let count = rows * (side / 2 + 1)
    var input = values
    let sides = [Int32](repeating: Int32(side), count: dimension)
    return [Double](unsafeUninitializedCapacity: count) { result, initialized in
      withUnsafeTemporaryAllocation(of: fftw_complex.self, capacity: count) { output in
        input.withUnsafeMutableBufferPointer { input in
          execute {
            fftw_plan_dft_r2c(
              Int32(dimension), sides, input.baseAddress!, output.baseAddress!, cfftw_estimate)
          }
        }
        for i in 0..<count { result[i] = output[i].0 }
      }
      initialized = count
    }
  }
}
