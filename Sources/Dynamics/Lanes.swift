// Four adjacent doubles at a time: two SSE registers on every x86-64, one AVX register where the
// build allows. The same lanes on every machine, hence the same bits.

@inline(__always)
func lane(_ pointer: UnsafePointer<Double>, _ index: Int) -> SIMD4<Double> {
  UnsafeRawPointer(pointer + index).loadUnaligned(as: SIMD4<Double>.self)
}

@inline(__always)
func setLane(_ pointer: UnsafeMutablePointer<Double>, _ index: Int, _ value: SIMD4<Double>) {
  UnsafeMutableRawPointer(pointer + index).storeBytes(of: value, as: SIMD4<Double>.self)
}
