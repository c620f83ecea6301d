import Torus

extension WaveFunction {
  /// `|ψ̂(v)|²` on the dual lattice, `ψ̂(v) = Σ_x e^{−2πi v·x} ψ(x)`, numbered as the sites are.
  ///
  /// `L^{−d} Σ_v |ψ̂(v)|² = ‖ψ‖²`.
  public var momentumDensity: [Double] {
    precondition(slab.isWhole, "a Fourier transform needs the whole box")
    var values = (0..<box.sites).map { self[$0] }
    let sides = [Int](repeating: box.side, count: box.dimension)
    FourierTransform.complex(&values, sides: sides, .forward)
    return values.map(\.norm)
  }
}
