internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// One dressed line at the energies of a contour, on the sites of a box: the working part of `CrossingSum`.
///
/// Sites are relative to the first scatterer, momenta those of the box; all functions are even or odd
/// under x → −x. For an odd weight a factor i is taken out of F and −i out of A, which multiply to 1, so that
/// everything on the other line is the conjugate.
struct CrossingLines {
  /// The functions of one energy, one after the other in its storage.
  enum Block: Int {
    /// S(x) and `S_g(x) = ∫dp g e^{2πip·x}/(e − ζ)`.
    case propagator, weighted
    /// X(x) of both sizes without their powers of η.
    case second, third
    /// The transforms of S², S_gS, AS, AS_g with `A(x) = cos` or `sin 2πp0·x`.
    case square, weightedSquare, start, weightedStart

    static func count(upTo size: Int) -> Int { size > 2 ? 8 : 3 }
  }

  /// One energy.
  struct Node: Sendable {
    let weight: Complex
    /// z and ζ.
    let energy, dressed: Complex
    /// S(p0).
    let propagator: Complex
    /// S_g(0), and ∫gS² = its derivative in ζ.
    let end, endSlope: Complex
    /// By size: ∫…X with A, and the part of δΣ that has no momentum, `η²∫S²X/(1 − η²∫S²)`.
    let atStart, nested: [Complex]
    /// By size: ΣX·f for f = S, S_g, (S²), (S²)_g on the sites.
    let onPropagator, onWeighted, onSlope, onWeightedSlope: [Complex]
    let slope: Complex
    let storage: [Complex]
  }

  /// What comes out.
  struct Sums {
    var noncrossing = 0.0
    /// By size.
    var crossing: [Double] = []
  }

  let size: Int
  let isBare: Bool
  /// g(−k) = ±g(k).
  let parity: Double
  /// Whether g = 1, so that S_g = S.
  let isPlain: Bool
  /// g(p0).
  let weightAtStart: Double
  let square: Double
  let nodes: [Node]
  let transform: BoxTransform
  /// A(x) by site.
  let start: [Double]

  /// - Parameter isBare: propagators without self-energy, no rungs: the component alone.
  init(
    _ selfEnergy: SelfEnergy, size: Int, time t: Double, _ resolution: CrossingSum.Resolution,
    momentum: Momentum, observable: Observable, isBare: Bool = false, workers: Workers,
    monitor: Monitor
  ) throws(Interrupted) {
    let modes = observable.weight(start: momentum)!
    let isOdd = modes.contains { abs($0.coefficient.imaginary) > abs($0.coefficient.real) }
    let box = Box(side: resolution.side, dimension: momentum.dimension)
    let transform = BoxTransform(side: box.side, dimension: box.dimension)
    self.size = size
    self.isBare = isBare
    self.transform = transform
    parity = isOdd ? -1 : 1
    isPlain = modes.count == 1 && modes[0].index.allSatisfy { $0 == 0 }
    let square = selfEnergy.coupling * selfEnergy.coupling
    self.square = square
    weightAtStart = modes.reduce(0) { sum, mode in
      let turns = zip(mode.index, momentum.components).reduce(0) { $0 + Double($1.0) * $1.1 }
      return sum + (mode.coefficient * Complex.phase(2 * Double.pi * turns)).real
    }
    let angles = (0..<box.count).map { site in
      let turns = zip(box.site(site), momentum.components).reduce(0) { $0 + Double($1.0) * $1.1 }
      return 2 * Double.pi * turns
    }
    let cosines = angles.map { cos($0) }
    let start = isOdd ? angles.map { sin($0) } : cosines
    self.start = start
    let shifts = modes.map { mode in
      (
        coefficient: isOdd ? mode.coefficient.imaginary : mode.coefficient.real,
        place: (0..<box.count).map { box.index(zip(box.site($0), mode.index).map { $0 + $1 }) }
      )
    }
    let band = (0..<box.count).map { index in
      box.site(index).reduce(0.0) { $0 + 2 * cos(2 * Double.pi * Double($1) / Double(box.side)) }
    }
    let contour = SpectrumContour(
      radius: selfEnergy.spectralRadius, time: t, count: resolution.energies,
      decay: resolution.decay)
    @Sendable func weighted(_ f: [Complex]) -> [Complex] {
      var sum = [Complex](repeating: .zero, count: f.count)
      for (coefficient, place) in shifts {
        for i in sum.indices { sum[i] += coefficient * f[place[i]] }
      }
      return sum
    }
    let energy = momentum.energy
    @Sendable func node(_ a: Int) -> Node {
      let z = contour.points[a]
      let ζ = isBare ? z : selfEnergy.dressedEnergy(at: z)
      let scale = 1 / Double(box.count)
      // e is even, so that the forward transform is the backward one
      var S = band.map { Complex(scale) / (Complex($0) - ζ) }
      var slope = band.map { e -> Complex in
        let s = .one / (Complex(e) - ζ)
        return scale * (s * s)
      }
      transform.forward(&S)
      transform.forward(&slope)
      let (Sg, slopeg) = (weighted(S), weighted(slope))
      var components = [S.map { $0 * $0 * $0 }]
      var squares = S.map { $0 * $0 }
      var storage = S + Sg + components[0]
      if size > 2 {
        transform.forward(&squares)
        var convolved = squares.map { scale * ($0 * $0) }
        transform.forward(&convolved)
        components.append(zip(S, convolved).map { 4 * ($0 * $1) })
        var weightedSquares = zip(S, Sg).map { $0 * $1 }
        var starts = zip(start, S).map { $0 * $1 }
        var weightedStarts = zip(start, Sg).map { $0 * $1 }
        transform.forward(&weightedSquares)
        transform.forward(&starts)
        transform.forward(&weightedStarts)
        storage += components[1]
        storage += squares
        storage += weightedSquares
        storage += starts
        storage += weightedStarts
      }
      func dot(_ X: [Complex], _ f: [Complex]) -> Complex {
        zip(X, f).reduce(.zero) { $0 + $1.0 * $1.1 }
      }
      let atStart = components.map { X in
        zip(X, cosines).reduce(Complex.zero) { $0 + $1.1 * $1.0 }
      }
      let nested = components.map { X -> Complex in
        isBare ? .zero : square * dot(X, slope) / (.one - square * slope[0])
      }
      return Node(
        weight: contour.weights[a], energy: z, dressed: ζ,
        propagator: .one / (Complex(energy) - ζ), end: Sg[0], endSlope: slopeg[0],
        atStart: atStart, nested: nested,
        onPropagator: components.map { dot($0, S) }, onWeighted: components.map { dot($0, Sg) },
        onSlope: components.map { dot($0, slope) },
        onWeightedSlope: components.map { dot($0, slopeg) }, slope: slope[0],
        storage: storage)
    }
    nodes = try workers.map(resolution.energies, monitor: monitor) { node($0) }
  }

  /// Sites of a periodic box, the last axis fastest, coordinates in −L/2 … L/2.
  private struct Box: Sendable {
    let side, dimension: Int
    var count: Int { (0..<dimension).reduce(1) { product, _ in product * side } }

    func site(_ index: Int) -> [Int] {
      var rest = index
      return (0..<dimension).map { _ in
        defer { rest /= side }
        let x = rest % side
        return 2 * x > side ? x - side : x
      }.reversed()
    }

    func index(_ site: [Int]) -> Int {
      site.reduce(0) { $0 * side + (($1 % side) + side) % side }
    }
  }
}
