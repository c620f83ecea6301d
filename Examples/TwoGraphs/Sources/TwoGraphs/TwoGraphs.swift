import Diagrams
import Resolvents
import Torus

/// The ladder and the crossing with two contractions: their classes, their routed momenta, their
/// amplitudes, and the crossing integral that bounds the second.
@main
enum TwoGraphs {
  static func main() throws {
    let setting = try AmplitudeSetting(
      coupling: 0.5, time: 1, start: Momentum([0.1, 0.2, 0.3]), observable: .one)
    for word in ["ab|ba", "ab|ab"] {
      let graph = try Pairing(word)
      print(graph.word, graph.classes.members.map(\.rawValue).joined(separator: " "))
      print("  momenta   ", Routing(of: graph).momenta.map(\.description).joined(separator: ", "))
      let amplitude = try Amplitude(graph, setting).evaluate()
      print("  amplitude ", rounded(amplitude.real.value))
    }
    let lattice = try CrossingLattice(
      dimension: 3, epsilon: 0.1, energies: [[0, 0, 0]], shifts: [Momentum([0.25, 0.25, 0.25])])
    let integral = try lattice.integrals().integrals[0][0]
    print("crossing integral at ε = 0.1, u = (¼,¼,¼):", rounded(integral.value))
  }

  /// Eight digits after the point, for a number that is not negative.
  static func rounded(_ value: Double) -> String {
    let digits = String(Int((value * 1e8).rounded()))
    let text = String(repeating: "0", count: max(0, 9 - digits.count)) + digits
    return text.dropLast(8) + "." + text.suffix(8)
  }
}
