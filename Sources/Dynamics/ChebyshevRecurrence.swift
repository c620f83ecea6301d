import Dispatch
import Torus

/// `T_{2j}(h)ψ` and `T_{2j+1}(h)ψ`, two polynomials further at each step, in place.
///
/// `h = (Δ + U − b)/a` maps the spectral interval [b−a, b+a] of this very realisation to [−1, 1]:
///
///     T_{k+1} = 2h T_k − T_{k−1},   2h = (2/a)(Δ + U − b),   T_{k+1} in the place of T_{k−1}
///
/// Real and imaginary part evolve apart (H is real); a real ψ has one part only, half the work.
struct ChebyshevRecurrence: ~Copyable {
  let layout: FieldLayout
  private let memory: FieldMemory
  /// 1 for a real start, 2 otherwise.
  let parts: Int
  /// a, half the spectral interval.
  let half: Double
  /// b, its middle.
  let middle: Double
  /// The degree of the newest polynomial: that of `odd` if it is odd.
  private(set) var degree = 0
  let even: UnsafeMutablePointer<Double>
  let odd: UnsafeMutablePointer<Double>
  /// `U − b`.
  private let potential: UnsafeMutablePointer<Double>

  /// T_0 = ψ; `begin` makes T_1.
  init(_ ψ: WaveFunction, under h: Hamiltonian, memory: FieldMemory) {
    let layout = memory.layout
    precondition(
      ψ.slab == layout.slab && h.slab == layout.slab, "wave function and Hamiltonian on one box")
    let (low, high) = (h.spectralBounds.lowerBound, h.spectralBounds.upperBound)
    let middle = (low + high) / 2
    self.layout = layout
    self.memory = memory
    self.middle = middle
    half = (high - low) / 2
    parts = ψ.isReal ? 1 : 2
    even = memory.field(parts: parts)
    odd = memory.field(parts: parts)
    potential = memory.field(parts: 1)
    layout.fill(potential, parts: 1, part: 0, with: h.potential, plus: -middle)
    layout.fill(even, parts: parts, part: 0, with: ψ.real)
    if parts == 2 { layout.fill(even, parts: parts, part: 1, with: ψ.imaginary) }
    layout.exchange(even, parts: parts) {}
  }

  deinit {
    memory.giveBack(even, parts: parts)
    memory.giveBack(odd, parts: parts)
    memory.giveBack(potential, parts: 1)
  }

  /// The most pairs that one call of `advance` makes together.
  var depth: Int { sweepsApart ? 1 : max(1, min(Self.deepest, layout.planes / 4)) }

  /// Whether a sweep is finished before the next begins: other threads or processes take part in it.
  private var sweepsApart: Bool { layout.slab.threads > 1 || !layout.slab.isWhole }

  /// Six pairs together gain a quarter at sides 64 and 128, and spare the memory that two threads share.
  private static let deepest = 6

  /// T_1, added to the sums with T_0.
  mutating func begin(_ terms: [Sweep.Term]) {
    precondition(degree == 0, "T_1 is made once")
    run(Plan(fromDegree: 0, [terms]))
    degree = 1
  }

  /// The next two polynomials for each element, each pair added to the sums of its element.
  mutating func advance(_ terms: [[Sweep.Term]]) {
    precondition(degree % 2 == 1, "pairs begin with an even polynomial")
    precondition(terms.count <= depth, "at most \(depth) pairs at once, got \(terms.count)")
    run(Plan(fromDegree: degree, terms.flatMap { [[], $0] }))
    degree += 2 * terms.count
  }

  /// The next polynomial alone.
  mutating func step() {
    run(Plan(fromDegree: degree, [[]]))
    degree += 1
  }

  private func run(_ plan: Plan) {
    let fields = Fields(
      layout: layout, even: even, odd: odd, potential: potential, half: half,
      sweepsApart: sweepsApart)
    if parts == 1 {
      fields.run(plan, InlineArray<1, Int>(repeating: 0))
    } else {
      fields.run(plan, InlineArray<2, Int>(repeating: 0))
    }
  }
}

/// The sweeps of one run through the box, each with the terms of the sums that it feeds.
private struct Plan: @unchecked Sendable {
  /// The degree of the newest polynomial before.
  private let degree: Int
  /// The terms of all sweeps one after the other, and where those of each end.
  private let terms: [Sweep.Term]
  private let ends: [Int]

  init(fromDegree degree: Int, _ terms: [[Sweep.Term]]) {
    self.degree = degree
    self.terms = terms.flatMap(\.self)
    var end = 0
    ends = terms.map { element in
      end += element.count
      return end
    }
  }

  var sweeps: Int { ends.count }

  /// Whether sweep s = 0, 1, … makes T_1 from T_0.
  func isFirst(_ s: Int) -> Bool { degree + s == 0 }

  /// Whether sweep s makes an odd polynomial.
  func isOdd(_ s: Int) -> Bool { (degree + s) % 2 == 0 }

  func withTerms(_ s: Int, _ body: (UnsafeBufferPointer<Sweep.Term>) -> Void) {
    terms.withUnsafeBufferPointer { all in
      body(UnsafeBufferPointer(rebasing: all[(s == 0 ? 0 : ends[s - 1])..<ends[s]]))
    }
  }
}

/// What a sweep works on.
///
/// Threads share it: each writes planes of its own, and no plane of the field that all of them read.
private struct Fields: @unchecked Sendable {
  let layout: FieldLayout
  let even: UnsafeMutablePointer<Double>
  let odd: UnsafeMutablePointer<Double>
  let potential: UnsafeMutablePointer<Double>
  let half: Double
  let sweepsApart: Bool

  func run<let Parts: Int>(_ plan: Plan, _ parts: InlineArray<Parts, Int>) {
    switch layout.box.dimension {
    case 1: run(plan, parts, rowsBeside: InlineArray<0, Int>(repeating: 0))
    case 2: run(plan, parts, rowsBeside: InlineArray<2, Int>(repeating: 0))
    case 3: run(plan, parts, rowsBeside: InlineArray<4, Int>(repeating: 0))
    default: run(plan, parts, rowsBeside: InlineArray<6, Int>(repeating: 0))
    }
  }

  /// Several sweeps that go through the box together, each one plane behind the one before.
  ///
  /// A box larger than the cache is then read once for all of them. Sweep s makes plane p from planes
  /// p−1, p, p+1 of sweep s−1, in the place of plane p of sweep s−2, which planes p−1, p, p+1 of
  /// sweep s−1 were made from. On a ring of planes each sweep has to leave out one plane more at
  /// either end; these come afterwards, sweep by sweep:
  ///
  ///     s = 0     0 1 2 3 4 …  L−1
  ///         1       1 2 3 …  L−2     |  L−1 0
  ///         2         2 3 … L−3      |          L−2 L−1 0 1
  private func run<let Rows: Int, let Parts: Int>(
    _ plan: Plan, _ parts: InlineArray<Parts, Int>, rowsBeside: InlineArray<Rows, Int>
  ) {
    let planes = layout.planes
    layout.beside.withUnsafeBufferPointer { beside in
      layout.chunks.withUnsafeBufferPointer { chunks in
        // constant, and every thread writes planes of its own
        nonisolated(unsafe) let (beside, chunks) = (beside, chunks)
        @Sendable func make(_ s: Int, _ plane: Int) {
          // T_1 = hψ is half of a step from zero
          let scale = plan.isFirst(s) ? 1 / half : 2 / half
          if plan.isOdd(s) {
            plan.withTerms(s) { terms in
              sweep(
                plane, beside, chunks, parts, rowsBeside, next: odd, current: even, scale: scale,
                terms: terms)
            }
          } else {
            sweep(
              plane, beside, chunks, parts, rowsBeside, next: even, current: odd, scale: scale,
              terms: nil)
          }
        }
        guard !sweepsApart else {
          for s in 0..<plan.sweeps {
            sweepApart(next: plan.isOdd(s) ? odd : even, parts: Parts) { make(s, $0) }
          }
          return
        }
        for front in 0..<planes {
          for s in 0..<plan.sweeps where front - s >= s { make(s, front - s) }
        }
        for s in 0..<plan.sweeps {
          // on a few planes the two ends meet
          for k in 0..<min(2 * s, planes) {
            make(s, (planes - s + k + planes) % planes)
          }
        }
      }
    }
  }

  /// A sweep by itself: the planes at the ends first, so that they travel while the others are made.
  private func sweepApart(
    next: UnsafeMutablePointer<Double>, parts: Int, _ make: @Sendable (_ plane: Int) -> Void
  ) {
    let planes = layout.planes
    guard layout.halo == 1 else {
      spread(0..<planes, make)
      // the end sites, where a box of d = 1 is cut
      return layout.exchange(next, parts: parts) {}
    }
    make(0)
    if planes > 1 { make(planes - 1) }
    layout.exchange(next, parts: parts) {
      if planes > 2 { spread(1..<planes - 1, make) }
    }
  }

  /// Planes in ranges of about the same length, one for each thread.
  private func spread(_ planes: Range<Int>, _ make: @Sendable (_ plane: Int) -> Void) {
    let threads = min(layout.slab.threads, planes.count)
    guard threads > 1 else { return planes.forEach(make) }
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      let first = planes.lowerBound + thread * planes.count / threads
      let end = planes.lowerBound + (thread + 1) * planes.count / threads
      for plane in first..<end { make(plane) }
    }
  }

  /// One plane of a sweep, and its share of the sums.
  @inline(__always)
  private func sweep<let Rows: Int, let Parts: Int>(
    _ plane: Int, _ neighbours: UnsafeBufferPointer<Int32>,
    _ chunks: UnsafeBufferPointer<FieldLayout.Chunk>, _ parts: InlineArray<Parts, Int>,
    _ rowsBeside: InlineArray<Rows, Int>, next: UnsafeMutablePointer<Double>,
    current: UnsafeMutablePointer<Double>, scale: Double,
    terms: UnsafeBufferPointer<Sweep.Term>?
  ) {
    let (part, stride) = (layout.part, layout.stride)
    let blocks = layout.planeBlocks
    // the two rows within the block come first where there are any
    let within = layout.rows > 1 ? 2 : 0
    let current = UnsafePointer(current)
    let first = (plane &+ layout.halo) &* blocks
    for block in first..<first &+ blocks {
      let origin = block &* Parts &* part
      for chunk in chunks {
        let place = chunk.first &* stride
        var x = Sweep.Operands<Rows>(
          next: next + (origin &+ place), current: current + (origin &+ place),
          beside: InlineArray(repeating: current),
          potential: UnsafePointer(potential) + (block &* part &+ place), part: part,
          scale: scale)
        if within > 0 && Rows >= 2 {
          x.beside[0] = current + (origin &+ chunk.above &* stride)
          x.beside[1] = current + (origin &+ chunk.below &* stride)
        }
        for k in 0..<Rows &- within {
          let other = Int(neighbours[(Rows &- within) &* block &+ k])
          x.beside[within &+ k] = current + (other &* Parts &* part &+ place)
        }
        let length = layout.length(chunk)
        if let terms {
          Sweep.stepAndSum(
            x, parts: parts, length: length, terms: terms, at: 2 &* block &* part &+ place)
        } else {
          Sweep.step(x, parts: parts, length: length)
        }
        for row in 0..<chunk.count {
          for index in 0..<Parts { layout.close(x.next + (row &* stride &+ index &* part)) }
        }
      }
    }
  }
}
