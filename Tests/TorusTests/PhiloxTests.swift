import Testing
import Torus

@Suite struct PhiloxTests {
  /// Random123, file kat_vectors, lines `philox4x32 10`.
  @Test func `agrees with the known-answer vectors of Random123`() {
    #expect(
      Philox.block(counter: SIMD4(0, 0, 0, 0), key: SIMD2(0, 0))
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    let ones: UInt32 = 0xffff_ffff
    #expect(
      Philox.block(counter: SIMD4(ones, ones, ones, ones), key: SIMD2(ones, ones))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      Philox.block(
        counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: SIMD2(0xa409_3822, 0x299f_31d0))
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func `filled words are the blocks in order`() {
    let philox = Philox(seed: 0x299f_31d0_a409_3822, stream: 0x0370_7344_1319_8a2e)
    let index: UInt64 = 0x85a3_08d3_243f_6a00
    var words = [UInt32](repeating: 0, count: 4 * 24)
    words.withUnsafeMutableBufferPointer { philox.fill($0, from: index) }
    for k in 0..<24 {
      let block = philox.block(index + UInt64(k))
      for word in 0..<4 { #expect(words[24 * word + k] == block[word]) }
    }
  }
}
