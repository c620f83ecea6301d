import Torus

/// The integral over the momentum of a packet in the rows of a `BesselSheet`.
///
/// A row of orders m carries the phase `e^{2πiqM}`, `M = m Σ_g c_g + μ` as far as the groups have loop
/// momenta, and the external propagators `e^{2iτ cos 2πq}`. Both depend on q alone, so a row is
/// multiplied by
///
///     P_M(τ) = ∫dq conj φ̂(q−p) φ̂(q−p) e^{2iτ cos 2πq} e^{2πiqM},
///
/// once per point of the line that has the external time. No transfer: there the rows do not apply.
struct PacketRows: Sendable {
  /// Per axis: `2 cos 2πq` and the weight of each node.
  private let nodes: [[(energy: Double, weight: Double)]]
  /// Per axis and mode of it: `e^{2πiqM}`, node by node, all m of a node side by side.
  private let turns: [[[Complex]]]
  /// The number of m.
  private let width: Int

  init(_ kernel: TimeKernel, _ packet: WavePacket, orders: Range<Int>, circuit: [Int]) {
    let rules = (0..<kernel.dimension).map { kernel.packetRule(packet, axis: $0) }
    let loops = kernel.form.groups.indices.filter { kernel.form.groups[$0].open != 0 }
    let sum = loops.reduce(0) { $0 + circuit[$1] }
    // a mode at a J-vertex without loop momentum is one of p0 itself
    let ownsMode = kernel.form.groups[kernel.form.jGroup].open == 0
    nodes = rules.map { $0.map { (2 * Complex.phase($0.angle).real, $0.weight) } }
    turns = rules.enumerated().map { axis, rule in
      kernel.modes[axis].map { μ in
        rule.flatMap { node in
          orders.map { m in
            Complex.phase(node.angle * Double(m * sum + (ownsMode ? μ : 0)))
          }
        }
      }
    }
    width = orders.count
  }

  /// Multiplies the rows of a block, one per axis and mode, by P at time τ.
  func multiply(
    _ block: UnsafeMutablePointer<Double>, time τ: Double, skipped: Int, width used: Int
  ) {
    withUnsafeTemporaryAllocation(of: Complex.self, capacity: used) { sums in
      var target = block
      for (axis, rule) in nodes.enumerated() {
        for turns in turns[axis] {
          for k in 0..<used { sums[k] = .zero }
          for (index, node) in rule.enumerated() {
            let factor = node.weight * FastPhase.value(τ * node.energy)
            let row = index * width + skipped
            for k in 0..<used { sums[k] += factor * turns[row + k] }
          }
          for k in 0..<used {
            let value = Complex(target[k], target[used + k]) * sums[k]
            target[k] = value.real
            target[used + k] = value.imaginary
          }
          target += 2 * used
        }
      }
    }
  }
}
