public import Torus

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The state of one coordinate, the others summed over: `ρ(y, z) = Σ_⊥ conj ψ(y,⊥) ψ(z,⊥)`.
///
/// In d = 1 it is the whole state; in d = 2, 3 the marginal on one axis of phase space. Density
/// matrices add up, so the state averaged over disorder is one too.
public struct DensityMatrix: Hashable, Sendable {
  /// Coordinates run from 0 to side − 1, an interval of Z: nothing is periodic here.
  public let side: Int
  /// `ρ(y, z)` at `y·side + z`.
  public private(set) var entries: [Complex]

  /// Cost: `L^{d+1}`.
  public init(_ ψ: WaveFunction, axis: Int = 0) {
    let box = ψ.box
    precondition((0..<box.dimension).contains(axis), "an axis of the box, got \(axis)")
    let side = box.side
    let stride = (axis + 1..<box.dimension).reduce(1) { product, _ in product * side }
    self.side = side
    entries = [Complex](repeating: .zero, count: side * side)
    for site in 0..<box.sites where site / stride % side == 0 {
      for y in 0..<side {
        let left = ψ[site + y * stride].conjugate
        for z in 0..<side { entries[y * side + z] += left * ψ[site + z * stride] }
      }
    }
  }

  /// Adds up states of one box.
  public static func += (sum: inout DensityMatrix, state: DensityMatrix) {
    precondition(sum.side == state.side, "states of one box")
    for i in sum.entries.indices { sum.entries[i] += state.entries[i] }
  }

  static func + (a: DensityMatrix, b: DensityMatrix) -> DensityMatrix {
    var sum = a
    sum += b
    return sum
  }

  /// Divides by a number of states.
  public static func /= (sum: inout DensityMatrix, count: Int) {
    for i in sum.entries.indices { sum.entries[i] = sum.entries[i] / Double(count) }
  }

  /// `Tr ρ`.
  public var trace: Double { (0..<side).reduce(0) { $0 + entries[$1 * side + $1].real } }

  /// The Wigner transform on the half-integer lattice.
  ///
  ///     W(x, v) = 2 Σ_{y+z=2x} ρ(y, z) e^{2πi v(y−z)},   x = 0, ½, 1, …, L−1,   v = 0, 1/L, …
  ///
  /// Real, of either sign. Its marginals are exact: `∫dv W(x,v)` is `2ρ(x,x)` at integer x and 0
  /// between; `½ Σ_x W(x,v) = Σ ρ(y,z) e^{2πi v(y−z)} = |ψ̂(v)|²`. Cost: L² log L.
  ///
  /// - Returns: the row of `2x`, then v.
  public var wigner: [[Double]] {
    (0...2 * (side - 1)).map { sum in
      var byDifference = [Complex](repeating: .zero, count: side)
      for y in max(0, sum - (side - 1))...min(side - 1, sum) {
        byDifference[(2 * y - sum + side) % side] += 2 * entries[y * side + sum - y]
      }
      return Self.byMomentum(byDifference)
    }
  }

  /// The Husimi function of width w, the probability of the coherent state at (x, v); never negative.
  ///
  ///     ⟨g_{x,v}, ρ g_{x,v}⟩,   g_{x,v}(y) ∝ e^{−(y−x)²/4w²} e^{2πi v y},  of norm 1 on Z
  ///
  /// It is the Wigner transform smeared by a Gaussian of variance w² in x and, on the torus, of
  /// `1/(4πw)²` in v; summed over x and integrated over v it is Tr ρ. Cost: L (24w)² + L² log L.
  ///
  /// - Returns: the row of x, then v = 0, 1/L, ….
  public func husimi(width w: Double) -> [[Double]] {
    precondition(w > 0, "a coherent state has a width, got \(w)")
    let reach = Int((12 * w).rounded(.up)) + 1
    let bell = (-reach...reach).map { exp(-Double($0 * $0) / (4 * w * w)) }
    let square = bell.reduce(0) { $0 + $1 * $1 }
    return (0..<side).map { x in
      let window = max(0, x - reach)...min(side - 1, x + reach)
      // by difference y − z first: v meets only that
      var byDifference = [Complex](repeating: .zero, count: side)
      for y in window {
        for z in window {
          let weight = bell[y - x + reach] * bell[z - x + reach] / square
          let difference = (y - z + side) % side
          byDifference[difference] += weight * entries[y * side + z]
        }
      }
      return Self.byMomentum(byDifference)
    }
  }

  /// `Σ_n f(n) e^{2πi v n}` at v = 0, 1/L, …, real for a Hermitian ρ.
  private static func byMomentum(_ byDifference: [Complex]) -> [Double] {
    var values = byDifference
    FourierTransform.complex(&values, .backward)
    return values.map(\.real)
  }
}

extension DensityMatrix: PlainData {
  public func encode(into sink: inout ByteSink) {
    side.encode(into: &sink)
    entries.encode(into: &sink)
  }

  public init(from source: inout ByteSource) throws(PlainDataError) {
    side = try Int(from: &source)
    entries = try [Complex](from: &source)
    guard 0...1 << 31 ~= side, side * side == entries.count else { throw PlainDataError() }
  }
}
