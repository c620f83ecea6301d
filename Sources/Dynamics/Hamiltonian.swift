import Torus

/// One realisation of `H = Δ + U` on a periodic box, `(Δψ)(x) = Σ_{|x−x'|=1} ψ(x')`, U diagonal.
///
/// For the Anderson model `U = ηV_ω`. Where the box has side 2 both neighbours along an axis are
/// the same site and count twice, as the dispersion `2 cos 2πp` demands.
public struct Hamiltonian: Hashable, Sendable {
  public let box: Box
  /// U(x), the coupling included.
  public let potential: [Double]
  /// An interval that holds the spectrum: `[min U − 2d, max U + 2d]`, by Gershgorin's circles.
  public let spectralBounds: ClosedRange<Double>

  public init(box: Box, potential: [Double]) {
    precondition(
      potential.count == box.sites,
      "this box has \(box.sites) sites, the potential \(potential.count) values")
    var (lowest, highest) = (Double.infinity, -Double.infinity)
    for u in potential {
      lowest = min(lowest, u)
      highest = max(highest, u)
    }
    let band = 2 * Double(box.dimension)
    self.box = box
    self.potential = potential
    spectralBounds = (lowest - band)...(highest + band)
  }

  /// The Anderson Hamiltonian `Δ + ηV_ω` of realisation k.
  public init(box: Box, coupling η: Double, disorder: Disorder, realisation k: Int) {
    var values = disorder.realisation(k, count: box.sites)
    for x in values.indices { values[x] *= η }
    self.init(box: box, potential: values)
  }

  /// `Hψ`, directly from the definition, for tests and small things.
  public func applied(to ψ: WaveFunction) -> WaveFunction {
    precondition(ψ.box == box, "the wave function lives on another box")
    var image = ψ
    for x in 0..<box.sites {
      var sum: Complex = potential[x] * ψ[x]
      var coordinates = box.coordinates(x)
      for axis in 0..<box.dimension {
        for step in [1, -2] {
          coordinates[axis] += step
          sum += ψ[box.index(coordinates)]
        }
        coordinates[axis] += 1
      }
      image[x] = sum
    }
    return image
  }
}
