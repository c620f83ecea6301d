import Testing
import Torus

@Suite struct PlainDataTests {
  @Test func `Values come back with the same bits`() throws {
    for x in [0.0, -0.0, 1 / 3, .infinity, .leastNonzeroMagnitude, -1e300] {
      #expect(try Double(bytes: x.encoded).bitPattern == x.bitPattern)
    }
    #expect(try Double(bytes: Double.nan.encoded).isNaN)
    #expect(try Int(bytes: (-5).encoded) == -5)
    #expect(try [String](bytes: ["", "η² t", "a\u{0}b"].encoded) == ["", "η² t", "a\u{0}b"])
    #expect(try [[Bool]?](bytes: [nil, [true, false]].encoded) == [nil, [true, false]])
    let estimate = Estimate(1 / 3, error: 1e-9, .standardError, method: "é")
    #expect(try Estimate(bytes: estimate.encoded) == estimate)
    let complex = ComplexEstimate(Complex(1, -2), error: Complex(0, 1), method: "time")
    #expect(try [ComplexEstimate](bytes: [complex].encoded) == [complex])
  }

  @Test func `Bytes that are no value are refused`() throws {
    let good = [Estimate(1, error: 2, method: "lattice"), Estimate(3, error: 4, method: "")].encoded
    for length in 0..<good.count {
      #expect(throws: PlainDataError.self) { try [Estimate](bytes: good[..<length]) }
    }
    #expect(throws: PlainDataError.self) { try [Estimate](bytes: good + [0]) }
    // a length beyond all bytes, and one that overflows
    for length in [UInt64(1) << 40, .max] {
      #expect(throws: PlainDataError.self) { try [Double](bytes: length.encoded + good) }
    }
    #expect(throws: PlainDataError.self) { try Bool(bytes: UInt64(2).encoded) }
    #expect(throws: PlainDataError.self) {
      try Estimate(bytes: 1.0.encoded + (-1.0).encoded + false.encoded + "".encoded)
    }
    #expect(throws: PlainDataError.self) { try String(bytes: 1.encoded + [0xFF]) }
  }

  @Test func `Random byte strings and changed bytes crash nothing`() {
    let random = Philox(seed: 9, stream: 0)
    let good = [Estimate(1, error: 2, method: "lattice"), Estimate(3, error: 4, method: "")].encoded
    var accepted = 0
    for index in 0..<200_000 as Range<UInt64> {
      let block = random.block(index)
      var bytes = good
      if block[0] % 4 == 0 {
        bytes = (0..<Int(block[1] % 40)).map {
          UInt8(truncatingIfNeeded: block[2] >> (UInt32($0) % 25))
        }
      } else {
        bytes[Int(block[1]) % bytes.count] = UInt8(truncatingIfNeeded: block[2])
        if block[3] % 3 == 0 { bytes.removeLast(Int(block[3] / 3) % bytes.count) }
      }
      if let value = try? [Estimate](bytes: bytes) {
        accepted += 1
        // what is accepted is what was written
        if value.encoded != bytes { Issue.record("not the same bytes again") }
      }
    }
    #expect(accepted > 1000)
  }
}
