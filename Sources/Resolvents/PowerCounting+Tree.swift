#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension PowerCounting {
  /// The a priori bound of every graph with `order` contractions and `sup|g| ≤ 1`, whatever p0.
  ///
  ///     (η² max(t,1) ‖1/(e−E)‖_1)^n̄ K(0)²
  ///
  /// K(e) is largest at the centre of the band, since asinh is concave for positive arguments.
  public func treeBound(order: Int, coupling η: Double) -> Double {
    let energy = energyIntegral(at: 0)
    return pow(η * η * pointwise * meanOverTorus, Double(order)) * energy * energy
  }
}
