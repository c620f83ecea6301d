internal import Torus

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Finitely many velocities that stand for a start and for the shells it lies on.
///
/// Ordinates of one class, a shell or a hat function of the energy, exchange their mass at one rate:
///
///     dq_i/dT = −2πiκ·c_i q_i + Γ_k (w_i Σ_{j∈k} q_j − q_i),      Σ_{i∈k} w_i = 1
///
/// so that mass and energy of every class are conserved to rounding, whatever the rates are.
///
/// * Plane wave: one class, the nodes of a `ShellRule`, and the start with w = 0.
/// * Packet, d = 1: the midpoints of cells of V, V and −V a class: exact.
/// * Packet, d > 1: cells of the axes that matter, the others sampled; a momentum of energy e belongs to two
///   classes, by the hats of width ΔE around E_k: `δ(e−e') → Σ_k hat_k(e) hat_k(e')/ΔE`. The error is of
///   second order in ΔE and in the cells.
struct PhaseSpaceOrdinates: Sendable {
  struct Class: Sendable {
    let rate: Double
    let range: Range<Int>
    /// For a plane wave or d = 1, its energy; else that of the hat.
    let energy: Double
  }

  private(set) var classes: [Class] = []
  /// c of the axes of X that are kept, by axis and ordinate.
  private(set) var velocity: [[Double]]
  /// w_i.
  private(set) var share: [Double] = []
  /// q_i at the start.
  private(set) var start: [Double] = []
  /// The cell of V.
  private(set) var cell: [Int] = []

  var count: Int { share.count }

  private init(axes: Int) { velocity = [[Double]](repeating: [], count: axes) }

  private mutating func append(_ c: [Double], share w: Double, start q: Double, cell v: Int) {
    for axis in c.indices { velocity[axis].append(c[axis]) }
    share.append(w)
    start.append(q)
    cell.append(v)
  }

  // MARK: - A plane wave

  /// - Parameter bandwidth: the largest phase that a flight takes.
  init(plane p: Momentum, grid: PhaseSpaceGrid, bandwidth: Double) {
    self.init(axes: grid.places.count)
    let d = p.dimension
    let rule = ShellRule(
      dimension: d, energy: p.energy, nodes: d == 4 ? 10 : 24, bandwidth: bandwidth)
    // the rule's first axis is its outermost: nodes that differ in axes of no interest lie side by side
    let kept = grid.places + grid.momenta.filter { !grid.places.contains($0) }
    let order = kept + (0..<d).filter { !kept.contains($0) }
    var last: [Double] = []
    for i in 0..<rule.count {
      let c = grid.places.map { rule.velocity(order.firstIndex(of: $0)!, i) }
      let v = grid.momentumCell { axis in
        let r = order.firstIndex(of: axis)!
        return atan2(rule.sine[r][i], rule.cosine[r][i]) / (2 * Double.pi)
      }
      if c == last, v == cell.last {
        share[count - 1] += rule.weight[i]
      } else {
        append(c, share: rule.weight[i], start: 0, cell: v)
        last = c
      }
    }
    append(
      grid.places.map { p.velocity[$0] }, share: 0, start: 1, cell: grid.momentumCell { p[$0] })
    classes = [
      Class(rate: 2 * Double.pi * rule.densityOfStates, range: 0..<count, energy: p.energy)
    ]
  }

  // MARK: - A packet

  init(packet: WavePacket, grid: PhaseSpaceGrid) {
    self.init(axes: grid.places.count)
    let d = packet.dimension
    let resolved = Set(grid.places + grid.momenta).sorted()
    // enough cells for the packet's momenta, of width 1/4πw, and whole ones of the grid
    let wanted = max([1, 192, 64, 24, 16][resolved.count], Int(13 * packet.width))
    let finer = (wanted + grid.momentumCells - 1) / grid.momentumCells
    let cells = finer * grid.momentumCells * (finer * grid.momentumCells % 2 + 1)
    let sampled = (0..<d).filter { !resolved.contains($0) }
    /// A point of one axis: 2cos, its share of the circle, and of the packet.
    struct Point { let cosine, weight, start: Double }
    func point(_ v: Double, _ axis: Int, width: Double) -> Point {
      let amplitude = packet.axisAmplitude(v - packet.momentum[axis])
      return Point(
        cosine: 2 * cos(2 * Double.pi * v), weight: width, start: width * amplitude * amplitude)
    }
    // both signs of a momentum have one energy
    let least = [0, 1000, 200, 64][sampled.count]
    let fine = max(least, sampled.count == 3 ? 0 : Int(26 * packet.width))
    let samples: [[Point]] = sampled.map { axis in
      let width = 1 / Double(2 * fine)
      return (0..<fine).map { k in
        let v = (Double(k) + 0.5) * width
        let (one, two) = (point(v, axis, width: width), point(-v, axis, width: width))
        return Point(cosine: one.cosine, weight: 2 * width, start: one.start + two.start)
      }
    }
    // within a cell only the energy is told apart
    let inner = d == 1 || resolved.count == 1 ? 1 : d - resolved.count > 0 ? 2 : 4
    let columns: [[[Point]]] = resolved.map { axis in
      (0..<cells).map { k in
        (0..<inner).map { s in
          let width = 1 / Double(cells * inner)
          return point((Double(k * inner + s) + 0.5) * width, axis, width: width)
        }
      }
    }
    var deposits = Deposits(dimension: d)
    var total = 1
    for _ in resolved { total *= cells }
    var middles: [[Double]] = []
    for number in 0..<total {
      var rest = number
      let index = resolved.indices.map { _ in
        defer { rest /= cells }
        return rest % cells
      }
      middles.append(index.map { (Double($0) + 0.5) / Double(cells) })
      func visit(_ lists: ArraySlice<[Point]>, _ e: Double, _ weight: Double, _ start: Double) {
        guard let list = lists.first else {
          deposits.add(number, energy: e, weight: weight, start: start)
          return
        }
        for p in list {
          visit(lists.dropFirst(), e + p.cosine, weight * p.weight, start * p.start)
        }
      }
      visit((index.indices.map { columns[$0][index[$0]] } + samples)[...], 0, 1, 1)
      deposits.close()
    }
    let mass = deposits.parts.reduce(0) { $0 + $1.start }
    for (k, energy) in deposits.energies.enumerated() {
      let parts = deposits.parts.filter { $0.energyClass == k && $0.weight > 0 }
      let weight = parts.reduce(0) { $0 + $1.weight }
      guard parts.contains(where: { $0.start > 0 }), weight > 0 else { continue }
      let first = count
      for part in parts {
        let v = middles[part.column]
        append(
          grid.places.map { -2 * sin(2 * Double.pi * v[resolved.firstIndex(of: $0)!]) },
          share: part.weight / weight, start: part.start / mass,
          cell: grid.momentumCell { v[resolved.firstIndex(of: $0)!] })
      }
      classes.append(
        Class(
          rate: deposits.rate(of: k, weight: weight), range: first..<count, energy: energy))
    }
  }

  /// What columns of phase space give to the classes.
  private struct Deposits {
    struct Part {
      let column, energyClass: Int
      var weight, start: Double
    }

    let dimension: Int
    private(set) var energies: [Double] = []
    private(set) var parts: [Part] = []
    private var open: [Int: Part] = [:]

    init(dimension: Int) {
      self.dimension = dimension
      if dimension > 1 {
        let n = 32 * dimension
        energies = (0...n).map { Double(dimension) * (4 * Double($0) / Double(n) - 2) }
      }
    }

    /// ΔE.
    private var spacing: Double { energies[1] - energies[0] }

    mutating func add(_ column: Int, energy e: Double, weight: Double, start: Double) {
      guard dimension > 1 else {
        // V and −V, the only momenta of their energy
        let k = energies.firstIndex { abs($0 - e) < 1e-12 } ?? energies.count
        if k == energies.count { energies.append(e) }
        parts.append(Part(column: column, energyClass: k, weight: weight, start: start))
        return
      }
      let place = (e - energies[0]) / spacing
      let k = min(energies.count - 2, max(0, Int(place)))
      let upper = place - Double(k)
      for (k, hat) in [(k, 1 - upper), (k + 1, upper)] where hat > 0 {
        open[k, default: Part(column: column, energyClass: k, weight: 0, start: 0)].weight +=
          hat * weight
        open[k]!.start += hat * start
      }
    }

    /// Ends a column.
    mutating func close() {
      parts += open.sorted { $0.key < $1.key }.map(\.value)
      open = [:]
    }

    /// `2π ∫ρ hat_k/∫hat_k`; in d = 1 `2πρ(E) = 2/|c|`.
    func rate(of k: Int, weight: Double) -> Double {
      guard dimension > 1 else { return 2 / (4 - energies[k] * energies[k]).squareRoot() }
      let isEdge = k == 0 || k == energies.count - 1
      return 2 * Double.pi * weight / (isEdge ? spacing / 2 : spacing)
    }
  }
}
