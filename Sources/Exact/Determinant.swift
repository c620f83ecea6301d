/// The determinant of a square matrix of integers, exact.
///
/// Bareiss' elimination: every intermediate entry is itself a minor of the matrix, so that each
/// division is exact and no fraction appears.
///
///     m[i][j] ← (m[k][k]·m[i][j] − m[i][k]·m[k][j]) / m[k−1][k−1]
///
/// Source: E. Bareiss, *Sylvester's identity and multistep integer-preserving Gaussian elimination*
/// (Math. Comp. 22, 1968). Cost: n³/3 products and exact divisions of numbers of O(n log n) bits.
/// The determinant of the empty matrix is 1.
public func determinant(_ matrix: [[Integer]]) -> Integer {
  var m = matrix
  let n = m.count
  precondition(m.allSatisfy { $0.count == n }, "a determinant needs a square matrix")
  var previous: Integer = 1
  var negated = false
  for k in 0..<n {
    guard let pivot = (k..<n).first(where: { m[$0][k] != 0 }) else { return 0 }
    if pivot != k {
      m.swapAt(pivot, k)
      negated.toggle()
    }
    let row = m[k]
    for i in k + 1..<n {
      let head = m[i][k]
      for j in k + 1..<n {
        m[i][j] = (row[k] * m[i][j] - head * row[j]).dividedExactly(by: previous)
      }
    }
    previous = row[k]
  }
  return negated ? -previous : previous
}
