import Torus

/// One realisation of `H = Δ + U` on a periodic box, `(Δψ)(x) = Σ_{|x−x'|=1} ψ(x')`, U diagonal.
///
/// For the Anderson model `U = ηV_ω`. Where the box has side 2 both neighbours along an axis are
/// the same site and count twice, as the dispersion `2 cos 2πp` demands.
public struct Hamiltonian: Hashable, Sendable {
  public let slab: Slab
  /// U(x), the coupling included, on the sites held here.
  public let potential: [Double]
  /// An interval that holds the spectrum: `[min U − 2d, max U + 2d]`, by Gershgorin's circles.
  public let spectralBounds: ClosedRange<Double>

  public init(box: Box, potential: [Double]) {
    self.init(slab: Slab(box), potential: potential)
  }

  /// The share of this process; the spectral bounds are those of the whole box.
  public init(slab: Slab, potential: [Double]) {
    precondition(
      potential.count == slab.sites.count,
      "this box has \(slab.sites.count) sites, the potential \(potential.count) values")
    var (lowest, highest) = (Double.infinity, -Double.infinity)
    for u in potential {
      lowest = min(lowest, u)
      highest = max(highest, u)
    }
    if !slab.isWhole {
      let all = slab.gathered([lowest, highest])
      lowest = all.min() ?? lowest
      highest = all.max() ?? highest
    }
    let band = 2 * Double(slab.box.dimension)
    self.slab = slab
    self.potential = potential
    spectralBounds = (lowest - band)...(highest + band)
  }

  /// The Anderson Hamiltonian `Δ + ηV_ω` of realisation k.
  public init(box: Box, coupling η: Double, disorder: Disorder, realisation k: Int) {
    self.init(slab: Slab(box), coupling: η, disorder: disorder, realisation: k)
  }

  /// The same on the sites held here: no process draws the others.
  public init(slab: Slab, coupling η: Double, disorder: Disorder, realisation k: Int) {
    var values = disorder.realisation(k, sites: slab.sites)
    for x in values.indices { values[x] *= η }
    self.init(slab: slab, potential: values)
  }

  public var box: Box { slab.box }

  /// `Hψ`, directly from the definition, for tests and small things.
  public func applied(to ψ: WaveFunction) -> WaveFunction {
    precondition(ψ.slab == slab && slab.isWhole, "the wave function lives on the same whole box")
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
