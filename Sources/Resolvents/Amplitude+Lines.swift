#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import Diagrams
import Torus

/// Graphs without a rung, each line for itself.
///
/// No momentum crosses the J-vertex, so from a plane wave the amplitude is a product: with one of the
/// lines emptied and the observable one,
///
///     Amp(π_l π_r) = g(p0 + ξ/2) Amp(π_l |) Amp(| π_r) e^{it(e(p0+ξ) − e(p0))},
///
/// the last factor taking away what the empty lines contribute, `conj f[e(p0)] f[e(p0+ξ)]`. It halves
/// the number of times, and each line has its own relations between momenta: `abab|cdcd` has two,
/// each factor one.
extension Amplitude {
  /// Whether the amplitude is such a product of two factors.
  var hasSeparateLines: Bool {
    setting.packet == nil && graph.left > 0 && graph.right > 0
      && graph.isMember(of: .rungless)
  }

  /// Either line with the other one emptied, for the observable one.
  var separateLines: [Amplitude] {
    let partners = (1...graph.size).map { graph.partner(of: Vertex($0)).index }
    let (left, right) = (graph.left, graph.right)
    // parts of a valid graph and of a valid setting
    let one = try! setting.with(observable: .one, transfer: setting.transfer)
    return try! [
      Pairing(left: left, right: 0, partners: Array(partners[..<left])),
      Pairing(left: 0, right: right, partners: partners[left...].map { $0 - left }),
    ].map { Amplitude($0, one) }
  }

  /// The product, with the errors of both factors.
  func productOfLines(_ effort: Effort, _ times: Times) throws -> ComplexEstimate {
    let lines = separateLines
    let middle = setting.start.components.indices.map {
      2 * Double.pi * (setting.start[$0] + setting.shift[$0] / 2)
    }
    let weight = setting.weight.reduce(Complex.zero) { sum, mode in
      sum + mode.coefficient
        * Complex.phase(
          zip(mode.index, middle).reduce(0) {
            $0 + Double($1.0) * $1.1
          })
    }
    let scale =
      weight
      * Complex.phase(
        setting.microscopicTime * ((setting.start + setting.shift).energy - setting.start.energy))
    var factors: [ComplexEstimate] = []
    for (line, other) in zip(lines, lines.reversed()) {
      var share = effort
      share.tolerance /= 4 * max(1, scale.modulus * other.bound)
      share.timeLimit = effort.timeLimit.map { $0 / 2 }
      factors.append(try line.timeForm(share, times))
    }
    let (a, b) = (factors[0], factors[1])
    let error =
      scale.modulus
      * (a.value.modulus * b.error.modulus + b.value.modulus * a.error.modulus
        + a.error.modulus * b.error.modulus)
    return ComplexEstimate(
      scale * a.value * b.value, error: Complex(error, error),
      a.uncertainty == .bound ? b.uncertainty : a.uncertainty,
      method: "\(a.method) × \(b.method)")
  }
}
