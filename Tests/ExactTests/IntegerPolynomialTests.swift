import Exact
import Testing

struct IntegerPolynomialTests {
  @Test func `agrees with the sums of products, whatever the signs`() {
    let a = (0..<23).map { Integer($0 % 3 - 1) * .factorial($0) }
    let b = (0..<17).map { -Integer(7).power($0 % 5) * Integer($0 - 8) }
    let product = polynomialProduct(a, b)
    #expect(product.count == a.count + b.count - 1)
    for index in product.indices {
      var sum: Integer = 0
      for i in a.indices where b.indices.contains(index - i) { sum += a[i] * b[index - i] }
      #expect(product[index] == sum)
    }
    #expect(polynomialProduct([], a).isEmpty)
    #expect(polynomialProduct([0], [0, 0]) == [0, 0])
    #expect(polynomialProduct([-3], [5]) == [-15])
  }
}
