import Resolvents
import Testing
import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct FastPhaseTests {
  @Test func `agrees with the library's sine and cosine`() {
    for k in -20000...20000 {
      let x = Double(k) * 0.0371
      let value = FastPhase.value(x)
      #expect(abs(value.real - cos(x)) < 3e-16 && abs(value.imaginary - sin(x)) < 3e-16)
    }
  }
}
