import Dynamics
import Testing
import Torus

@Suite struct StatisticsTests {
  @Test func `the standard error of a known sample`() {
    let mean = Statistics.mean([1, 2, 3, 4])
    let (value, error) = (mean.value, mean.error)
    #expect(value == 2.5)
    #expect(abs(error - (5.0 / 12).squareRoot()) < 1e-15)
  }

  @Test func `the squared mean is the mean over pairs`() {
    let a = (0..<9).map { Complex(Double($0 * $0 % 7) - 2, Double($0 % 4)) }
    func pairs(_ a: [Complex]) -> Double {
      var sum = 0.0
      for k in a.indices { for l in a.indices where l != k { sum += (a[k].conjugate * a[l]).real } }
      return sum / Double(a.count * (a.count - 1))
    }
    let squared = Statistics.squaredMean(a)
    let (value, error) = (squared.value, squared.error)
    #expect(abs(value - pairs(a)) < 1e-14)
    let left = a.indices.map { k in pairs(Array(a[..<k] + a[(k + 1)...])) }
    let mean = left.reduce(0, +) / 9
    let variance = left.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } * 8 / 9
    #expect(abs(error - variance.squareRoot()) < 1e-14)
  }

  /// 2,000 samples of 20 normal amplitudes of mean 0.3: no bias, and an honest error bar.
  @Test func `the squared mean has no bias and its error covers the truth`() {
    var sum = 0.0
    var squares = 0.0
    var errors = 0.0
    let repeats = 2000
    for k in 0..<repeats {
      let random = Philox(seed: 6, stream: UInt64(k))
      let sample = (0..<20).map { index in
        let z = random.normals(UInt64(index))
        return Complex(0.3 + 0.5 * z.x, 0.5 * z.y)
      }
      let squared = Statistics.squaredMean(sample)
      let (value, error) = (squared.value, squared.error)
      sum += value - 0.09
      squares += (value - 0.09) * (value - 0.09)
      errors += error * error
    }
    let deviation = (squares / Double(repeats)).squareRoot()
    #expect(abs(sum) / Double(repeats) < 4 * deviation / Double(repeats).squareRoot())
    // the jackknife overestimates the variance, by terms of order 1/R
    let ratio = (errors / squares).squareRoot()
    #expect(ratio > 0.97 && ratio < 1.1, "ratio \(ratio)")
  }
}
