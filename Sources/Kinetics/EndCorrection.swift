/// The trapezoid rule on an interval whose samples go on beyond both ends, with its error removed
/// to order 2m + 2 in the step.
///
///     ∫_0^{nh} f = h [½f_0 + f_1 + … + ½f_n] + h Σ_{j=1}^{m} w_j [(f_{n−j} − f_{n+j}) − (f_{−j} − f_j)]
///
/// where the weights solve `Σ_j 2 w_j j^{2k−1} = B_{2k}/2k`, k = 1…m: the Euler–Maclaurin formula
/// with central differences. For a function of bandwidth Ω the error falls like `(hΩ)^{2m+1}` times
/// a constant that itself falls fourfold with each m.
struct EndCorrection {
  let weights: [Double]

  /// - Parameter m: 1…8, how many samples beyond each end are used.
  init(_ m: Int) {
    let numerators: [Double] = [1, -1, 1, -1, 5, -691, 7, -3617]
    let denominators: [Double] = [6, 30, 42, 30, 66, 2730, 6, 510]
    // m equations for w_j j, with columns and rows in units of m
    var matrix = [[Double]](repeating: [Double](repeating: 1, count: m), count: m)
    var right = [Double](repeating: 0, count: m)
    let unit = Double(m)
    for k in 1...m {
      right[k - 1] = numerators[k - 1] / denominators[k - 1] / Double(4 * k)
      for _ in 1..<k { right[k - 1] /= unit * unit }
      for j in 1...m {
        let ratio = Double(j) / unit
        for _ in 1..<k { matrix[k - 1][j - 1] *= ratio * ratio }
      }
    }
    for pivot in 0..<m {
      let row = (pivot..<m).max { abs(matrix[$0][pivot]) < abs(matrix[$1][pivot]) }!
      matrix.swapAt(pivot, row)
      right.swapAt(pivot, row)
      for lower in (pivot + 1)..<max(m, pivot + 1) {
        let factor = matrix[lower][pivot] / matrix[pivot][pivot]
        for column in pivot..<m { matrix[lower][column] -= factor * matrix[pivot][column] }
        right[lower] -= factor * right[pivot]
      }
    }
    var solution = [Double](repeating: 0, count: m)
    for row in stride(from: m - 1, through: 0, by: -1) {
      var rest = right[row]
      for column in (row + 1)..<max(m, row + 1) { rest -= matrix[row][column] * solution[column] }
      solution[row] = rest / matrix[row][row]
    }
    weights = zip(solution, 1...m).map { $0 / Double($1) }
  }

  /// The integral over samples `f[margin + j·stride]`, j = 0…n, of spacing `step`.
  ///
  /// - Precondition: `margin ≥ m·stride` samples before the first and after the last.
  func integral(of f: [Double], margin: Int, count n: Int, stride: Int = 1, step h: Double)
    -> Double
  {
    let (first, last) = (margin, margin + n * stride)
    var sum = (f[first] + f[last]) / 2
    for j in Swift.stride(from: first + stride, to: last, by: stride) { sum += f[j] }
    for (k, w) in weights.enumerated() {
      let j = (k + 1) * stride
      sum += w * (f[last - j] - f[last + j] - f[first - j] + f[first + j])
    }
    return h * sum
  }
}
