import Foundation
import Testing
import Torus

@Suite struct FourierTransformTests {
  @Test(arguments: [1, 2, 7, 16])
  func `the real transform is the sum that defines it`(count: Int) {
    let values = (0..<count).map { sin(1 + 2.3 * Double($0)) }
    let transform = FourierTransform.real(values)
    #expect(transform.count == count / 2 + 1)
    for (k, y) in transform.enumerated() {
      var sum = Complex.zero
      for (j, x) in values.enumerated() {
        sum += x * Complex.phase(-2 * Double.pi * Double(j * k) / Double(count))
      }
      #expect((sum - y).modulus < 1e-13)
    }
  }

  @Test func `the cosine transform is that of an even function on the whole box`() {
    let count = 4
    let side = 6
    var values = (0..<count * count).map { cos(0.3 + 1.7 * Double($0)) }
    let original = values
    FourierTransform.cosine(&values, count: count, dimension: 2)
    for k in 0..<count {
      for l in 0..<count {
        var sum = 0.0
        for x in 0..<side {
          for y in 0..<side {
            let value = original[min(x, side - x) * count + min(y, side - y)]
            sum += value * cos(2 * Double.pi * Double(k * x + l * y) / Double(side))
          }
        }
        #expect(abs(values[k * count + l] - sum) < 1e-12)
      }
    }
  }
}
