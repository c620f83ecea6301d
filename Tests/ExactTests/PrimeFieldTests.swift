import Exact
import Testing

struct PrimeFieldTests {
  @Test func `residues determine the number`() {
    let number = Integer.factorial(200)
    let fields = PrimeField.fields(exceeding: number.bitWidth)
    let residues = fields.map { number.residue(modulo: $0.modulus) }
    #expect(Integer(residues: residues, in: fields) == number)
    #expect(Set(fields).count == fields.count)
  }

  @Test func `obeys the laws of a field`() {
    for field in PrimeField.fields(exceeding: 200) {
      let table = field.inverses(50)
      for k in 1...50 {
        #expect(field.product(table[k], UInt(k)) == 1)
        #expect(field.inverse(UInt(k)) == table[k])
        #expect(field.sum(field.residue(-k), UInt(k)) == 0)
      }
      #expect(field.difference(3, 5) == field.residue(-2))
    }
  }

  @Test func `convolutions agree with exact sums`() {
    let field = PrimeField.fields(exceeding: 10)[0]
    let a = (0..<9000).map { field.residue(-1 - 7 * $0 * $0) }
    let b = (0..<9000).map { field.residue(-2 - 3 * $0) }
    for range in [0..<1, 5..<100, 0..<9000] {
      var sum: Integer = 0
      for i in range { sum += Integer(a[i]) * Integer(b[8999 - i]) }
      #expect(field.convolution(a, b, at: 8999, over: range) == sum.residue(modulo: field.modulus))
    }
  }
}
