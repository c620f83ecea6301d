import Diagrams
import Testing

struct PairingPermutationTests {
  @Test func `ladders have degree 0, and so has what only reverses them`() throws {
    #expect(try Pairing("abcd|dcba").permutation == [1, 2, 3, 4])
    #expect(try Pairing("abcd|dcba").degree == 0)
    // σ = 4321: the ends see σ(0) = 0 and σ(5) = 5, the inner two are antiladder.
    #expect(try Pairing("abcd|abcd").rungRoles == [.neither, .antiladder, .antiladder, .neither])
    #expect(try Pairing("ab|ab").degree == 2)
    #expect(try Pairing("aab|bcc").degree == nil)
    #expect(try Pairing("abba|").degree == nil)
  }
}
