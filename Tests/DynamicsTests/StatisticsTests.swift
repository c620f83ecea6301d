import Dynamics
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

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

  /// The 97.5 % column of any table of Student's law, at the 1.959964 of the normal one.
  @Test(arguments: [
    (2, 12.7062), (3, 4.30265), (4, 3.18245), (5, 2.77645), (6, 2.57058), (11, 2.22814),
    (31, 2.04227), (121, 1.97993), (1_000_000, 1.959966),
  ])
  func `few samples take more errors, as Student's law says`(samples: Int, factor: Double) {
    #expect(abs(Statistics.student(1.9599640, samples: samples) / factor - 1) < 3e-6)
  }

  /// One degree of freedom is Cauchy's law, two have `1 − t/√(2+t²)`; and the law is continuous in R
  /// where the normal one takes over.
  @Test func `the factor of Student's law has its closed forms and its limit`() {
    for k in [0.5, 1, 3, 5] {
      let outside = erfc(k / 2.0.squareRoot())
      let one = Statistics.student(k, samples: 2)
      #expect(abs(one * tan(Double.pi / 2 * outside) - 1) < 1e-9)
      let two = Statistics.student(k, samples: 3)
      #expect(abs(1 - two / (2 + two * two).squareRoot() - outside) < 1e-9 * outside + 1e-13)
      #expect(abs(Statistics.student(k, samples: 10_000) / k - 1) < 1e-3)
    }
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
